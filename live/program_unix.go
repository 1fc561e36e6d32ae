//go:build unix

package live

import (
	"os/exec"
	"syscall"
)

// alone puts a program into a group of its own, with all that it starts: Ctrl-C is for
// us, and ends it in order.
func alone(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

func end(c *exec.Cmd) { _ = syscall.Kill(-c.Process.Pid, syscall.SIGTERM) }

func kill(c *exec.Cmd) { _ = syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
