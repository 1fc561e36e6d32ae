package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
	"github.com/crossdeviceflows/crossdevice/score"
)

// draft holds the flags of init, and what is made of them and of the answers.
type draft struct {
	metadata, out, name, flow string
	set, with, scenarios      []string
	strict, force, yes        bool

	published *scenarios.Metadata // nil: there is none
	d         *scenarios.Deployment
	runs      []*scenarios.Scenario
	unknown   []string // settings that nobody could say
}

const getMetadata = "curl -fo metadata.json https://YOUR-SERVER/.well-known/oauth-authorization-server"

func (a *app) initCommand() *cobra.Command {
	var q draft
	cmd := &cobra.Command{
		Use:   "init {--metadata FILE | --flow FLOW --name NAME}",
		Short: "Write a suite for your own server, from its metadata and a few questions",
		Long: `Write a suite for your own server. It reads the metadata that the server
publishes (RFC 8414, or OpenID Connect Discovery), asks on a terminal for what is
not in there and not given by a flag, runs the checks, and writes a suite that
expects what is found today: so "simulate run" passes, and comments say which
lines are bad news and what would help. With --strict it expects what you would
like instead, and the run fails until the server is so.

  ` + getMetadata + `
  simulate init --metadata metadata.json --out crossdevice.yaml
  simulate run crossdevice.yaml

What publishes no such metadata, as a wallet's verifier or a bike, is named instead:

  simulate init --flow oid4vp --name my-verifier --yes

At a question, an empty line takes the default in brackets, and ? means that you
do not know. Nothing is asked with --yes, or where the input is no terminal. Some
servers have their metadata at /.well-known/openid-configuration instead. Nothing
is fetched from the network.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if a.json != "" || a.markdown != "" {
				return errors.New("init writes a suite, to --out, and no result for --json or --markdown; run does")
			}
			if err := q.writable(); err != nil {
				return err
			}
			in := &interview{out: a.stderr}
			if !q.yes && q.metadata != "-" && term.IsTerminal(int(os.Stdin.Fd())) {
				in = ask(cmd.Context(), os.Stdin, a.stderr)
			}
			return q.write(cmd.Context(), a, in)
		},
	}
	f := cmd.Flags()
	f.StringVar(&q.metadata, "metadata", "", "the server's metadata, a JSON `FILE` (- is standard input)")
	f.StringVar(&q.out, "out", "crossdevice.yaml", "the `FILE` to write (- is standard output)")
	f.StringVar(&q.name, "name", "", "the `NAME` of suite and deployment (default: the issuer's host)")
	f.StringVar(&q.flow, "flow", "", "the `FLOW` (default: the one that the metadata publishes, or the first)")
	f.StringArrayVar(&q.set, "set", nil, "settings of the server, as `key=value`: simulate list settings; key=? is not known")
	f.StringSliceVar(&q.with, "with", nil, "mitigations in force, as `M,M`: simulate list mitigations")
	f.StringSliceVar(&q.scenarios, "scenarios", nil, "the scenarios to run, as `S,S` (default: all that apply)")
	f.BoolVar(&q.strict, "strict", false, "expect what you would like, not what is found today")
	f.BoolVar(&q.force, "force", false, "write over a file that is there")
	f.BoolVar(&q.yes, "yes", false, "ask nothing and take the defaults")
	return cmd
}

// writable refuses a file that is there, or that cannot be.
func (q *draft) writable() error {
	if q.out == "-" {
		return nil
	}
	if q.out == "" {
		return errors.New("--out: found no name, expected a file to write")
	}
	if info, err := os.Stat(filepath.Dir(q.out)); err != nil || !info.IsDir() {
		return fmt.Errorf("cannot write %s: no such directory", q.out)
	}
	info, err := os.Stat(q.out)
	_, entry := os.Lstat(q.out)
	switch {
	case err == nil && info.IsDir():
		return fmt.Errorf("cannot write %s: it is a directory", q.out)
	case err == nil && q.reads(info):
		return fmt.Errorf("--out names %s, which is read", q.out)
	case !q.force && entry == nil && (err != nil || info.Mode().IsRegular()):
		return fmt.Errorf("%s is there already; --force writes over it, --out names another file", q.out)
	}
	return nil
}

// reads tells whether a file is the one that the metadata is read from.
func (q *draft) reads(info os.FileInfo) bool {
	in, err := os.Stat(q.metadata)
	return err == nil && os.SameFile(in, info)
}

// write asks what is to be asked, checks, and writes the suite.
func (q *draft) write(ctx context.Context, a *app, in *interview) error {
	if err := q.publishes(a, in); err != nil {
		return err
	}
	if err := in.all(q.items(a)); err != nil {
		return err
	}
	var said []string
	for _, s := range q.d.Sources {
		said = append(said, s.Key)
	}
	if err := q.d.Agree(said...); err != nil {
		return err
	}
	made, err := a.timed(ctx, func(ctx context.Context) (any, error) {
		return score.Draft(ctx, a.cat, q.d, q.runs, q.strict, a.options(), a.progress("init"))
	})
	if err != nil || ctx.Err() != nil { // interrupted, nothing is written
		return err
	}
	suite := q.suite(made.([]scenarios.DraftRun))
	findings, decided, open := count(suite)
	if open > 0 {
		a.raise(ExitInconclusive)
	}
	if decided == 0 {
		fmt.Fprintln(a.stderr, "simulate: a budget was hit before anything was decided; nothing is written")
		return nil
	}
	text, err := suite.Write(a.cat)
	if err != nil {
		return err
	}
	render := func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	}
	if q.out == "-" {
		return a.print(render)
	}
	if err := q.writable(); err != nil { // it may have appeared since
		return err
	}
	if err := writeFile(q.out, render); err != nil {
		return err
	}
	return a.print(func(w io.Writer) error { q.next(w, findings, open); return nil })
}

// keyed are the methods of client authentication that send no secret along.
var keyed = []string{"private_key_jwt", "client_secret_jwt", "tls_client_auth", "self_signed_tls_client_auth"}

// has tells whether the flow has a setting.
func (q *draft) has(key string) bool {
	return slices.ContainsFunc(scenarios.SettingsOf(q.flow), func(k scenarios.SettingKey) bool { return k.Name == key })
}

// items are what can be asked, in order.
func (q *draft) items(a *app) (list []item) {
	name := item{flag: "--name", why: "what suite and deployment are called", given: q.name, accept: func(answer string) error {
		q.d.Name = answer
		return scenarios.CheckName(answer)
	}}
	if q.published != nil {
		if u, err := url.Parse(q.published.Issuer); err == nil {
			name.standard = scenarios.Slug(u.Host)
		}
	}
	list = append(list, name)

	given := map[string]bool{}
	inferred := map[string]bool{"reading_delay": true} // which is no server's to set
	for _, s := range q.d.Sources {
		inferred[s.Key] = true
	}
	for _, text := range settingsOf(q.set) {
		key, value, ok := strings.Cut(text, "=")
		again := given[key]
		given[key] = true
		list = append(list, item{flag: "--set " + key, given: text, accept: func(string) error {
			switch {
			case !ok:
				return fmt.Errorf("found %q, expected key=value", text)
			case again:
				return fmt.Errorf("found %q, expected the key once", text)
			case isUnknown(value):
				return q.assume(a, key)
			}
			return q.d.Tell(key, value, "given to simulate init", false)
		}})
	}
	for _, k := range scenarios.SettingsOf(q.flow) {
		if !k.Read() || given[k.Name] || inferred[k.Name] {
			continue
		}
		standard := "?"
		if s, ok := q.assumed(a, k.Name); ok {
			standard = s.Value
		}
		list = append(list, item{flag: "--set " + k.Name, why: k.Doc + " (" + k.Takes() + ")", standard: standard, unknown: "?", accept: func(answer string) error {
			if isUnknown(answer) {
				return q.assume(a, k.Name)
			}
			if k.Kind == scenarios.Truth {
				answer = truth(answer)
			}
			return q.d.Tell(k.Name, answer, "answered to simulate init", false)
		}, byDefault: func() error { return q.assume(a, k.Name) }, quiet: !slices.Contains(decisive, k.Name)})
	}

	var applying []string
	for _, s := range scenarios.All {
		if _, err := s.Flow(q.flow); err == nil {
			applying = append(applying, s.Name)
		}
	}
	return append(list,
		item{flag: "--with", why: "mitigations in force, as M,M; simulate list mitigations says what there is", given: strings.Join(q.with, ","), standard: "none", accept: func(answer string) (err error) {
			if answer == "none" {
				return nil
			}
			if q.d.Mitigations, err = scenarios.ParseWith(a.cat, answer); err != nil {
				return err
			}
			for _, name := range q.d.Mitigations { // each has to be about the flow
				i := slices.IndexFunc(a.cat.Flows, func(f *flows.Flow) bool { return f.Name == q.flow })
				if err = scenarios.CheckWith(a.cat, a.cat.Flows[i], []string{name}); err != nil {
					return err
				}
			}
			return nil
		}},
		item{flag: "--scenarios", why: "the scenarios to run, as S,S; simulate list scenarios says what they are", given: strings.Join(q.scenarios, ","), standard: strings.Join(applying, ","), accept: q.choose})
}

// decisive are the settings that somebody is asked about, as far as the flow has them.
// The others are given by --set, or later in the file.
var decisive = []string{"code_life", "hint", "binding_message", "state", "nonce", "pkce", "rp_confirmation", "single_use", "refresh_token_life"}

// plainLetters need no quotation marks in a shell.
const plainLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./"

// settingsOf splits key=value,key=value; a comma before anything else belongs to
// the value.
func settingsOf(flags []string) (list []string) {
	for _, flag := range flags {
		for i, part := range strings.Split(flag, ",") {
			if key, _, ok := strings.Cut(part, "="); i > 0 && (!ok || strings.Trim(key, "abcdefghijklmnopqrstuvwxyz_") != "") {
				list[len(list)-1] += "," + part
				continue
			}
			list = append(list, part)
		}
	}
	return list
}

// truth is what people say to a question, as a setting has it.
func truth(answer string) string {
	switch strings.ToLower(answer) {
	case "y", "yes", "true":
		return "true"
	case "n", "no", "false":
		return "false"
	}
	return answer
}

// assumed is what a server does of which nothing is known: the example of the
// specification, if that says it.
func (q *draft) assumed(a *app, key string) (scenarios.Sourced, bool) {
	of := slices.IndexFunc(a.cat.Flows, func(f *flows.Flow) bool { return f.Name == q.flow })
	example := scenarios.ExampleOf(a.cat.Flows[of]).Sources
	i := slices.IndexFunc(example, func(s scenarios.Sourced) bool { return s.Key == key })
	if i < 0 {
		return scenarios.Sourced{}, false
	}
	return example[i], true
}

// assume fills in a setting that nobody could say, or notes that it is left out.
func (q *draft) assume(a *app, key string) error {
	if s, ok := q.assumed(a, key); ok {
		return q.d.Tell(key, s.Value, "assumed: "+s.Source, true)
	}
	if !q.has(key) {
		return (&scenarios.Deployment{Flow: q.flow}).Set(key, "?") // which says what there is
	}
	q.unknown = append(q.unknown, key)
	return nil
}

// left are the settings that are not known, with what the models take them for.
func (q *draft) left() string {
	var said []string
	for _, key := range q.unknown {
		for _, k := range scenarios.SettingsOf(q.flow) {
			if unsaid := k.Unsaid(); k.Name == key && unsaid != "" {
				key += " (taken as " + unsaid + ")"
			}
		}
		said = append(said, key)
	}
	return strings.Join(said, ", ")
}

// choose takes the scenarios that are named, in their usual order.
func (q *draft) choose(names string) error {
	var chosen []*scenarios.Scenario
	for name := range strings.SplitSeq(names, ",") {
		s, err := scenarios.Find(strings.TrimSpace(name))
		if err != nil {
			return err
		}
		if _, err := s.Flow(q.flow); err != nil {
			return err
		}
		chosen = append(chosen, s)
	}
	q.runs = nil
	for _, s := range scenarios.All {
		if slices.Contains(chosen, s) {
			q.runs = append(q.runs, s)
		}
	}
	return nil
}

// suite is what is to be written.
func (q *draft) suite(runs []scenarios.DraftRun) *scenarios.Draft {
	place := func(s scenarios.Sourced) int {
		return slices.IndexFunc(scenarios.Settings, func(k scenarios.SettingKey) bool { return k.Name == s.Key })
	}
	slices.SortFunc(q.d.Sources, func(x, y scenarios.Sourced) int { return place(x) - place(y) })

	expects := "It expects what was found when it was written, with models " + results.Models + ". A line below FINDING is bad news: mend it, and the run fails until the line says so."
	if q.strict {
		expects = "It expects what its owner would like. A line below NOT MET was not so when this was written, with models " + results.Models + ", and the run fails until it is."
	}
	about := []string{"Written by simulate init; yours to edit. Run it with simulate run; docs/SUITES.md of crossdevice has every key.", expects}
	if slices.ContainsFunc(q.d.Sources, func(s scenarios.Sourced) bool { return s.Unverified }) {
		about = append(about, "A setting with unverified: true is an assumption: put in what your server does.")
	}
	return &scenarios.Draft{Name: q.d.Name, About: about, Deployment: q.d, Notes: q.notes(), Runs: runs}
}

// notes are what else is known of the server, and what is not.
func (q *draft) notes() (notes []string) {
	if len(q.unknown) > 0 {
		notes = append(notes, "Not known, so left out: "+q.left()+"; simulate list settings says what that is.")
	}
	if len(q.d.Mitigations) == 0 {
		notes = append(notes, "No mitigations in force were named. If there are some, add: mitigations, a list of names from simulate list mitigations.")
	}
	m := q.published
	if m == nil {
		return append(notes, "No metadata was read.")
	}
	endpoint, member, grant := "-", "", ""
	switch {
	case q.flow == flows.DeviceGrant.Name:
		endpoint, member, grant = m.DeviceAuthorization, "device_authorization_endpoint", scenarios.DeviceCode
	case q.backchannel():
		endpoint, member, grant = m.Backchannel, "backchannel_authentication_endpoint", scenarios.CIBA
	}
	if endpoint == "" {
		notes = append(notes, "The metadata has no "+member+".")
	}
	if grant != "" && m.Grants != nil && !slices.Contains(m.Grants, grant) {
		notes = append(notes, "The metadata does not list "+grant+" among grant_types_supported.")
	}
	var others []string
	for _, f := range m.Flows() {
		if f.Name != q.flow {
			others = append(others, f.Name)
		}
	}
	if others != nil {
		notes = append(notes, "The server publishes other flows too: "+strings.Join(others, ", ")+". Each is a deployment of its own; --flow of simulate init says which.")
	}
	if q.backchannel() && m.UserCode {
		notes = append(notes, "A request can carry a user_code (backchannel_user_code_parameter_supported); whether it must, the metadata does not say.")
	}
	if q.backchannel() && len(m.SignedRequest) > 0 {
		notes = append(notes, "A request can be signed (backchannel_authentication_request_signing_alg_values_supported: "+strings.Join(m.SignedRequest, ", ")+"); whether it must, the metadata does not say.")
	}
	if len(m.DPoP) > 0 {
		notes = append(notes, "Tokens can be bound to a key of the client (dpop_signing_alg_values_supported: "+strings.Join(m.DPoP, ", ")+"); whether they are, the metadata does not say.")
	}
	if m.CertificateBound {
		notes = append(notes, "Tokens can be bound to a certificate of the client (tls_client_certificate_bound_access_tokens); whether they are, the metadata does not say.")
	}
	if m.Revocation != "" {
		notes = append(notes, "Tokens can be revoked (revocation_endpoint), which ends access once an attack is noticed.")
	}
	if m.Introspection != "" {
		notes = append(notes, "Tokens can be introspected (introspection_endpoint): a service that does so sees a revocation at once.")
	}
	return notes
}

// count counts what is not as its owner would like, what is written, and what is
// not known.
func count(s *scenarios.Draft) (findings, decided, open int) {
	for _, run := range s.Runs {
		for _, e := range run.Expect {
			switch {
			case e.Found == "inconclusive":
				open++
				continue
			case e.Found != e.Good:
				findings++
			}
			decided++
		}
	}
	return findings, decided, open
}

// next tells what was written and what to do with it.
func (q *draft) next(w io.Writer, findings, open int) {
	names := make([]string, len(q.runs))
	for i, s := range q.runs {
		names[i] = s.Name
	}
	fmt.Fprintf(w, "wrote %s: %s on %s\n", q.out, strings.Join(names, ", "), q.d.Name)
	mark, then := "FINDING", ""
	if q.strict {
		mark, then = "NOT MET", "; simulate run fails until they are mended"
	}
	fmt.Fprintf(w, "bad news: %d of its lines, each below a comment with %s%s\n", findings, mark, then)
	if open > 0 {
		fmt.Fprintf(w, "not known: %d, because a budget was hit\n", open)
	}
	for _, s := range q.d.Sources {
		if s.Unverified {
			fmt.Fprintf(w, "assumed: %s is %s; put in what your server does\n", s.Key, s.Value)
		}
	}
	if len(q.unknown) > 0 {
		fmt.Fprintf(w, "not known: %s; simulate list settings says what that is\n", q.left())
	}
	file := q.out
	if strings.Trim(file, plainLetters) != "" {
		file = "'" + strings.ReplaceAll(file, "'", `'\''`) + "'"
	}
	fmt.Fprintf(w, "\nnext:\n  simulate run %s\nand a job in CI: docs/CI.md of crossdevice has one for GitHub and one for GitLab\n", file)
}
