package scenarios_test

// What the rows of each kind of golden are.
const (
	whatPhished = `Who reaches what through each mitigation alone, if people make every error and
chance favours the attacker. States and edges are those of one session and one
victim, at ticks of a minute; "after the grant" is what the tokens are then worth,
on a clock of hours and for 30 days. The trace is a shortest one to the highest rung.`

	whatWrong = `Who reaches what through each mitigation alone, if people make every error and
chance favours the attacker: two sessions, the attacker's and the victim's own, at
two ticks per code life, where a mail takes no time. The trace is a shortest one to
the highest rung.`

	whatSpied = `Who reaches what through each mitigation alone, if people make every error and
chance favours the attacker: the victim's own session and an attacker without one, at
ticks of a minute. The trace is a shortest one to the highest rung.`

	whatReplay = `Who reaches what through each mitigation alone, with https: false, because with TLS
nobody reaches anything (last section): the victim's own session and an attacker
without one, at ticks of a minute. The trace is a shortest one to the highest rung.`

	whatHonest = `Who is still served with each mitigation alone, without an attacker and without
errors. The trace is a shortest one to the service.`
)

// Reasons of rows that are the same in several scenarios.
const (
	noPush     = `The device grant sends nobody a request: there is nothing to count (6.1.11 speaks of requests that it sends to a user).`
	laterOnly  = `It acts on tokens that have been granted (6.1: it recovers), and this ladder ends with the grant.`
	noSuchPort = `The device that shows the code has no such port (6.1.1 Physical connectivity: "requires specific ports").`
	// It is the scenarios' choice that nobody plugs in a phone that could be.
	noCable   = `Here nobody plugs a phone in, and there is no port for it (6.1.1 Physical connectivity: "requires specific ports").`
	noSuchNFC = `Phones have it, the device that shows the code does not (6.1.1: "NFC readers are less widely deployed").`
	noSuchUWB = `Phones have it, the device that shows the code does not.`
)

// whyB1 says of each deployment why the attackers of B1 get as far as they do.
var whyB1 = map[string]string{
	"": `The attacker's TV gets a code, a mail takes three minutes to be read and the code
lives thirty; whoever enters it and says yes gives that TV their tokens (4.3.1).
Nothing looks at whose TV it is, so each addition only opens more ways to the same
end. The tokens are good for one resource, refreshed for as long as one looks: 720
hours in 30 days, and a copy of them works elsewhere.`,

	"proximity:cable": noSuchPort,
	"proximity:nfc":   noSuchNFC,

	"content-filtering": `Every way to the victim begins with a mail: one that carries the code, or one with
a link. Where the filter never misses, nothing but the attacker's own code is left.
That it may miss is its own limitation (6.1.5), and one miss is enough.`,

	"trusted-networks": `A TV at home is in nobody's perimeter, and neither is the attacker's; no text gives
the attacker of B1 a device inside one. It holds against all, and refuses all
(6.1.8 Limitations: "consumer scenarios"; see A1).`,

	"limited-scopes": `A TV asks for what it needs: there is nothing to take away.`,
}

// whyB2 says the same of B2, where it is not as in B1.
var whyB2 = map[string]string{
	"": `As B1, with a mail that threatens (4.3.2). A caller needs no mail that takes its
time, which is why the strongest attack is the shortest. The whiteboard asks for four
resources and needs one: 2880 hours of access in 30 days.`,

	"proximity:cable": `The attacker's whiteboard is connected to no victim's computer, whoever enters the
code there is refused, and nothing that the attacker can do bridges a cable. Who
enters the code themselves and hands over the page (headless-entry) brings the victim
before it, and there the same check asks again.`,

	"proximity:nfc": `The whiteboard has it, a personal computer has not (6.1.1: "NFC readers are less
widely deployed").`,

	"proximity:shared-network": `As with a radio, but evidence is a network address, here the company's. A VPN that leads
there shows it (6.1.1 Limitations).`,

	"content-filtering": `It sees mails. A call is none, so even a filter that never misses does not stop who
phones; without the phone it is as in B1 (see the section below).`,

	"trusted-networks": `An attacker from outside the company starts nothing. The draft's own words give what
defeats it: a device inside the network (6.1.8).`,

	"limited-scopes": `The files, without mail, calendar and directory: a quarter of the worth. It lessens
the impact and does not avoid it (6.1.9 Limitations).`,
}

