package scenarios

import (
	"fmt"
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// Example is the deployment of runs of the device grant that name none, and Examples
// those of all flows, in the order of flows.All.
var (
	Example = &Deployment{Name: "example", Doc: "the example values of RFC 8628 3.2", Flow: flows.DeviceGrant.Name,
		Parameters: flows.Parameters{CodeLife: 1800}, Lives: flows.Lives{AccessLife: 3600}, CodeAlphabet: 20, CodeLength: 8,
		Sources: []Sourced{
			{Key: "code_life", Value: "30m", Source: "RFC 8628 3.2, expires_in of the example response", Read: true},
			{Key: "user_code_alphabet", Value: "20", Source: "RFC 8628 6.1, the character set of the example, of which WDJB-MJHT in 3.2 is made", Read: true},
			{Key: "user_code_length", Value: "8", Source: "RFC 8628 3.2, user_code of the example response: WDJB-MJHT", Read: true},
			{Key: "access_token_life", Value: "1h", Source: "RFC 6749 5.1, expires_in of the example response", Read: true},
		}}

	Examples = []*Deployment{Example, exampleCIBA(flows.CIBAPoll), exampleCIBA(flows.CIBAPing), exampleCIBA(flows.CIBAPush),
		exampleCIBA(flows.CIBASync), exampleAuthcode(flows.AuthcodeQR), exampleAuthcode(flows.SameDeviceAuthcode),
		exampleChosen(flows.OID4VP), exampleChosen(flows.SIOPv2),
		example(flows.CTAPHybrid, 600, "the longest timeout that WebAuthn 15.1 recommends", "WebAuthn 15.1, recommended range of timeouts: 5 to 10 minutes where user verification is wanted", oneHour),
		exampleTyped, exampleChosen(flows.SessionTransfer), exampleChosen(flows.NetworkJoin), exampleChosen(flows.AssetQR)}

	// A code of six digits has about the 20 bits that are asked for, and needs a limit of
	// tries because it has fewer than 64.
	exampleTyped = withCodes(example(flows.TypedCode, 600, "the longest life and the most tries that NIST SP 800-63B allows", "NIST SP 800-63B 5.1.3.2, the longest life of an out-of-band secret", oneHour), 10, 6, 100)
)

func exampleCIBA(f *flows.Flow) *Deployment {
	return example(f, 120, "the example values of CIBA Core 7.3", "CIBA Core 7.3, expires_in of the example response",
		"CIBA Core 10.1.1, expires_in of the example response")
}

func exampleAuthcode(f *flows.Flow) *Deployment {
	return example(f, 600, "the example values of RFC 6749 4.1", "a choice: as long as RFC 6749 4.1.2 recommends for a code at most",
		"RFC 6749 4.1.4, expires_in of the example response")
}

// oneHour is where an access token's life is from where the flow's own document has none.
const oneHour = "RFC 6749 5.1, expires_in of the example response"

// exampleChosen is a deployment of a flow whose documents give no life of a code.
func exampleChosen(f *flows.Flow) *Deployment {
	return example(f, 600, "ten minutes for a code, because the documents of the flow give no example", "a choice: the longest life that RFC 6749 4.1.2 recommends for an authorization code", oneHour)
}

// withCodes says what codes are made of, and how many can be tried.
func withCodes(d *Deployment, alphabet, length, tries int) *Deployment {
	d.CodeAlphabet, d.CodeLength, d.EntryTries = alphabet, length, tries
	d.Sources = append(d.Sources,
		Sourced{Key: "user_code_alphabet", Value: fmt.Sprint(alphabet), Source: "BCP 247 3.1.3, a 6-digit authorization code", Read: true},
		Sourced{Key: "user_code_length", Value: fmt.Sprint(length), Source: "BCP 247 3.1.3, a 6-digit authorization code", Read: true},
		Sourced{Key: "entry_limit", Value: fmt.Sprintf("%d failed attempts on one account", tries), Source: "NIST SP 800-63B 5.1.3.2 asks for a limit where a code has fewer than 64 bits, and 5.2.2 for no larger one"},
		Sourced{Key: "entry_tries", Value: fmt.Sprint(tries), Source: "NIST SP 800-63B 5.2.2, as if one code had them all", Read: true})
	return d
}

// example is a deployment of which a code's life is known, in seconds, and that an access
// token is good for an hour, with where these are from.
func example(f *flows.Flow, life int, doc, lifeFrom, accessFrom string) *Deployment {
	d := &Deployment{Name: "example-" + f.Name, Doc: doc, Flow: f.Name,
		Parameters: flows.Parameters{CodeLife: life},
		Sources:    []Sourced{{Key: "code_life", Value: flows.FormatSeconds(life), Source: lifeFrom, Read: true}}}
	if f.After != nil { // what it grants are tokens
		d.AccessLife = 3600
		d.Sources = append(d.Sources, Sourced{Key: "access_token_life", Value: "1h", Source: accessFrom, Read: true})
	}
	return d
}

// ExampleOf is the deployment of runs of a flow that name none. A flow of another
// module has what that of the device grant is set to.
func ExampleOf(f *flows.Flow) *Deployment {
	if i := slices.IndexFunc(Examples, func(d *Deployment) bool { return d.Flow == f.Name }); i >= 0 {
		return Examples[i]
	}
	as := *Example
	as.Flow = f.Name
	return &as
}
