package scenarios_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// mutant is the catalogue with one thing wrong.
type mutant struct {
	name   string
	rows   []string // deployments in which it is most likely to be noticed
	flows  []string // flows in which it is; none: it is in any
	step   string   // the step that it is about; empty: about none
	change func(cat *flows.Catalogue)
}

// brief is a sheet on a deployment whose codes live only seven minutes, for its
// first attackers alone: a mail can still be read, and nothing takes long.
func brief(s *sheet) *sheet {
	short := *s
	short.change = func(d *scenarios.Deployment) {
		if s.change != nil {
			s.change(d)
		}
		d.CodeLife = 7 * scenarios.FineTick
	}
	if len(short.attackers) > 2 {
		short.attackers = []string{"literal", "strongest"}
	}
	return &short
}

// line is one row of a sheet.
func (s *sheet) line(t testing.TB, cat *flows.Catalogue, deployment string) (lines []string) {
	t.Helper()
	if len(s.scenario.Reach) == 0 {
		for _, twin := range s.scenario.Twins {
			b := setup(t, cat, s.scenario, s.deployment(), twin.In(), twin.Set)
			if lacks := b.lacks[deployment]; lacks != "" {
				lines = append(lines, lacks)
				continue
			}
			line, shortest := servedFact(t, b.Composition, deployment, s.scenario.Served(&twin))
			lines = append(lines, line, shortest)
		}
		return lines
	}
	main := setup(t, cat, s.scenario, s.deployment(), s.scenario.Main(), nil)
	if lacks := main.lacks[deployment]; lacks != "" {
		return []string{lacks}
	}
	for _, f := range s.attackFacts(t, main, deployment) {
		lines = append(append(lines, f.who), f.lines...)
	}
	if len(s.scenario.At(scenarios.After)) > 0 {
		after := setup(t, cat, s.scenario, s.deployment(), scenarios.After, nil)
		if after.lacks[deployment] != "" { // on the slow clock a code's life is no time
			return lines
		}
		for _, c := range after.columns(t, s.attackers, deployment) {
			lines = append(lines, c.name, after.worth(t, deployment, c.have))
		}
	}
	return lines
}

// observation is what a catalogue is looked at for, what the sound one shows, and which
// mutants show the same.
type observation struct {
	lines func(t testing.TB, cat *flows.Catalogue) []string
	sound func() ([]string, noted)
}

// observations are remembered by name, because most mutants share them.
type observations struct {
	sync.Mutex
	known map[string]*observation
}

// of is the observation with that name.
func (o *observations) of(t testing.TB, name string, lines func(t testing.TB, cat *flows.Catalogue) []string) *observation {
	o.Lock()
	defer o.Unlock()
	if o.known[name] == nil {
		o.known[name] = &observation{lines, sync.OnceValues(func() ([]string, noted) {
			cat, notes := watched(builtIn())
			return lines(t, cat), notes
		})}
	}
	return o.known[name]
}

