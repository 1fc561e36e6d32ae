package live

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// lastFacts is what may lock everybody out: the limit of wrong user codes, and the
// attack that goes by guesses. It is for when nothing else is asked of the server.
func (s *server) lastFacts(ctx context.Context, cat *flows.Catalogue, d *drive, out *results.LiveTarget) error {
	if !d.typed {
		return nil
	}
	on, err := compose(cat, s.TargetFlow, 0)
	if err != nil {
		return err
	}
	limit := s.tries(ctx, d, on)
	out.Facts = append(out.Facts, limit.Fact)
	at := slices.IndexFunc(out.Attacks, func(a results.Played) bool { return a.Scenario == scenarios.BruteForce.Name })
	if at >= 0 && ctx.Err() == nil {
		out.Attacks[at], err = s.bruteForce(ctx, cat, d, &limit)
	}
	return err
}

// limited is whether wrong codes were limited.
type limited struct {
	results.Fact
	tried bool
	stops bool // somebody who drops cookies too
}

// Wrong codes that are typed where no limit is claimed, and at most where one is.
const (
	wrongCodes = 30
	mostWrong  = 200
)

// errAway is why no wrong codes are typed.
var errAway = errors.New("wrong codes can lock others out: with --allow-host they are typed only with --wrong-codes")

// tries types wrong codes, and then right ones: in a browser of its own, as an attacker
// would who drops cookies, and in the one that had the wrong codes.
func (s *server) tries(ctx context.Context, d *drive, on *flows.Composition) limited {
	out := limited{Fact: fact("limit of wrong user codes", "RFC 8628 5.1", s.setting("entry_limit"))}
	n := wrongCodes
	if most := s.Deployment.EntryTries; most > 0 {
		out.Claimed, n = fmt.Sprintf("%d in a code's life", most), most
	}
	no := func(why error) limited {
		out.Fact = untried(out.Fact, why)
		return out
	}
	switch {
	case len(s.net.limits.Hosts) > 0 && !s.net.limits.WrongCodes:
		return no(errAway)
	case n > mostWrong:
		return no(fmt.Errorf("more than %d would have to be typed", mostWrong))
	}
	// The first shows that right codes are taken, the next two are typed after the wrong ones.
	var plays [3]*play
	for i := range plays {
		plays[i] = s.play(d, on)
		if err := plays[i].until(ctx, flows.Pending); err != nil {
			return no(err)
		}
	}
	if t, err := plays[0].enters(ctx); err != nil || t.refused {
		return no(orElse(err, "the right code is refused before any wrong one is typed"))
	}
	same, fresh := plays[1], plays[2]
	answers, err := same.wrongCodes(ctx, n)
	if err != nil {
		return no(err)
	}
	right, err := fresh.enters(ctx)
	if err != nil {
		return no(err)
	}
	again, err := same.enters(ctx)
	switch {
	case err != nil:
		return no(err)
	case fresh.old(), same.old():
		return no(errors.New("codes have grown old meanwhile"))
	}
	out.tried, out.stops = true, right.refused
	switch {
	case right.refused:
		out.Found = fmt.Sprintf("after %d wrong ones a right one is refused (%s), %s", n, right.status, s.newCode(ctx, d, on))
	case again.refused:
		out.Found = fmt.Sprintf("none for who drops cookies: after %d wrong ones a right one is refused in the same browser, and taken in another", n)
	default:
		out.Found = fmt.Sprintf("none: after %d wrong ones a right one is taken", n)
	}
	if at := changed(answers); at > 0 {
		out.Found += fmt.Sprintf("; answers are other ones from try %d on (%s)", at+1, answers[at].status)
	}
	out.Verdict = Unclaimed
	switch {
	case s.Deployment.EntryTries > 0 || out.Claimed == "none":
		out.Fact = whether(out.Fact, out.stops, out.Found)
		out.Verdict = against(yes(out.stops), yes(s.Deployment.EntryTries > 0))
	}
	return out
}

