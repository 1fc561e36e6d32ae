package live

import (
	"context"
	"fmt"
	"math/big"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// bruteForce is the attack that goes by guesses. If nothing stops these, one that is
// right is played: how likely it is is for the reader to judge.
func (s *server) bruteForce(ctx context.Context, cat *flows.Catalogue, d *drive, limit *limited) (results.Played, error) {
	sc := scenarios.BruteForce
	out := unplayed(sc)
	w, err := s.shortest(ctx, cat, d, sc)
	switch {
	case err != nil:
		return out, err
	case w == nil:
		return s.attack(ctx, d, sc, nil), nil
	}
	out.Steps = w.path()
	switch {
	case !limit.tried:
		out.Why = limit.Found
	case limit.stops:
		out.Outcome, out.Why = Refused, limit.Found
	default:
		if out = s.attack(ctx, d, sc, w); out.Outcome == Succeeds {
			out.Why = "with luck: a try finds one live code with odds " + s.odds() + " (RFC 8628 5.1)"
		}
	}
	return out, nil
}

// unplayed is what stands for an attack until it is played.
func unplayed(sc *scenarios.Scenario) results.Played {
	return results.Played{Scenario: sc.Name, Doc: sc.Doc, Steps: []string{}, Outcome: NotTried, Why: "the run ended before it"}
}

// odds are those of one guess: by the codes that were seen, else by what is claimed.
func (s *server) odds() string {
	f := formOf(s.issued)
	switch {
	case f.length > 0 && f.size() > 1:
		return oneIn(f.size(), f.length) + ", by the codes that were seen"
	case s.Deployment.CodeAlphabet > 1 && s.Deployment.CodeLength > 0:
		return oneIn(s.Deployment.CodeAlphabet, s.Deployment.CodeLength) + ", by what is claimed"
	}
	return "that are not known"
}

// oneIn reads 1 in 20^8 = 25600000000.
func oneIn(alphabet, length int) string {
	n := new(big.Int).Exp(big.NewInt(int64(alphabet)), big.NewInt(int64(length)), nil)
	if len(n.String()) > 15 {
		return fmt.Sprintf("1 in %d^%d", alphabet, length)
	}
	return fmt.Sprintf("1 in %d^%d = %s", alphabet, length, n)
}
