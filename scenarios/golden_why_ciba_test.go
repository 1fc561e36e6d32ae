package scenarios_test

// What the rows of the goldens of CIBA and of the authorization code are, where that is
// not said for the device grant.
const (
	whatWorn = `Who reaches what through each mitigation alone, if people make every error and
chance favours the attacker: two requests to one administrator, who lets the first one
pass, at two ticks per code life, where a mail takes three; "after the grant" is what the
tokens are then worth, on a clock of hours and for 30 days. The trace is a shortest one to
the highest rung.`

	whatTwice = `Who reaches what through each mitigation alone, if people make every error and
chance favours the attacker: two requests to one victim, who lets the first one pass, at
two ticks per code life, where a mail takes three. The trace is a shortest one to the
highest rung.`

	whatRaced = `Who reaches what through each mitigation alone, if people make every error and
chance favours the attacker: two sessions, the attacker's and the victim's own, at two
ticks per code life, where a mail takes three. The trace is a shortest one to the highest
rung.`

	whatReplayed = `Who reaches what through each mitigation alone, with https: false, because with TLS
nobody reads anything: the victim's own session and an attacker without one, at ticks of
a minute. The trace is a shortest one to the highest rung.`

	whatRace = `What happens through each mitigation alone where a network does not keep the order:
one session, of somebody honest. The trace is a shortest one to the highest rung.`
)

// Reasons that several rows of one sheet have.
const (
	noCarrier   = `Nobody carries a code from one device to the other: there is none that could be used, presented or scanned.`
	nobodyAsked = `Nobody is asked: the tokens are in the answer to the request, and this judges what comes after.`
	toNobody    = `There is nothing to stop: nobody but the victim is asked.`
	inOrder     = `It says nothing of the order in which a network delivers.`
	notCounted  = `The code is used in the browser that got it, and nobody carries it: there is nothing to count.`
	noGrantSame = `There is nothing more to stop: the client takes no answer from another browser than its own.`
	unseenSame  = `There is nothing to stop: in one browser no screen shows the request.`
	byVictim    = `The victim does all that is asked of them, next to their own TV. Nobody asks who polls.`

	// posed is what defeats whatever a client looks at before it asks the provider.
	posed = ` Who has the client's
credentials (client-secret, disputed) asks the provider themselves, and nobody looks; in
push mode the tokens then go to the client all the same.`
)

// whyLater is for the scenarios that end with the grant.
var whyLater = map[string]string{
	"detect-and-remediate:introspection":  laterOnly,
	"detect-and-remediate:shared-signals": laterOnly,
	"limited-scopes":                      laterOnly,
	"short-lived-tokens:access":           laterOnly,
	"short-lived-tokens:refresh":          laterOnly,
	"sender-constrained-tokens:software":  laterOnly,
	"sender-constrained-tokens:hardware":  laterOnly,
}

// whyNotCIBA is for what says nothing about a flow in which the provider asks.
var whyNotCIBA = map[string]string{
	"proximity:cable": noCable,
	"proximity:nfc":   `Phones have it, the device on which the flow starts does not (6.1.1: "NFC readers are less widely deployed").`,
	"proximity:uwb":   noSuchUWB,

	"short-lived-codes:2m": `A request lives for two minutes anyway (CIBA Core 7.3, the example).`,
	"one-time-codes:1":     noCarrier,
	"unique-codes":         noCarrier,
	"request-binding:device": `Nobody carries a code in which what was typed could be. What ties the two devices together
here is the option binding_message.`,
	"request-binding:user":   `As device.`,
	"rate-limits:code-entry": `Nobody types a code that could be guessed.`,
}

