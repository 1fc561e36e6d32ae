package live

import (
	"testing"

	"github.com/crossdeviceflows/crossdevice/live/demo"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// TestCheckKnown: a name that no deviation can have is refused, and those of the demo are fine.
func TestCheckKnown(t *testing.T) {
	for id, good := range map[string]bool{
		"token.denied.access_token": true, "approve.denied.access_token": true, "concurrent.polls.two-tokens": true, "concurrent.*": true, "*": true, "enter_user_code.*": true, "replay_*": true,
		"tokn.denied.access_token": false, "authorise.denied.accepted": false, "token": false, "nothing*": false, "": false,
	} {
		if err := CheckKnown([]scenarios.KnownDeviation{{ID: id}}); (err == nil) != good {
			t.Errorf("%q: %v", id, err)
		}
	}
	_, known, stop, err := Demo(builtIn(), []string{string(demo.Locked)})
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	if err := CheckKnown(known); err != nil || len(known) == 0 {
		t.Error(err)
	}
}
