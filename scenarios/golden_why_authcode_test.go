package scenarios_test

// whyQR is for a request that is scanned, where victims approve the attacker's session.
var whyQR = map[string]string{
	"proximity:ble": `The attacker's device stands elsewhere, so no victim's phone hears it, and what it scans is
refused. Only a radio near the victim (nearby-proxy) makes the two hear each other. A page
that forwards to the request (open_request) brings it before them unscanned, and their
log-in is refused.`,

	"short-lived-codes:2m": `A mailed request is three minutes old when it is read, and dead after two. One that is made
when the victim clicks is fresh, which is the draft's own limitation (6.1.2).`,

	"one-time-codes:1": `One victim scans one code once, which is all that is needed. What is gone is a code scanned
again: fewer states, and no fewer goals.`,

	"rate-limits:user":       `Nobody is sent a request: there is nothing to count.`,
	"rate-limits:code-entry": `What is scanned is too long to be guessed.`,

	"user-education": `Who has been told, and does not ignore it, scans no code that was sent to them, and approves
nothing that a page has forwarded them to. That education is "insufficient on its own"
(6.1.13 Limitations) is the error ignores-context.`,

	"request-binding:device": `The phone that scans the code finds the attacker's data in it and not its user's. A page
that forwards to the request has nothing scanned (open_request), and who gathered the
victim's data first has a code that fits (relay-answer, 6.1.17 Limitations).`,

	"option:rp_confirmation=screen": `The client asks the victim's phone for what the attacker's device shows. The attacker's
lure tells them (relay-answer); who is not told cannot say.`,
	"option:rp_confirmation=secret": `The client asks for what only the user of the attacker's device knows: the attacker. They
tell the victim what to answer (relay-answer).`,
}

// whyB1QR is for the mailed request.
var whyB1QR = map[string]string{
	"": `The attacker's TV shows a request, a mail carries it, and who scans it and says yes is
brought back to the client with a code for that TV's session. PKCE, nonce and state are
all in place, and all are those of the attacker's session, for which the code is.`,
}

// whySame is for one browser, where the answer comes back to who asked.
var whySame = map[string]string{
	"one-time-codes:1":       notCounted,
	"unique-codes":           notCounted,
	"rate-limits:user":       `Nobody is sent a request: there is nothing to count.`,
	"rate-limits:code-entry": `A request is too long to be guessed.`,

	"proximity:cable": `It is one device, and it is not connected to itself.`,
	"proximity:nfc":   `It is one device, and it does not touch itself.`,
	"proximity:uwb":   `It is one device, and it does not measure how far it is from itself.`,
	"proximity:ble": `Before the answer is refused: the attacker's request is opened, or a log-in tried, on a device
that is not where it was made. A radio near the victim (nearby-proxy) makes up for that.`,

	"short-lived-codes:2m": `A mailed request is dead when it is read; one made on demand is not, and gets no further
either.`,

	"trusted-devices:receiver": noGrantSame,
	"user-education": `Who has been told, and does not ignore it, opens no request that was sent to them; a page
that forwards to it brings it before them all the same.`,
	"user-experience:context":                          noGrantSame,
	"user-experience:decline-default":                  noGrantSame,
	"authenticate-then-initiate:approver-is-initiator": `As plain: what is refused besides is an approval that comes to nothing anyway.`,
	"request-initiation-verification":                  noGrantSame,

	"request-binding:device": notCounted,
	"request-binding:user":   notCounted,
}

// whyB1Same is for the mailed request that is opened in another browser.
var whyB1Same = map[string]string{
	"": `The victim can be brought to open and approve the attacker's request, but it is their own
browser that is sent back to the client, which knows it by its cookie and has asked for
nothing there: refused (RFC 6749 10.12). The attacker's session gets nothing. What tokens
would be worth stands here as everywhere.`,

	"trusted-devices:initiator": `The attacker's device is not registered, and no request is made to be mailed.`,
}

// whySpyQR is for who sees the QR code.
var whySpyQR = map[string]string{
	"": `Who sees the QR code and has an account opens the request before the victim does, approves
it, and brings the client its answer. State is signed and names the victim's session, and
on a phone there is no session that it could have to match: PKCE and nonce are in place
and find nothing wrong (Tonge). It takes no error of anybody.`,

	"unique-codes": `If the victim scans it too before the attacker has approved, nobody gets anything. The
attacker can be done before.`,
	"rate-limits:user":       `Nobody is sent a request: there is nothing to count.`,
	"rate-limits:code-entry": `What is scanned is too long to be guessed.`,

	"option:rp_confirmation=screen": `Who sees the screen can say what it shows, from wherever they see it.`,
	"option:rp_confirmation=secret": `The attacker's phone is asked for what only the victim knows. In this scenario nobody asks
the victim for it.`,
}

