package live

import (
	"bytes"
	_ "embed"
	"text/template"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/live/demo"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

//go:embed demo.yaml
var demoTarget string

//go:embed demo-expected.yaml
var demoExpected []byte

// Demo starts three servers in this process and returns them as targets, with the
// deviations that are known of them: go-oidc as it comes, one that is right, and one
// whose store lets several polls read a code before any of them uses it up. Stop ends
// them.
func Demo(cat *flows.Catalogue) (list []*scenarios.Target, known []scenarios.KnownDeviation, stop func(), err error) {
	var running []*demo.Server
	stop = func() {
		for _, s := range running {
			s.Close()
		}
	}
	if known, err = scenarios.ParseDeviations("demo-expected.yaml", demoExpected); err != nil {
		return nil, nil, nil, err
	}
	form := template.Must(template.New("target").Parse(demoTarget))
	for _, d := range []struct {
		kind demo.Kind
		doc  string
	}{
		{demo.Plain, "go-oidc as it comes, with its own memory store"},
		{demo.Locked, "go-oidc behind one lock, with a decision that is made once"},
		{demo.Barrier, "the same with a store that lets several polls read a code before one uses it up"},
	} {
		s, err := demo.Start(d.kind, demo.Options{})
		if err != nil {
			stop()
			return nil, nil, nil, err
		}
		running = append(running, s)
		var text bytes.Buffer
		if err := form.Execute(&text, map[string]string{"Name": "go-oidc-" + string(d.kind), "Doc": d.doc, "Issuer": s.Issuer,
			"Alice": s.Passwords[demo.Alice], "Mallory": s.Passwords[demo.Mallory], "Bank": s.Secrets[demo.Bank], "OtherBank": s.Secrets[demo.OtherBank]}); err != nil {
			stop()
			return nil, nil, nil, err
		}
		t, err := scenarios.ParseTarget(cat, "demo.yaml", text.Bytes())
		if err != nil {
			stop()
			return nil, nil, nil, err
		}
		list = append(list, t)
	}
	return list, known, stop, nil
}