// facts are what a mutant is looked at for, ordered by how fast it is found and
// how much it sees: its own rows, where nothing is deployed, the labels that answer
// for all deployments and attackers, and what the goldens hold beside their rows.
func (o *observations) facts(t testing.TB, m mutant) (list []*observation) {
	add := func(name string, lines func(t testing.TB, cat *flows.Catalogue) []string) {
		list = append(list, o.of(t, name, lines))
	}
	defer func() {
		for _, v := range views {
			if !m.in(v.flow) || m.in(flows.DeviceGrant) && !slices.Contains(shared, v.what) {
				continue
			}
			add(v.name()+", ways", v.ways)
			if !v.counted() {
				add(v.name(), v.lines)
			}
			if !slices.Contains(rowed, v.what) {
				continue
			}
			for _, deployment := range m.rows {
				add(v.name()+" "+deployment, func(t testing.TB, cat *flows.Catalogue) []string { return v.row(t, cat, deployment) })
			}
		}
	}()
	if !m.in(flows.DeviceGrant) {
		return nil
	}
	small := []*sheet{brief(sheetReplay), brief(sheetGuess), brief(sheetA2), brief(sheetB2), brief(sheetA1), brief(sheetSpy)}
	for _, deployment := range append(slices.Clone(m.rows), "") {
		for _, s := range append(small, equipped()) {
			add(s.scenario.Name+" "+deployment, func(t testing.TB, cat *flows.Catalogue) []string { return s.line(t, cat, deployment) })
		}
		if deployment != "" {
			add("alone "+deployment, func(t testing.TB, cat *flows.Catalogue) []string { return onlyInMasks(t, cat, deployment) })
			add("defeats "+deployment, func(t testing.TB, cat *flows.Catalogue) []string { return defeated(t, cat, deployment) })
		}
	}
	for _, s := range append(small, brief(sheetB1)) {
		for _, in := range s.scenario.Instances() {
			if in.Sessions == 1 {
				add(s.scenario.Name+" in "+in.Name, func(t testing.TB, cat *flows.Catalogue) []string { return s.labels(t, cat, in, "strongest") })
			}
		}
	}
	phished, reused := brief(sheetB2), brief(sheetB2)
	reused.change = func(d *scenarios.Deployment) { d.CodeLife, d.CodeReusable = 7*scenarios.FineTick, true }
	add("reusable codes", func(t testing.TB, cat *flows.Catalogue) []string {
		return reused.labels(t, cat, scenarios.Alone, "literal")
	})
	add(anyClient.name(), anyClient.lines)
	for _, deployment := range append(slices.Clone(m.rows), "") {
		add(anyClient.name()+" "+deployment, func(t testing.TB, cat *flows.Catalogue) []string { return anyClient.row(t, cat, deployment) })
	}
	add("two victims, one session", func(t testing.TB, cat *flows.Catalogue) []string {
		return phished.labels(t, cat, oneTwo, "literal,+relay-answer")
	})
	add("two victims", func(t testing.TB, cat *flows.Catalogue) []string {
		return brief(sheetB1).labels(t, cat, scenarios.TwoVictims, "literal,-many-clients")
	})
	add("a device of the attacker's own", func(t testing.TB, cat *flows.Catalogue) []string {
		return brief(sheetReplay).labels(t, cat, scenarios.Watched, "literal,+initiate,+brute-force,+own-account")
	})
	limited := brief(sheetGuess)
	limited.change = func(d *scenarios.Deployment) { d.CodeLife, d.EntryTries = 7*scenarios.FineTick, 5 }
	add("few tries", func(t testing.TB, cat *flows.Catalogue) []string {
		return limited.labels(t, cat, scenarios.Watched, "literal")
	})
	add("lacks", lacks)
	add("after", afterGrant)
	for i, s := range sections {
		if slices.Contains(beside, s.title) {
			add(fmt.Sprint(i), s.lines)
		}
	}
	add("beside", func(t testing.TB, cat *flows.Catalogue) []string {
		managed := *scenarios.B2
		managed.Facts.Consumption[flows.PersonParty(0)].LogIn = true
		return (&sheet{scenario: &managed}).labels(t, cat, scenarios.Beside, "literal,+relay-answer")
	})
	wrong := brief(sheetWrong)
	add("wrong device", func(t testing.TB, cat *flows.Catalogue) []string {
		return wrong.labels(t, cat, scenarios.Beside, "undisputed")
	})
	return list
}

// beside are the parts of goldens beside their rows that show what labels do not.
var beside = []string{
	"literal against each kind of user", "replies to strongest", "beside the victim's own session",
	"where approval is bound to the browser that entered the code", "by setting",
}

// labels are the minimal labels at each goal in one instance, and how many states
// there are.
func (s *sheet) labels(t testing.TB, cat *flows.Catalogue, in scenarios.Instance, attacker string) (lines []string) {
	t.Helper()
	b := setup(t, cat, s.scenario, s.deployment(), in, nil)
	rungs := slices.Concat(b.goals, safety())
	found, err := model.Family(t.Context(), b.Restrict(model.Restriction{Have: b.brings(t, attacker)}), goals(rungs...), model.Options{MaxStates: most})
	if err != nil {
		return []string{"broken: " + err.Error()}
	}
	for i, g := range rungs {
		lines = append(lines, fmt.Sprint(g.Name, found.Labels[i]))
	}
	return append(lines, fmt.Sprintf("%d states, %d edges", found.States, found.Edges))
}

// defeated says how far everybody gets through a mitigation who has exactly what
// defeats it in one way, whether that is within reach or not, and who lacks one
// part of it.
func defeated(t testing.TB, cat *flows.Catalogue, deployment string) (lines []string) {
	var defeats []flows.Defeat // as they are meant to be
	for _, m := range slices.Concat(builtIn().Mitigations, builtIn().Flows[0].Options) {
		for _, v := range m.VariantNames() {
			if p, err := m.Place(v, scenarios.FineTick); err == nil && p.Name == deployment {
				defeats = p.Defeats
			}
		}
	}
	for _, s := range []*sheet{equipped(), brief(sheetSpy), brief(sheetGuess)} {
		for _, in := range []scenarios.Instance{s.scenario.Main(), scenarios.After, scenarios.TwoVictims} {
			if len(s.scenario.At(in)) == 0 {
				continue
			}
			b := setup(t, cat, s.scenario, s.deployment(), in, nil)
			if _, err := b.PlacedSet(deployment); err != nil {
				continue
			}
			rest := b.brings(t, "strongest")
			if in.Counting {
				rest = b.brings(t, "literal")
			}
			for _, d := range defeats {
				rest &^= needs(t, b.Composition, d.By...)
			}
			for _, d := range defeats {
				for i := range len(d.By) + 1 {
					has := rest | needs(t, b.Composition, d.By...)
					if i < len(d.By) {
						has &^= needs(t, b.Composition, d.By[i])
					}
					line, _ := b.reaches(t, deployment, has)
					lines = append(lines, line)
				}
			}
		}
	}
	return lines
}

