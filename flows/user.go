package flows

import "github.com/crossdeviceflows/crossdevice/model"

// Errors is a set of errors that people make and of lucks that attackers have.
// They are numbered first in every composition, so that a label's requirement
// reads the same everywhere.
type Errors = model.Set

// The errors and lucks. errorDocs says what each is.
const (
	ApprovesUnasked Errors = 1 << iota
	Miscompares
	IgnoresContext
	HandsOutCode
	IgnoresAddress
	Slips
	FilterMisses
	DetectionMisses
	LuckyGuess

	errorCount = 9
)

// ErrorDoc is an error or luck with the name that users type.
type ErrorDoc struct{ Name, Doc string }

// errorDocs are in the order of the constants.
var errorDocs = [errorCount]ErrorDoc{
	{"approves-unasked", "approves a request they did not start"},
	{"miscompares", "takes two different things for the same, such as another request for their own"},
	{"ignores-context", "approves although told truthfully who asks, why and for what"},
	{"hands-out-code", "gives a code to somebody who asks for it"},
	{"ignores-address", "does not notice that a page has the wrong address"},
	{"slips", "approves by accident, worn out by one request after the other"},
	{"filter-misses", "luck: a filter lets the message through"},
	{"detection-misses", "luck: a detector does not see it"},
	{"lucky-guess", "luck: one of the few guesses that a limit leaves is right"},
}

// IsLuck tells whether a name is that of a luck: chance that favours an attacker,
// whatever people do.
func IsLuck(name string) bool {
	for bit, e := range errorDocs {
		if e.Name == name {
			return everyLuck.Has(bit)
		}
	}
	return false
}

// User is a model of people: the errors they can make. An attacker's luck
// belongs to it too: without it chance never favours them.
type User struct {
	Name   string
	Doc    string
	Errors Errors
}

const (
	everyError = ApprovesUnasked | Miscompares | IgnoresContext | HandsOutCode | IgnoresAddress | Slips | everyLuck
	everyLuck  = FilterMisses | DetectionMisses | LuckyGuess
)

// Users are the models of people, the least careful first.
var Users = []*User{
	{"obedient", "does what they are asked to and can make every error", everyError},
	{"comparing", "compares two values that they are shown, and may take different ones for the same; apart from how often, as obedient", everyError},
	{"typing", "types a value instead of comparing it: only what they can see, which includes what a lure tells them", everyError &^ Miscompares},
	{"context-aware", "declines when told truthfully who asks, why and for what", everyError &^ IgnoresContext},
	{"vigilant", "never approves what they did not start, unless by accident", everyError &^ ApprovesUnasked},
}

// ErrorList lists the errors that people make, then the lucks of attackers.
func ErrorList() []ErrorDoc { return errorDocs[:] }

// RequirementNames lists the names of errors and lucks, in the order of their bits.
func RequirementNames() (names []string) {
	for _, e := range errorDocs {
		names = append(names, e.Name)
	}
	return names
}