// whyPhished says the same where victims approve the attacker's session, in B1 and
// B2 and, if nothing else is said, beside the victim's own.
var whyPhished = map[string]string{
	"proximity:ble": `The attacker's device stands elsewhere, so no victim's device hears it and they are
refused at the very first step, entering the code. Making the code later changes
nothing about that. Only a radio near the victim (nearby-proxy) makes the two hear
each other. Without it, who enters the code themselves next to their own device and
hands over the page brings the victim before it; their log-in is refused.`,

	"proximity:uwb": noSuchUWB,

	"proximity:shared-network": `As with a radio, but evidence is a network address, and a VPN exit at the victim's is
enough to show the right one (6.1.1 Limitations).`,

	"proximity:geolocation": `As with a radio, but evidence is a position that the device reports: it is spoofed, once
a page has read the right one from the victim's browser. Both are needed, and both
are in 6.1.1 Limitations.`,

	"short-lived-codes:2m": `A mailed code is three minutes old when it is read, and dead after two. A code made when
the victim clicks is fresh, which is the draft's own limitation (6.1.2); a code that
the attacker enters first (headless-entry) has only what comes after it left to do,
and who reads it out on the phone loses no time.`,

	"one-time-codes:1": `One victim enters one code once, which is all that is needed. What is gone is a code
entered again: fewer states, and no fewer goals. That one mailed code serves many
recipients is excluded anyway: it is dead once somebody has decided.`,

	"unique-codes": `One victim presents one code once. If a second person enters the same mailed code before
the first has approved, nobody is granted anything; but nobody makes them, so the attack
stays possible. How much rarer it gets is a matter of odds.`,

	"detect-and-remediate:introspection": `Nine hours after the grant the server knows, and whoever uses or refreshes the tokens is
refused: no more than nine hours of use, though enough to sell a copy. That it "may be
able to detect" (6.1.6) is luck: where it never sees the attack, nothing changes.`,

	"detect-and-remediate:shared-signals": `As introspection: resource servers learn it by another way, and much sooner than in a tick.`,

	"trusted-devices:initiator": `The attacker's device is not registered, so it gets no code and nothing can be mailed
but an empty link. A registered device in the attacker's hands makes it as if there
were no mitigation (6.1.7 Limitations).`,

	"trusted-devices:receiver": `The check comes when tokens are issued: a code can be mailed and a victim approves, but
the unregistered device gets nothing. So victims are bothered, and trusted-device
defeats it as before.`,

	"short-lived-tokens:access": `Who has the refresh token asks for the next access token (6.1.10 Limitations). At ticks
of an hour five minutes look like the example's hour.`,

	"short-lived-tokens:refresh": `After a day nothing is refreshed any more, whoever asks; what was refreshed last is good
for an hour more. A day is also long enough to sell a copy.`,

	"rate-limits:client": `One request of a client in a code's life: one session is all that a single victim
needs. What it does to two is in the section on two victims. It slows, it does not
stop (6.1.11 Limitations).`,

	"rate-limits:user": noPush,

	"rate-limits:code-entry": `The code is known to whoever enters it: nobody guesses.`,

	"sender-constrained-tokens:software": `Tokens stay with the key, so a copy is of no use, unless the key is copied too
(6.1.12 Limitations). On the attacker's own device they are worth what they were.`,

	"sender-constrained-tokens:hardware": `As software, and nothing copies the key. Who controls the device can still exercise it
there (6.1.12 Limitations): it is worth as much as without.`,

	"user-education": `Who has been told, and does not ignore it, neither enters a code that was sent to them
nor approves what they did not start. Handed a page with the code entered already, they
are brought before it and no further. That education is "insufficient on its own"
(6.1.13 Limitations) is the error ignores-context.`,

	"user-experience:context": `Who is told truthfully who asks and for what, and does not ignore it, declines: the
request has been before them, no more. Who ignores it approves (6.1.14 Limitations).`,

	"user-experience:decline-default": `It avoids accidents (6.1.14), and whoever approves unasked here does so on purpose.`,

	"authenticate-then-initiate:plain": `Nobody gets a code who has not logged in first. That stops an attacker who has no
account. With one of their own, which 6.1.15 does not exclude, they log in as themselves
and go on as before.`,

	"authenticate-then-initiate:approver-is-initiator": `Who logged in first must be the one who approves. The attacker can log in as
themselves and bring the victim to the page, but the victim's approval is refused
because somebody else started; no capability in reach makes them the same.`,

	"request-initiation-verification": `The victim is sent a password that belongs on the attacker's device. Who asks them for
it (relay-answer, 6.1.16 Limitations) types it there; who does not ask gets an approval
and no tokens.`,

	"request-binding:device": `The device that scans the code finds the attacker's data in it and not its user's. Who
gathered the victim's data first (relay-answer, 6.1.17 Limitations) has a code that
fits; and a page on which the code has been entered elsewhere is not scanned at all.`,
	"request-binding:user": `The page shows what was typed to start this. A victim who did not type it declines, unless
they miss that or do not care; where neither happens, the attacker needs their data
first (relay-answer, 6.1.17 Limitations).`,

	"option:user_code=confirm": `Who has read the code in a mail finds it the same on the page and confirms. Only a
page handed over has a code on it that they have never seen, and there are other ways
than that.`,
}

