package scenarios_test

const whatStuck = `Who reaches what through each mitigation alone, if people make every error and
chance favours the attacker: two assets, the one that the attacker means to take and the
one to which the victim goes, at two ticks per code life. The trace is a shortest one to
the highest rung.`

// whyTyped is for a code that is sent to one device and typed on the other, whatever is
// looked at.
var whyTyped = map[string]string{
	"proximity:cable": noCable,
	"proximity:nfc":   noSuchNFC,
	"proximity:uwb":   noSuchUWB,

	"one-time-codes:1": `The flow's codes are good once anyway (NIST SP 800-63B 5.1.3.2).`,
	"unique-codes":     `A code ends with its first use: none is presented twice.`,
	"rate-limits:code-entry": `A code of six digits needs a limit of tries anyway, at most a hundred (NIST SP 800-63B 5.1.3.2
and 5.2.2). A few guesses are left, and one may be lucky.`,
	"user-experience:decline-default": `No page asks for a decision.`,

	"request-binding:device": `Nobody scans a code in which what was typed could be.`,
	"request-binding:user":   `As device.`,
}

// whyA8Typed says which honest people are served.
var whyA8Typed = map[string]string{
	"": `Everybody: who is interrupted looks at the message again, and who is slow types it while
it lives.`,

	"proximity:ble": `Computer and phone are in one home, and hear each other.`,

	"short-lived-codes:2m": `Five minutes are more than two: who is slow types a dead code. The others can be quick enough.`,

	"trusted-devices:initiator": `A computer that is used for the first time is not registered.`,
	"trusted-devices:receiver":  `As initiator, once the code has been typed.`,
	"trusted-networks":          `A home is in nobody's perimeter (6.1.8 Limitations: "consumer scenarios").`,
	"limited-scopes":            `It asks for what it needs: there is nothing to take away.`,

	"rate-limits:user": `Each is sent one code.`,

	"user-education":          `Nobody gives a code away.`,
	"user-experience:context": `Nobody gives a code away, and what the message says is what they expect.`,

	"authenticate-then-initiate:plain": `The computer can do such a log-in: who has to log in first can do so. Fewer states, because
who has not cannot go on.`,

	"request-initiation-verification": `A second code on the same way as the first, typed by the same person.`,
}

// whyAskedForCode says of each deployment why those get as far as they do to whom victims give
// their codes.
var whyAskedForCode = map[string]string{
	"proximity:ble": `The attacker's device does not hear the victim's phone, so no code is taken from it: the
victim has been sent one, which is what reached says. Only a radio near the victim makes up
for that (nearby-proxy, radio-relay).`,
	"proximity:shared-network": `As with a radio, but evidence is a network address, and a VPN exit at the victim's is
enough to show the right one (6.1.1 Limitations).`,
	"proximity:geolocation": `As with a radio, but evidence is a position: it is spoofed, once a page has read the right
one from the victim's browser (6.1.1 Limitations).`,

	"content-filtering": `The mail that asks for the code, and the one with the address of the page, are blocked, unless
the filter misses. What is guessed takes no mail. The code itself is one message of one person to another, and below
its threshold.`,

	"trusted-devices:initiator": `The attacker's device is not registered, so nobody is sent a code for it. A registered one
in the attacker's hands makes it as if there were no mitigation (6.1.7 Limitations).`,
	"trusted-devices:receiver": `The code is typed and taken, and the unregistered device gets nothing for it.`,
	"trusted-networks":         `The attacker has no device inside a perimeter, and starts nothing. Neither does anybody at home (A8).`,

	"rate-limits:client": `One request in a code's life is all that a single victim needs. It slows, it does not stop (6.1.11 Limitations).`,
	"rate-limits:user":   `One code sent to the victim is all that is needed.`,

	"user-education": `Who has been told, and does not ignore it, gives no code to somebody who asks for it, and looks
whether a page's address is the server's before they type one there (6.1.13). To guess takes nobody.`,
	"user-experience:context": `Beside the code itself: the message says what it is for, and that nobody will ask for it. On a
page that they take for the real one people give it to nobody, as they think (ignores-address), and
no message about giving codes away is about that.`,

	"authenticate-then-initiate:plain": `Nobody is sent a code before somebody has logged in on the device. With an account of their
own, which 6.1.15 does not exclude, the attacker does, and names the victim then.`,
	"authenticate-then-initiate:approver-is-initiator": `Who logged in first must be the one to whom the code is to be sent, and the server knows both
before it sends one: the attacker can have it sent to nobody but themselves.`,

	"request-initiation-verification": `The same idea again, and the same way around it: a second code, sent to the victim and typed on
the attacker's device. Who asks for the one asks for the other (6.1.16 Limitations), and the
page that passed on the one passes on both.`,
}

