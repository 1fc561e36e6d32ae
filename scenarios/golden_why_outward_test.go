package scenarios_test

// Reasons that several rows have.
const (
	starterHonest = `It looks at who starts, and in this flow that is the victim, on a device and in a network
that pass. Controls on who initiates cannot help here, whoever the attacker is.`
	onceAnyway = `The attacker is the only one who brings the code, and brings it once. That it is good once
the flow says itself.`
	noBinding = `It is about what the user types where the flow starts before a code is scanned there
(6.1.17 has it for user-transferred session data). Here the code goes the other way.`
	nobodyGuesses = `Nobody guesses: the code is in a QR code, and too long for that.`
	nobodySent    = `Nobody is sent a request: there is nothing to count.`
)

// whyHandedOut is for codes that victims hand out, or that are taken from them.
var whyHandedOut = map[string]string{
	"proximity:cable": noCable,
	"proximity:nfc":   noSuchNFC,
	"proximity:uwb":   noSuchUWB,
	"proximity:ble": `The attacker's device is not near the one that shows the code, and is refused when it
presents it; a radio near the victim (nearby-proxy) makes the two hear each other. The code
is in the attacker's hands all the same, so it is reached.`,
	"proximity:shared-network": `As ble; evidence is a network address, and a VPN shows the victim's.`,
	"proximity:geolocation":    `As ble, with a position: spoofed, once a page has read the right one.`,

	"short-lived-codes:2m": `Nobody has to read a mail between the code and its use: the mail that asks comes first.
The code is used as soon as it is sent, or seen, so its life hardly matters.`,
	"one-time-codes:1": onceAnyway,
	"unique-codes":     onceAnyway,
	"content-filtering": `The mail that asks is blocked, unless the filter misses. Who phones sends none. The code
itself is one message of one person to another, and below its threshold.`,

	"trusted-devices:initiator": starterHonest,
	"trusted-devices:receiver": `The device that brings the code is not trusted, and gets nothing: of the controls on
devices this is the one that helps. A trusted one in the wrong hands passes (6.1.7
Limitations).`,
	"trusted-networks": starterHonest,
	"limited-scopes":   `What is transferred is one application's session, and asks for no more than is needed.`,

	"rate-limits:client":     `Each victim starts once, on their own computer. There is no client that starts often.`,
	"rate-limits:user":       nobodySent,
	"rate-limits:code-entry": nobodyGuesses,

	"user-education": `Who has been told not to give codes away, and does not ignore it, keeps the code. They
have had it made by then.`,
	"user-experience:context": `The page that shows the code says what it is for and who must not get it. Who ignores that
sends it away.`,
	"user-experience:decline-default": `It avoids accidents. The victim means to transfer the session, because they were asked to.`,

	"authenticate-then-initiate:plain": `The victim who starts has authenticated, so it asks for nothing more: it does not prevent
B5 and B7, as its own limitation says (6.1.15).`,
	"authenticate-then-initiate:approver-is-initiator": `As plain, and who authenticated is who approves: it is one person, on one device.`,

	"request-initiation-verification": `The password is sent to the victim and must be typed on the attacker's device. Who asks
for it too (relay-answer, 6.1.16 Limitations) gets it, as they would the Transaction Code of
OpenID4VCI.`,
	"request-binding:device": noBinding,
	"request-binding:user":   noBinding,
}

// whyB5 is for the code that lets a device into the network.
var whyB5 = map[string]string{
	"": `A mail asks for the code. Who does as they are told authenticates, has a code made and
sends it, and the attacker's device is in. It takes one error, to hand the code out; who
phones needs no mail. What membership is worth is what it opens: --after B5.`,

	"detect-and-remediate:introspection":  `No token is issued that could be found out and refused: it is a membership.`,
	"detect-and-remediate:shared-signals": `As introspection.`,
	"limited-scopes":                      `A membership has no scope.`,
	"short-lived-tokens:access":           `A membership is no token, and no document gives it a life.`,
	"short-lived-tokens:refresh":          `As access.`,
	"sender-constrained-tokens:software":  `As short-lived-tokens: nothing is issued that could be moved.`,
	"sender-constrained-tokens:hardware":  `As software.`,
}

// whyB7 is for the code of a session.
var whyB7 = map[string]string{
	"": `As B5, and what the attacker's phone gets is the victim's session: 720 hours of it in 30
days, and a copy of it where tokens can be moved.`,
}

// whyOwn is for a session that the victim transfers to a device of their own.
var whyOwn = map[string]string{
	"one-time-codes:1":       `The flow's codes are good once anyway: who comes second is refused, whoever that is.`,
	"unique-codes":           `As one-time-codes.`,
	"rate-limits:client":     `There is one session, and it is not the attacker's.`,
	"limited-scopes":         laterOnly,
	"rate-limits:user":       nobodySent,
	"rate-limits:code-entry": `Who has seen the code does not guess.`,
	"request-binding:device": noBinding,
	"request-binding:user":   noBinding,
}

