package scenarios_test

// notAfter is why it has nothing to judge what acts on tokens.
const notAfter = `What is granted is a session with the verifier, and no token; what becomes of it the
specification does not say.`

// whyVP is for a request that is answered by a wallet, where victims answer the attacker's.
var whyVP = map[string]string{
	"proximity:cable": noCable,

	"detect-and-remediate:introspection":  notAfter,
	"detect-and-remediate:shared-signals": notAfter,
	"short-lived-tokens:access":           notAfter,
	"short-lived-tokens:refresh":          notAfter,
	"sender-constrained-tokens:software":  notAfter,
	"sender-constrained-tokens:hardware":  notAfter,
	"limited-scopes": notAfter + ` What is asked for (dcql_query) bounds what is
disclosed, and not whose session it unlocks.`,

	"proximity:nfc": noSuchNFC,

	"trusted-devices:receiver": `The check comes when the page asks for its result: a victim answers, and the unregistered
device is given nothing, unless it is a registered one in the wrong hands (6.1.7 Limitations).`,

	"user-experience:context": `Who is told truthfully who asks and for what, and does not ignore it, declines. It takes
more than the verifier's name, which is the right one: a signature says who asks, and not
for whose session (Fett, Cross-Device Session Fixation, 2025).`,

	"request-initiation-verification": `The victim is sent a password that belongs on the attacker's device. Who asks them for
it (relay-answer, 6.1.16 Limitations) types it there; who does not ask has an answer and no
session.`,

	"proximity:ble": `The attacker's device stands elsewhere, so no victim's phone hears it, and the request is
not taken up. Only a radio near the victim (nearby-proxy) makes the two hear each other. A
link (on-demand) is fetched as a code is scanned.`,

	"request-binding:device": `The phone that takes the request up finds the attacker's data in it and not its user's,
whether it has scanned a code or followed a link. Who gathered the victim's data first has
a request that fits (relay-answer, 6.1.17 Limitations).`,

	"user-education": `Who has been told, and does not ignore it, takes up nothing that was sent to them, as a code
or as a link. That education is "insufficient on its own" (6.1.13 Limitations) is the error
ignores-context.`,

	"option:device_stub=linked": `The victim's phone was never linked with the attacker's device, and takes no request of it:
it helps whatever people do (Bauer). Only who has a device with which that phone is linked
gets past it (BCP 247 6.3 has it as a trusted device, and so has 6.1.7 Limitations).`,
}

// whyB6VP is for the mailed request.
var whyB6VP = map[string]string{
	"": `The attacker opens the portal, mails its code, and whose wallet answers has answered for
that session: the request is genuine, the nonce is the session's own, and the presentation
is bound to it and to the verifier (14.1.2). An answer from elsewhere is refused for its
audience or its signature.`,

	"content-filtering": `Every way to the victim begins with a mail: one that carries the code, or one with a link.
Without it nothing is left but the attacker's own code. That it may miss is its own
limitation (6.1.5), and one miss is enough.`,

	"trusted-networks": `A home is in nobody's perimeter, and neither is the attacker.`,

	"rate-limits:client": `One request of a client in a code's life: one session is all that a single victim needs.
What it does to two is in the section on two victims.`,
}

// whyB8VP is for the log-in page between.
var whyB8VP = map[string]string{
	"": `The page shows the code that the attacker's browser shows at that moment. Whose wallet
answers has not seen that the address is another, and the wallet shows the name of the right
verifier: that is who asks (4.3.8).`,

	"short-lived-codes:2m": `The code is as young as the page makes it, however short its life is: who relays in real
time asks for the next one (QRLJacking; SIOPv2 13.3 expects more effort and no end of it).`,

	"content-filtering": `The address of the page travels by mail. One that the filter misses is enough.`,

	"trusted-devices:initiator": `The attacker's browser is not registered, so it shows no code to be passed on; one that is,
in the wrong hands, does (6.1.7 Limitations).`,
	"trusted-networks": `A home is in nobody's perimeter, and neither is the attacker.`,

	"rate-limits:client": `One request of a client in a code's life: one session is all that a single victim needs.`,
}

