package scenarios_test

// Reasons that several rows of CTAP hybrid have.
const (
	keyed       = `The code is made by the client platform, and the provider sees neither it nor who scans it.`
	ofPlatform  = `What the phone says is its platform's, which knows who is logged in to and not who asks: there is no page of the provider.`
	nobodyHeard = `The phone is not heard, so nothing is granted that this could take away`
)

// whyKeyed is for what has no place where a key is carried from device to device.
var whyKeyed = map[string]string{
	"one-time-codes:1":       keyed + ` One phone completes the handshake for it anyway.`,
	"unique-codes":           keyed,
	"rate-limits:user":       `Nobody is sent a request: there is nothing to count.`,
	"rate-limits:code-entry": `What is scanned is too long to be guessed.`,

	"user-experience:context":         ofPlatform,
	"user-experience:decline-default": ofPlatform,

	"request-binding:device": keyed + ` Nothing that somebody types can be in it.`,
	"request-binding:user":   `As device.`,
}

// whyHybrid is for victims who scan the code of the attacker's device.
var whyHybrid = map[string]string{
	"proximity:ble": `Who scans is asked what the handshake will ask anyway: nobody's phone waits to be heard, and
what would have been granted is as before. Only a radio near the victim, or being there,
makes the two hear each other, for this question too.`,
	"proximity:shared-network": `The provider sees one device alone, so the platforms have to tell. Then it is as with a
radio, but evidence is a network address, and a VPN shows the right one (6.1.1
Limitations): the handshake still refuses who has only that.`,
	"proximity:geolocation": `As shared-network, with a position: it is spoofed, once a page has read the right one from
the victim's browser (6.1.1 Limitations), and the handshake still asks for the radio.`,

	"trusted-devices:receiver": nobodyHeard + `, unless there is a radio; then an unregistered device gets no tokens, and a
registered one in the wrong hands does (6.1.7 Limitations).`,

	"rate-limits:client": `One session is all that a single victim needs.`,

	"user-education": `Who has been told, and does not ignore it, scans no code that was sent to them or shown
where they did not go by themselves, and looks at a page's address first (6.1.13).`,

	"authenticate-then-initiate:plain": `Nobody gets a code who has not logged in first. With an account of their own, which 6.1.15
does not exclude, the attacker logs in as themselves; with a radio too they go on as before.`,
	"request-initiation-verification": nobodyHeard + `, unless there is a radio; then the victim is asked for the password too
(relay-answer, 6.1.16 Limitations).`,
}

// whyB1Hybrid is for the mailed code.
var whyB1Hybrid = map[string]string{
	"": `A mail carries the code, and who scans it has it on their phone, which asks nothing before the
handshake: reached says no more here. The phone's advert is heard nowhere near the attacker's TV, so the handshake has no key and nothing is
granted (CTAP 2.2 11.5.1). Neither a fresh code nor a VPN nor a position changes that. A
beacon near the victim does (nearby-proxy), and the provider notices nothing: the origin
is the one that the attacker's own client platform names. What tokens would be worth
stands here as everywhere.`,

	"short-lived-codes:2m": `A mailed code is three minutes old when it is read, and dead after two. One that is made
when the victim clicks is fresh (6.1.2), and nobody hears who scans it either.`,
}

// whyB2Hybrid is for the threat, in a company.
var whyB2Hybrid = map[string]string{
	"": `As B1, with a mail that threatens (4.3.2). Such a code cannot be read out on the phone.
Besides a beacon, an employee who is in the building hears the phone themselves.`,

	"short-lived-codes:2m": `As in B1: a code that is made on demand is fresh, and nobody hears who scans it.`,

	"proximity:cable": `The attacker's whiteboard is connected to no victim's computer, and nothing that the
attacker can do bridges a cable: stricter than the radio that the protocol asks for.`,

	"proximity:shared-network": `As in B1; the address is the company's.`,

	"content-filtering": `Every code travels by mail, or by a link in one. One that the filter misses is enough, and
what the handshake refuses it refuses all the same.`,
}

// whyB8Hybrid is for the page between.
var whyB8Hybrid = map[string]string{
	"": `The page shows the code that the attacker's browser shows at that moment, and the victim
scans it; their phone asks nothing yet. Real time is no nearness: nobody is heard, nothing is granted, as
PoisonSeed's relay had to find out (Expel, corrected July 2025). Who logs in on the page
from a browser of their own signs for its address, and the provider refuses that
(relay_assertion). With a radio near the victim it works (fido-cross-device-phishing).`,

	"proximity:cable": noCable,
	"proximity:nfc":   noSuchNFC,

	"short-lived-codes:2m": `The code is as young as the page makes it (6.1.2 Limitations).`,

	"content-filtering": `The address of the page travels by mail. One that the filter misses is enough.`,

	"trusted-devices:initiator": `The attacker's browser is not registered, so it shows no code to be passed on; one that
is, in the wrong hands, does (6.1.7 Limitations).`,
	"trusted-networks": `A computer at home is in nobody's perimeter, and neither is the attacker's.`,
}

