package live

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// program is the program that a target starts; nil if it starts none.
type program struct {
	*exec.Cmd
	done chan struct{} // closed once it has ended
}

// start starts the program that is the server, if the target has one. Stop it.
func start(t *scenarios.Target) (*program, error) {
	if len(t.Command) == 0 {
		return nil, nil
	}
	p := &program{exec.Command(t.Command[0], t.Command[1:]...), make(chan struct{})}
	p.Dir = filepath.Dir(t.File)
	p.Stderr = os.Stderr
	alone(p.Cmd)
	if err := p.Start(); err != nil {
		return nil, err
	}
	go func() { p.Wait(); close(p.done) }()
	return p, nil
}

// ended tells whether it has ended by itself, which a server does not.
func (p *program) ended() error {
	if p == nil {
		return nil
	}
	select {
	case <-p.done:
		return fmt.Errorf("%s, which the target starts, has ended: %s", p.Args[0], p.ProcessState)
	default:
		return nil
	}
}

// grace is how long a program may take to end.
const grace = 2 * time.Second

// stop ends it, and whatever it has started.
func (p *program) stop() {
	if p == nil {
		return
	}
	end(p.Cmd)
	select {
	case <-p.done:
	case <-time.After(grace):
	}
	kill(p.Cmd) // those that it has started may be there yet
	<-p.done
}
