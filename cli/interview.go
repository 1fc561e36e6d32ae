package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// item is one thing that somebody has to say: by a flag, or asked on a terminal.
type item struct {
	flag      string // that says it
	given     string // what the flag says; empty: nothing
	why       string // what it is, in a line
	standard  string // what an empty line means; empty: there is no default
	unknown   string // what "I do not know" is taken for; empty: the default
	accept    func(answer string) error
	byDefault func() error // where the default is not just another answer
	quiet     bool         // nobody is asked: the default, unless a flag says more
}

// interview asks for what is not given; without an input nobody is asked.
type interview struct {
	ctx   context.Context
	lines <-chan string // closed where the input ends
	out   io.Writer
	begun bool // something has been asked
}

// ask is an interview of whoever types into in.
func ask(ctx context.Context, in io.Reader, out io.Writer) *interview {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for r := bufio.NewReader(in); ; {
			line, err := r.ReadString('\n')
			if line != "" {
				select {
				case lines <- line:
				case <-ctx.Done():
					return
				}
			}
			if err != nil {
				return
			}
		}
	}()
	return &interview{ctx: ctx, lines: lines, out: out}
}

// all settles a list: first what flags say, so that nobody answers questions
// before a mistake in a flag is found.
func (v *interview) all(list []item) error {
	for _, of := range list {
		if of.given != "" {
			if err := of.accept(of.given); err != nil {
				return fmt.Errorf("%s: %w", of.flag, err)
			}
		}
	}
	for _, of := range list {
		if of.given == "" {
			if err := v.one(of); err != nil {
				return err
			}
		}
	}
	return nil
}

// one settles an item that no flag gives.
func (v *interview) one(of item) error {
	if v.lines == nil || of.quiet {
		if of.standard == "" {
			return fmt.Errorf("%s is needed: %s", of.flag, of.why)
		}
		return of.fallback()
	}
	if !v.begun {
		fmt.Fprintln(v.out, "An empty line takes the default in brackets; ? is \"I do not know\"; Ctrl-C ends.")
		v.begun = true
	}
	fmt.Fprintf(v.out, "%s\n  %s\n", strings.TrimPrefix(strings.TrimPrefix(of.flag, "--"), "set "), of.why)
	for {
		fmt.Fprint(v.out, "  ")
		if of.standard != "" {
			fmt.Fprintf(v.out, "[%s] ", of.standard)
		}
		fmt.Fprint(v.out, "> ")
		var line string
		var more bool
		select {
		case <-v.ctx.Done():
			fmt.Fprintln(v.out, "\nnothing is written")
			return v.ctx.Err()
		case line, more = <-v.lines:
		}
		if !more {
			fmt.Fprintln(v.out)
			return errors.New("the input ended at a question, so nothing is written; --yes takes the defaults, and " + of.flag + " answers this one")
		}
		answer, err := strings.TrimSpace(line), error(nil)
		switch {
		case answer == "" && of.standard == "":
			err = errors.New("there is no default: an answer is needed")
		case answer == "", isUnknown(answer) && of.unknown == "" && of.standard != "":
			err = of.fallback()
		default:
			err = of.accept(answer)
		}
		if err == nil {
			return nil
		}
		fmt.Fprintf(v.out, "  %s\n", strings.ReplaceAll(err.Error(), "\n", "\n  "))
	}
}

// fallback takes the default.
func (of item) fallback() error {
	if of.byDefault != nil {
		return of.byDefault()
	}
	return of.accept(of.standard)
}

// isUnknown tells whether an answer is "I do not know".
func isUnknown(answer string) bool {
	answer = strings.ToLower(strings.TrimSpace(answer))
	return answer == "?" || answer == "unknown"
}
