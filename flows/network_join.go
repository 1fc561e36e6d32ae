package flows

// NetworkJoin is the same pattern where what is handed over is membership of a network: A5.
var NetworkJoin = &Flow{
	Name:        "network-join",
	Doc:         "Joining a network: a device that is in it shows a code, and whichever device brings the code is joined too.",
	Ref:         "BCP 247 3.2.1, 3.3.5",
	Transfer:    Outward,
	CodeLifeMax: 3600,
	Steps: []Step{
		signIn("BCP 247 3.3.5"),
		startOutward("join_request", "BCP 247 3.3.5", "The computer that is in the network asks for a code with which another device can join."),
		authorizeOutward("BCP 247 3.3.5"),
		showOutward("BCP 247 3.3.5", "The computer shows the code."),
		bringOutward("present_join_code", "BCP 247 3.3.5", "Somebody's device scans the code and presents it."),
		deliverOutward("join", "BCP 247 3.3.5", "The network takes the device for a member.", "joined"),
		useAccess,
	},
}
