package live

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"

	"github.com/anishathalye/porcupine"
)

// picture draws an illegal history as a page of its own: every operation, how far some
// order of them explains the answers, and above that who did what.
func (l *ledger) picture(file string, v *violation) error {
	var page bytes.Buffer
	model := l.porcupine()
	_, info := porcupine.CheckOperationsVerbose(model, v.whole.operations(), l.most)
	info.AddAnnotations(l.notes(v))
	if err := porcupine.Visualize(model, info, &page); err != nil {
		return err
	}
	return replace(file, page.Bytes())
}

// notes are what the users, the client, the attacker and time do. Those that the
// violation is made of stand out.
func (l *ledger) notes(v *violation) (list []porcupine.Annotation) {
	for i := range v.whole {
		op := &v.whole[i]
		note := porcupine.Annotation{Tag: l.who(op.event), Start: int64(op.call), End: int64(op.end),
			Description: l.does(op.event), Details: op.answered.String(), BackgroundColor: "#e0e0e0", TextColor: "#000000"}
		if op.lost {
			note.End = int64(v.whole.last() + 1)
		}
		if slices.Contains(v.core.history, *op) {
			note.BackgroundColor = "#f0c808"
		}
		list = append(list, note)
	}
	return list
}

// does is an event in a word.
func (s *spec) does(e event) string {
	switch e.step {
	case s.start:
		return "starts"
	case s.poll:
		return "polls"
	case s.enter:
		return "opens the request"
	case loginStep:
		return "logs in"
	case decideStep:
		return map[string]string{approve: "approves", deny: "denies"}[e.outcome]
	case useStep:
		return "uses the token"
	case tickStep:
		return "the codes expire"
	}
	return e.step
}

// replace writes a file whole or not at all.
func replace(file string, data []byte) (err error) {
	temp, err := os.CreateTemp(filepath.Dir(file), ".picture-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(temp.Name())
		}
	}()
	if _, err = temp.Write(data); err == nil {
		err = temp.Chmod(0o644)
	}
	if closed := temp.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(temp.Name(), file)
}
