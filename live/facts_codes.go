package live

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/results"
)

// starts is how many transactions are begun to see what codes look like.
const starts = 10

// codes is what the server issues at the start of transactions.
func (s *server) codes(ctx context.Context, d *drive, on *flows.Composition) []results.Fact {
	handle := "device_code"
	if !d.typed {
		handle = "auth_req_id"
	}
	life := fact("code life", "RFC 8628 3.2, CIBA Core 7.3", s.setting("code_life"))
	secret := fact("length of "+handle, map[string]string{
		"device_code": "RFC 8628 5.2, RFC 6749 10.10: odds of a guess below 2^-128",
		"auth_req_id": "CIBA Core 7.3: at least 128 bits, 160 recommended"}[handle], unsaid)
	list := []results.Fact{life, secret}
	var of []transaction
	for range starts {
		p := s.play(d, on)
		if err := p.until(ctx, flows.Pending); err != nil {
			err = fmt.Errorf("start %d of %d: %w", len(of)+1, starts, err)
			list = []results.Fact{untried(life, err), untried(secret, err)}
			if d.typed {
				for _, f := range s.userCodes(nil) {
					list = append(list, untried(f, err))
				}
			}
			return list
		}
		of = append(of, p.sessions[0])
	}
	list[0] = lasts(life, of[0].life)
	var handles []string
	for i := range of {
		handles = append(handles, of[i].values[handle])
	}
	list[1] = plain(secret, secrecy(handles))
	if d.typed {
		list = append(list, s.userCodes(of)...)
		list = append(list, s.typed(ctx, d, on)...)
	}
	return list
}

// userCodes is what the codes that people type look like; without any, what is asked
// of them.
func (s *server) userCodes(of []transaction) []results.Fact {
	length := fact("user_code: length", "RFC 8628 6.1", s.setting("user_code_length"))
	alphabet := fact("user_code: different characters", "RFC 8628 6.1", s.setting("user_code_alphabet"))
	repeats := fact("user_code: repeats", "RFC 8628 6.1", unsaid)
	complete := fact("verification_uri_complete", "RFC 8628 3.2, 3.3.1", s.truth("verification_uri_complete"))
	if of == nil {
		return []results.Fact{length, alphabet, repeats, complete}
	}
	s.issued = nil
	offered := 0
	for i := range of {
		s.issued = append(s.issued, of[i].values["user_code"])
		if of[i].values["verification_uri_complete"] != "" {
			offered++
		}
	}
	f := formOf(s.issued)
	length = measured(length, f.shortest, s.Deployment.CodeLength)
	if f.length == 0 {
		length.Found = fmt.Sprintf("%d or more", f.shortest)
	}
	alphabet = measured(alphabet, f.size(), s.Deployment.CodeAlphabet)
	if alphabet.Verdict == Weaker && !f.unlikely(s.Deployment.CodeAlphabet) {
		alphabet.Verdict = AsClaimed // some were just not seen
	}
	alphabet.Found = fmt.Sprintf("%d seen in %d codes", f.size(), f.codes)
	if f.length > 0 {
		alphabet.Found += fmt.Sprintf(": at least %.1f bits a code, if drawn evenly", float64(f.length)*math.Log2(float64(f.size())))
	}
	repeats = plain(repeats, fmt.Sprintf("%d in %d starts", f.repeated, f.codes))
	switch offered {
	case 0:
		complete = offers(complete, false, "not offered")
	case len(of):
		complete = offers(complete, true, "offered")
	default:
		complete = offers(complete, true, fmt.Sprintf("offered in %d of %d starts", offered, len(of)))
	}
	return []results.Fact{length, alphabet, repeats, complete}
}

// measured holds a number against the one that is claimed; more is stronger.
func measured(f results.Fact, is, claimed int) results.Fact {
	f.Found, f.Verdict = fmt.Sprint(is), Unclaimed
	if f.Claimed != unsaid && claimed != 0 {
		f.Verdict = beside(is, claimed)
	}
	return f
}

// typed is whether a code is taken as people type it.
func (s *server) typed(ctx context.Context, d *drive, on *flows.Composition) (list []results.Fact) {
	for _, one := range []struct {
		name string
		as   func(string) string
	}{
		{"user_code in lower case is taken", strings.ToLower},
		{"user_code without its dashes and blanks is taken", stripped},
	} {
		f := fact(one.name, "RFC 8628 6.1", unsaid)
		text, err := s.taken(ctx, d, on, one.as)
		if err != nil {
			list = append(list, untried(f, err))
		} else {
			list = append(list, plain(f, text))
		}
	}
	return list
}

// taken enters a code in another form. Only if the right one is taken afterwards was it
// refused for its form.
func (s *server) taken(ctx context.Context, d *drive, on *flows.Composition, as func(string) string) (string, error) {
	p := s.play(d, on)
	if err := p.until(ctx, flows.Pending); err != nil {
		return "", err
	}
	t := &p.sessions[0]
	right := t.values
	code := right["user_code"]
	if as(code) == code {
		return "", errors.New("codes have nothing of that kind in them")
	}
	t.values = instead(right, as(code))
	got, err := p.recipe(ctx, d.enter, user, 0)
	if err != nil || !got.refused {
		return "yes", err
	}
	t.values = right
	clear(p.browsers)
	again, err := p.recipe(ctx, d.enter, user, 0)
	if err == nil && again.refused {
		err = errors.New("neither is the code as it was issued, after that")
	}
	return "no", err
}

// instead is what the server has issued with another user code in it.
func instead(values map[string]string, code string) map[string]string {
	out := map[string]string{}
	for name, value := range values {
		if name != "user_code" && name != "verification_uri_complete" {
			out[name] = value
			continue
		}
		out[name] = strings.ReplaceAll(value, values["user_code"], code)
	}
	return out
}