// whyAsked says of each deployment why attackers get as far as they do who have the
// provider ask their victims.
var whyAsked = map[string]string{
	"proximity:ble": `The attacker's device stands elsewhere, so the victim's phone does not hear it: what the
provider sends is refused before they look at it. Only a radio near the victim
(nearby-proxy) makes the two hear each other. What the provider asks the attacker a page can
hand on to the victim (forward_link); they are not who it names, and get no further.`,
	"proximity:shared-network": `As with a radio, but evidence is a network address, and a VPN exit at the victim's is
enough to show the right one (6.1.1 Limitations).` + posed,
	"proximity:geolocation": `As with a radio, but evidence is a position that the device reports: it is spoofed, once
a page has read the right one from the victim's browser (6.1.1 Limitations).` + posed,

	"content-filtering": `What asks the victim is the provider's own notification, and no mail. A filter keeps away
only what would prime them for it, which nobody needs.`,

	"trusted-devices:initiator": `The attacker's device is not registered, so it has nobody asked, unless it is a registered
one in the wrong hands (6.1.7 Limitations).` + posed,
	"trusted-devices:receiver": `The check comes when tokens are issued: the victim has been asked and has approved, and
the unregistered device gets nothing. trusted-device defeats it as before.` + posed,
	"trusted-networks": `The attacker is in no perimeter and has no device in one: nobody is asked. Nobody who is at
home asks either: it refuses all (6.1.8 Limitations).` + posed,

	"rate-limits:client": `One request is all that one victim needs.`,
	"rate-limits:user":   `One request to each user is all that it takes (6.1.11 asks for a limit; this is the smallest).`,

	"user-education": `Who has been told, and does not ignore it, does not approve what they did not start; asked
they are all the same. That it is "insufficient on its own" (6.1.13 Limitations) is the
error ignores-context.`,
	"user-experience:context": `Who is told truthfully who asks and for what, and does not ignore it, declines. Who ignores
it approves (6.1.14 Limitations).`,
	"user-experience:decline-default": `It avoids accidents (6.1.14), and whoever would approve unasked at all does so on purpose.`,

	"authenticate-then-initiate:plain": `Nobody has anybody asked who has not logged in first. With an account of their own, which
6.1.15 does not exclude, they log in as themselves and name the victim.` + posed,
	"authenticate-then-initiate:approver-is-initiator": `Who logged in first must be the one who is named, and the server knows both before it asks
anybody: the attacker who logs in as themselves can name nobody else (6.1.15: "prevent an
attacker from initiating"). Who names themselves and passes the link on that they are sent
(forward_link) has it approved by nobody else.` + posed,

	"request-initiation-verification": `The victim is sent a password that belongs on the attacker's device. Who asks them for
it (relay-answer, 6.1.16 Limitations) types it there; who does not ask gets an approval
and no tokens.`,

	"option:binding_message=static": `Who looks misses the text on a device of theirs, and declines. Who does not look
approves; and so does who has been shown it, for the attacker's device shows it too.`,
	"option:binding_message=compare": `Who looks has nothing to compare it with, and declines, unless the attacker tells them the
message of the attacker's own device, on a page or on the phone. A mail is read too late.`,
	"option:binding_message=enter": `The victim would have to type what they have not seen. No error helps; being told the
message does, and a device that the attacker can read tells them.`,
	"option:user_code=required": `The request has to carry a secret of the victim's. Who has asked them for it (relay-answer)
has it; nobody else has anybody asked.`,
}

// whyB4 is for the bulk of requests.
var whyB4 = map[string]string{
	"": `A list of identifiers is all it takes: the provider asks everybody on it, and whoever
approves unasked gives their tokens to the attacker's session (4.3.4.1). No message of the
attacker's is needed, so each addition only opens more ways to the same end.`,

	"rate-limits:client": `One request is all that one victim needs. What it does to two is in the section on two
victims.`,
}

