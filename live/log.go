package live

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// Log is what a server was asked for and what it answered. It is written as JSON
// Lines: first a header, then one event to a line, in any order. A run that is killed
// leaves whole lines and at most one that is torn, which is left out when it is read.
type Log struct {
	Header
	Events []Event
	Torn   bool // its last line broke off
}

// Header is what all events of a log have in common.
type Header struct {
	Flow     string
	CodeLife int    // in seconds; zero: not said
	Target   string // empty: not said
}

// Event is one operation. Operations overlap if they do in time; their order in the
// log means nothing.
type Event struct {
	Transaction int    // from 1
	Step        string // of the flow, or opened by a capability
	Outcome     string // that whoever acted has chosen, as approve; empty: there is no choice
	By          string // "attacker", or "user 1" and so on
	Start, End  time.Duration
	Answered    bool   // else there is no End, no Reply and no Status
	Reply       string // in the specification's word; empty: a page; RefusedReply: a page that refuses
	Status      int    // of HTTP; zero: not said
	Code        string // which code, by a short name that tells nothing else; empty: not said
}

// RefusedReply is the reply of a page that refuses and that no specification names.
const RefusedReply = "refused"

// What is read of a log, at most.
const (
	maxLog         = 64 << 20
	maxLogLine     = 64 << 10
	maxLogText     = 200         // characters of a reply, or of what is quoted
	maxLogSeconds  = 1_000_000   // since it began; up to here a nanosecond is kept
	maxLogLife     = 366 * 86400 // of a code, in seconds
	maxLogErrors   = 20
	maxLogSessions = 1_000_000
)

const logVersion = "1"

// Actors are those who can act in a log.
func Actors() []string {
	list := []string{"attacker"}
	for i := range flows.MaxPersons {
		list = append(list, fmt.Sprintf("user %d", i+1))
	}
	return list
}

// LogWriter writes a log. Each event is written at once and as a whole.
type LogWriter struct {
	mu sync.Mutex
	w  io.Writer
}

// NewLogWriter begins a log.
func NewLogWriter(w io.Writer, h Header) (*LogWriter, error) {
	l := &LogWriter{w: w}
	return l, l.line(struct {
		Log      string `json:"log"`
		Flow     string `json:"flow"`
		CodeLife int    `json:"code_life,omitempty"`
		Target   string `json:"target,omitempty"`
	}{logVersion, h.Flow, h.CodeLife, fit(h.Target)})
}

// Write adds an event. It can be called from several goroutines.
func (l *LogWriter) Write(e Event) error {
	line := struct {
		Transaction int         `json:"transaction"`
		Step        string      `json:"step"`
		Outcome     string      `json:"outcome,omitempty"`
		By          string      `json:"by"`
		Start       json.Number `json:"start"`
		End         json.Number `json:"end,omitempty"`
		Reply       *string     `json:"reply,omitempty"`
		Status      int         `json:"status,omitempty"`
		Code        string      `json:"code,omitempty"`
	}{Transaction: e.Transaction, Step: e.Step, Outcome: e.Outcome, By: e.By, Start: inSeconds(e.Start), Code: e.Code}
	if e.Answered {
		reply := fit(e.Reply) // a server can say anything
		line.End, line.Reply, line.Status = inSeconds(e.End), &reply, e.Status
	}
	return l.line(line)
}

// line writes one line by one call, so that no other is in between.
func (l *LogWriter) line(value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	_, err = l.w.Write(append(text, '\n'))
	return err
}

// WriteLog writes a whole log. It does not repeat a torn line.
func WriteLog(w io.Writer, log *Log) error {
	buffered := bufio.NewWriter(w)
	l, err := NewLogWriter(buffered, log.Header)
	for i := 0; i < len(log.Events) && err == nil; i++ {
		err = l.Write(log.Events[i])
	}
	return errors.Join(err, buffered.Flush())
}

// inSeconds is a duration with all its digits, so that what is read is what was written.
func inSeconds(d time.Duration) json.Number {
	text := fmt.Sprintf("%d.%09d", d/time.Second, d%time.Second)
	text = strings.TrimRight(text, "0")
	return json.Number(text + strings.Repeat("0", max(0, 4-len(text)+strings.IndexByte(text, '.')))) // milliseconds at least
}

