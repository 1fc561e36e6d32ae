package scenarios

import "slices"

// B8 is the log-in page between.
var B8 = &Scenario{
	Name:   "B8",
	Doc:    "Account takeover: a page that looks like the real one shows the log-in QR code of the real one in real time, or asks for the code that it sends, and whoever answers logs the attacker in.",
	Ref:    "BCP 247 4.3.8",
	Flows:  relayed,
	Facts:  shoppers,
	Honest: A8,
	Breaks: AttackerAccess,
	Goals:  slices.Concat(phished, []Goal{twoVictims}),
	Reach: slices.Concat([]Reach{
		{Capability: "initiate", Literal: true, Source: "BCP 247 4.3.8: wants to use some website, and has the session on their own device"},
		{Capability: "real-time-relay", Literal: true, Source: "BCP 247 4.3.8: in real time captures log-in QR codes from the original website and presents these to the user"},
		{Capability: "reframe", Literal: true, Source: "BCP 247 4.3.8: creates a phishing website"},
		{Capability: "spray", Literal: true, Source: "BCP 247 4.3.8: sends messages by e-mail or other messaging technologies"},
		{Capability: "know-identifiers", Literal: true, Source: "BCP 247 4.1.3: triggers the request to be sent to the user; who types a name on the page tells it"},
		{Capability: "lure-initiate", Literal: true, Source: "BCP 247 4.1.3 (A), (E), (F): a message says what to do with the code, and the user forwards it"},
		{Capability: "copy", Source: "BCP 247 4.1.1 (E): copies the code that their own device shows"},
		{Capability: "guess-identifiers", Source: "BCP 247 6.2.2, there on CIBA: an attacker who knows or can guess an identifier"},
		{Capability: "brute-force", Source: "RFC 8628 5.1, for a code of six digits"},
	}, without(atWallets, "real-time-relay"), []Reach{
		{Capability: "radio-relay", Disputed: true, Source: "radio can be forwarded; the BCP says so of users who collude"},
	}),
}
