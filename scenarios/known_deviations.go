package scenarios

import (
	"slices"
	"strings"
)

// KnownDeviation is a reply of a server that the model does not have, which somebody
// knows of.
type KnownDeviation struct {
	Target string   // on which it is known; empty: on any
	Flows  []string // in which it is known; empty: in any
	ID     string   // as simulate live prints it; with * at its end, all that begin so
	Reason string
	Chance bool // it need not happen each time
	At     Position
}

// Is tells whether that is what somebody knows of: a deviation of a target in a flow.
func (d *KnownDeviation) Is(target, flow, id string) bool {
	begins, all := strings.CutSuffix(d.ID, "*")
	return (d.Target == "" || d.Target == target) && (len(d.Flows) == 0 || slices.Contains(d.Flows, flow)) &&
		(d.ID == id || all && strings.HasPrefix(id, begins))
}

// LoadDeviations reads known deviations from a file, and ParseDeviations from what is in one;
// name stands for the file in errors. Their errors are InputErrors.
func LoadDeviations(path string) ([]KnownDeviation, error) {
	data, bad := readInput(path, "known deviations")
	if bad != nil {
		return nil, inputErrors(path, []*InputError{bad})
	}
	return ParseDeviations(path, data)
}

// ParseDeviations is LoadDeviations for data.
func ParseDeviations(name string, data []byte) (list []KnownDeviation, err error) {
	l := &loader{}
	if r, root := l.newReader(name, data); r != nil {
		r.fields(root, &deviationsForm, readers{"deviations": func(n *node) { list = r.knownDeviations(n) }})
	}
	return list, inputErrors(name, l.errs)
}

// deviationsForm and deviationForm are the keys of that file.
var (
	deviationsForm = form{"deviations", "a list of known deviations", []formKey{
		{"deviations", always, "a list of deviations", listOf(ref("deviation"))},
	}}
	deviationForm = form{"deviation", "a known deviation", []formKey{
		{"deviation", always, "its name, as `simulate live` prints it; with `*` at its end, all that begin so", sentenceSchema},
		{"reason", always, "why it is known and lived with", sentenceSchema},
		{"chance", "", "`true` if it need not happen each time", schema{"type": "boolean"}},
		{"target", "", "the target that has it; without it, any", nameSchema},
		{"flow", "", "the flow in which it has it, or a list of them; without it, any", oneOrListOf(oneOf(flowNames(Drivable)))},
	}}
)

func (r *reader) knownDeviations(n *node) (list []KnownDeviation) {
	if n.kind != kindList {
		r.wrong(n, "a list of deviations")
		return nil
	}
	for _, item := range n.items {
		d := KnownDeviation{At: r.at(item)}
		r.fields(item, &deviationForm, readers{
			"deviation": func(n *node) { r.sentence(n, &d.ID) },
			"reason":    func(n *node) { r.sentence(n, &d.Reason) },
			"chance":    func(n *node) { r.truth(n, &d.Chance) },
			"target":    func(n *node) { r.named(n, &d.Target) },
			"flow": func(n *node) {
				for _, item := range oneOrMore(n) {
					var flow string
					if r.oneOf(item, "a flow in which servers are tested", flowNames(Drivable), &flow); flow != "" {
						d.Flows = append(d.Flows, flow)
					}
				}
			},
		})
		same := func(e KnownDeviation) bool {
			return e.ID == d.ID && e.Target == d.Target && slices.Equal(e.Flows, d.Flows)
		}
		if slices.ContainsFunc(list, same) {
			r.fail(item, &InputError{Found: "deviation " + quote(d.ID) + " again", Expected: "each once"})
		}
		list = append(list, d)
	}
	return list
}