// newCode is what a limit is about: whoever types codes, or the codes that were there.
func (s *server) newCode(ctx context.Context, d *drive, on *flows.Composition) string {
	p := s.play(d, on)
	if err := p.until(ctx, flows.Pending); err != nil {
		return "and none is issued any more"
	}
	switch t, err := p.enters(ctx); {
	case err != nil:
		return "and a new one cannot be judged"
	case t.refused:
		return "and so is a new one: for this address, account or in all"
	}
	return "but a new one is taken"
}

// entered is the answer to a code that was typed.
type entered struct {
	refused bool
	status  string // of the last answer
	gist    string
}

// enters types the code of a transaction as the attacker. Too many requests is the
// refusal that is looked for.
func (p *play) enters(ctx context.Context) (entered, error) {
	before := len(p.sent)
	got, err := p.recipe(ctx, p.enter, flows.Attacker, 0)
	out := entered{refused: got.refused}
	if len(p.sent) > before {
		last := p.sent[len(p.sent)-1].Status
		out.status = fmt.Sprintf("status %d", last)
		if err != nil && last == http.StatusTooManyRequests {
			out.refused, err = true, nil
		}
	}
	out.gist = out.status
	if a := p.browser(flows.Attacker).last; a != nil {
		out.gist += " " + gist(a.body, p.sessions[0].values["user_code"])
	}
	return out, err
}

// wrongCodes types wrong codes in one browser.
func (p *play) wrongCodes(ctx context.Context, n int) (answers []entered, err error) {
	t := &p.sessions[0]
	right := t.values
	defer func() { t.values = right }()
	for range n {
		code, err := wrong(right["user_code"])
		if err != nil {
			return nil, err
		}
		t.values = instead(right, code)
		answer, err := p.enters(ctx)
		if err != nil {
			return nil, err
		}
		if !answer.refused {
			return nil, errors.New("a wrong code is not refused where it is entered")
		}
		answers = append(answers, answer)
	}
	return answers, nil
}

// old tells whether the codes of a play may have expired.
func (p *play) old() bool {
	t := &p.sessions[0]
	return time.Since(t.began) >= p.life(t)
}

// changed is the first answer that is another one than those before it, if all after it
// are as it is; 0: there is none.
func changed(answers []entered) int {
	at := slices.IndexFunc(answers, func(e entered) bool { return e.gist != answers[0].gist })
	if at < 0 || slices.ContainsFunc(answers[at:], func(e entered) bool { return e.gist != answers[at].gist }) {
		return 0
	}
	return at
}

// gist is what a page says, without what differs from one to the next: the code that was
// typed, numbers, and what is too long for a word.
func gist(body []byte, code string) string {
	said := string(body)
	if root, err := html.Parse(bytes.NewReader(body)); err == nil {
		said = text(root)
	}
	code = strings.ToUpper(stripped(code))
	words := slices.DeleteFunc(strings.Fields(said), func(word string) bool {
		plain := strings.ToUpper(stripped(word))
		return len(word) > 20 || strings.ContainsAny(word, digits) || code != "" && (strings.Contains(plain, code) || len(plain) > 2 && strings.Contains(code, plain))
	})
	return strings.Join(words, " ")
}

// wrong is a user code that looks like another and is none.
func wrong(code string) (string, error) {
	letters := []rune(stripped(code))
	if len(letters) == 0 {
		return "", errors.New("user codes have neither letters nor digits")
	}
	for range 100 {
		out := []rune(code)
		for i, r := range out {
			if stripped(string(r)) == "" {
				continue
			}
			at, err := rand.Int(rand.Reader, big.NewInt(int64(len(letters))))
			if err != nil {
				return "", err
			}
			out[i] = letters[at.Int64()]
		}
		if string(out) != code {
			return string(out), nil
		}
	}
	return "", errors.New("user codes are of one character only")
}

func orElse(err error, otherwise string) error {
	if err != nil {
		return err
	}
	return errors.New(otherwise)
}
