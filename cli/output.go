package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/crossdeviceflows/crossdevice/report"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/score"
)

// errPipe says that whoever read our output has gone.
var errPipe = errors.New("nobody reads the output any more")

// each answers for every case and shows the answers: one by one as text, and
// in a file as one object, or as a list where there are several.
func (a *app) each(ctx context.Context, cases []score.Case, answer func(context.Context, score.Case) (any, error)) error {
	var all []any
	for _, c := range cases {
		r, err := a.timed(ctx, func(ctx context.Context) (any, error) { return answer(ctx, c) })
		if err != nil {
			return err
		}
		all = append(all, r)
	}
	return a.emit(all)
}

// show answers once and shows the answer.
func (a *app) show(ctx context.Context, answer func(context.Context) (any, error)) error {
	r, err := a.timed(ctx, answer)
	if err != nil {
		return err
	}
	return a.emit([]any{r})
}

// timed notes what differs between runs, unless bytes must not.
func (a *app) timed(ctx context.Context, answer func(context.Context) (any, error)) (any, error) {
	if a.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, a.timeout)
		defer cancel()
	}
	start := time.Now()
	r, err := answer(ctx)
	if err != nil || a.reproducible {
		return r, err
	}
	run := &results.Run{Seconds: time.Since(start).Seconds(), Workers: a.options().Workers, Version: Version}
	switch r := r.(type) {
	case *results.Check:
		r.Run = run
	case *results.Defend:
		r.Run = run
	case *results.Price:
		r.Run = run
	case *results.Compare:
		r.Run = run
	case *results.Derived:
		r.Run = run
	case *results.Flows:
		r.Run = run
	case *results.Suite:
		r.Run = run
	case *results.Live:
		if r != nil {
			r.Run = run
		}
	case *results.Search:
		r.Run = run
	case *results.ScenarioBench:
		run.Workers = max(a.workers, 1)
		r.Run = run
	}
	return r, nil
}

// emit writes answers wherever they were asked for: as text to standard output,
// unless a file format goes there.
func (a *app) emit(all []any) error {
	var object any = all
	if len(all) == 1 {
		object = all[0]
	}
	outputs := []struct {
		to     string
		render func(w io.Writer) error
	}{
		{a.json, func(w io.Writer) error { return report.JSON(w, object) }},
		{a.markdown, func(w io.Writer) error { return renderAll(w, all, report.Markdown) }},
		{a.junit, func(w io.Writer) error { return report.JUnit(w, all) }},
		{a.sarif, func(w io.Writer) error { return report.SARIF(w, Version, all) }},
	}
	show := func(w io.Writer) error { return renderAll(w, all, report.Text) }
	for _, o := range outputs {
		switch o.to {
		case "":
		case "-":
			show = o.render
		default:
			if err := writeFile(o.to, o.render); err != nil {
				return err
			}
		}
	}
	return a.print(show)
}

// usable refuses before any work is done numbers that mean nothing, what could
// not be written after it, and what would be written over something that is read.
func (a *app) usable(inputs []string) error {
	switch {
	case a.maxStates < 0:
		return fmt.Errorf("--max-states: found %d, expected a number above zero", a.maxStates)
	case a.maxMemory < 0:
		return fmt.Errorf("--max-memory: found %d, expected a number of MiB above zero", a.maxMemory)
	case a.workers < 0:
		return fmt.Errorf("--workers: found %d, expected a number above zero", a.workers)
	case a.timeout < 0:
		return fmt.Errorf("--timeout: found %s, expected a duration above zero", a.timeout)
	}
	type output struct{ flag, name string }
	var outputs []output
	for _, out := range []output{{"--json", a.json}, {"--markdown", a.markdown}, {"--junit", a.junit}, {"--sarif", a.sarif}} {
		if out.name != "" {
			outputs = append(outputs, out)
		}
	}
	for i, out := range outputs {
		for _, other := range outputs[:i] {
			switch {
			case out.name == "-" && other.name == "-":
				return fmt.Errorf("only one of %s and %s can be written to standard output", other.flag, out.flag)
			case filepath.Clean(out.name) == filepath.Clean(other.name):
				return fmt.Errorf("%s and %s both name %s", other.flag, out.flag, out.name)
			}
		}
		if slices.ContainsFunc(inputs, func(in string) bool { return in != "" && filepath.Clean(in) == filepath.Clean(out.name) }) {
			return fmt.Errorf("%s names %s, which is read", out.flag, out.name)
		}
		if out.name == "-" {
			continue
		}
		if err := writable(out.name); err != nil {
			return err
		}
	}
	return nil
}

// writable refuses a file that could not be written.
func writable(name string) error {
	if info, err := os.Stat(filepath.Dir(name)); err != nil || !info.IsDir() {
		return fmt.Errorf("cannot write %s: no such directory", name)
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return fmt.Errorf("cannot write %s: it is a directory", name)
	}
	return nil
}

func renderAll(w io.Writer, all []any, render func(io.Writer, any) error) error {
	for i, r := range all {
		if i > 0 {
			fmt.Fprintln(w)
		}
		if err := render(w, r); err != nil {
			return err
		}
	}
	return nil
}

// print renders first and writes then, so that nothing half-rendered is seen.
func (a *app) print(render func(io.Writer) error) error {
	var b bytes.Buffer
	if err := render(&b); err != nil {
		return err
	}
	_, err := a.stdout.Write(b.Bytes())
	if errors.Is(err, syscall.EPIPE) {
		return errPipe
	}
	return err
}

// writeFile writes a file whole or not at all. Something that is no regular
// file, such as a pipe, is written to directly.
func writeFile(name string, render func(io.Writer) error) (err error) {
	var b bytes.Buffer
	if err := render(&b); err != nil {
		return err
	}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return os.WriteFile(name, b.Bytes(), 0o644)
	}
	temp, err := os.CreateTemp(filepath.Dir(name), ".simulate-*")
	if err != nil {
		var failed *fs.PathError
		if errors.As(err, &failed) {
			err = failed.Err
		}
		return fmt.Errorf("cannot write %s: %w", name, err)
	}
	defer func() {
		if err != nil {
			os.Remove(temp.Name())
		}
	}()
	if _, err = temp.Write(b.Bytes()); err == nil {
		err = temp.Chmod(0o644)
	}
	if closed := temp.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", name, err)
	}
	return os.Rename(temp.Name(), name)
}
