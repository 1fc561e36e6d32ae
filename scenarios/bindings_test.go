package scenarios

import (
	"slices"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// TestBoundFlows: every flow has ways of its own, each of which can be deployed and
// none twice, and what one server enforces the other does not.
func TestBoundFlows(t *testing.T) {
	for _, f := range flows.All {
		b := BoundOf(f)
		if !slices.ContainsFunc(BoundFlows, func(other Bound) bool { return other.Flow == f }) {
			t.Errorf("%s has no ways to bind", f.Name)
		}
		for i, way := range append(slices.Clone(b.Ways), b.Strongest) {
			if _, err := way.Deploy(f); err != nil {
				t.Error(err)
			}
			if i < len(b.Ways) && slices.ContainsFunc(b.Ways[:i], func(other Binding) bool { return slices.Equal(other, way) }) {
				t.Errorf("%s has %v twice", f.Name, way)
			}
		}
		if op, rp := b.Strongest.By(f, flows.OP), b.Strongest.By(f, flows.RP); len(op)+len(rp) != len(b.Strongest) {
			t.Errorf("of %v of %s the provider enforces %v and the client %v", b.Strongest, f.Name, op, rp)
		}
	}
	for _, test := range []struct {
		f    *flows.Flow
		way  Binding
		want string // an option, or none
	}{
		{flows.CIBAPoll, Binding{"binding_message=enter"}, "option:binding_message=enter"},
		{flows.CIBAPoll, Binding{"binding_message=none"}, ""},
		{flows.DeviceGrant, Binding{"user_code=confirm", "entry_bound=true"}, "option:user_code=confirm"},
		{flows.DeviceGrant, Binding{"user_code=enter"}, ""},
		{flows.AuthcodeQR, Binding{"rp_confirmation=screen"}, "option:rp_confirmation=screen"},
	} {
		d, err := test.way.Deploy(test.f)
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.Concat(d.Options, []string{""})[0]; got != test.want {
			t.Errorf("%v on %s has %q, want %q", test.way, test.f.Name, got, test.want)
		}
	}
	d, err := Binding{"state=false", "nonce=true", "pkce=false"}.Deploy(flows.SameDeviceAuthcode)
	if err != nil || !d.NoState || d.NoNonce || !d.NoPKCE {
		t.Errorf("%+v, %v", d, err)
	}
	if ExampleOf(flows.SameDeviceAuthcode).NoState {
		t.Error("deploying changes the example")
	}
}