// whySync is for the answer that does not wait for the user.
var whySync = map[string]string{
	"": `The provider answers the request with tokens and asks nobody: naming a victim is all it
takes, with no error of theirs. That is why issue 63 was rejected.`,

	"proximity:ble":            `It judges who joins, and nobody needs to: the tokens are there before anybody is asked.`,
	"proximity:shared-network": `As ble.`,
	"proximity:geolocation":    `As ble.`,

	"content-filtering":        nobodyAsked,
	"trusted-devices:receiver": `It judges the steps in which tokens are fetched; these come with the answer to the request.`,

	"user-education":                  nobodyAsked,
	"user-experience:context":         nobodyAsked,
	"user-experience:decline-default": nobodyAsked,

	"authenticate-then-initiate:approver-is-initiator": `Nobody approves, but the client names somebody, and that has to be who logged in.` + posed,
	"request-initiation-verification":                  `No password is sent, because nobody has approved.`,

	"option:binding_message=static":  nobodyAsked,
	"option:binding_message=compare": nobodyAsked,
	"option:binding_message=enter":   nobodyAsked,
	"option:user_code=required": `The request has to carry a secret of the victim's. Who has asked them for it (relay-answer)
has it.`,
}

// whyHelp is for the caller from the bank.
var whyHelp = map[string]string{
	"": `The victim is called and asked to decline a transaction that they did not make, and then
approves another one that is to save their money (4.3.4.2): the caller has the provider ask
for both.`,

	"content-filtering": `A call is no message that could be filtered.`,

	"request-initiation-verification": `The caller is on the phone and asks for the password too: relay-answer is in the text of
4.3.4.2 itself ("additional authorization information").`,

	"rate-limits:client": `The second request waits until a code's life has passed, while the caller talks: it slows,
it does not stop (6.1.11 Limitations).`,
	"rate-limits:user": `As client.`,

	"option:binding_message=enter": `The caller sees the message on their own device and reads it out, and the victim types it.`,
	"option:user_code=required": `The caller asks for the user_code first, as for any other "additional authorization
information" (4.3.4.2).`,
}

// whyB9 is for requests that come again and again.
var whyB9 = map[string]string{
	"": `The administrator lets a request pass at night, and approves the next one to have peace
(4.3.9). Each takes a session of its own. What they administer is worth what it is for as
long as one looks: 720 hours in 30 days.`,

	"trusted-networks": `The portal is opened from the office, and the attacker is not there. The text gives what
defeats it: a device inside the network (6.1.8).` + posed,
	"limited-scopes": `Administering needs all that is asked for: there is nothing to take away.`,

	"rate-limits:client": `The second request waits until a code's life has passed, and a night is long: it slows, it
does not stop (6.1.11 Limitations).`,
	"rate-limits:user": `As client, whoever asks.`,

	"user-education": `The administrator knows that they did not start this, and approves by accident (the error
slips): there is nothing that they could have been told.`,
	"user-experience:context":         `As user-education: what the page says is true, and who slips does not read it.`,
	"user-experience:decline-default": `It makes accidents rarer (6.1.14), and an accident is what this takes: the error slips.`,
}

// whySpyCIBA says of each deployment why somebody else does not get the victim's device
// to act for them.
var whySpyCIBA = map[string]string{
	"": `Who stands before the device has said who is to be asked, and the provider asks nobody
else (CIBA Core 7.1, 8). An onlooker sees the message on the screen and can do nothing with
it. It is the specification that binds here.`,

	"proximity:ble":            toNobody,
	"proximity:shared-network": toNobody,
	"proximity:geolocation":    toNobody,
	"content-filtering":        `No message is sent.`,

	"trusted-devices:initiator": `It looks at the device that starts, which is the victim's, and that is new: it is refused,
with nobody to refuse it for.`,
	"trusted-devices:receiver": `As initiator, when tokens are issued: it is the victim's own device that gets none.`,
	"trusted-networks":         `The victim's device is in no perimeter, so no session begins: honest people are refused.`,

	"rate-limits:client": toNobody,
	"rate-limits:user":   toNobody,

	"user-education":                  `The victim approves what they started.`,
	"user-experience:context":         `The victim approves what they started.`,
	"user-experience:decline-default": `The victim approves what they started.`,

	"authenticate-then-initiate:plain":                 `Nobody can log in on the victim's device, so no session begins: honest people are refused.`,
	"authenticate-then-initiate:approver-is-initiator": `As plain.`,

	"request-initiation-verification": `The victim types their password before anything is delivered: fewer ways, to the same.`,

	"option:binding_message=static":  `The victim has to look at their device before they approve: fewer ways, to the same.`,
	"option:binding_message=compare": `As static.`,
	"option:binding_message=enter":   `As static.`,
	"option:user_code=required":      `The victim tells the client their own.`,
}

