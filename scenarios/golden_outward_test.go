package scenarios_test

// The sheets of codes that leave the device on which they were approved.
var outwardSheets = []*sheet{}
