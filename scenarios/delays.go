package scenarios

import (
	"fmt"
	"math"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// mailReadMin is how many seconds pass at least between sending a lure by mail
// and somebody acting on it. It is no fact of nature but a choice: whoever is
// slower is covered. mailDelay says who is not.
const mailReadMin = 180

// detectAfter is how many seconds after a grant a server knows that it was stolen.
// It is a choice, like mailReadMin: 9 hours pass on average until a phishing page is
// detected (Oest et al., USENIX Security 2020), and nothing is known of stolen grants.
const detectAfter = 9 * 3600

// guessing says how likely guesses of user codes are right: with N live codes of S
// possible ones, a guess hits one with probability N/S (RFC 8628 5.1 and 6.1).
func (d *Deployment) guessing() string {
	said := "that a guess is right is not excluded, however unlikely it is; "
	if d.CodeAlphabet == 0 || d.CodeLength == 0 {
		return said + "how unlikely is not known: the deployment says neither user_code_alphabet nor user_code_length."
	}
	space := d.codes()
	said += fmt.Sprintf("for each live code one guess is right with probability %.2g (%d^%d codes)", 1/space, d.CodeAlphabet, d.CodeLength)
	if d.EntryTries == 0 {
		return said + ", and no limit of tries is known."
	}
	hit := -math.Expm1(float64(d.EntryTries) * math.Log1p(-1/space))
	return said + fmt.Sprintf(", the %d tries that it allows in a code's life with %.2g.", d.EntryTries, hit)
}

// codes is how many user codes there can be; 0: not known.
func (d *Deployment) codes() float64 {
	if d.CodeAlphabet == 0 || d.CodeLength == 0 {
		return 0
	}
	return math.Pow(float64(d.CodeAlphabet), float64(d.CodeLength))
}

// mailDelay says what a least reading delay assumes. Of those who click in a
// mailed lure 11% do within one minute, 25% within five (Proofpoint, The Human
// Factor 2018); for the default the share in between is interpolated on the
// logarithm of time.
func mailDelay(seconds int) string {
	said := fmt.Sprintf("nobody acts on a mailed lure sooner than %s after it was sent (reading_delay).", flows.FormatSeconds(seconds))
	if seconds == mailReadMin {
		return said + " Of those who click, about a fifth do: interpolated between 11% within 1m and 25% within 5m, Proofpoint, The Human Factor 2018."
	}
	return said
}
