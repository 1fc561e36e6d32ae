package live

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/crossdeviceflows/crossdevice/attacker"
	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/mitigations"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// Commit what -update-log writes only if you understand why each message changed.
var updateLog = flag.Bool("update-log", false, "write the messages about logs that are seen into testdata")

func catalogueOfLogs() *flows.Catalogue {
	return &flows.Catalogue{Flows: flows.All, Mitigations: mitigations.All, Capabilities: attacker.All, Users: flows.Users}
}

const goodLog = `{"log":"1","flow":"device-grant","code_life":600,"target":"oidc-provider"}
{"transaction":1,"step":"device_authorization","by":"user 1","start":0.000,"end":0.012,"reply":"","status":200,"code":"c1"}
{"transaction":1,"step":"authorize","outcome":"approve","by":"user 1","start":1.500000001,"end":1.6,"reply":"approved"}
{"transaction":1,"step":"copy_code","by":"attacker","start":2.000}
{"transaction":2,"step":"token","by":"attacker","start":0.5,"end":0.75,"reply":"authorization_pending","status":400}
`

var wantLog = &Log{Header: Header{Flow: "device-grant", CodeLife: 600, Target: "oidc-provider"}, Events: []Event{
	{Transaction: 1, Step: "device_authorization", By: "user 1", End: 12 * time.Millisecond, Answered: true, Status: 200, Code: "c1"},
	{Transaction: 1, Step: "authorize", Outcome: "approve", By: "user 1", Start: 1500*time.Millisecond + 1, End: 1600 * time.Millisecond, Answered: true, Reply: "approved"},
	{Transaction: 1, Step: "copy_code", By: "attacker", Start: 2 * time.Second},
	{Transaction: 2, Step: "token", By: "attacker", Start: 500 * time.Millisecond, End: 750 * time.Millisecond, Answered: true, Reply: "authorization_pending", Status: 400},
}}

func readLog(text string) (*Log, error) {
	return ReadLog(catalogueOfLogs(), "bad.jsonl", strings.NewReader(text))
}

func TestLog(t *testing.T) {
	for name, text := range map[string]string{"as written": goodLog, "CRLF": strings.ReplaceAll(goodLog, "\n", "\r\n"),
		"no line break at the end": strings.TrimSpace(goodLog), "null": strings.Replace(goodLog, `"start":2.000`, `"start":2e0,"end":null,"reply":""`, 1)} {
		if got, err := readLog(text); err != nil || !reflect.DeepEqual(got, wantLog) {
			t.Errorf("%s: found\n%+v, %v\nexpected\n%+v", name, got, err, wantLog)
		}
	}
	var written bytes.Buffer
	if err := WriteLog(&written, wantLog); err != nil {
		t.Fatal(err)
	}
	want := strings.NewReplacer(`"end":1.6,`, `"end":1.600,`, `"start":0.5,"end":0.75,`, `"start":0.500,"end":0.750,`).Replace(goodLog)
	if written.String() != want {
		t.Errorf("written\n%s\nexpected\n%s", &written, want)
	}
}

// TestLogSteps: a step of another flow is none of a log's, whoever takes it.
func TestLogSteps(t *testing.T) {
	for _, step := range []string{"notification", "poll_in_push_mode"} {
		_, err := readLog(strings.Replace(goodLog, "copy_code", step, 1))
		if err == nil || !strings.Contains(err.Error(), `bad.jsonl:4:25: found "`+step+`", expected a step of device-grant`) {
			t.Error(err)
		}
	}
}

// TestTornLog cuts a log anywhere: what is whole is read.
func TestTornLog(t *testing.T) {
	header := strings.Index(goodLog, "\n")
	for cut := range len(goodLog) {
		got, err := readLog(goodLog[:cut])
		if cut < header {
			if err == nil {
				t.Errorf("a log without a header is read: %s", goodLog[:cut])
			}
			continue
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, goodLog[:cut])
		}
		whole := strings.Count(goodLog[:cut+1], "\n") - 1 // a whole line may lack its line break
		whole = max(whole, 0)
		torn := goodLog[cut-1] != '\n' && goodLog[cut] != '\n'
		if len(got.Events) != whole || got.Torn != torn {
			t.Errorf("%d events, torn %v of\n%s", len(got.Events), got.Torn, goodLog[:cut])
		}
	}
}

