//go:build unix

package scenarios

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe.yaml")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, text, want string }{
		{"a deployment", goodDeployment, ""},
		{"nothing", "", pipe + ":1:1: found an empty file, expected a deployment"},
		{"too much", strings.Repeat("# much\n", 1<<20), pipe + ": found more than 1 MiB, expected a file of at most 1 MiB"},
	} {
		t.Run(c.name, func(t *testing.T) {
			go func() {
				if f, err := os.OpenFile(pipe, os.O_WRONLY, 0); err == nil {
					f.WriteString(c.text)
					f.Close()
				}
			}()
			_, err := LoadDeployment(everything(), pipe)
			if got := message(err); got != c.want {
				t.Errorf("found %q, expected %q", got, c.want)
			}
		})
	}
}
