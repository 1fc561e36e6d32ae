package scenarios_test

// The sheets of CTAP hybrid.
var hybridSheets = []*sheet{}