// whySpyOutward is for an onlooker.
var whySpyOutward = map[string]string{
	"": `Who sees the code brings it to a device of their own before the victim does, and that device
is in the victim's session. It takes no error and no account, and is worse than RFC 8628
5.5: not the victim's device acts for the attacker, but the attacker for the victim (OpenID4VCI
13.6.1 has this attack).`,

	"proximity:ble": `Who reads the screen from elsewhere is refused when they present the code. Who is in the
room passes: proximity asks for the place, not for the person.`,
	"proximity:shared-network": `As ble; a VPN shows the right address. Being in the room does not put anybody on its Wi-Fi.`,
	"proximity:geolocation":    `As ble, with a position: the right one in the room, and a spoofed one elsewhere.`,
	"short-lived-codes:2m":     `The attacker acts at once: the code is as young as it can be.`,
	"content-filtering":        `No message is sent.`,
	"trusted-devices:receiver": `The attacker's device is not registered, and gets nothing. Neither is the victim's phone,
if it comes first: honest people are refused too.`,
	"user-education": `The victim does nothing that they could have been told not to do.`,
	"user-experience:context": `As user-education: what the page says is true, and it is the victim's own session that they
mean to transfer.`,
	"request-initiation-verification": `The password is sent to the victim, and nobody asks them for it: the attacker's device gets
nothing without. The victim's own can be first.`,
}

// whyWrongOutward is for who wants the session that the victim means for a device of their own.
var whyWrongOutward = map[string]string{
	"": `There is no session of the attacker's in this flow: only who is signed in starts. What the
attacker takes is the code of the victim's own, by seeing it, or because they ask for it.`,

	"proximity:ble": `As for the onlooker: the code is known and the device refused, unless a radio near the victim
(nearby-proxy) makes up for it.`,
	"content-filtering":       `The mail that asks can be blocked. Who sees the screen sends none.`,
	"user-education":          `Who has been told keeps the code, and it is seen all the same.`,
	"user-experience:context": `As user-education.`,
	"trusted-devices:receiver": `The attacker's device is not registered, unless it is a registered one in the wrong hands
(6.1.7 Limitations). The victim's phone gets nothing.`,
	"request-initiation-verification": `The victim's password has to be typed on the attacker's device: only who asks the victim for
it (relay-answer, 6.1.16 Limitations) can.`,
}

// whyHonestOutward is for who takes a session, or a membership, to a phone.
var whyHonestOutward = map[string]string{
	"": `Everybody's phone goes on. Who is slow takes five minutes of the code's ten; where the
computer is a virtual one, its screen still shows the code; a week of use asks nobody again.`,

	"proximity:cable": noCable,
	"proximity:nfc":   noSuchNFC,
	"proximity:ble": `Computer and phone stand on one desk. A virtual computer stands in a data centre, where the
phone is not.`,
	"proximity:shared-network": `As ble, with addresses: a phone on mobile data never shows the company's either (6.1.1 Shared
network).`,
	"proximity:geolocation": `As ble.`,
	"short-lived-codes:2m":  `Five minutes are more than two: who is slow presents a code that is dead.`,
	"one-time-codes:1":      `The flow's codes are good once anyway.`,
	"unique-codes":          `The flow's codes are good once anyway.`,
	"content-filtering":     `No message is sent.`,

	"trusted-devices:initiator": `The computer is the company's, and registered.`,
	"trusted-devices:receiver": `The phone must be registered, and only one twin's is: the others are who the flow is for. A
company has to enrol phones first, by some other way.`,
	"trusted-networks": `The computer is in the company's network, the virtual one too.`,
	"limited-scopes":   `The session asks for no more than is needed.`,

	"rate-limits:user":       nobodySent,
	"rate-limits:code-entry": nobodyGuesses,

	"user-education":                  `Nobody gives a code away: they take it to a phone of their own.`,
	"user-experience:decline-default": `They mean to say yes, and it is still there to be clicked.`,

	"authenticate-then-initiate:plain": `Who starts is signed in on the computer.`,
	"request-initiation-verification":  `The password comes to who approved, and they type it on the phone before them.`,
	"request-binding:device":           noBinding,
	"request-binding:user":             noBinding,
}

// whyA5 is for the network.
var whyA5 = map[string]string{
	"": `Everybody's phone is joined. It is on mobile data before, because it is not in the network
yet, unless it stands there already.`,
	"proximity:shared-network": `A phone that is not in the network yet never shows its address: who the flow is for is lost,
and so is whose computer is a virtual one elsewhere.`,
	"detect-and-remediate:introspection":  `No token is issued.`,
	"detect-and-remediate:shared-signals": `No token is issued.`,
	"limited-scopes":                      `A membership has no scope.`,
	"short-lived-tokens:access":           `No token is issued.`,
	"short-lived-tokens:refresh":          `No token is issued.`,
	"sender-constrained-tokens:software":  `No token is issued.`,
	"sender-constrained-tokens:hardware":  `No token is issued.`,
}