// whySpySame is for who sees a browser that is sent to the provider.
var whySpySame = map[string]string{
	"": `In one browser no screen shows a request that somebody else could open, and an answer of
the attacker's own (inject_code) lacks the state of the victim's session (RFC 6749 10.12). It
is the specification that binds here.`,

	"proximity:cable":          `It is one device, and it is not connected to itself.`,
	"proximity:nfc":            `It is one device, and it does not touch itself.`,
	"proximity:uwb":            `It is one device, and it does not measure how far it is from itself.`,
	"proximity:ble":            unseenSame,
	"proximity:shared-network": unseenSame,
	"proximity:geolocation":    unseenSame,

	"short-lived-codes:2m":   unseenSame,
	"one-time-codes:1":       notCounted,
	"unique-codes":           notCounted,
	"rate-limits:user":       `Nobody is sent a request: there is nothing to count.`,
	"rate-limits:code-entry": `A request is too long to be guessed.`,

	"trusted-devices:initiator": `It looks at the device that starts, which is the victim's, and that is new: honest people
are refused.`,

	"user-experience:context":         unseenSame,
	"user-experience:decline-default": unseenSame,

	"authenticate-then-initiate:plain":                 `Nobody can log in on the victim's device, so no session begins: honest people are refused.`,
	"authenticate-then-initiate:approver-is-initiator": `As plain.`,
	"request-initiation-verification":                  `The victim types their password before anything is delivered: fewer ways, to the same.`,

	"request-binding:device": notCounted,
	"request-binding:user":   notCounted,
}

// whyWrongQR is for who wants what the victim approves for their own TV.
var whyWrongQR = map[string]string{
	"": `The device polls by state, and the state is in its QR code (Tonge): who sees that polls first
and gets what the victim approves, with no lure and no error. A request of the attacker's
own can be brought before the victim besides, as in B1; a code brought for another session
(swap_code) fails at code_verifier and nonce (last section).`,

	"proximity:ble":            byVictim,
	"proximity:shared-network": byVictim,
	"proximity:geolocation":    byVictim,
	"short-lived-codes:2m":     byVictim,
	"one-time-codes:1":         byVictim,
	"unique-codes":             byVictim,
	"content-filtering":        byVictim,

	"trusted-devices:initiator": `Neither device is registered, so the victim's shows no code. With a registered device in their
hands the attacker has a request of their own to bring before the victim.`,
	"trusted-devices:receiver": `Who polls must be registered: the attacker's device is not, unless it is a registered one in
the wrong hands (6.1.7 Limitations). The victim's own gets nothing.`,

	"user-education":                  byVictim,
	"user-experience:context":         byVictim,
	"user-experience:decline-default": byVictim,

	"authenticate-then-initiate:plain": `Nobody can log in on the victim's device, so it shows no code. The attacker logs in as
themselves on a device of their own, and has a request to bring before the victim.`,

	"request-initiation-verification": `The victim types the password on their own TV, as asked. Whoever polls next gets the tokens.`,
	"request-binding:device":          byVictim,
	"request-binding:user":            byVictim,
	"option:rp_confirmation=screen":   byVictim,
	"option:rp_confirmation=secret":   byVictim,
}

// whyWrongSame is for the same in one browser.
var whyWrongSame = map[string]string{
	"": `What the victim can be made to open comes back in their own browser, where the client has
asked for something else: refused (RFC 6749 10.12). Their code, brought in the attacker's browser
with the attacker's own state (swap_code), fails at the code_verifier and the nonce.`,

	"short-lived-codes:2m": `At two ticks per code life two minutes look like five, and a mail takes no time: nothing is
decided by this row.`,
}

// whyA1QR is for the TV that shows a QR code.
var whyA1QR = map[string]string{
	"": `Everybody gets their TV. Who is slow waits five of the request's ten minutes; who walks
away scans the code twice, which nothing forbids; a week of use is a token refreshed every
hour.`,

	"short-lived-codes:2m": `Five minutes are more than two: who is slow finds the request dead at every step. The others
can be quick enough, also if they scan the code twice.`,

	"rate-limits:user":       `Nobody is sent a request: there is nothing to count.`,
	"rate-limits:code-entry": `What is scanned is too long to be guessed.`,

	"option:rp_confirmation=screen": `Who holds the phone stands before the TV and can say what it shows. Who approves from
elsewhere cannot.`,
	"option:rp_confirmation=secret": `Who holds the phone is who uses the TV, and knows it. Who approves for somebody else does
not.`,
}

// whyA1Same is for one browser.
var whyA1Same = map[string]string{
	"": `Everybody gets in whose browser it is. Two devices and two people there are not.`,

	"proximity:cable":          `It is one device, and it is not connected to itself.`,
	"proximity:nfc":            `It is one device, and it does not touch itself.`,
	"proximity:uwb":            `It is one device, and it does not measure how far it is from itself.`,
	"proximity:ble":            `It is one device, and where it is.`,
	"proximity:shared-network": `It is one device, and on one network.`,
	"proximity:geolocation":    `As ble.`,

	"short-lived-codes:2m": `Five minutes are more than two: who is slow finds the request dead at every step.`,
	"one-time-codes:1":     notCounted,
	"unique-codes":         notCounted,

	"rate-limits:user":       `Nobody is sent a request: there is nothing to count.`,
	"rate-limits:code-entry": `A request is too long to be guessed.`,

	"request-initiation-verification": `The password comes to who approves, and they type it on the device before them.`,
	"request-binding:device":          notCounted,
	"request-binding:user":            notCounted,
}
