package scenarios

// All lists the scenarios.
var All = []*Scenario{A1, A2, B1, B2, SessionSpying, WrongDevice, BruteForce, Replay}