// whySpyPush is for a client that is told the result.
var whySpyPush = map[string]string{
	"": `As in poll mode. Here somebody with an account of their own can also post tokens to the
client's endpoint (swap-code), and is refused: they do not know the
client_notification_token (CIBA Core 10.3), and the ID token that the provider gave them
has another auth_req_id in it (10.3.1).`,
}

// whyWrongCIBA is for a request just before the user's own.
var whyWrongCIBA = map[string]string{
	"": `The attacker has a request made just before the victim makes theirs, and it is the first
on the victim's phone. One request of a client looks like another, so who expects to be
asked takes it for their own, which is no error (Tonge); with who approves unasked the
attacker does not even have to wait for that.`,

	"trusted-networks": `Neither device is inside a perimeter: nobody is asked anything.`,

	"rate-limits:client": `The attacker has one session, the victim another, and they are different clients. What is
gone is a second one of the attacker's: fewer states, and no fewer goals.`,
	"rate-limits:user": `One request to each user, and it is the attacker's if that comes first: the one refused is
then the victim's own.`,

	"user-education": `Who has been told approves nothing that they did not start, and thinks that they started
this.`,
	"user-experience:context": `Who is told truthfully, and does not ignore it, declines what they did not start; who takes
it for their own is told nothing that they look for. To compare is what binding_message
asks of them.`,
	"user-experience:decline-default": `Who takes it for their own means to say yes.`,

	"option:binding_message=static": `The victim's own device shows the same text: it tells that somebody asks, and not who. So
it stops nobody who has a request of their own under way.`,
	"option:binding_message=compare": `The victim's device shows another message. Who misses that, or does not look, approves; and
who has been told the attacker's finds it.`,
	"option:binding_message=enter": `The victim types what their own device shows, and it is the wrong one. Only the attacker's
message, told them on a page or on the phone, is the right one. A mail is read too late.`,
}

// whyReplayCIBA says of each deployment why the attackers of replay get as far as they
// do where the client's requests can be read.
var whyReplayCIBA = map[string]string{
	"": `The token endpoint has the client authenticate (CIBA Core 10.1), and where requests can be
read a secret in them can be read too: who has both polls first, and gets the tokens that the
victim approved. Where it cannot be read see the last section.`,

	"proximity:ble":            `Who approves is the victim, next to their own TV. Nobody asks who polls.`,
	"proximity:shared-network": `As ble.`,
	"proximity:geolocation":    `As ble.`,
	"content-filtering":        `No message is sent.`,

	"trusted-devices:initiator": `The victim's TV is new and starts nothing: honest people are refused.`,
	"trusted-devices:receiver": `Who polls must be registered. The victim's TV is not, so it gets nothing; the attacker
gets the tokens with a registered device of theirs (6.1.7 Limitations).`,
	"trusted-networks": `The victim's device is in no perimeter, so nobody is asked: honest people are refused.`,

	"rate-limits:client": `There is one session, and it is not the attacker's.`,
	"rate-limits:user":   `There is one request, and it is the victim's own.`,

	"user-education":                  `The victim approves their own TV: there is nothing to warn of.`,
	"user-experience:context":         `As user-education: what the page says is true, and it is theirs.`,
	"user-experience:decline-default": `As user-education.`,

	"authenticate-then-initiate:plain":                 `Nobody can log in on the victim's device, so nobody is asked: honest people are refused.`,
	"authenticate-then-initiate:approver-is-initiator": `As plain.`,

	"request-initiation-verification": `The victim types the password on their own TV, as asked. Whoever polls next gets the
tokens.`,

	"option:binding_message=static":  `The victim has the text of their own TV before them: who has not looked at it declines.`,
	"option:binding_message=compare": `As static: it is the same.`,
	"option:binding_message=enter":   `As static: they type it.`,
	"option:user_code=required":      `The victim tells the client their own.`,
}

