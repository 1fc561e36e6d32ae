package scenarios

import (
	"fmt"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// mailReadMin is how many seconds pass at least between sending a lure by mail
// and somebody acting on it. It is no fact of nature but a choice: whoever is
// slower is covered. mailDelay says who is not.
const mailReadMin = 180

// detectAfter is how many seconds after a grant a server knows that it was
// stolen: 9 hours pass from a campaign's start until it is detected (Oest et al.,
// USENIX Security 2020).
const detectAfter = 9 * 3600

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
