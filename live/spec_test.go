package live

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/crossdeviceflows/crossdevice/attacker"
	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/mitigations"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// builtIn is the catalogue of the command.
func builtIn() *flows.Catalogue {
	return &flows.Catalogue{Flows: flows.All, Mitigations: mitigations.All, Capabilities: attacker.All, Users: flows.Users}
}

// checkerOf is the checker of a flow on a deployment with the example values of its
// specification, changed.
func checkerOf(t testing.TB, d *drive, change ...func(*scenarios.TargetFlow)) checker {
	t.Helper()
	f := &scenarios.TargetFlow{Flow: d.flow, Clients: make([]scenarios.Client, 2)}
	for _, example := range scenarios.Examples {
		if example.Flow == d.flow.Name {
			of := *example
			f.Deployment = &of
		}
	}
	for _, c := range change {
		c(f)
	}
	on, err := compose(builtIn(), f, 0)
	if err != nil {
		t.Fatal(err)
	}
	return checker{spec: newSpec(d, on), most: 10 * time.Second}
}

// parse reads a history: operations separated by semicolons, each from when to when, of
// whom, what and with what answer. What was never answered ends at "?".
func parse(t testing.TB, s *spec, text string) (h history) {
	t.Helper()
	for one := range strings.SplitSeq(text, ";") {
		var from int
		var to, what, reply string
		if _, err := fmt.Sscanf(strings.TrimSpace(strings.Replace(one, "-", " ", 1)), "%d %s %s %s", &from, &to, &what, &reply); err != nil {
			t.Fatalf("%q: %v", one, err)
		}
		op := operation{call: time.Duration(from) * time.Millisecond}
		op.by = flows.PersonParty(0)
		if to == "?" {
			op.lost = true
		} else {
			var n int
			fmt.Sscan(to, &n)
			op.end = time.Duration(n) * time.Millisecond
		}
		op.page = reply == "ok" || reply == "no"
		op.refused = reply == "no"
		if !op.page {
			op.reply = reply
		}
		switch what {
		case "start":
			op.step, op.page = s.start, false
			if s.start == "authentication_request" {
				op.reply = string(flows.AuthReqID)
			}
		case "poll":
			op.step = s.poll
		case "enter":
			op.step = s.enter
		case approve, deny:
			op.step, op.outcome = decideStep, what
		case tickStep:
			op.step, op.by = tickStep, flows.Nobody
		case loginStep, useStep:
			op.step = what
		default:
			op.step, op.by = what, flows.Attacker
		}
		h = append(h, op)
	}
	slices.SortStableFunc(h, func(a, b operation) int { return int(a.call - b.call) })
	return h
}

// atPage is a history up to where the user is asked.
const atPage = "0-1 start ok; 2-3 enter ok; 4-5 authenticate ok; "