// whyWrong says of each deployment why the attackers of wrong-device get as far as
// they do, where it is not for the reasons of B1.
var whyWrong = map[string]string{
	"": `The literal attacker has a live code and nobody to enter it: in this flow the victim
types what they read, and on their own TV they read their own. RFC 8628 5.4 needs a
lure. With one, the victim approves it as what it is, or takes it for their own.`,

	"proximity:cable": noSuchPort,
	"proximity:nfc":   noSuchNFC,

	"short-lived-codes:2m": `At two ticks per code life two minutes look like fifteen, and a mail takes no time:
nothing is decided by this row. See B1, where a mail takes its time.`,

	"unique-codes": `Each code is entered once: the attacker's by the victim, the victim's own by nobody.`,

	"content-filtering": `As in B1: without a mail nobody brings the attacker's code before the victim.`,

	"detect-and-remediate:introspection":  laterOnly,
	"detect-and-remediate:shared-signals": laterOnly,
	"limited-scopes":                      laterOnly,
	"short-lived-tokens:access":           laterOnly,
	"short-lived-tokens:refresh":          laterOnly,
	"sender-constrained-tokens:software":  laterOnly,
	"sender-constrained-tokens:hardware":  laterOnly,

	"trusted-devices:initiator": `Neither device is registered, so no session begins. With a registered device in their hands
the attacker goes on (6.1.7 Limitations), and the victim's own, new as it is, still
starts nothing: fewer states.`,
	"trusted-devices:receiver": `The victim can be made to approve the attacker's TV, and it is given nothing, unless it is
a registered device in the wrong hands (6.1.7 Limitations). The victim's own gets nothing.`,

	"trusted-networks": `Neither device is inside a perimeter: no session begins.`,

	"rate-limits:client": `The attacker has one session, the victim another, and they are different clients.
What is gone is a second one of the attacker's: fewer states, and no fewer goals.`,

	"user-education": `Who has been told, and does not ignore it, enters no code that was sent to them. Handed a
page with the code entered already they have entered nothing, and who has started
something of their own can take it for that: the error miscompares.`,

	"user-experience:context": `Who does not ignore what the page says declines what they did not start. Who did start
something can still take this for it: that is the error miscompares, which a truthful
page lets happen too.`,
	"user-experience:decline-default": `As context: who takes it for their own means to say yes.`,

	"option:user_code=confirm": `Who has read the attacker's code in a mail finds it the same on the page. Only the
page handed over has one that they have never seen.`,
}

