package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// ContentFiltering keeps mail from strangers from its recipients if it has a code in
// it or a link. A code that one person sends to one other is below its threshold,
// and what is said on the phone it does not hear.
var ContentFiltering = &flows.Mitigation{
	Name:   "content-filtering",
	Row:    "Content Filtering",
	Doc:    "Mailed lures are blocked, with a code in them or a link.",
	Ref:    "BCP 247 6.1.5",
	Claims: flows.Disrupts,
	Variants: []flows.Variant{{
		Phases:  []flows.Phase{flows.Convey},
		Via:     flows.Mail,
		Refuses: func(flows.At) flows.Judged { return flows.ALure },
		Defeats: []flows.Defeat{{By: []string{"filter-misses"}, Ref: "BCP 247 6.1.5 Limitations"}},
	}},
}