// whyB8Typed is for the page that asks for the code.
var whyB8Typed = map[string]string{
	"": `The attacker names the victim, who is sent a code and does with it what a mail has told them
to (4.1.3 (A), (E), (F)), or types it on a page that looks like the real one. There is nothing
to type back that would help: to type it is what is asked. The strongest attacker needs neither,
where one of the few guesses that the limit of tries leaves is right: in the attacker's own
session and without any error of the victim's.`,

	"short-lived-codes:2m": `The code is sent when the victim has read what to do with it, or is on the page: it is fresh
whenever the mail is read.`,
}

// whyWrongTyped is for two codes that are sent to one user.
var whyWrongTyped = map[string]string{
	"": `The victim is sent two codes, their own and the attacker's. Typing the wrong one on their
own device is refused and harms nobody, so the literal attacker gets no further, whatever
users mistake: the code has to come to the attacker's device, and somebody has to give it
away. Who asks for it is given either; only their own session's is of use (3.1.3 (G)).`,

	"short-lived-codes:2m": `At two ticks per code life two minutes look like five: nothing is decided by this row. See
B8, where a mail takes its time.`,
	"rate-limits:client": `The attacker's client makes one request, and so does the victim's: it slows, it does not stop
(6.1.11 Limitations).`,
	"rate-limits:user": `The user is sent one code in a code's life. The attacker can be first, and then it is the victim's
own that is not sent.`,

	"content-filtering": `The mail that says what to do with the code is blocked, unless the filter misses: the victim is sent
the attacker's code, and keeps it.`,

	"user-education":          `Who has been told gives no code to somebody who asks for it: the victim has been sent the attacker's, no more.`,
	"user-experience:context": `As education, beside the code itself.`,
}

// whySpyTyped is for who sees the code while it is typed.
var whySpyTyped = map[string]string{
	"": `Who sees the code being typed knows it before it is used. It was sent for the victim's session
and to the victim: typed there it does what the victim wants, and typed elsewhere it is
refused (3.1.3 (G)). A code of the attacker's own is refused on the victim's device for the
same reason. It is the pattern itself that binds here.`,

	"proximity:ble":            spiedTyped,
	"proximity:shared-network": spiedTyped,
	"proximity:geolocation":    spiedTyped,

	"short-lived-codes:2m": `The attacker sees the code as it is typed, which is in time.`,
	"content-filtering":    `Nobody is sent a mail.`,

	"trusted-devices:initiator": `It looks at the device that starts, which is the victim's, and that is new: honest people are refused.`,
	"trusted-devices:receiver":  `As initiator, once the code has been typed.`,
	"trusted-networks":          `A home is in nobody's perimeter: honest people are refused.`,

	"rate-limits:client": `The attacker starts nothing.`,
	"rate-limits:user":   `The victim is sent one code.`,

	"user-education":          `Nobody is asked for anything.`,
	"user-experience:context": `Nobody is asked for anything.`,

	"authenticate-then-initiate:plain":                 `The victim logs in, and is looked at as before.`,
	"authenticate-then-initiate:approver-is-initiator": `As plain.`,
	"request-initiation-verification":                  `What the victim types second is seen too, and is of no more use.`,
}

const spiedTyped = `Computer and phone are the victim's, and in one place. To know the code takes no nearness of devices.`

// whyAsset is for a code on an object, whatever is looked at.
var whyAsset = map[string]string{
	"proximity:cable": noCable,

	"short-lived-codes:2m": `The code stands on an object and is there for good. The short-lived code of an object is one that
changes: the setting rotating_code.`,
	"one-time-codes:1": `The same code is for everybody, again and again.`,
	"unique-codes":     `The same code is for everybody: presented again it is the next rental.`,

	"content-filtering": `Nothing is mailed.`,

	"detect-and-remediate:introspection":  noTokens,
	"detect-and-remediate:shared-signals": noTokens,
	"limited-scopes":                      noTokens,
	"short-lived-tokens:access":           noTokens,
	"short-lived-tokens:refresh":          noTokens,
	"sender-constrained-tokens:software":  noTokens,
	"sender-constrained-tokens:hardware":  noTokens,

	"trusted-devices:initiator":                        initiatedByNobody,
	"trusted-networks":                                 initiatedByNobody,
	"rate-limits:client":                               initiatedByNobody,
	"rate-limits:code-entry":                           `What is scanned is not guessed.`,
	"authenticate-then-initiate:plain":                 initiatedByNobody,
	"authenticate-then-initiate:approver-is-initiator": initiatedByNobody,

	"user-education": `Riders are to scan what stands on a bike: there is nothing to be warned of.`,
	"user-experience:context": `Who asks is the service, why and for what is a rental: all of it is true. To say
which bike it is (6.1.14: "who invoked the flow") takes something to compare with: the option asset_number=compare.`,
	"user-experience:decline-default": `Nobody pays by accident.`,

	"request-initiation-verification": `There is no keypad on a bike (6.1.16: the password is typed on the consumption device).`,
	"request-binding:device":          `There is no keypad on a bike.`,
	"request-binding:user":            `There is no keypad on a bike.`,
}

