package cli

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
	"github.com/crossdeviceflows/crossdevice/score"
)

// question holds the flags that say what is asked: of check, defend, price and
// compare.
type question struct {
	flow       string
	with       []string
	attackers  []string
	user       string
	set        []string
	deployment string
	initiated  string
}

func (q *question) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&q.flow, "flow", "", "the `FLOW`, where the scenario applies to several")
	f.StringSliceVar(&q.with, "with", nil, "mitigations deployed, as `M,M`: name, name:variant or name:number")
	f.StringArrayVar(&q.attackers, "attacker", nil, "attacker, as `PROFILE[,+cap][,-cap]`; profiles: "+strings.Join(scenarios.Profiles, ", "))
	f.StringVar(&q.user, "user", "obedient", "user, as `MODEL[,+error][,-error]`")
	f.StringSliceVar(&q.set, "set", nil, "change a setting of the deployment, as `key=value`: code_life=15m, reading_delay=3m")
	f.StringVar(&q.deployment, "deployment", "", "a deployment `FILE`, as FILE#CLIENT if it has clients, or the name of a built-in one")
}

// cases turns a question about a scenario into one case for each attacker.
func (q *question) cases(a *app, scenario string) ([]score.Case, error) {
	s, err := scenarios.Find(scenario)
	if err != nil {
		return nil, err
	}
	d, err := q.on(a, s)
	if err != nil {
		return nil, err
	}
	if d, err = q.apply(d); err != nil {
		return nil, err
	}
	attackers := q.attackers
	if len(attackers) == 0 {
		attackers = []string{"literal"}
	}
	if len(s.Reach) == 0 && len(q.attackers) > 0 {
		return nil, fmt.Errorf("%s is an honest scenario: it has no attacker, found --attacker %s", s.Name, q.attackers[0])
	}
	initiated, err := q.initiatedGoal()
	if err != nil {
		return nil, err
	}
	var list []score.Case
	for _, text := range attackers {
		c, err := score.NewCase(a.cat, s, d, d.Flow, q.with, text, q.user, a.options())
		if err != nil {
			return nil, err
		}
		c.Initiated = initiated
		list = append(list, c)
	}
	return list, nil
}

// initiatedGoal is the goal that counts as an attack initiated.
func (q *question) initiatedGoal() (string, error) {
	goal, ok := map[string]string{"": scenarios.Initiated, "handle": scenarios.Initiated, "reached": scenarios.Reached}[q.initiated]
	if !ok {
		return "", fmt.Errorf("--initiated: %w", &flows.UnknownError{Kind: "reading", Name: q.initiated, Known: []string{"handle", "reached"}})
	}
	return goal, nil
}

// attacks is cases for a scenario that has an attacker.
func (q *question) attacks(a *app, scenario string) ([]score.Case, error) {
	if _, err := attacked(scenario); err != nil {
		return nil, err
	}
	return q.cases(a, scenario)
}

// attacked is the scenario with that name, which must have an attacker.
func attacked(name string) (*scenarios.Scenario, error) {
	s, err := scenarios.Find(name)
	if err == nil && len(s.Reach) == 0 {
		err = fmt.Errorf("%s is an honest scenario: it has no attacker; simulate check %s says who is served", s.Name, s.Name)
	}
	return s, err
}

// before has the attacker of each case carry out another attack first, as q says, with
// what else the main question says. Without a scenario there is none.
func (q *question) before(a *app, scenario string, main *question, cases []score.Case) ([]score.Case, error) {
	if scenario == "" {
		if len(q.with)+len(q.attackers) > 0 || q.deployment != "" {
			return nil, errors.New("--after-with, --after-deployment and --after-attacker are about the scenario of --after, found none")
		}
		return cases, nil
	}
	if q.user = main.user; len(q.attackers) == 0 {
		q.attackers = main.attackers
	}
	firsts, err := q.attacks(a, scenario)
	if err != nil {
		return nil, fmt.Errorf("--after: %w", err)
	}
	if len(firsts) != 1 && len(firsts) != len(cases) {
		return nil, fmt.Errorf("--after-attacker: found %d attackers, expected one, or one for each of the %d here", len(firsts), len(cases))
	}
	for i := range cases {
		if cases[i], err = cases[i].Follow(firsts[min(i, len(firsts)-1)]); err != nil {
			return nil, fmt.Errorf("--after: %w", err)
		}
	}
	return cases, nil
}

// on is the deployment that is asked about, in the flow that is asked about.
func (q *question) on(a *app, s *scenarios.Scenario) (*scenarios.Deployment, error) {
	if q.deployment == "" {
		f, err := s.Flow(q.flow)
		if err != nil {
			return nil, err
		}
		return scenarios.ExampleOf(f), nil
	}
	d, err := a.deployment(q.deployment)
	if err == nil {
		_, d, err = s.On(d, q.flow)
	}
	return d, err
}

// apply changes a deployment's settings as --set says.
func (q *question) apply(d *scenarios.Deployment) (*scenarios.Deployment, error) {
	as := *d
	as.Sources = slices.Clone(d.Sources)
	var given []string
	for _, text := range q.set {
		key, value, ok := strings.Cut(text, "=")
		if !ok {
			return nil, fmt.Errorf("--set: found %q, expected key=value", text)
		}
		if err := as.Set(key, value); err != nil {
			return nil, fmt.Errorf("--set: %w", err)
		}
		given = append(given, key)
	}
	if err := as.Agree(given...); err != nil {
		return nil, fmt.Errorf("--set: %w", err)
	}
	for _, s := range as.Sources {
		if slices.Contains(given, s.Key) && !s.Read {
			return nil, fmt.Errorf("--set: no model reads %s yet, so it would change nothing", s.Key)
		}
	}
	return &as, nil
}

// deployment is a built-in one by its name, or a file.
func (a *app) deployment(name string) (*scenarios.Deployment, error) {
	if !strings.ContainsAny(name, "./\\") {
		return scenarios.FindDeployment(a.cat, name)
	}
	return scenarios.LoadDeployment(a.cat, name)
}

func (a *app) options() model.Options {
	workers := a.workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	return model.Options{Workers: workers, MaxStates: a.maxStates, MaxBytes: int64(a.maxMemory) << 20}
}
