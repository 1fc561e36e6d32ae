package live

import (
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// TestJudge holds what was found against what is expected: a difference that nobody knows
// of is one, and so is a known one that does not happen though it was asked for.
func TestJudge(t *testing.T) {
	behaviours := []results.Behaviour{
		{Step: "token", When: "denied after token", Status: Conforms, Got: "access_denied"},
		{Step: "token", When: "expired", Status: NotTried},
		{Step: "authorize", When: "denied", Status: Deviates, Got: "accepted"},
	}
	const happens = "authorize.denied.accepted"
	for _, c := range []struct {
		expected scenarios.KnownDeviation
		unmet    []string
		gone     bool
	}{
		{scenarios.KnownDeviation{ID: happens}, nil, false},
		{scenarios.KnownDeviation{ID: happens, Target: "ours", Flows: []string{"ciba-poll", "device-grant"}}, nil, false},
		{scenarios.KnownDeviation{ID: happens, Target: "theirs"}, []string{happens}, false},
		{scenarios.KnownDeviation{ID: happens, Flows: []string{"ciba-poll"}}, []string{happens}, false},
		{scenarios.KnownDeviation{ID: "token.denied-after-token.invalid_grant"}, []string{happens, "token.denied-after-token.invalid_grant"}, true},
		{scenarios.KnownDeviation{ID: "token.expired.invalid_grant"}, []string{happens}, false}, // not tried
		{scenarios.KnownDeviation{ID: "tokn.expired.invalid_grant", Flows: []string{"device-grant"}}, []string{happens, "tokn.expired.invalid_grant"}, true},
		{scenarios.KnownDeviation{ID: "token_request.denied.accepted"}, []string{happens}, false}, // of another flow
	} {
		c.expected.Reason = "known"
		test := Test{Expected: []scenarios.KnownDeviation{c.expected}}
		r := results.LiveTarget{Target: "ours", Flow: "device-grant", Behaviours: behaviours, Deviations: []results.Deviation{{ID: happens, Kind: Grants}}}
		test.judge(&r)
		var unmet []string
		for _, u := range r.Unmet {
			id, _, _ := strings.Cut(u, ":")
			unmet = append(unmet, id)
		}
		if !slices.Equal(unmet, c.unmet) || (len(r.Gone) > 0) != c.gone || r.Verdict != "violated" {
			t.Errorf("%+v: unmet %q, gone %q, %s", c.expected, r.Unmet, r.Gone, r.Verdict)
		}
	}
}
