package scenarios_test

// The sheets of the flows of wallets, OpenID4VP and SIOPv2.
var walletSheets = []*sheet{}
