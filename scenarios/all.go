package scenarios

// All lists the scenarios.
var All = []*Scenario{A1, A2, A3, A4, A5, A6, A7, A8, A9, B1, B2, B3, B4, B4Helpdesk, B5, B6, B7, B8, B9,
	SessionSpying, WrongDevice, BruteForce, Replay, NotificationRace}
