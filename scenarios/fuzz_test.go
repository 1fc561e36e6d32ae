package scenarios

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// FuzzSuite holds that no text makes reading a suite panic, that whatever is
// refused is refused with places that exist, and that whatever is read can be
// written.
func FuzzSuite(f *testing.F) {
	valid := validator(f, "suite")
	f.Add([]byte(goodSuite))
	f.Add([]byte(clientSuite))
	seed(f, "builtin/suite.yaml", "testdata/suite_errors.txt")
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := ParseSuite(everything(), "f.yaml", data)
		if err != nil {
			checkPlaces(t, err)
			return
		}
		for _, run := range s.Runs {
			if run.Scenario == nil || run.Deployment == nil || len(run.Expect) == 0 || len(run.Attackers) == 0 != (len(run.Scenario.Reach) == 0) {
				t.Errorf("accepted %+v", run)
			}
		}
		if len(data) < 10_000 { // a large one can be too large once every run says everything
			rewritten(t, valid, s)
		}
	})
}

// FuzzDeployment is the same for deployments.
func FuzzDeployment(f *testing.F) {
	f.Add([]byte(goodDeployment))
	f.Add([]byte(strings.Split(goodClients, "cli:")[0]))
	seed(f, "builtin/node-oidc-provider.yaml", "testdata/deployment_errors.txt")
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := ParseDeployment(everything(), "f.yaml", data)
		if err != nil {
			checkPlaces(t, err)
			return
		}
		if d.Name == "" || d.Flow == "" || d.CodeLife < 1 || len(d.Sources) == 0 {
			t.Errorf("accepted %+v", d)
		}
	})
}

// FuzzParseTarget is the same for targets: every word in braces of what is read has a
// value by the time it is sent.
func FuzzParseTarget(f *testing.F) {
	f.Add([]byte(goodTarget))
	seed(f, "testdata/target_errors.txt")
	f.Fuzz(func(t *testing.T, data []byte) {
		target, err := ParseTarget(everything(), "f.yaml", data)
		if err != nil {
			checkPlaces(t, err)
			return
		}
		if again, err := ParseTarget(everything(), "f.yaml", data); err != nil || !reflect.DeepEqual(again, target) {
			t.Errorf("read again it is %+v, %v", again, err)
		}
		if target.Name == "" || len(target.Flows) == 0 || target.Metadata == "" && len(target.Endpoints) < 2 {
			t.Errorf("accepted %+v", target)
		}
		for _, flow := range target.Flows {
			checkTargetFlow(t, &flow)
		}
	})
}

// FuzzDeviations is the same for known deviations: each has a name and a reason.
func FuzzDeviations(f *testing.F) {
	f.Add([]byte("deviations:\n  - {deviation: token.denied.invalid_grant, reason: known, chance: true, flow: [device-grant, ciba-poll], target: ours}\n"))
	f.Add([]byte("deviations:\n  - {deviaton: a, reason: 1}\n  - x\n"))
	f.Add([]byte("deviations: []"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := ParseDeviations("f.yaml", data)
		if err != nil {
			checkPlaces(t, err)
			return
		}
		for i, d := range list {
			if d.ID == "" || d.Reason == "" || d.At.Line < 1 {
				t.Errorf("accepted %+v", d)
			}
			if d.Target == "" && len(d.Flows) == 0 && !strings.Contains(d.ID, "*") && !list[i].Is("any", "device-grant", d.ID) {
				t.Errorf("%q is not what it is", d.ID)
			}
		}
	})
}

// checkTargetFlow sends what a flow of a target says, without a server.
func checkTargetFlow(t *testing.T, flow *TargetFlow) {
	if flow.Deployment == nil || flow.Deployment.Flow != flow.Flow.Name || len(flow.Clients) == 0 || len(flow.Users) == 0 {
		t.Errorf("accepted %+v", flow)
	}
	known := TargetWords(flow.Flow)
	for _, s := range UserSteps(flow.Flow) {
		requests, ok := flow.Steps[s.Name]
		if !ok && !s.May {
			t.Errorf("there is no %s", s.Name)
		}
		own := known
		for _, q := range requests {
			value := func(word string) string {
				if !slices.Contains(own, word) {
					t.Errorf("{%s} has no value", word)
				}
				return "x"
			}
			sent := Fill(q.URL, value)
			for name, text := range q.Header {
				sent += name + Fill(text, value)
			}
			for _, text := range q.Form {
				sent += Fill(text, value)
			}
			if q.Method == "" || q.URL == "" || q.JSON != nil && q.Form != nil || strings.ContainsAny(sent, "{}\r\n") {
				t.Errorf("accepted %+v", q)
			}
			if _, err := json.Marshal(FillJSON(q.JSON, value)); err != nil {
				t.Error(err)
			}
			for _, p := range q.Pick {
				own = append(slices.Clone(own), p.Name)
			}
		}
		if s.Of == "" {
			known = own
		}
	}
}

// FuzzSpecs is the same for what users type in flags.
func FuzzSpecs(f *testing.F) {
	f.Add("literal,+on-demand")
	f.Add("obedient,-approves-unasked")
	f.Add("proximity:ble,short-lived-codes:2m")
	f.Fuzz(func(t *testing.T, text string) {
		if name, _, err := ParseAttacker(everything(), B1, text); err == nil {
			if again, _, err := ParseAttacker(everything(), B1, name); err != nil || again != name {
				t.Errorf("%q is read as %q, and that as %q, %v", text, name, again, err)
			}
		}
		if name, _, err := ParseUser(everything(), text); err == nil {
			if again, _, err := ParseUser(everything(), name); err != nil || again != name {
				t.Errorf("%q is read as %q, and that as %q, %v", text, name, again, err)
			}
		}
		if names, err := ParseWith(everything(), text); err == nil {
			if again, err := ParseWith(everything(), names...); err != nil || strings.Join(again, " ") != strings.Join(names, " ") {
				t.Errorf("%q is read as %q, and that as %q, %v", text, names, again, err)
			}
		}
	})
}

// seed adds files, those of testdata by their parts.
func seed(f *testing.F, files ...string) {
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for part := range strings.SplitSeq(string(data), "\n-- ") {
			_, text, _ := strings.Cut(part, " --\n")
			f.Add([]byte(part))
			f.Add([]byte(text + "\n"))
		}
	}
}
