package model

// lane is an index together with the instances of its rules, ready to be
// tried: at[64*i+key] are those for binding i while its key is that.
type lane[S comparable] struct {
	index *Index[S]
	at    [][]instance[S]
}

// instance is a rule with its binding filled in.
type instance[S comparable] struct {
	when func(s *S, b Bind) bool
	do   func(s *S, b Bind)
	rule *Rule[S] // if it has checks, a mask or a choice of outcomes
	step uint16
	bind Bind
}

func newLane[S comparable](index *Index[S]) lane[S] {
	return lane[S]{index, make([][]instance[S], 64*index.Size)}
}

// add makes the instances of a rule whose first step is given.
func (l *lane[S]) add(rule *Rule[S], first int) {
	in := instance[S]{when: rule.When, do: rule.Do[0].Do}
	if len(rule.Checks) > 0 || rule.Mask != nil || rule.Requires != 0 || len(rule.Do) > 1 || rule.Do[0].When != nil {
		in.rule = rule
	}
	if in.do == nil {
		in.do = func(*S, Bind) {}
	}
	for i := range l.index.Size {
		for j := range rule.width() {
			in.step, in.bind = uint16(first+i*rule.width()+j), Bind{uint8(i), uint8(j)}
			for key := range 64 {
				if rule.In>>key&1 != 0 {
					l.at[64*i+key] = append(l.at[64*i+key], in)
				}
			}
		}
	}
}

// follow writes the edges of the lane from edges[n] on and returns how many
// edges there are then. The slot behind the last edge always holds a copy of
// the source state: guards read it there, and an effect turns it into the
// target once the source has been copied one slot on. So the state never
// escapes to the heap, and an edge costs one copy. There is always room: no
// state has more edges than the rules have outcomes.
func (l *lane[S]) follow(edges []Edge[S], n int) int {
	for i := range l.index.Size {
		source := &edges[n].To
		key := l.index.Key(source, uint8(i))
		if key >= 64 {
			panic("the key of index " + l.index.Name + " is not below 64")
		}
		at := l.at[64*i+int(key)]
		for k := range at {
			in := &at[k]
			if in.when != nil && !in.when(source, in.bind) {
				continue
			}
			if in.rule != nil {
				n = in.attempt(edges, n)
				source = &edges[n].To
				continue
			}
			source = open(edges, n, in.step, 0)
			in.do(&edges[n].To, in.bind)
			n++
		}
	}
	return n
}

// retrace does what follow does in state s, noting each step before trying it.
func (l *lane[S]) retrace(s S, most int, step *int) {
	for i := range l.index.Size {
		*step = -1
		for _, in := range l.at[64*i+int(l.index.Key(&s, uint8(i)))] {
			*step = int(in.step)
			one := lane[S]{
				index: &Index[S]{Size: 1, Key: func(*S, uint8) uint8 { return 0 }},
				at:    [][]instance[S]{{in}},
			}
			edges := make([]Edge[S], most+1)
			edges[0].To = s
			one.follow(edges, 0)
		}
	}
}

// open makes slot n an edge whose target is still the source, and returns the
// source in the slot behind it.
func open[S comparable](edges []Edge[S], n int, step uint16, way int) *S {
	e, behind := &edges[n], &edges[n+1]
	behind.To = e.To
	e.Step, e.Way, e.Mask = step, uint8(way), Mask{}
	return &behind.To
}

// attempt writes what comes of a rule whose guard is true.
func (in *instance[S]) attempt(edges []Edge[S], n int) int {
	source := &edges[n].To
	for c := range in.rule.Checks {
		if !in.rule.Checks[c].Pass(source, in.bind) {
			open(edges, n, in.step, len(in.rule.Do)+c)
			edges[n].Requires = in.rule.Requires
			return n + 1
		}
	}
	for o := range in.rule.Do {
		outcome := &in.rule.Do[o]
		if outcome.When != nil && !outcome.When(source, in.bind) {
			continue
		}
		var mask Mask
		if in.rule.Mask != nil {
			mask = in.rule.Mask(source, in.bind, o)
		}
		mask.Requires |= in.rule.Requires
		source = open(edges, n, in.step, o)
		edges[n].Mask = mask
		if outcome.Do != nil {
			outcome.Do(&edges[n].To, in.bind)
		}
		n++
	}
	return n
}