// whySpied says of each deployment why somebody else gets or does not get the
// victim's device to act for them, whether they saw its code or guessed it.
var whySpied = map[string]string{
	"proximity:cable": noSuchPort,
	"proximity:nfc":   noSuchNFC,
	"proximity:uwb":   noSuchUWB,

	"short-lived-codes:2m": `The attacker acts at once: the code is as young as it can be.`,

	"content-filtering": `No message is sent.`,

	"detect-and-remediate:introspection":  laterOnly,
	"detect-and-remediate:shared-signals": laterOnly,
	"limited-scopes":                      laterOnly,
	"short-lived-tokens:access":           laterOnly,
	"short-lived-tokens:refresh":          laterOnly,
	"sender-constrained-tokens:software":  laterOnly,
	"sender-constrained-tokens:hardware":  laterOnly,

	"trusted-devices:initiator": `It looks at the device that starts, which is the victim's, and that is new: it is
refused with or without an attacker (see A1). Where it is registered nothing is in the
way (last section).`,
	"trusted-devices:receiver": `As initiator, when tokens are issued: it is the victim's own device that gets none.`,
	"trusted-networks":         `The victim's device is in no perimeter, so no session begins: honest people are refused.`,

	"rate-limits:client": `There is one session, and it is not the attacker's.`,
	"rate-limits:user":   noPush,

	"user-education":                  `The victim does nothing that they could have been told not to do.`,
	"user-experience:context":         `Who is asked is the attacker, and they know what they approve.`,
	"user-experience:decline-default": `Who is asked is the attacker.`,

	"authenticate-then-initiate:plain":                 `Nobody can log in on the victim's device, so no session begins: honest people are refused.`,
	"authenticate-then-initiate:approver-is-initiator": `As plain. Where a log-in is possible the attacker is not who logged in (last section).`,

	"request-initiation-verification": `The password is sent to who approved, the attacker, and has to be typed on the victim's
device, which nobody but its owner operates here, also when the attacker is in the room. The
owner does not know it.`,

	"request-binding:device": `The attacker's browser verifies nothing (6.1.17 has the user or their device do it, and
both are the attacker's). What is gone is what the victim would do with a code that does
not carry their data.`,
	"request-binding:user": `As device: who is asked whether the data is theirs is the attacker.`,

	"option:user_code=confirm": `Who is asked to compare is the attacker, and they know the code.`,
}

// whySpying is for who sees the code.
var whySpying = map[string]string{
	"": `Who sees the code and has an account enters it before the victim does, and approves
(RFC 8628 5.5): the victim's TV holds tokens for the attacker's account. It takes no
error of anybody.`,

	"proximity:ble": `Who reads the screen from elsewhere (a telescope, a camera) has the code and is refused
when they enter it. Who is in the room is as near as the owner: proximity asks for the
place, not for the person.`,
	"proximity:shared-network": `As ble; evidence is a network address, and a VPN shows the right one. Being in the room
does not put anybody on its Wi-Fi.`,
	"proximity:geolocation": `As ble, with a position: from within the room it is the right one, and from elsewhere it is
spoofed.`,

	"one-time-codes:1": `The first to enter is the attacker. What is gone is the victim's turn.`,
	"unique-codes": `If the victim enters it too before the attacker has approved, nobody gets anything. The
attacker can be done before (RFC 8628 5.5: it takes being faster).`,

	"rate-limits:code-entry": `Who has seen the code does not guess.`,
}