// whySpyHybrid is for who photographs the code.
var whySpyHybrid = map[string]string{
	"": `A photographed code brings a phone to the victim's TV, and no other client: the TV has the
key. Who is in the room scans it, is heard, and logs the TV in with an account of their
own (RFC 8628 5.5). Who uses a telescope scans it as well, and is not heard. It takes no
error of anybody.`,

	"proximity:ble":            `The handshake asks the same a moment later. Who is in the room is as near as the owner.`,
	"proximity:shared-network": `Being in the room does not put anybody on its Wi-Fi, and a VPN does; it takes both.`,
	"proximity:geolocation": `From within the room the position is the right one; from elsewhere it is spoofed, and then
nobody is heard.`,

	"request-initiation-verification": `The password is sent to who approved, the attacker, and has to be typed on the victim's
TV. The owner, who stands before it, does not know it.`,
}

// whyWrongHybrid is for who wants the victim's yes beside the victim's own session.
var whyWrongHybrid = map[string]string{
	"": `Whoever stands before the victim's TV gets what is approved for it: the answer comes back
to the browser that asked, so seeing its code gives no result to poll for, and a code that
is brought for another session (swap_code) fails at code_verifier and nonce (last section).
A lure brings the attacker's own code before the victim, as in B1, and nobody is heard but
with a radio.`,

	"short-lived-codes:2m": `At two ticks per code life two minutes look like five, and a mail takes no time: nothing is
decided by this row.`,

	"proximity:shared-network": `As in B1. Who has no lure brings nobody to be asked.`,
	"proximity:geolocation":    `As in B1. Who has no lure brings nobody to be asked.`,

	"trusted-devices:receiver": `Neither device is registered, so neither gets anything, but one in the attacker's hands that is
(6.1.7 Limitations), and that takes a radio besides.`,

	"authenticate-then-initiate:plain": `Nobody can log in on the victim's device, so it starts nothing. The attacker logs in as
themselves on a device of their own; with a radio they go on.`,
}

// whyA1Hybrid is for the TV that shows a code.
var whyA1Hybrid = map[string]string{
	"": `Who has their phone with them gets their TV, whatever network it is on: Bluetooth asks
for the room. Who is slow waits five of ten minutes; who walks away scans again. Who
approves from elsewhere is lost to the protocol itself, without any mitigation.`,

	"proximity:ble": `The handshake asks for it anyway. Who approves from elsewhere is refused at the scan.`,
}

// whyA2Hybrid is for the whiteboard, with a computer or a phone that has the passkey.
var whyA2Hybrid = map[string]string{
	"": `Who is in the room with what holds their passkey gets their files. The agent in another
place is lost to the protocol itself: the customer's device is not near the agent's.`,

	"proximity:ble": `As in A1.`,
}

// whyA8Hybrid is for the log-in on a computer.
var whyA8Hybrid = map[string]string{
	"": `Everybody has both devices in one home. The computer is logged in on first or not, which
nobody asks for here.`,

	"proximity:cable": noCable,
	"proximity:nfc":   `Phones have it, the computer does not.`,
	"proximity:ble":   `The handshake asks for it anyway: nobody is lost who was not before.`,

	"proximity:geolocation": `Everybody is where their device is.`,

	"trusted-devices:initiator": `A computer that was not used for it before is not registered.`,
	"trusted-devices:receiver":  `As initiator, but after a code and an approval: no tokens.`,
	"trusted-networks":          `A computer at home is in no perimeter (6.1.8 Limitations: consumer scenarios).`,

	"limited-scopes": laterOnly,

	"short-lived-tokens:refresh": `Nobody here wants a week in peace: what follows the log-in is not looked at.`,

	"authenticate-then-initiate:plain": `A computer can run such a log-in, with a passkey on it: then what is scanned for is a second
one.`,
	"request-initiation-verification": `The password comes to who approves, and they type it on the computer before them.`,
}

// whyHonestHybrid is for all of them.
var whyHonestHybrid = map[string]string{
	"proximity:shared-network": `Both devices are on one network, except the phone on mobile data, which the protocol serves
and this mitigation loses (6.1.1 Shared network), and whoever approves from elsewhere.`,
	"short-lived-codes:2m": `Five minutes are more than two: who is slow finds the code dead. The others can be quick
enough, also if they scan twice.`,
	"user-education": `Everybody scans the code of the device they mean.`,
}
