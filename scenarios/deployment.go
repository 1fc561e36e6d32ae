package scenarios

// Example is the deployment of runs that name none.
var Example = &Deployment{Name: "example", Doc: "the example values of RFC 8628 3.2", Flow: "device-grant", CodeLife: 1800,
	Sources: []Sourced{{Key: "code_life", Value: "30m", Source: "RFC 8628 3.2, expires_in of the example response", Read: true}}}
