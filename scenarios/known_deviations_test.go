package scenarios

import (
	"slices"
	"strings"
	"testing"
)

func TestKnownDeviations(t *testing.T) {
	list, err := ParseDeviations("known.yaml", []byte(`deviations:
  - {deviation: authorize.denied.accepted, reason: so it is, target: ours, flow: [ciba-poll, ciba-ping]}
  - {deviation: authorize.denied.accepted, reason: so it is too, flow: device-grant}
  - {deviation: concurrent.decisions, reason: everywhere}
`))
	if err != nil {
		t.Fatal(err)
	}
	if d := list[0]; d.Target != "ours" || !slices.Equal(d.Flows, []string{"ciba-poll", "ciba-ping"}) || d.At.Line != 2 {
		t.Errorf("%+v", d)
	}
	if d := list[1]; d.Target != "" || !slices.Equal(d.Flows, []string{"device-grant"}) || d.Reason != "so it is too" {
		t.Errorf("%+v", d)
	}
	if d := list[2]; d.ID != "concurrent.decisions" || d.Flows != nil {
		t.Errorf("%+v", d)
	}
	for text, says := range map[string]string{
		"deviations: 3":                "a list of deviations",
		"deviations: [{deviation: a}]": `no key "reason"`,
		"deviations: [{reason: a}]":    `no key "deviation"`,
		"deviations: [{deviation: a, reason: b, flow: [authcode-qr]}]":       "a flow in which servers are tested",
		"deviations: [{deviation: a, reason: b}, {deviation: a, reason: c}]": `deviation "a" again`,
	} {
		if _, err := ParseDeviations("known.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, expected %s", text, err, says)
		}
	}
}
