package scenarios

// All lists the scenarios.
var All = []*Scenario{A1, B1}
