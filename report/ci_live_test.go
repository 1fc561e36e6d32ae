package report_test

import (
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/results"
)

// tested is a server in which one of everything was found.
func tested() *results.Live {
	curl := []string{"curl -s 'http://127.0.0.1:1/'", `curl -s 'http://127.0.0.1:1/?a='"$USER_CODE"`}
	b := func(step, when, status, got, why string) results.Behaviour {
		out := results.Behaviour{Step: step, By: "user 1", When: when, Expect: []string{"refused"}, Ref: "RFC 8628 3.3", Status: status, Got: got, Why: why, Path: []string{}}
		if status == "deviates" {
			out.Deviation = step + "." + when + ".accepted"
		}
		return out
	}
	d := func(step, when, got, expected string) results.Deviation {
		return results.Deviation{ID: step + "." + when + "." + strings.ReplaceAll(got, " ", "-"), Kind: "grants what the model refuses", Step: step, By: "user 1", When: when,
			Possible: []string{"refused"}, Got: got, Ref: "RFC 8628 3.3", Expected: expected, Curl: curl}
	}
	return &results.Live{Partial: "interrupted in ours", Run: &results.Run{Seconds: 2}, Targets: []results.LiveTarget{{
		Target: "ours.v2", Flow: "device-grant", File: "ci/target.yaml", Verdict: "violated",
		Behaviours: []results.Behaviour{b("token", "pending", "conforms", "authorization_pending", ""), b("token", "pending", "not seen", "", "slow_down"),
			b("authorize", "denied", "deviates", "accepted", ""), b("authorize", "redeemed", "deviates", "accepted, then access_token", ""),
			b("token", "expired", "not tried", "", "takes longer than --wait"), b("resource", "redeemed", "blocked", "", "on the way to it: x"),
			b("token", "approved", "inconclusive", "", "the server does not answer in time: POST http://127.0.0.1:1/token")},
		Deviations: []results.Deviation{d("authorize", "denied", "accepted", ""), d("authorize", "redeemed", "accepted", "we know"), d("enter_user_code", "approved", "status 200", "")},
		Gone:       []string{"token.approved.invalid_grant"}, Untried: []string{"the server does not answer in time: POST http://127.0.0.1:1/token (1)"},
		Histories: results.Histories{Checked: 40, Illegal: 3, Unknown: 1, Found: []results.History{
			{ID: "concurrent.polls.two-tokens", Round: "polls after approval", Illegal: 3, Of: 9, Core: []string{"user 1: token -> access_token", "user 1: token -> access_token"}, Seed: 7},
			{ID: "concurrent.decisions.both-accepted", Round: "approval and denial", Illegal: 1, Of: 9, Core: []string{}, Expected: "we know"}}},
	}}}
}

func TestJUnitLive(t *testing.T) {
	doc, text := readJUnit(t, tested())
	golden(t, "live.xml", text)
	if doc.Tests != 13 || doc.Failures != 4 || doc.Errors != 3 || doc.Time != "2.000" {
		t.Errorf("%d tests, %d failures, %d errors, time %s", doc.Tests, doc.Failures, doc.Errors, doc.Time)
	}
	s := doc.Suites[0]
	if s.Name != "ours.v2 device-grant" || s.Skipped != 5 || s.Cases[0].Class != "live.ours_v2.device-grant" || s.Cases[0].File != "ci/target.yaml" {
		t.Errorf("%+v", s)
	}
	fine := tested()
	fine.Partial, fine.Targets[0].Histories.Unknown, fine.Targets[0].Histories.Trouble = "", 0, "3 of 9 rounds came to nothing"
	if doc, _ := readJUnit(t, fine, held()); doc.Errors != 3 || len(doc.Suites) != 2 {
		t.Errorf("%d errors, %d suites", doc.Errors, len(doc.Suites))
	}
}

func TestSARIFLive(t *testing.T) {
	doc, text := readSARIF(t, tested())
	var found []string
	prints := map[string]bool{}
	for _, r := range doc.Runs[0].Results {
		line := r.RuleID + " " + r.Level
		if len(r.Suppressions) > 0 {
			line += " suppressed"
		}
		found = append(found, line)
		if p := r.Locations[0].PhysicalLocation; p == nil || p.ArtifactLocation.URI != "ci/target.yaml" {
			t.Errorf("%s is at %+v", r.RuleID, p)
		}
		if print := r.PartialFingerprints["crossdevice/v1"]; prints[print] {
			t.Errorf("%s has the fingerprint of another", r.RuleID)
		} else {
			prints[print] = true
		}
	}
	want := `CD-authorize.denied.accepted error
CD-authorize.redeemed.accepted note suppressed
CD-enter_user_code.approved.status-200 error
CD-concurrent.polls.two-tokens error
CD-concurrent.decisions.both-accepted note suppressed
CD-gone error
CD-incomplete warning`
	if got := strings.Join(found, "\n"); got != want {
		t.Errorf("found\n%s\nwant\n%s", got, want)
	}
	if doc.Runs[0].Invocations[0].ExecutionSuccessful {
		t.Error("a partial run is a success")
	}
	if _, again := readSARIF(t, tested()); again != text {
		t.Error("equal results give other bytes")
	}
	none := tested()
	none.Targets[0].File = ""
	none.Partial = ""
	doc, _ = readSARIF(t, none, held())
	if p := doc.Runs[0].Results[len(doc.Runs[0].Results)-1].Locations[0].PhysicalLocation; p != nil || !doc.Runs[0].Invocations[0].ExecutionSuccessful {
		t.Errorf("what is in no file is at %+v", p)
	}
}

// TestHostileLive: what a server or a target says cannot become elements, links or
// control characters.
func TestHostileLive(t *testing.T) {
	evil := "]]></failure><testcase/>\"'&<!-- \x1b[31m\x00 \xff [a](http://b) {0} \n\t\u202e"
	r := tested()
	x := &r.Targets[0]
	x.Target, x.File, r.Partial = evil, evil, evil
	x.Behaviours[2].Got, x.Behaviours[4].Why, x.Behaviours[6].Why = evil, evil, evil
	x.Deviations[0].Got, x.Deviations[0].ID, x.Behaviours[2].Deviation, x.Deviations[1].Expected = evil, evil, evil, evil
	x.Deviations[0].Curl = []string{evil}
	x.Histories.Found[0].Core = []string{evil}
	x.Gone[0] = evil
	doc, text := readJUnit(t, r)
	if doc.Tests != 13 || strings.ContainsAny(text, "\x00\x1b") {
		t.Errorf("%d tests:\n%s", doc.Tests, text)
	}
	if _, text := readSARIF(t, r); strings.ContainsAny(text, "\x00\x1b\u202e") || strings.Contains(text, `\u001b`) {
		t.Error("a control character gets through")
	}
}