// equipped is B2 where all devices notice each other by every medium.
func equipped() *sheet {
	s := brief(sheetB2)
	b2 := *s.scenario
	b2.Name = "B2, equipped"
	for _, person := range []flows.Party{flows.PersonParty(0), flows.PersonParty(1)} {
		b2.Facts.Consumption[person].Media = flows.Cable | flows.NFC | flows.BLE | flows.UWB
		b2.Facts.Authorization[person].Media = b2.Facts.Consumption[person].Media
	}
	s.scenario = &b2
	return s
}

// onlyInMasks explores two victims of one session, and what follows the grant,
// where a mitigation alone is in the masks, in each of its rungs: nothing else then
// makes counters count as far as it needs.
func onlyInMasks(t testing.TB, cat *flows.Catalogue, deployment string) (lines []string) {
	of, _, _ := strings.Cut(deployment, ":")
	for _, m := range cat.Mitigations {
		if m.Name != of {
			continue
		}
		for _, in := range []scenarios.Instance{oneTwo, scenarios.After} {
			setting := scenarios.B2.Setting(scenarios.Example, in)
			for _, v := range m.VariantNames() {
				p, err := m.Place(v, setting.Tick)
				if err != nil {
					t.Fatal(err)
				}
				c, err := flows.Compose(cat, cat.Flows[0], setting, []flows.Placed{p})
				if err != nil {
					t.Fatal(err)
				}
				line, _ := explored(t, c, restriction(c, model.Of(0), needs(t, c, "initiate", "copy", "reframe", "spray", "brute-force", "approves-unasked")), nil)
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// lacks are the mitigations that cannot be put in place where people's devices can
// do nothing, or are in force where the server is as strict as they are.
func lacks(t testing.TB, cat *flows.Catalogue) (lines []string) {
	bare := *scenarios.B2
	for _, devices := range [][]flows.Device{bare.Facts.Consumption[:], bare.Facts.Authorization[:]} {
		devices[flows.PersonParty(0)].Media, devices[flows.PersonParty(0)].Keypad = 0, false
	}
	d := *scenarios.Example
	d.CodeLife, d.AccessLife, d.RefreshLife, d.EntryTries = 60, 300, 86400, 5
	for _, in := range []scenarios.Instance{scenarios.Alone, scenarios.After} {
		b := setup(t, cat, &bare, &d, in, nil)
		for _, name := range slices.Sorted(maps.Keys(b.lacks)) {
			lines = append(lines, in.Name+" "+name+": "+b.lacks[name])
		}
	}
	return lines
}

// afterGrant is what tokens are worth where lives and rotation are otherwise, to
// who started the flow and to who replayed a code of it.
func afterGrant(t testing.TB, cat *flows.Catalogue) (lines []string) {
	d := *scenarios.Example
	d.AccessLife, d.RefreshLife, d.RefreshIdle = 5*3600, 40*3600, 3*3600
	rotated, once := d, d
	rotated.Rotation, once.NoRefresh = true, true
	for _, d := range []*scenarios.Deployment{&d, &rotated, &once} {
		b := setup(t, cat, scenarios.B2, d, scenarios.After, func(s *flows.Setting) { s.Grant.Horizon = 60 * 3600 })
		for _, deployment := range []string{"", "detect-and-remediate:introspection", "detect-and-remediate:shared-signals", "short-lived-tokens:access", "short-lived-tokens:refresh"} {
			for _, has := range [][]string{{"initiate"}, {"replay"}, {"initiate", "move-token", "move-key"}} {
				lines = append(lines, b.worth(t, deployment, needs(t, b.Composition, has...)))
			}
		}
		_, found := explored(t, b.Composition, restriction(b.Composition, 0, needs(t, b.Composition, "initiate", "move-token")), nil)
		for i, ways := range found.Ways { // which checks refuse, and how often
			lines = append(lines, fmt.Sprint(b.Steps[i].Name, ways))
		}
	}
	return lines
}

// TestMutants breaks one thing after another in a copy of the catalogue. What the
// goldens are made of must notice each, or it is on the list of those that change
// nothing, with the reason.
func TestMutants(t *testing.T) {
	all := t // what is remembered outlives the test of one mutant
	known := &observations{known: map[string]*observation{}}
	names := map[string]bool{}
	t.Cleanup(func() { all.Logf("%d mutants", len(names)) })
	for _, m := range mutants(builtIn()) {
		if names[m.name] {
			t.Errorf("%s: there are two of that name", m.name)
		}
		names[m.name] = true
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			cat := copied(builtIn())
			m.change(cat)
			alive := true
			for _, f := range known.facts(all, m) {
				sound, notes := f.sound()
				if alive = notes.same(m) || slices.Equal(f.lines(t, cat), sound); !alive {
					break
				}
			}
			switch why := survivors[m.name]; {
			case alive && why == "":
				t.Error("no golden notices")
			case !alive && why != "":
				t.Errorf("it is on the list of survivors (%s), and a golden does notice", why)
			}
		})
	}
	for name := range survivors {
		if !names[name] {
			t.Errorf("%s is on the list of survivors, and is no mutant", name)
		}
	}
}
