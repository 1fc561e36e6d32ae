//go:build !unix

package live

import "os/exec"

func alone(*exec.Cmd) {}

func end(c *exec.Cmd) { _ = c.Process.Kill() }

func kill(c *exec.Cmd) { _ = c.Process.Kill() }
