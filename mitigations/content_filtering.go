package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// ContentFiltering is read here as a filter of mails that keeps those of strangers from
// their recipients, with a code in them or without: a link, or an instruction, will do. A
// code that one person sends to one other is below its threshold. 6.1.5 has filters of
// other messages too, and says that they are hard to bring together; of messages and
// calls this one sees nothing.
var ContentFiltering = &flows.Mitigation{
	Name:   "content-filtering",
	Row:    "Content Filtering",
	Doc:    "Mails from strangers are blocked, with a code in them or without; messages and calls are not seen.",
	Ref:    "BCP 247 6.1.5",
	Claims: flows.Disrupts,
	Variants: []flows.Variant{{
		Phases:  []flows.Phase{flows.Convey},
		Via:     flows.Mail,
		Refuses: func(flows.At) flows.Judged { return flows.ALure },
		Defeats: []flows.Defeat{{By: []string{"filter-misses"}, Ref: "BCP 247 6.1.5 Limitations"}},
	}},
}