// fit is a text as it can be in a log.
func fit(text string) string {
	text = strings.Map(func(c rune) rune {
		if !unicode.IsPrint(c) || c == utf8.RuneError {
			return ' '
		}
		return c
	}, text)
	if utf8.RuneCountInString(text) > maxLogText {
		text = string([]rune(text)[:maxLogText])
	}
	return text
}

// ReadLog reads a log; name stands for the file in errors, which are
// scenarios.InputErrors. Steps are those of the log's flow and of capabilities.
func ReadLog(cat *flows.Catalogue, name string, from io.Reader) (*Log, error) {
	r := &logReader{cat: cat, name: name, log: &Log{}}
	r.read(from)
	if len(r.errs) > 0 {
		return nil, &scenarios.InputErrors{List: r.errs}
	}
	return r.log, nil
}

// logReader reads one log and notes what is wrong with it.
type logReader struct {
	cat   *flows.Catalogue
	name  string
	log   *Log
	steps map[string][]string // those of the flow, with their outcomes
	names []string            // in the order of the flow
	line  int
	text  string
	errs  []*scenarios.InputError
}

// read reads all lines, or as many as are needed for the most errors.
func (r *logReader) read(from io.Reader) {
	limited := &io.LimitedReader{R: from, N: maxLog + 1}
	lines := bufio.NewReaderSize(limited, maxLogLine+1)
	for len(r.errs) < maxLogErrors {
		line, err := lines.ReadSlice('\n')
		switch {
		case limited.N == 0:
			r.errs = append(r.errs, &scenarios.InputError{File: r.name, Found: "more than 64 MiB", Expected: "a log of at most 64 MiB"})
			return
		case errors.Is(err, bufio.ErrBufferFull):
			r.line++
			r.text = ""
			r.errs = append(r.errs, &scenarios.InputError{File: r.name, Found: fmt.Sprintf("more than 64 KiB in line %d", r.line), Expected: "lines of at most 64 KiB"})
			return
		case err != nil && !errors.Is(err, io.EOF):
			r.errs = append(r.errs, &scenarios.InputError{File: r.name, Found: "a log that cannot be read: " + err.Error(), Expected: "a log"})
			return
		}
		if len(line) > 0 {
			r.line++
			r.text = strings.TrimRight(string(line), "\r\n")
			r.one(err != nil)
			if r.steps == nil && len(r.errs) > 0 {
				return // without a header nothing else can be judged
			}
		}
		if err != nil {
			break
		}
	}
	if r.line == 0 {
		r.errs = append(r.errs, &scenarios.InputError{File: r.name, Found: "an empty file", Expected: "a log"})
	}
}

// one reads a line; last tells that no line break follows it.
func (r *logReader) one(last bool) {
	before := len(r.errs)
	var whole json.RawMessage
	err := json.Unmarshal([]byte(r.text), &whole)
	var syntax *json.SyntaxError
	breaksOff := errors.As(err, &syntax) && (strings.HasPrefix(syntax.Error(), "unexpected end") ||
		strings.Contains(syntax.Error(), "character ' '") && !strings.HasSuffix(r.text, " ") && int(syntax.Offset) == len(r.text)) // the parser puts a space after a number
	at := strings.IndexFunc(r.text, func(c rune) bool { return c == utf8.RuneError || c < ' ' && c != '\t' })
	switch {
	case breaksOff && last && r.steps != nil && strings.HasPrefix(r.text, "{"):
		r.log.Torn = true
	case at >= 0:
		r.fail(at, "what is no text", "JSON text in UTF-8")
	case strings.TrimSpace(r.text) == "":
		r.fail(0, "an empty line", "an event")
	case breaksOff:
		r.fail(len(r.text), "JSON that breaks off", "the rest of it")
	case errors.As(err, &syntax):
		r.fail(max(int(syntax.Offset)-1, 0), "broken JSON ("+syntax.Error()+")", "valid JSON")
	case err != nil:
		r.fail(0, "what the JSON parser cannot take", "valid JSON")
	case r.steps == nil:
		r.header()
	default:
		r.event()
	}
	slices.SortStableFunc(r.errs[before:], func(a, b *scenarios.InputError) int { return a.Col - b.Col })
}

