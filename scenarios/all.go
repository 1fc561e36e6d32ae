package scenarios

// All lists the scenarios.
var All = []*Scenario{A1, A2, A4, A9, B1, B2, B4, B4Helpdesk, B9, SessionSpying, WrongDevice, BruteForce, Replay, NotificationRace}
