package flows

// NetworkJoin is the same pattern where what is handed over is membership of a network:
// A5. The server is whatever lets devices into the network.
//
// Left out: what becomes of the membership. It is no token, has no life that a document
// gives, and what it is worth is what it opens: see the footholds of B5.
var NetworkJoin = &Flow{
	Name:        "network-join",
	Doc:         "Joining a network: a device that is in it shows a code, and whichever device brings the code is joined too.",
	Ref:         "BCP 247 3.2.1, 3.3.5",
	Transfer:    Outward,
	CodeLifeMax: 3600,
	Steps: []Step{
		signIn("BCP 247 3.3.5; 3.2.1 (A), (B)"),
		authorizeOutward("BCP 247 3.3.5; 3.2.1 (A)", "The user authorizes the computer to let another device join."),
		requestOutward("join_request", "BCP 247 3.3.5; 3.2.1 (B), (C)", "The computer that is in the network asks for a code with which another device can join, and gets one."),
		showOutward("BCP 247 3.3.5; 3.2.1 (D)", "The computer shows the code."),
		bringOutward("present_join_code", "BCP 247 3.3.5; 3.2.1 (E), (F)", "Somebody's device scans the code and presents it."),
		deliverOutward("join", "BCP 247 3.3.5; 3.2.1 (G)", "The network takes the device for a member.", "joined"),
		usesOutward("BCP 247 3.3.5", "The device uses the network."),
	},
}