// fail notes an error about the line from an offset on, in bytes.
func (r *logReader) fail(offset int, found, expected string) *scenarios.InputError {
	e := &scenarios.InputError{File: r.name, Line: r.line, Col: 1 + utf8.RuneCountInString(r.text[:min(offset, len(r.text))]), Found: found, Expected: expected, Text: r.text}
	r.errs = append(r.errs, e)
	return e
}

// unknown notes a name that nothing has.
func (r *logReader) unknown(offset int, found, name, expected string, known []string) {
	e := r.fail(offset, found, expected)
	if near, ok := flows.Nearest(name[:min(len(name), 64)], known); ok {
		e.Near = near
	} else {
		e.Expected += ": " + strings.Join(known, ", ")
	}
}

// member is a value of a line's object, with its place.
type member struct {
	at  int
	raw json.RawMessage
}

// members are those of the object that a line is, each of which must be known and
// none of which twice; of those that are needed, none may be missing.
func (r *logReader) members(of string, needed, optional []string) map[string]member {
	dec := json.NewDecoder(strings.NewReader(r.text))
	if brace, err := dec.Token(); err != nil || brace != json.Delim('{') {
		r.fail(0, "what is no object", of+", which is an object")
		return nil
	}
	known := slices.Concat(needed, optional)
	all, meant := map[string]member{}, map[string]bool{}
	for dec.More() && len(r.errs) < maxLogErrors {
		key := r.skip(int(dec.InputOffset()), ",")
		token, _ := dec.Token()
		name, _ := token.(string)
		m := member{at: r.skip(int(dec.InputOffset()), ":")}
		if dec.Decode(&m.raw) != nil {
			break // it was whole before
		}
		_, again := all[name]
		switch {
		case again:
			r.fail(key, "key "+cited(name)+" again", "it once")
		case !slices.Contains(known, name):
			r.unknown(key, "key "+cited(name), name, "a key of "+of, known)
			meant[r.errs[len(r.errs)-1].Near] = true
		default:
			all[name] = m
		}
	}
	for _, name := range needed {
		if _, ok := all[name]; !ok && !meant[name] {
			r.fail(0, "no key "+cited(name), "one in "+of)
		}
	}
	return all
}

// skip is the offset of the first byte from an offset on that is neither white space
// nor one of others.
func (r *logReader) skip(offset int, others string) int {
	return len(r.text) - len(strings.TrimLeft(r.text[offset:], " \t"+others))
}

// header reads the first line.
func (r *logReader) header() {
	before := len(r.errs)
	all := r.members("the header of a log", []string{"log", "flow"}, []string{"code_life", "target"})
	if m, ok := all["log"]; ok {
		if version := r.word(m, "a version: "+logVersion); version != "" && version != logVersion {
			r.fail(m.at, cited(version), "a version: "+logVersion)
		}
	}
	if m, ok := all["code_life"]; ok {
		r.log.CodeLife = r.number(m, "a number of seconds", 1, maxLogLife)
	}
	if m, ok := all["target"]; ok {
		r.log.Target = r.word(m, "the name of a target")
	}
	m, ok := all["flow"]
	if !ok {
		return
	}
	r.log.Flow = r.word(m, "the name of a flow")
	var known []string
	for _, f := range r.cat.Flows {
		known = append(known, f.Name)
		if f.Name == r.log.Flow && len(r.errs) == before {
			r.stepsOf(f)
		}
	}
	if r.log.Flow != "" && !slices.Contains(known, r.log.Flow) {
		r.unknown(m.at, cited(r.log.Flow), r.log.Flow, "a flow", known)
	}
}

// stepsOf notes which steps a log in a flow can have.
func (r *logReader) stepsOf(f *flows.Flow) {
	r.steps = map[string][]string{}
	add := func(steps []flows.Step) {
		for _, s := range steps {
			known := func(about string) bool { _, has := r.steps[about]; return has }
			if s.About != nil && !slices.ContainsFunc(s.About, known) {
				continue // it is about another flow
			}
			if _, ok := r.steps[s.Name]; !ok {
				r.names = append(r.names, s.Name)
				r.steps[s.Name] = nil
			}
			for _, o := range s.Do {
				if o.Name != "" && !slices.Contains(r.steps[s.Name], o.Name) {
					r.steps[s.Name] = append(r.steps[s.Name], o.Name)
				}
			}
		}
	}
	add(f.Steps)
	add(f.After)
	for _, c := range r.cat.Capabilities {
		add(c.Opens)
	}
}