// whyGuessed is for who guesses it.
var whyGuessed = map[string]string{
	"": `A guess that hits enters the code at the same time (RFC 8628 5.1), and with an account
of one's own it is approved. How likely a hit is depends on form, limits and life of
codes; that it is possible does not.`,

	"proximity:ble": `Who guesses is elsewhere, and even a right guess is refused on the spot.`,
	"proximity:shared-network": `As ble; evidence is a network address, and a VPN shows another one. Whose it has to be a
guess does not tell, so that it gets through is disputed.`,
	"proximity:geolocation": `As ble: a position can be spoofed, but a guess does not tell which one is needed, and
there is no victim's browser to ask.`,

	"one-time-codes:1": `One guess that hits is one entry. What is gone is the victim's turn.`,
	"unique-codes": `If the victim enters the code too before the attacker has approved, nobody gets anything.
The attacker can be done before.`,

	"rate-limits:code-entry": `A few guesses are left, and one of them may be right: luck. Without it nothing happens.
It is RFC 8628 5.1's own advice, and a matter of odds.`,
}

// whyReplay says of each deployment why the attackers of replay get as far as they
// do where the device's requests can be read.
var whyReplay = map[string]string{
	"": `The device_code is the only thing a public client shows (RFC 8628 3.4), so who has read
it and polls first gets the tokens that the victim approved. The victim's TV is then
told invalid_grant, and so is at any time who polls as another client (RFC 6749 5.2): that
leads nowhere. Credentials of a client add nothing where none are asked for.`,

	"proximity:cable":          noSuchPort,
	"proximity:nfc":            noSuchNFC,
	"proximity:ble":            `Who enters the code and approves is the victim, next to their own TV. Nobody asks who polls.`,
	"proximity:uwb":            noSuchUWB,
	"proximity:shared-network": `As ble.`,
	"proximity:geolocation":    `As ble.`,

	"short-lived-codes:2m": `The victim enters and approves a young code; tokens are polled for as ever.`,
	"one-time-codes:1":     `The user code is entered once, by the victim. It is the other code that is used twice.`,
	"unique-codes":         `As one-time-codes.`,
	"content-filtering":    `No message is sent.`,

	"detect-and-remediate:introspection":  laterOnly,
	"detect-and-remediate:shared-signals": laterOnly,
	"limited-scopes":                      laterOnly,
	"short-lived-tokens:access":           laterOnly,
	"short-lived-tokens:refresh":          laterOnly,
	"sender-constrained-tokens:software":  laterOnly,
	"sender-constrained-tokens:hardware":  laterOnly,

	"trusted-devices:initiator": `The victim's TV is new and starts nothing: honest people are refused.`,
	"trusted-devices:receiver": `Who polls must be registered. The victim's TV is not, so it gets nothing; the attacker
gets the tokens with a registered device of theirs (6.1.7 Limitations).`,
	"trusted-networks": `The victim's device is in no perimeter, so no session begins: honest people are refused.`,

	"rate-limits:client":     `There is one session, and it is not the attacker's.`,
	"rate-limits:user":       noPush,
	"rate-limits:code-entry": `Nobody guesses user codes here.`,

	"user-education":                  `The victim approves their own TV: there is nothing to warn of.`,
	"user-experience:context":         `As user-education: what the page says is true, and it is theirs.`,
	"user-experience:decline-default": `As user-education.`,

	"authenticate-then-initiate:plain":                 `Nobody can log in on the victim's device, so no session begins: honest people are refused.`,
	"authenticate-then-initiate:approver-is-initiator": `As plain.`,

	"request-initiation-verification": `The victim types the password on their own TV, as asked. Whoever polls next gets the
tokens.`,
	"request-binding:device":   `The victim's data is in the victim's code. Fewer states, because who has typed none cannot go on.`,
	"request-binding:user":     `As device.`,
	"option:user_code=confirm": `The victim compares the code of their own TV, and it is the same.`,
}

// whyA1 says of each deployment why the honest people of A1 are served or not.
var whyA1 = map[string]string{
	"": `Everybody gets their TV. Who is slow waits five of the code's thirty minutes; who walks
away enters the code twice, which nothing forbids; a week of use is a token refreshed
every hour.`,

	"proximity:cable": noSuchPort,
	"proximity:nfc":   noSuchNFC,
	"proximity:ble":   `TV and phone stand in one living room and both have the radio. Who approves from elsewhere is not there (6.1.1 Note: primary and secondary card holder).`,

	"trusted-devices:initiator": `A new TV is not registered, and that is what A1 is about: it gets no code. Only who
registered it before is served.`,
	"trusted-devices:receiver": `As initiator, but after a code and an approval: no tokens.`,

	"trusted-networks": `A TV at home is in no perimeter (6.1.8 Limitations: consumer scenarios).`,

	"limited-scopes": `A TV needs all that it asks for.`,

	"authenticate-then-initiate:plain": `No log-in that resists phishing can run on a TV (6.1.15 Limitations).`,
}

