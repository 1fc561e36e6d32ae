package scenarios_test

// whyB1 says of each deployment why the attackers of B1 get as far as they do.
var whyB1 = map[string]string{
	"": `The attacker's TV gets a code, a mail takes three minutes to be read and the code
lives thirty; whoever enters it and says yes gives that TV their tokens. Nothing
looks at whose TV it is, so each addition only opens more ways to the same end.`,

	"proximity:ble": `The TV stands at the attacker's place, so no victim's phone hears it and they are
refused at the very first step, entering the code. Making the code later changes
nothing about that. Only a radio near the victim (nearby-proxy) makes the two
devices hear each other; then it is as if there were no mitigation.`,

	"proximity:shared-network": `As with a radio, but evidence is a network address, and a VPN exit at the
victim's is enough to show the right one.`,

	"short-lived-codes:2m": `A mailed code is three minutes old when it is read, and dead after two. A code
made when the victim clicks is fresh, which is the draft's own limitation of this
mitigation; and a code that the attacker enters first (headless-entry) has only
what comes after it left to do within its life. At ticks of half a life nothing
shows of the mail's three minutes, which is why the last line finds two victims
where not even one is reached: rounding is in the attacker's favour.`,

	"one-time-codes:1": `One victim enters one code once, which is all that the mailed code needs. What is
gone is a code entered again, by the same or another victim: fewer states, and
no fewer goals, because a second session brings a second code.`,

	"trusted-devices:initiator": `The attacker's TV is not registered, so it gets no code and nothing can be
mailed but an empty link. A registered device in the attacker's hands
(trusted-device) makes it as if there were no mitigation.`,

	"trusted-devices:receiver": `The check comes when tokens are issued: a code can be mailed and a victim
approves, but the unregistered TV gets nothing. So victims are bothered, and
trusted-device defeats it as before.`,

	"rate-limits:client": `One request per client and code life: one session is all that a single victim
needs. Two victims from codes of one life need two requests. Whoever emulates
many clients (the scenario's own words) is not counted as one; without that the
second victim is out of reach for everybody.`,

	"authenticate-then-initiate:plain": `Nobody gets a code who has not logged in first. That stops an attacker who has no
account, and nobody else: with an account of their own they log in as themselves
and go on as before.`,

	"authenticate-then-initiate:approver-is-initiator": `Who logged in first must be the one who approves. The attacker can log in as
themselves and bring the victim to the page, but the victim's approval is refused
because somebody else started; no capability in reach makes them the same.`,
}

// whyA1 says of each deployment why the honest people of A1 are served or not.
var whyA1 = map[string]string{
	"": `Everybody gets their TV. Who is slow waits five of the code's thirty minutes; who
walks away enters the code twice, which nothing forbids.`,

	"proximity:ble": `TV and phone stand in one living room and both have the radio.`,

	"proximity:shared-network": `TV and phone are on one Wi-Fi, except the phone on mobile data, which never shows
the TV's address.`,

	"short-lived-codes:2m": `Five minutes are more than two: who is slow finds the code dead at every step. The
others can be quick enough, also if they enter the code twice.`,

	"one-time-codes:1": `Who walks away needs the code a second time. Nobody else does.`,

	"trusted-devices:initiator": `A new TV is not registered, and that is what A1 is about: it gets no code. Only who
registered it before is served.`,
	"trusted-devices:receiver": `A new TV is not registered: it gets a code and an approval, and no tokens. Only who
registered it before is served.`,

	"rate-limits:client": `Everybody needs one code, and the limit is one.`,

	"authenticate-then-initiate:plain":                 `A TV has no keypad on which a log-in that resists phishing could run.`,
	"authenticate-then-initiate:approver-is-initiator": `As for plain: nobody can log in on the TV, so nobody starts.`,
}
