package model

import "fmt"

// size is the number of values I takes.
func (r *Rule[S]) size() int {
	if r.Over == nil {
		return 1
	}
	return r.Over.Size
}

// width is the number of values J takes.
func (r *Rule[S]) width() int { return max(r.With, 1) }

// steps lists the instances of the rule, by I and then by J.
func (r *Rule[S]) steps(number int) []Step {
	var ways []Way
	for _, o := range r.Do {
		ways = append(ways, Way{Name: o.Name, Reply: o.Reply})
	}
	for _, c := range r.Checks {
		ways = append(ways, Way{Name: c.Name, Reply: c.Reply, Refuses: true})
	}
	list := make([]Step, 0, r.size()*r.width())
	for i := range r.size() {
		for j := range r.width() {
			list = append(list, Step{Name: r.Name, Rule: number, Bind: Bind{uint8(i), uint8(j)}, Requires: r.Requires, Ways: ways})
		}
	}
	return list
}

// wrong says what is wrong with the rule, or nothing.
func (r *Rule[S]) wrong() string {
	switch {
	case r.Name == "":
		return "has no name"
	case len(r.Do) == 0:
		return "has no outcome: give it Do(nil) if it changes nothing"
	case len(r.Do)+len(r.Checks) > 256:
		return "has more than 256 outcomes and checks"
	case r.With < 0 || r.With > 256:
		return fmt.Sprintf("has With %d, outside 0..256", r.With)
	case r.Over == nil && r.In != 0:
		return "names keys but no index"
	case r.Over == nil:
	case r.Over.Key == nil || r.Over.Size < 1 || r.Over.Size > 256:
		return fmt.Sprintf("stands under index %q, which needs a Key and a Size in 1..256", r.Over.Name)
	case r.In == 0:
		return "names no key of its index, so it would never be tried"
	}
	for _, c := range r.Checks {
		if c.Pass == nil {
			return fmt.Sprintf("has a check %q without Pass", c.Name)
		}
	}
	return ""
}
