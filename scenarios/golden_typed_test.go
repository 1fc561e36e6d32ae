package scenarios_test

// The sheets of codes that are sent and typed, and of codes on objects.
var typedSheets = []*sheet{}
