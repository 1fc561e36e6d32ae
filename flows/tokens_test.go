package flows_test

import (
	"fmt"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// TestImpact holds the most that tokens can be worth against what the lives say:
// access until the last refresh, which can be at the very end of the refresh
// token's life, and one access token more; without a refresh, one access token.
func TestImpact(t *testing.T) {
	const horizon = 40
	for _, access := range []int{0, 1, 2, 3, 5, 50} {
		for _, life := range []int{0, 1, 4, 12, 50} {
			for _, idle := range []int{0, 1, 2, 8, 50} {
				setting := scenarios.B1.Setting(scenarios.Example, scenarios.After)
				g := &setting.Grant
				g.AccessLife, g.RefreshLife, g.RefreshIdle, g.Horizon = access*3600, life*3600, idle*3600, horizon*3600
				for _, g.NoRefresh = range []bool{false, true} {
					want := horizon
					switch {
					case access == 0: // no limit
					case g.NoRefresh:
						want = min(horizon, access)
					case life > 0:
						want = min(horizon, life+access)
					}
					c, err := flows.Compose(builtIn(), flows.DeviceGrant, setting, nil)
					if err != nil {
						t.Fatal(err)
					}
					got, complete, err := model.Max(t.Context(), c.System, func(w *flows.World) int { return w.Impact(&setting) }, model.Options{})
					if err != nil || !complete || got != want {
						t.Errorf("access token %d h, refresh token %d h and %d h idle, none %v: worth %d h, want %d", access, life, idle, g.NoRefresh, got, want)
					}
				}
			}
		}
	}
}

// TestImpactWide: who needs one resource and asked for four gets four times as
// much, unless somebody limits the scope.
func TestImpactWide(t *testing.T) {
	for asked := uint8(1); asked <= 4; asked++ {
		for _, limited := range []bool{false, true} {
			t.Run(fmt.Sprint(asked, limited), func(t *testing.T) {
				setting := scenarios.B2.Setting(scenarios.Example, scenarios.After)
				setting.Grant.Asked, setting.Grant.Horizon = asked, 10*3600
				m, _, err := builtIn().Mitigation("limited-scopes")
				if err != nil {
					t.Fatal(err)
				}
				p, err := m.Place("", setting.Tick)
				if err != nil {
					t.Fatal(err)
				}
				c, err := flows.Compose(builtIn(), flows.DeviceGrant, setting, []flows.Placed{p})
				if err != nil {
					t.Fatal(err)
				}
				restrict, want := model.Restriction{Have: ^model.Set(0)}, 10*int(asked)
				if limited {
					restrict.Deployed, restrict.Undefeated, want = model.Of(0), model.Of(0), 10
				}
				got, _, err := model.Max(t.Context(), c.Restrict(restrict), func(w *flows.World) int { return w.Impact(&setting) }, model.Options{})
				if err != nil || got != want {
					t.Errorf("worth %d, want %d", got, want)
				}
			})
		}
	}
}