// whyReplayPush is for a client that does not poll.
var whyReplayPush = map[string]string{
	"": `In push mode nobody polls, and who does is told unauthorized_client (CIBA Core 11): an
auth_req_id that was read is of no use, with the client's credentials or without. The
tokens come to the client's own endpoint (10.3). It is the specification that binds here.`,

	"trusted-devices:receiver":        `The victim's TV is new, and gets nothing: honest people are refused.`,
	"request-initiation-verification": `The victim types the password on their own TV, as asked, and the tokens come to the client.`,
}

// whyRace is for two channels that keep no order.
var whyRace = map[string]string{
	"proximity:ble":            inOrder,
	"proximity:shared-network": inOrder,
	"proximity:geolocation":    inOrder,
	"content-filtering":        inOrder,

	"trusted-devices:initiator": `The computer is not registered, and asks for nothing: honest people are refused.`,
	"trusted-devices:receiver":  `What it refuses is tokens. That a callback comes too soon is not up to it.`,
	"trusted-networks":          `A computer at home is in no perimeter: honest people are refused.`,

	"rate-limits:client": inOrder,
	"rate-limits:user":   inOrder,

	"user-education":                  inOrder,
	"user-experience:context":         inOrder,
	"user-experience:decline-default": inOrder,

	"authenticate-then-initiate:plain":                 `Who starts has logged in before: fewer states, and the same after.`,
	"authenticate-then-initiate:approver-is-initiator": `As plain.`,

	"request-initiation-verification": inOrder,

	"option:binding_message=static":  `Who approves has looked before: fewer ways, to the same. Who declines is told of too.`,
	"option:binding_message=compare": `As static.`,
	"option:binding_message=enter":   `As static.`,
	"option:user_code=required":      `Who buys tells the client their own.`,
}

var whyRacePing = map[string]string{
	"": `The provider's callback comes before its answer to the authentication request, so the
client is told of an auth_req_id that it does not know (issue 63), and drops it. It can
still poll (CIBA Core 7.3): nobody is lost by it.`,
}

var whyRacePush = map[string]string{
	"": `As in ping mode, but what is dropped are the tokens, and they are sent once.`,
}

var whyRacePoll = map[string]string{
	"": `In poll mode it is the client that asks, with an auth_req_id that it has by then: however
late the answer to its request is, no result comes before it (CIBA Core 10.1).`,

	"trusted-devices:receiver": `What it refuses is tokens.`,
}

// whyHonestCIBA says of each deployment why people are served or not whom a provider
// asks.
var whyHonestCIBA = map[string]string{
	"proximity:cable": noCable,
	"proximity:nfc":   `Phones have it, a computer does not.`,

	"short-lived-codes:2m": `A request lives for two minutes anyway (CIBA Core 7.3, the example).`,
	"one-time-codes:1":     noCarrier,
	"unique-codes":         noCarrier,

	"content-filtering": `What the provider sends to a phone is no mail from a stranger.`,

	"trusted-networks": `A home is in no perimeter, and a shop's terminal is not in the bank's (6.1.8 Limitations:
consumer scenarios).`,

	"rate-limits:client": `Everybody needs one request, and the limit is one. Who shares an address with others that
have just started is taken for them.`,
	"rate-limits:user":       `Everybody is asked once.`,
	"rate-limits:code-entry": `Nobody types a code.`,

	"user-education": `Everybody approves what they started, or somebody they know.`,

	"request-initiation-verification": `The password comes to who approves and is typed by who stands before the device. That is
one person, except where somebody else approves: the one has it and the other needs it.`,
	"request-binding:device": noCarrier,
	"request-binding:user":   noCarrier,

	"option:binding_message=static": `Who looks at the device before they approve finds the text on it. Who approves for somebody
elsewhere is told it.`,
	"option:binding_message=compare": `As static: it is the same.`,
	"option:binding_message=enter":   `As static: they type it.`,
	"option:user_code=required":      `Everybody tells the client their own.`,
}

