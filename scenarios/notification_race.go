package scenarios

import "github.com/crossdeviceflows/crossdevice/flows"

// NotificationRace is no attack: two channels, on which nothing keeps the order.
var NotificationRace = &Scenario{
	Name:   "notification-race",
	Doc:    "Notification race: the provider's callback reaches the client before the answer to its authentication request, so that the client is told of a request that it does not know.",
	Ref:    "OpenID MODRNA issue 63",
	Flows:  []*flows.Flow{flows.CIBAPing, flows.CIBAPush, flows.CIBAPoll},
	Facts:  shoppers,
	Honest: A4,
	In:     Watched,
	Breaks: InOrder,
	Goals: []Goal{
		{Name: Initiated, Doc: "the answer to a request is still on its way to the client",
			When: anySession(func(s *flows.Session) bool { return s.Ack == flows.AckDelayed })},
		{Name: Reached, Doc: "the user has approved a request whose answer is still on its way",
			When: anySession(func(s *flows.Session) bool { return s.Ack == flows.AckDelayed && s.Stage == flows.Approved })},
		{Name: Granted, Doc: "the result has come to the client before the answer",
			When: anySession(func(s *flows.Session) bool { return s.Ack == flows.AckOvertaken })},
	},
	Reach: []Reach{
		{Capability: "delay-network", Literal: true, Source: "issue 63: the notification might reach the RP before the response to the request"},
	},
}