// event reads a line after the first.
func (r *logReader) event() {
	before := len(r.errs)
	var e Event
	all := r.members("an event", []string{"transaction", "step", "by", "start"}, []string{"end", "outcome", "reply", "status", "code"})
	for name, read := range map[string]func(m member){
		"transaction": func(m member) {
			e.Transaction = r.number(m, "the number of a transaction", 1, maxLogSessions)
		},
		"step":   func(m member) { e.Step = r.oneOf(m, "a step of "+r.log.Flow+" or of a capability", r.names) },
		"by":     func(m member) { e.By = r.oneOf(m, "who acts", Actors()) },
		"start":  func(m member) { e.Start = r.seconds(m) },
		"status": func(m member) { e.Status = r.number(m, "a status of HTTP", 100, 599) },
		"reply": func(m member) {
			if string(m.raw) != `""` {
				e.Reply = r.word(m, "a reply")
			}
		},
		"code": func(m member) {
			if e.Code = r.word(m, "a short name of a code"); strings.ContainsFunc(e.Code, unicode.IsSpace) || utf8.RuneCountInString(e.Code) > 64 {
				r.fail(m.at, cited(e.Code), "a short name of a code")
			}
		},
	} {
		if m, ok := all[name]; ok {
			read(m)
		}
	}
	if m, ok := all["end"]; ok && string(m.raw) != "null" {
		e.End, e.Answered = r.seconds(m), true
		if e.End < e.Start && len(r.errs) == before {
			r.fail(m.at, "end "+string(m.raw), "one that is not before the start")
		}
	}
	for _, name := range []string{"reply", "status"} {
		if m, ok := all[name]; ok && !e.Answered && string(m.raw) != `""` {
			r.fail(m.at, "a "+name, "none without an end")
		}
	}
	if m, ok := all["outcome"]; ok && e.Step != "" {
		switch known := r.steps[e.Step]; len(known) {
		case 0:
			r.fail(m.at, "an outcome", "none, because "+e.Step+" ends in one way")
		default:
			e.Outcome = r.oneOf(m, "an outcome of "+e.Step, known)
		}
	}
	if len(r.errs) == before {
		r.log.Events = append(r.log.Events, e)
	}
}

// word reads text that is not empty.
func (r *logReader) word(m member, expected string) (text string) {
	if json.Unmarshal(m.raw, &text) != nil || text == "" || fit(text) != text {
		r.fail(m.at, described(m.raw), expected)
		return ""
	}
	return text
}

// oneOf reads a word that is known.
func (r *logReader) oneOf(m member, expected string, known []string) string {
	text := r.word(m, expected)
	if text == "" || slices.Contains(known, text) {
		return text
	}
	r.unknown(m.at, cited(text), text, expected, known)
	return ""
}

// number reads a whole number.
func (r *logReader) number(m member, expected string, least, most int) int {
	n, err := strconv.Atoi(string(m.raw))
	if err != nil || n < least || n > most {
		r.fail(m.at, described(m.raw), fmt.Sprintf("%s, from %d to %d", expected, least, most))
		return 0
	}
	return n
}

// seconds reads a time since the log began.
func (r *logReader) seconds(m member) time.Duration {
	s, err := strconv.ParseFloat(string(m.raw), 64)
	if err != nil || !(s >= 0 && s <= maxLogSeconds) {
		r.fail(m.at, described(m.raw), fmt.Sprintf("seconds since the log began, at most %d", maxLogSeconds))
		return 0
	}
	return time.Duration(math.Round(s * float64(time.Second)))
}

// described says what a value of JSON is.
func described(raw json.RawMessage) string {
	var text string
	switch {
	case raw[0] == '{':
		return "an object"
	case raw[0] == '[':
		return "a list"
	case raw[0] == '"' && json.Unmarshal(raw, &text) == nil:
		return cited(text)
	}
	return string(bytes.TrimSpace(raw[:min(len(raw), 40)])) // a number, true, false or null
}

// cited puts words of the log in quotation marks, cut to what a line can take.
func cited(text string) string {
	if utf8.RuneCountInString(text) > 80 {
		text = string([]rune(text)[:80]) + "…"
	}
	return strconv.Quote(text)
}
