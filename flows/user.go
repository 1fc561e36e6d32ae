package flows

import "github.com/crossdeviceflows/crossdevice/model"

// Errors is a set of errors that people make and of lucks that attackers have.
// They are numbered first in every composition, so that a label's requirement
// reads the same everywhere.
type Errors = model.Set

// The errors and lucks.
const (
	ApprovesUnasked Errors = 1 << iota // approves a request they did not start
	Miscompares                        // takes two different values for the same
	IgnoresContext                     // approves although told truthfully who asks, why and for what
	HandsOutCode                       // gives a code to somebody who asks for it
	IgnoresAddress                     // does not notice that a page has the wrong address
	FilterMisses                       // luck: a filter lets the message through
	DetectionMisses                    // luck: a detector does not see it

	errorCount = 7
)

// errorNames are the names that users type, in the order of the constants.
var errorNames = [errorCount]string{
	"approves-unasked", "miscompares", "ignores-context", "hands-out-code", "ignores-address",
	"filter-misses", "detection-misses",
}

// lucks is how many of the names, at the end, are no person's errors.
const lucks = 2

// User is a model of people: the errors they can make.
type User struct {
	Name   string
	Doc    string
	Errors Errors
}

const everyError = ApprovesUnasked | Miscompares | IgnoresContext | HandsOutCode | IgnoresAddress

// Users are the models of people, the least careful first.
var Users = []*User{
	{"obedient", "does what they are asked to and can make every error", everyError},
	{"comparing", "compares two values that they are shown, and may take different ones for the same; apart from how often, as obedient", everyError},
	{"typing", "types a value instead of comparing it: only what they can see, which includes what a lure tells them", everyError &^ Miscompares},
	{"context-aware", "declines when told truthfully who asks, why and for what", everyError &^ IgnoresContext},
	{"vigilant", "never approves what they did not start", everyError &^ ApprovesUnasked},
}

// ErrorNames lists the errors that people make; LuckNames what attackers can be
// lucky about.
func ErrorNames() []string { return errorNames[:errorCount-lucks] }

// LuckNames lists the lucks.
func LuckNames() []string { return errorNames[errorCount-lucks:] }
