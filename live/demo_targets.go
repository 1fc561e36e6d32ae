package live

import (
	"bytes"
	_ "embed"
	"net"
	"slices"
	"text/template"
	"time"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/live/demo"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

//go:embed demo.yaml
var demoTarget string

//go:embed demo-expected.yaml
var demoExpected []byte

// demoPrefix is what the names of targets of the demo begin with; their kind follows.
const demoPrefix = "go-oidc-"

// barrierWait is how long the wrong server's store waits for a second poll: what begins
// at once comes within it, and a poll alone does not take long.
const barrierWait = 60 * time.Millisecond

// demos are the servers that Demo can start.
var demos = []struct {
	kind demo.Kind
	doc  string
}{
	{demo.Plain, "go-oidc as it comes, with its own memory store"},
	{demo.Locked, "go-oidc behind one lock, with a decision that is made once"},
	{demo.Barrier, "the same with a store that lets several polls read a code before one uses it up"},
}

// Demo starts servers in this process and returns them as targets, with the deviations
// that are known of them: go-oidc as it comes (plain), one that is right (locked), and
// one whose store lets several polls read a code before any of them uses it up
// (barrier). Stop ends them.
func Demo(cat *flows.Catalogue, kinds []string) (list []*scenarios.Target, known []scenarios.KnownDeviation, stop func(), err error) {
	var running []*demo.Server
	end := func() {
		for _, s := range running {
			s.Close()
		}
	}
	defer func() {
		if err != nil {
			end()
		}
	}()
	if known, err = scenarios.ParseDeviations("demo-expected.yaml", demoExpected); err != nil {
		return nil, nil, nil, err
	}
	for _, kind := range kinds {
		at := slices.IndexFunc(demos, func(d struct {
			kind demo.Kind
			doc  string
		}) bool {
			return string(d.kind) == kind
		})
		if at < 0 {
			return nil, nil, nil, &flows.UnknownError{Kind: "server of the demo", Name: kind, Known: []string{string(demo.Plain), string(demo.Locked), string(demo.Barrier)}}
		}
		notify, err := freeAddress()
		if err != nil {
			return nil, nil, nil, err
		}
		s, err := demo.Start(demos[at].kind, demo.Options{PingEndpoint: "http://" + notify + "/callback", Wait: barrierWait})
		if err != nil {
			return nil, nil, nil, err
		}
		running = append(running, s)
		t, err := demoAs(cat, s, notify, demoPrefix+kind, demos[at].doc)
		if err != nil {
			return nil, nil, nil, err
		}
		t.File = "" // there is none to look at
		list = append(list, t)
	}
	return list, known, end, nil
}

// demoAs is a server of the demo as a target.
func demoAs(cat *flows.Catalogue, s *demo.Server, notify, name, doc string) (*scenarios.Target, error) {
	var text bytes.Buffer
	err := template.Must(template.New("target").Parse(demoTarget)).Execute(&text, map[string]string{"Name": name, "Doc": doc, "Issuer": s.Issuer,
		"Alice": s.Passwords[demo.Alice], "Mallory": s.Passwords[demo.Mallory], "Bank": s.Secrets[demo.Bank], "OtherBank": s.Secrets[demo.OtherBank],
		"BankPing": s.Secrets[demo.BankPing], "Notify": "http://" + notify + "/callback"})
	if err != nil {
		return nil, err
	}
	return scenarios.ParseTarget(cat, "demo.yaml", text.Bytes())
}

// freeAddress is one on loopback at which nothing listens.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}