// TestLogWriter: one call to write for a line, whatever a server says.
func TestLogWriter(t *testing.T) {
	var calls logLines
	l, err := NewLogWriter(&calls, Header{Flow: "ciba-ping"})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	for i := range 20 {
		go func() {
			done <- l.Write(Event{Transaction: i + 1, Step: "token_request", By: "attacker", Answered: true, Reply: strings.Repeat("<\n\x00\xff", 100+i)})
		}()
	}
	for range 20 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	got, err := readLog(strings.Join(calls, ""))
	if err != nil || len(got.Events) != 20 || len(calls) != 21 {
		t.Errorf("%d events in %d calls, %v", len(got.Events), len(calls), err)
	}
}

type logLines []string

func (l *logLines) Write(data []byte) (int, error) {
	if bytes.Count(data, []byte("\n")) != 1 || !bytes.HasSuffix(data, []byte("\n")) {
		return 0, errors.New("no line")
	}
	*l = append(*l, string(data))
	return len(data), nil
}

func TestLogLimits(t *testing.T) {
	long := strings.Split(goodLog, "\n")[0] + "\n" + strings.Repeat(" ", maxLogLine) + "{}\n"
	if _, err := readLog(long); err == nil || !strings.Contains(err.Error(), "found more than 64 KiB in line 2, expected lines of at most 64 KiB") {
		t.Error(err)
	}
	head, event, _ := strings.Cut(goodLog, "\n")
	event, _, _ = strings.Cut(event, "\n")
	event += strings.Repeat(" ", 60_000) + "\n"
	if _, err := readLog(head + "\n" + strings.Repeat(event, maxLog/len(event)+1)); err == nil || !strings.Contains(err.Error(), "found more than 64 MiB") {
		t.Error(err)
	}
	if _, err := readLog(head + strings.Repeat("\nx", 1000)); err == nil || strings.Count(err.Error(), "\n") != maxLogErrors-1 {
		t.Error(err)
	}
}

func TestLogErrors(t *testing.T) {
	const file = "testdata/log_errors.txt"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split("\n"+string(text), "\n-- ")
	seen := parts[0]
	for i := 1; i+1 < len(parts); i += 2 {
		name, input, _ := strings.Cut(parts[i], " --\n")
		_, want, _ := strings.Cut(parts[i+1]+"\n", " --\n")
		if !strings.Contains(input, `"log"`) {
			input = "{\"log\":\"1\",\"flow\":\"device-grant\"}\n" + input
		}
		_, err := readLog(input + "\n")
		if err == nil {
			t.Errorf("%s: accepted", name)
			continue
		}
		checkLogPlaces(t, err)
		if err.Error() != strings.TrimSpace(want) && !*updateLog {
			t.Errorf("%s: found\n%s\nexpected\n%s", name, err, want)
		}
		_, input, _ = strings.Cut(parts[i], " --\n")
		seen += "\n-- " + name + " --\n" + input + "\n-- error --\n" + err.Error()
	}
	if *updateLog {
		if err := os.WriteFile(file, []byte(strings.TrimPrefix(seen, "\n")+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// checkLogPlaces holds that every error is an InputError whose place exists.
func checkLogPlaces(t *testing.T, err error) {
	t.Helper()
	var all *scenarios.InputErrors
	if !errors.As(err, &all) {
		t.Fatalf("%T is no InputErrors: %v", err, err)
	}
	for _, e := range all.List {
		if e.Found == "" || e.Expected == "" || e.File == "" || e.Line > 0 && e.Excerpt() == "" || strings.ContainsAny(e.Error(), "\n\r\x1b\x00") {
			t.Errorf("%#v", e)
		}
	}
}

// FuzzReadLog holds that no text makes reading a log panic, that what is refused is
// refused with places that exist, and that what is read is read again once written.
func FuzzReadLog(f *testing.F) {
	f.Add([]byte(goodLog))
	text, err := os.ReadFile("testdata/log_errors.txt")
	if err != nil {
		f.Fatal(err)
	}
	for part := range strings.SplitSeq(string(text), "\n-- ") {
		_, part, _ = strings.Cut(part, " --\n")
		f.Add([]byte(part))
		f.Add([]byte("{\"log\":\"1\",\"flow\":\"device-grant\"}\n" + part))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		log, err := readLog(string(data))
		if err != nil {
			checkLogPlaces(t, err)
			return
		}
		for _, e := range log.Events {
			if e.Transaction < 1 || e.Step == "" || e.By == "" || e.Start < 0 || e.Answered && e.End < e.Start || !e.Answered && (e.Reply != "" || e.Status != 0 || e.End != 0) {
				t.Errorf("accepted %+v", e)
			}
		}
		var written bytes.Buffer
		if err := WriteLog(&written, log); err != nil {
			t.Fatal(err)
		}
		again, err := readLog(written.String())
		log.Torn = false
		if err != nil || !reflect.DeepEqual(again, log) {
			t.Errorf("%+v, read again, is %+v, %v", log, again, err)
		}
	})
}
