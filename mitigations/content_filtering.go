package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// ContentFiltering keeps mailed lures from their recipients, with a code in them
// or a link. A code that one person sends to one other is below its threshold,
// and what is said on the phone it does not hear.
var ContentFiltering = &flows.Mitigation{
	Name:   "content-filtering",
	Row:    "Content Filtering",
	Doc:    "Messages that carry codes to many recipients are blocked.",
	Ref:    "BCP 247 6.1.5",
	Claims: flows.Disrupts,
	Variants: []flows.Variant{{
		Phases:  []flows.Phase{flows.Convey},
		Via:     flows.Mail,
		Refuses: func(flows.At) flows.Judged { return flows.ALure },
		Defeats: []flows.Defeat{{By: []string{"filter-misses"}, Ref: "BCP 247 6.1.5 Limitations"}},
	}},
}