const (
	noTokens          = `An asset is handed over once. There are no tokens that could be refused later, lessened or moved.`
	initiatedByNobody = `A label is there before anybody comes: nobody asks the service for a code, so there is nobody to refuse one.`
)

// whyA3 says which riders are served.
var whyA3 = map[string]string{
	"": `Everybody: who is interrupted scans the label again, and who pays from elsewhere has been sent a
picture of it.`,

	"proximity:nfc":            paidFromAfar,
	"proximity:ble":            paidFromAfar,
	"proximity:uwb":            noSuchUWB,
	"proximity:geolocation":    paidFromAfar,
	"proximity:shared-network": `A bike is online by its own mobile data: no rider's phone shares its network, and everybody is refused.`,

	"trusted-devices:receiver": `Every bike is the scheme's own.`,

	"rate-limits:user": `One rental of each user in a code's life: who rents a second bike for a friend is refused.`,

	"option:asset_number=compare": `The number is that of the bike before them, or of the one that they have been sent.`,
	"option:asset_number=enter":   `They type the number of the bike before them. Who pays from elsewhere is told it.`,
}

const paidFromAfar = `The rider's phone is at the bike. Who pays for a child from elsewhere is not.`

// whyB3 is for the label of another bike.
var whyB3 = map[string]string{
	"": `The attacker sticks a copy of one bike's label on another, whose rider scans it, logs in and
pays, and the first bike unlocks (4.3.3). It takes no error: nothing that the rider sees tells
one bike from the next.`,

	"proximity:nfc": `The phone touches the bike whose label it scans and not the one that the code is for. Only
radio that is forwarded from one bike to the other (radio-relay) gets around that; no source
has it.`,
	"proximity:ble": `Both bikes stand in one rack, and a phone at the one is heard by the other: nothing is
refused, and nothing need be defeated. (Without what defeats it the attacker is not on site.)`,
	"proximity:uwb": `It would tell one bike from the next, and bikes do not have it.`,
	"proximity:geolocation": `Both bikes are where the phone is, as far as positions tell. (Without what defeats it the
attacker is not on site.)`,
	"proximity:shared-network": `A bike is online by its own mobile data, so nobody is on its network: every rider is refused (A3).`,

	"trusted-devices:receiver": `The bike that unlocks is as much the scheme's own as any other.`,
	"rate-limits:user":         `One rental is all that is needed.`,

	"option:asset_number=compare": `The page shows the number of the attacker's bike. Who looks sees that it is another: who does
not, or takes it for the same, pays.`,
	"option:asset_number=enter": `The rider types the number of the bike before them, which is not that of the code. Nothing in
reach makes it so. It rests on the number being the bike's own: one that is covered with another is left out.`,
}

// whySpyAsset is for who sees the label of the asset before which somebody else stands.
var whySpyAsset = map[string]string{
	"": `Everybody sees the label. Who has an account scans it before the victim does and pays, and what
the victim then rides is the attacker's rental. It takes no error of anybody.`,

	"proximity:nfc": `The attacker's phone is in the rack and does not touch the victim's bike.`,
	"proximity:uwb": noSuchUWB,
	"proximity:ble": `The attacker is in the rack too, and the bike hears their phone. (What defeats it is to be on site.)`,
	"proximity:shared-network": `The attacker's phone is on another network than the bike, and a VPN makes it look the same (6.1.1
Limitations). So is the victim's: honest people are refused, and attackers are not.`,
	"proximity:geolocation": `The attacker is in the rack too.`,

	"trusted-devices:receiver": `The bike is the scheme's own.`,
	"rate-limits:user":         `One rental is all that is needed.`,

	"option:asset_number=compare": `The attacker knows whose bike they pay for.`,
	"option:asset_number=enter":   `The number stands beside the code, and who sees the one sees the other.`,
}
