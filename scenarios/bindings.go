package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// Binding is what a deployment does to tie the two devices of a flow together: its
// settings, each as typed after --set.
type Binding []string

// Bound are the ways of a flow to go about that, the weakest first, and the strongest
// of those that the flow's text or its critics name.
type Bound struct {
	Flow      *flows.Flow
	Ways      []Binding
	Strongest Binding
}

// BoundFlows are the flows whose binding rests on settings. Left out are settings that
// decide whether a request is made at all, and not what it is tied to: user_code and
// the hint of CIBA.
var BoundFlows = slices.Concat([]Bound{{
	Flow:      flows.DeviceGrant,
	Ways:      []Binding{{"user_code=enter"}, {"user_code=confirm"}},
	Strongest: Binding{"user_code=confirm", "entry_bound=true"},
}}, boundByMessage(ciba...), []Bound{{
	Flow:      flows.CIBASync,
	Ways:      []Binding{{"binding_message=none"}},
	Strongest: Binding{"binding_message=enter"},
}, {
	Flow: flows.AuthcodeQR,
	Ways: []Binding{
		{"rp_confirmation=none", "poll_bound=false", "nonce=false", "pkce=false"},
		{"rp_confirmation=none", "poll_bound=false"},
		{"rp_confirmation=screen", "poll_bound=false"},
		{"rp_confirmation=secret", "poll_bound=false"},
		{"rp_confirmation=none", "poll_bound=true", "nonce=false", "pkce=false"},
		{"rp_confirmation=none", "poll_bound=true"},
		{"rp_confirmation=screen", "poll_bound=true"},
		{"rp_confirmation=secret", "poll_bound=true"},
	},
	Strongest: Binding{"rp_confirmation=secret", "poll_bound=true", "nonce=true", "pkce=true"},
}, {
	Flow:      flows.SameDeviceAuthcode,
	Ways:      switches("state", "nonce", "pkce"),
	Strongest: Binding{"state=true", "nonce=true", "pkce=true"},
}, {
	Flow: flows.OID4VP,
	Ways: []Binding{
		{"nonce=false"}, {"nonce=true"}, {"signed_request_object=false"}, {"response_code=true"},
		{"holder_binding=false", "response_code=true"}, {"nonce=false", "response_code=true"}, {"device_stub=linked"},
	},
	Strongest: Binding{"nonce=true", "device_stub=linked"},
}, {
	Flow:      flows.SIOPv2,
	Ways:      []Binding{{"nonce=false"}, {"nonce=true"}, {"signed_request_object=false"}, {"device_stub=linked"}},
	Strongest: Binding{"nonce=true", "device_stub=linked"},
}, {
	Flow:      flows.CTAPHybrid,
	Ways:      []Binding{{"nonce=false", "pkce=false"}, {"state_assisted=false"}, {"state_assisted=true"}},
	Strongest: Binding{"state=true", "nonce=true", "pkce=true"},
}, {
	Flow:      flows.TypedCode,
	Ways:      []Binding{{"session_bound=false"}, {"session_bound=true"}},
	Strongest: Binding{"session_bound=true"},
}, {
	Flow:      flows.SessionTransfer,
	Ways:      []Binding{{}},
	Strongest: Binding{},
}, {
	Flow:      flows.NetworkJoin,
	Ways:      []Binding{{}},
	Strongest: Binding{},
}, {
	Flow:      flows.AssetQR,
	Ways:      []Binding{{"asset_number=none"}, {"asset_number=compare"}, {"asset_number=enter"}, {"rotating_code=true"}},
	Strongest: Binding{"asset_number=enter"},
}})

// boundByMessage are the modes of CIBA.
func boundByMessage(list ...*flows.Flow) (bound []Bound) {
	for _, f := range list {
		bound = append(bound, Bound{
			Flow:      f,
			Ways:      []Binding{{"binding_message=none"}, {"binding_message=static"}, {"binding_message=compare"}, {"binding_message=enter"}},
			Strongest: Binding{"binding_message=enter"},
		})
	}
	return bound
}

// switches are all combinations of settings that are on or off, all off first.
func switches(names ...string) (ways []Binding) {
	for n := range 1 << len(names) {
		var way Binding
		for i, name := range names {
			way = append(way, fmt.Sprintf("%s=%t", name, n>>(len(names)-1-i)&1 != 0))
		}
		ways = append(ways, way)
	}
	return ways
}

// BoundOf is the flow's entry in BoundFlows. One that has none, as that of another
// module, is taken as it is.
func BoundOf(f *flows.Flow) Bound {
	if i := slices.IndexFunc(BoundFlows, func(b Bound) bool { return b.Flow == f }); i >= 0 {
		return BoundFlows[i]
	}
	return Bound{Flow: f, Ways: []Binding{{}}, Strongest: Binding{}}
}

// By leaves of a binding what one server enforces itself.
func (b Binding) By(f *flows.Flow, server flows.Server) Binding {
	own := Binding{}
	for _, set := range b {
		key, _, _ := strings.Cut(set, "=")
		by, known := boundBy[key]
		if i := slices.IndexFunc(f.Options, func(o *flows.Mitigation) bool { return o.Name == key }); i >= 0 {
			by, known = f.Options[i].By, true
		}
		if known && by == server {
			own = append(own, set)
		}
	}
	return own
}

// boundBy are the servers whose checks settings switch that are no options.
var boundBy = map[string]flows.Server{"entry_bound": flows.OP, "pkce": flows.OP, "state": flows.RP, "nonce": flows.RP, "poll_bound": flows.RP,
	"response_code": flows.RP, "holder_binding": flows.RP, "signed_request_object": flows.OP, "session_bound": flows.OP, "rotating_code": flows.OP}

// Deploy is the example deployment of a flow with a binding.
func (b Binding) Deploy(f *flows.Flow) (*Deployment, error) {
	d := *ExampleOf(f)
	d.Sources = slices.Clone(d.Sources)
	for _, set := range b {
		key, value, _ := strings.Cut(set, "=")
		if err := d.Set(key, value); err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	return &d, nil
}