// TestSpec holds histories with known answers against the models.
func TestSpec(t *testing.T) {
	reusable := func(f *scenarios.TargetFlow) { f.Deployment.CodeReusable = true }
	secret := func(f *scenarios.TargetFlow) { f.Clients[0].Secret = "s" }
	for _, test := range []struct {
		name, history string
		id            string // of what is wrong; empty: it is legal
		change        func(*scenarios.TargetFlow)
	}{
		{name: "the ladder", history: atPage + "6-7 poll authorization_pending; 8-9 approve ok; 10-11 poll access_token; 12-13 resource ok; 14-15 poll invalid_grant"},
		{name: "denied", history: atPage + "6-7 deny ok; 8-9 poll access_denied"},
		{name: "slow down while pending", history: atPage + "6-7 poll slow_down; 8-9 approve ok; 10-11 poll access_token"},
		{name: "slow down whenever", history: atPage + "8-9 approve ok; 10-11 poll slow_down; 12-13 poll access_token"},
		{name: "two tokens", history: atPage + "6-7 approve ok; 8-20 poll access_token; 9-21 poll access_token; 30-31 poll invalid_grant; 40-41 resource ok", id: "concurrent.polls.two-tokens"},
		{name: "two tokens of five", history: atPage + "6-7 approve ok; 8-20 poll access_token; 9-21 poll access_token; 9-22 poll access_token; 9-23 poll invalid_grant; 10-12 poll authorization_pending", id: "concurrent.polls.authorization_pending-after-approval"},
		{name: "two tokens where codes are reusable", history: atPage + "6-7 approve ok; 8-20 poll access_token; 9-21 poll access_token", change: reusable},
		{name: "one token of two", history: atPage + "6-7 approve ok; 8-20 poll invalid_grant; 9-21 poll access_token"},
		{name: "in another word", history: atPage + "6-7 approve ok; 8-20 poll expired_token; 9-21 poll access_token"},
		{name: "no token of two", history: atPage + "6-7 approve ok; 8-20 poll invalid_grant; 9-21 poll invalid_grant", id: "concurrent.polls.refused"},
		{name: "a token that nobody can use", history: atPage + "6-7 approve ok; 8-20 poll access_token; 9-21 poll invalid_grant; 30-31 resource no", id: "concurrent.polls.token-unusable"},
		{name: "approved, then refused to deny", history: atPage + "6-9 approve ok; 7-8 deny no; 10-11 poll access_token"},
		{name: "approved twice", history: atPage + "6-9 approve ok; 7-8 approve ok; 10-11 poll access_token"},
		{name: "both decisions", history: atPage + "6-9 approve ok; 7-8 deny ok; 10-11 poll access_token", id: "concurrent.decisions.both-accepted"},
		{name: "approved after denial", history: atPage + "6-7 deny ok; 8-9 approve ok; 10-11 poll access_denied", id: "concurrent.decisions.both-accepted"},
		{name: "denied, and a token", history: atPage + "6-9 approve no; 7-8 deny ok; 10-11 poll access_token", id: "concurrent.polls.access_token-after-denial"},
		{name: "nobody has decided", history: atPage + "10-11 poll access_token", id: "concurrent.polls.access_token"},
		{name: "pending at once with approval", history: atPage + "6-9 approve ok; 7-10 poll authorization_pending; 7-8 poll access_token"},
		{name: "pending after a token", history: atPage + "6-9 approve ok; 7-8 poll access_token; 10-11 poll authorization_pending", id: "concurrent.polls.authorization_pending-after-approval"},
		{name: "a stale read", history: atPage + "6-7 approve ok; 8-9 poll authorization_pending", id: "concurrent.polls.authorization_pending-after-approval"},
		{name: "a token in time", history: atPage + "6-7 approve ok; 8-20 tick ok; 9-10 poll access_token"},
		{name: "a token at the last moment", history: atPage + "6-7 approve ok; 8-20 tick ok; 9-30 poll access_token; 21-22 poll expired_token"},
		{name: "a token too late", history: atPage + "6-7 approve ok; 8-20 tick ok; 21-22 poll access_token", id: "concurrent.polls.access_token-after-expiry"},
		{name: "expired and then not", history: atPage + "8-20 tick ok; 9-10 poll expired_token; 11-12 poll authorization_pending", id: "concurrent.polls.authorization_pending-after-expiry"},
		{name: "approved too late", history: atPage + "8-20 tick ok; 21-22 approve ok", id: "concurrent.decisions.accepted-after-expiry"},
		{name: "an approval without an answer", history: atPage + "6-? approve ok; 8-9 poll authorization_pending; 10-11 poll access_token"},
		{name: "a poll without an answer", history: atPage + "6-7 approve ok; 8-? poll access_token; 10-11 poll invalid_grant"},
		{name: "two tokens and a poll without an answer", history: atPage + "6-7 approve ok; 8-? poll ok; 9-12 poll access_token; 9-13 poll access_token", id: "concurrent.polls.two-tokens"},
		{name: "entered again elsewhere", history: atPage + "6-7 enter ok; 8-9 authenticate ok; 10-11 deny ok"},
		{name: "entered when all is over", history: atPage + "6-7 deny ok; 8-9 enter ok", id: "concurrent.%enter.accepted-after-denial"},
		{name: "the attacker polls", history: atPage + "6-7 approve ok; 8-9 %claimed access_token; 10-11 poll invalid_grant"},
		{name: "the attacker polls without the secret", history: atPage + "6-7 approve ok; 8-9 %claimed access_token; 10-11 poll invalid_grant", change: secret, id: "concurrent.%claimed.access_token"},
		{name: "another client polls", history: atPage + "6-7 approve ok; 8-10 %other invalid_grant; 8-10 poll access_token"},
		{name: "another client gets tokens", history: atPage + "6-7 approve ok; 8-10 %other access_token", id: "concurrent.%other.access_token"},
		{name: "two starts with one code", history: "0-9 start ok; 1-8 start ok", id: "concurrent.starts.same-code"},
	} {
		for _, d := range drives {
			t.Run(test.name+"/"+d.flow.Name, func(t *testing.T) {
				names := strings.NewReplacer("%enter", d.enter, "%claimed", d.claimed, "%other", d.other)
				change := test.change
				if change == nil {
					change = func(*scenarios.TargetFlow) {}
				}
				c := checkerOf(t, d, change)
				h := parse(t, c.spec, names.Replace(test.history))
				want := porcupine.Ok
				if test.id != "" {
					want = porcupine.Illegal
				}
				if got := c.check(h); got != want {
					t.Fatalf("%s, want %s\n%s", got, want, strings.Join(c.lines(h), "\n"))
				}
				if test.id == "" {
					return
				}
				found, ok := c.core(h)
				if !ok {
					t.Fatal("no core")
				}
				if got := c.id(found); got != names.Replace(test.id) {
					t.Errorf("%s, want %s\n%s", got, names.Replace(test.id), strings.Join(c.lines(found.history), "\n"))
				}
				if c.check(found.history) != porcupine.Illegal {
					t.Error("the core is legal")
				}
			})
		}
	}
}
