//go:build unix

package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/crossdeviceflows/crossdevice/cli"
	"github.com/crossdeviceflows/crossdevice/live/demo"
	"github.com/crossdeviceflows/crossdevice/results"
)

// TestMain makes this binary the command itself, so that it can be sent signals.
func TestMain(m *testing.M) {
	if os.Getenv("BE_SIMULATE") != "" {
		os.Exit(cli.Main(builtIn(), os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// command is the command as a process of its own.
func command(t *testing.T, args ...string) (c *exec.Cmd, out, errs *bytes.Buffer) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	c = exec.CommandContext(ctx, self, args...)
	c.Env = append(os.Environ(), "BE_SIMULATE=1")
	out, errs = &bytes.Buffer{}, &bytes.Buffer{}
	c.Stdout, c.Stderr = out, errs
	return c, out, errs
}

// slowed has a server hang once it has been asked a few times, and tells when.
func slowed(f *front, after int) (asked chan bool) {
	asked = make(chan bool, 1)
	handler := f.Config.Handler
	f.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		over := f.asked > after
		f.mu.Unlock()
		if over {
			select {
			case asked <- true:
			default:
			}
			io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
			return
		}
		handler.ServeHTTP(w, r)
	})
	return asked
}

// running tells whether there is a process, a zombie too.
func running(pid int) bool { return syscall.Kill(pid, 0) == nil }

// TestLiveInterrupted: whoever interrupts a test gets what is known, marked as partial,
// and the program that the target starts is gone, even one that does not want to, with
// what it has started itself.
func TestLiveInterrupted(t *testing.T) {
	t.Parallel()
	f, file := behind(t, demo.Plain)
	asked := slowed(f, 150)
	dir := filepath.Dir(file)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	stubborn := "start:\n  command: [sh, -c, \"trap '' TERM INT; sleep 1000 & echo $$ $! > pids; wait; sleep 1000\"]\n"
	if err := os.WriteFile(file, append([]byte(stubborn), text...), 0o600); err != nil {
		t.Fatal(err)
	}
	c, out, errs := command(t, "live", file, "--answer-within", "1m", "--json", filepath.Join(dir, "out.json"), "--histories", filepath.Join(dir, "histories"))
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-asked:
	case <-time.After(10 * time.Second):
		t.Error("nothing is asked")
	}
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	var exit *exec.ExitError
	if err := c.Wait(); !errors.As(err, &exit) || exit.ExitCode() != cli.ExitInterrupted {
		t.Fatalf("%v\n%s%s", err, out, errs)
	}
	if long := time.Since(began); long > 6*time.Second {
		t.Errorf("it takes %s", long)
	}
	if !strings.Contains(out.String(), "PARTIAL: interrupted in marked") || !strings.Contains(out.String(), "interrupted: ") || !strings.Contains(errs.String(), "simulate: interrupted") {
		t.Errorf("it says\n%s%s", out, errs)
	}
	var found results.Live
	data, err := os.ReadFile(filepath.Join(dir, "out.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &found); err != nil || found.Partial == "" || len(found.Targets) != 1 || len(found.Targets[0].Behaviours) == 0 || found.Targets[0].Verdict == "holds" {
		t.Errorf("%v\n%.2000s", err, data)
	}
	holdsSchema(t, string(data))
	data, err = os.ReadFile(filepath.Join(dir, "pids"))
	if err != nil {
		t.Fatal(err)
	}
	for text := range strings.FieldsSeq(string(data)) {
		pid, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		for end := time.Now().Add(2 * time.Second); running(pid) && time.Now().Before(end); { // its new parent has to notice
			time.Sleep(10 * time.Millisecond)
		}
		if running(pid) {
			t.Errorf("process %d is there yet", pid)
		}
	}
}

// TestLiveProgram: a program that ends by itself is told, whatever answers in its place.
func TestLiveProgram(t *testing.T) {
	t.Parallel()
	_, file := behind(t, demo.Locked)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for start, want := range map[string]string{
		"[sh, -c, exit 3]":                "sh, which the target starts, has ended: exit status 3",
		"[./no-such-program-at-all]":      "no-such-program-at-all",
		"[sh, -c, sleep 0.2; kill -9 $$]": "sh, which the target starts, has ended: signal: killed",
	} {
		if err := os.WriteFile(file, append([]byte("start:\n  command: "+start+"\n"), text...), 0o600); err != nil {
			t.Fatal(err)
		}
		out, errs, status := simulate("live", file, "--rounds", "0")
		if status != cli.ExitUsage || !strings.Contains(errs, want) {
			t.Errorf("%s: exit status %d\n%.300s%s", start, status, out, errs)
		}
	}
}

// TestLiveOwnCertificate: what the diagnosis says helps does.
func TestLiveOwnCertificate(t *testing.T) {
	t.Parallel()
	f, file := behind(t, demo.Locked)
	secure := httptest.NewUnstartedServer(f.Config.Handler)
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, bytes.ReplaceAll(text, []byte("metadata: "+f.URL), []byte("metadata: "+secure.URL)), 0o600); err != nil {
		t.Fatal(err)
	}
	ca := filepath.Join(filepath.Dir(file), "ca.pem")
	if err := os.WriteFile(ca, pemOf(secure.Certificate().Raw), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, own := range []bool{false, true} {
		c, out, errs := command(t, "live", file, "--rounds", "0")
		if own {
			c.Env = append(c.Env, "SSL_CERT_FILE="+ca)
		}
		err := c.Run()
		if own != (err == nil) || !own && !strings.Contains(errs.String(), "SSL_CERT_FILE") {
			t.Errorf("%v: %v\n%.500s%s", own, err, out, errs)
		}
	}
}
