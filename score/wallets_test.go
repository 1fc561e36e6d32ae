package score

import (
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// TestCarefulUser: Helmschmidt's analysis has a careful user stop the relay of requests. Who
// is only vigilant and expects a request takes the attacker's for their own.
func TestCarefulUser(t *testing.T) {
	ask := asked()
	for _, f := range []*flows.Flow{flows.OID4VP, flows.SIOPv2} {
		for user, want := range map[string]string{
			"obedient":              "violated holds",
			"context-aware":         "violated holds",
			"vigilant":              "violated holds",
			"vigilant,-miscompares": "holds holds",
		} {
			for _, s := range []*scenarios.Scenario{scenarios.B6, scenarios.B8} {
				if got := ask.words(t, f, s, nil, 0, "literal", user); got != want {
					t.Errorf("%s on %s, user %s: %s, want %s", s.Name, f.Name, user, got, want)
				}
			}
		}
	}
}