// whyA4 is for people who pay.
var whyA4 = map[string]string{
	"": `Everybody gets what they pay for, except who leaves a request for five minutes: it lives
for two (CIBA Core 7.3, the example). Nothing forbids looking at it twice.`,

	"proximity:ble": `Computer and phone stand in one home and both have the radio. A shop's terminal has another
one, and who approves from elsewhere is not there (6.1.1 Note).`,

	"trusted-devices:initiator": `A computer of one's own is not registered. What is: one that has paid before, and the
terminal in a shop.`,
	"trusted-devices:receiver": `As initiator, but after an approval: no tokens.`,

	"limited-scopes": `What is granted is one transaction.`,

	"authenticate-then-initiate:plain": `A computer can run a log-in that resists phishing, for an agent in a call centre as well; a
shop's terminal cannot (6.1.15 Limitations). Who leaves the request for five minutes is
lost as before.`,
	"authenticate-then-initiate:approver-is-initiator": `Who has logged in is who is named, except where an agent orders for a customer, or somebody
for the holder of a card: for them nobody is asked.`,

	"option:user_code=required": `Everybody tells the client their own secret. An agent, or who uses somebody else's card, has
not been told it (CIBA Core 7.1: only the user knows it).`,
}

// whyA4Sync is for people whom nobody asks.
var whyA4Sync = map[string]string{
	"": `Everybody gets what they pay for at once, and nobody has been asked whether they want to.
Nobody is too slow for that.`,

	"proximity:ble": `Where the two devices are apart nobody can approve, and nobody needs to: the tokens are in
the answer to the request.`,
	"proximity:shared-network": `As ble.`,
	"proximity:geolocation":    `As ble.`,

	"trusted-devices:receiver": `It judges the steps in which tokens are fetched; these come with the answer to the request.`,

	"authenticate-then-initiate:plain": `A computer can run a log-in that resists phishing; a shop's terminal cannot (6.1.15
Limitations).`,
	"authenticate-then-initiate:approver-is-initiator": `As plain, and who logged in has to be who is named: an agent orders for a customer, and
somebody for the holder of a card.`,

	"request-initiation-verification": `No password is sent, because nobody has approved.`,
	"option:binding_message=static":   nobodyAsked,
	"option:binding_message=compare":  nobodyAsked,
	"option:binding_message=enter":    nobodyAsked,
}

// whyA9 is for the administrator.
var whyA9 = map[string]string{
	"": `Every administrator gets into the portal, except who leaves a request for five minutes: it
lives for two (CIBA Core 7.3, the example). A week of use is a token refreshed every hour.`,

	"proximity:ble": `Computer and phone are where the administrator is, at the office or at home.`,

	"trusted-devices:initiator": `Only the managed computer is registered.`,
	"trusted-devices:receiver":  `As initiator, but after an approval: no tokens.`,
	"trusted-networks": `What is asked is where the flow starts: a phone on mobile data may approve. Who is on call
starts at home, and is lost.`,

	"limited-scopes": `Administering needs all that is asked for.`,

	"authenticate-then-initiate:plain": `Only the managed computer can be logged in on (6.1.15: it takes such a device).`,
}