// whyA2 says it of A2, where it is not as in A1.
var whyA2 = map[string]string{
	"": `Everybody gets their files. A whiteboard that is a managed computer may or may not be
logged in on first, which nobody asks for here.`,

	"proximity:cable": `Whiteboard and computer can be connected. Nobody plugs a phone in here, so who
uses one is refused; so is who approves from elsewhere.`,
	"proximity:nfc": `The whiteboard has it, a personal computer has not.`,
	"proximity:ble": `Whiteboard, computer and phone all have the radio. Who approves from elsewhere is not
there.`,

	"trusted-devices:initiator": `Only the managed whiteboard is registered.`,
	"trusted-devices:receiver":  `As initiator, but after a code and an approval: no tokens.`,

	"trusted-networks": `Every whiteboard is inside the company's network, and what is asked is where the flow
starts: a phone on mobile data may approve.`,

	"limited-scopes": `The files are what a user needs: they are served, and mail and directory are no longer
to be had.`,

	"authenticate-then-initiate:plain": `Only the managed whiteboard can be logged in on (6.1.15: it takes such a device).`,
}

// whyHonest says it where A1 and A2 are alike.
var whyHonest = map[string]string{
	"proximity:uwb": noSuchUWB,

	"proximity:shared-network": `Both devices are on one network, except the phone on mobile data, which never shows that
address (6.1.1 Shared network says so), and whoever approves from elsewhere.`,

	"proximity:geolocation": `Everybody is where their device is, except whoever approves from elsewhere.`,

	"short-lived-codes:2m": `Five minutes are more than two: who is slow finds the code dead at every step. The others
can be quick enough, also if they enter the code twice.`,

	"one-time-codes:1": `Who walks away needs the code a second time (6.1.3 Limitations). Nobody else does.`,
	"unique-codes":     `Who walks away presents the code twice. Nobody else does.`,

	"content-filtering": `A code that one person sends to one other is below the filter's threshold (6.1.5 Limitations).`,

	"detect-and-remediate:introspection":  `Their tokens are nobody's prey. False alarms are not in the model.`,
	"detect-and-remediate:shared-signals": `As introspection.`,

	"short-lived-tokens:access": `An access token is refreshed without asking anybody.`,
	"short-lived-tokens:refresh": `After a day the device has to be authorised again (6.1.10 Limitations): who wants a week in
peace is not served.`,

	"rate-limits:client": `Everybody needs one code, and the limit is one. Who shares an address with others that
have just started is taken for them.`,
	"rate-limits:user":       noPush,
	"rate-limits:code-entry": `Everybody has seen their code.`,

	"sender-constrained-tokens:software": `Nobody moves their tokens.`,
	"sender-constrained-tokens:hardware": `Nobody moves their tokens.`,

	"user-education":                  `Everybody enters the code of the device they mean.`,
	"user-experience:context":         `What the page says is what they expect.`,
	"user-experience:decline-default": `They mean to say yes, and it is still there to be clicked.`,

	"authenticate-then-initiate:approver-is-initiator": `As plain: who has logged in is who approves.`,

	"request-initiation-verification": `The password comes to who approves and is typed by who stands before the device. That is
one person, except where somebody else approves: the one has it and the other needs it.`,

	"request-binding:device": `Who stands before the device types data of theirs, and their other device recognises it.
Where somebody else approves it is not theirs. Fewer states, because who has typed none
cannot go on.`,
	"request-binding:user": `As device, at the approval.`,

	"option:user_code=confirm": `Everybody has seen the code and finds it the same.`,
}
