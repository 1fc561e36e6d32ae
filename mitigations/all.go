// Package mitigations holds the practical mitigations of BCP 247 section 6.1,
// one file each.
package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// All lists the mitigations in the order of the BCP's summary table.
var All = []*flows.Mitigation{
	Proximity, ShortLivedCodes, OneTimeCodes, UniqueCodes, ContentFiltering, DetectAndRemediate, TrustedDevices,
	TrustedNetworks, LimitedScopes, ShortLivedTokens, RateLimits, SenderConstrainedTokens, UserEducation,
	UserExperience, AuthenticateThenInitiate, RequestInitiationVerification, RequestBinding,
}
