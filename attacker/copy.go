package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// Copy takes a code off the attacker's own consumption device.
var Copy = &flows.Capability{
	Name: "copy",
	Doc:  "Copies the QR code or user code that their own consumption device displays.",
	Ref:  "BCP 247 4.1.1 (E)",
	Opens: []flows.Step{
		{Name: "copy_code", About: shownCode, Ref: "BCP 247 4.1.1 (E)", Phase: flows.Present, On: flows.Consumption, Via: flows.Screen, By: flows.Attackers,
			Doc:  "The attacker copies the code from the screen of their own device, or reads it off the response to an emulated one.",
			In:   flows.StagesOf(flows.Pending),
			When: func(a flows.At) bool { return a.S.Recv == a.Party && !a.Sees() },
			Do:   flows.Does(func(a flows.At) { a.S.Known.Add(a.Party) })},
	},
}

// shownCode are the steps by which a flow puts a code on the screen of a consumption
// device, or the request in its browser.
var shownCode = []string{"display", "redirect_to_provider", "display_qr"}
