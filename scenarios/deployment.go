package scenarios

// Example is the deployment of runs that name none.
var Example = &Deployment{Name: "example", Doc: "the example values of RFC 8628 3.2", Flow: "device-grant",
	CodeLife: 1800, AccessLife: 3600, CodeAlphabet: 20, CodeLength: 8,
	Sources: []Sourced{
		{Key: "code_life", Value: "30m", Source: "RFC 8628 3.2, expires_in of the example response", Read: true},
		{Key: "user_code_alphabet", Value: "20", Source: "RFC 8628 6.1, the character set of the example, of which WDJB-MJHT in 3.2 is made", Read: true},
		{Key: "user_code_length", Value: "8", Source: "RFC 8628 3.2, user_code of the example response: WDJB-MJHT", Read: true},
		{Key: "access_token_life", Value: "1h", Source: "RFC 6749 5.1, expires_in of the example response", Read: true},
	}}