// whySpyVP is for who sees the victim's code.
var whySpyVP = map[string]string{
	"": `Who sees the code and has a wallet answers before the victim does, and the victim's device
is logged in as the attacker: the answer has the nonce and the state of that session. What
they do not see is the transaction-id, so the victim's own answer nobody else collects
(poll_with_request; 13.3, 14.3.3).`,

	"detect-and-remediate:introspection":  notAfter,
	"detect-and-remediate:shared-signals": notAfter,
	"limited-scopes":                      notAfter,
	"short-lived-tokens:access":           notAfter,
	"short-lived-tokens:refresh":          notAfter,
	"sender-constrained-tokens:software":  notAfter,
	"sender-constrained-tokens:hardware":  notAfter,

	"option:device_stub=linked": `The victim's computer was never linked with the attacker's phone, which is refused at the scan:
what the screen shows is of no use to who sees it.`,
}

// whyWrongVP is for who wants what the victim answers for their own device.
var whyWrongVP = map[string]string{
	"": `The literal attacker has a request of their own and nobody to bring it to, and an answer of
the victim's other session, which has that session's nonce in it (swap_presentation, last
section). With a lure the victim answers the attacker's request, as in B6, or takes it for
their own.`,

	"short-lived-codes:2m": `At two ticks per code life two minutes look like five, and a mail takes no time: nothing is
decided by this row.`,

	"user-experience:context": `Who does not ignore what the wallet tells them declines what they did not start. Who did
start something can still take this for it: the error miscompares.`,

	"option:device_stub=linked": `The victim's phone is linked with the victim's own computer and takes no request of another
device: also who mistakes the one for the other is refused. A device of theirs in the wrong
hands is another matter (trusted-device).`,
}

// whyHonestVP is for who uses a wallet.
var whyHonestVP = map[string]string{
	"proximity:cable": noCable,
	"proximity:nfc":   `Phones have it, the computer does not.`,
	"proximity:ble":   `Computer and phone are in one home and both have the radio; a phone is where it is itself.`,

	"proximity:geolocation": `Everybody is where their device is.`,

	"detect-and-remediate:introspection":  notAfter,
	"detect-and-remediate:shared-signals": notAfter,
	"limited-scopes":                      notAfter,
	"short-lived-tokens:access":           notAfter,
	"short-lived-tokens:refresh":          notAfter,
	"sender-constrained-tokens:software":  notAfter,
	"sender-constrained-tokens:hardware":  notAfter,

	"trusted-devices:initiator": `A device that has not been used for it before is not registered, and gets no code.`,
	"trusted-devices:receiver":  `As initiator, but after an answer: no session.`,
	"trusted-networks":          `A home is in no perimeter (6.1.8 Limitations: consumer scenarios).`,

	"request-initiation-verification": `The password comes to who approves, and they type it on the device before them.`,
	"request-binding:device": `Who stands before the device types data of theirs, and their phone recognises it. Fewer
states, because who has typed none cannot go on.`,

	"user-education": `Everybody scans the code of the device they mean.`,
}

// whyA6VP is for new employees.
var whyA6VP = map[string]string{
	"": `Everybody is on board. Who is slow waits five of the request's ten minutes, and who walks
away scans the code twice, which nothing forbids. On one device the code is a link; the rest
is the same.`,

	"authenticate-then-initiate:plain": `Who is new has no account, and no log-in that resists phishing on a computer that does not
know them (6.1.15 Limitations). The phone has one.`,

	"option:device_stub=linked": `Who borrows a computer has never linked their phone with it. Everybody else has: it is an
assumption of the stub, not of the protocol.`,
}

// whyA8VP is for who logs in at home.
var whyA8VP = map[string]string{
	"": `Everybody is logged in. Who is slow waits five of the request's ten minutes, and who walks
away scans the code twice.`,

	"authenticate-then-initiate:plain": `A computer can run such a log-in, with a passkey on it: then what is scanned for is a second
one.`,

	"option:device_stub=linked": `Everybody's phone is linked with their own computer.`,
}

// whyB8QR and whyA8QR are for the page between, and the honest log-in, at a provider.
var (
	whyB8QR = map[string]string{
		"": `As with a wallet, and it is the provider that the victim answers: it has just authenticated
them, and does not know in which browser the client's session is (4.3.8).`,

		"proximity:cable": `Nobody plugs their phone in: the scenario's choice.`,
		"proximity:nfc":   `Phones have it, the computer that shows the code does not.`,
	}
	whyA8QR = map[string]string{
		"option:rp_confirmation=screen": `Who logs in stands before the screen, and answers what it shows.`,
		"option:rp_confirmation=secret": `Who logs in is the only one who knows the answer.`,
	}
)
