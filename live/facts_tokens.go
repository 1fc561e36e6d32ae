package live

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/results"
)

// tokens is what the answer that brings the tokens says, and what its refresh token is
// good for.
func (s *server) tokens(ctx context.Context, d *drive, on *flows.Composition) []results.Fact {
	life := fact("access token life", "RFC 6749 5.1", s.setting("access_token_life"))
	scope := fact("scope granted", "RFC 6749 3.3, 5.1", unsaid)
	store := fact("Cache-Control: no-store with tokens", "RFC 6749 5.1", unsaid)
	kind := fact("token_type", "RFC 6749 5.1, 7.1; RFC 9449 5", unsaid)
	refresh := s.refreshFacts()
	p := s.play(d, on)
	if err := p.until(ctx, flows.Redeemed); err != nil {
		list := append([]results.Fact{life, scope, store, kind}, refresh...)
		for i := range list {
			list[i] = untried(list[i], err)
		}
		return list
	}
	got := p.sessions[0].polled
	life = lasts(life, got.seconds("expires_in"))
	scope = plain(scope, grants(s.asked(d), got.values["scope"]))
	store = plain(store, yes(slices.ContainsFunc(strings.Split(strings.Join(got.header.Values("Cache-Control"), ","), ","), func(word string) bool {
		return strings.EqualFold(strings.TrimSpace(word), "no-store")
	})))
	kind = plain(kind, "none")
	if value := got.text("token_type"); value != "" {
		kind = plain(kind, quotable(value))
	}
	return append([]results.Fact{life, scope, store, kind}, p.refresh(ctx, s.asked(d), refresh)...)
}

// asked is the scope that clients ask for: OpenID Connect has its own in any request.
func (s *server) asked(d *drive) string {
	if d.typed || slices.Contains(strings.Fields(s.Scope), "openid") {
		return s.Scope
	}
	return strings.TrimSpace(s.Scope + " openid")
}

// grants tells how the scope of a token differs from the one that was asked for.
func grants(asked string, scope any) string {
	granted, isText := scope.(string)
	switch {
	case scope == nil && asked == "":
		return "none asked for, and none told"
	case scope == nil:
		return "not told, which means: as asked"
	case !isText:
		return "told, but not as text"
	}
	without := func(list, other []string) []string {
		return slices.DeleteFunc(slices.Clone(list), func(word string) bool { return slices.Contains(other, word) })
	}
	more, less := without(strings.Fields(granted), strings.Fields(asked)), without(strings.Fields(asked), strings.Fields(granted))
	var parts []string
	if len(more) > 0 {
		parts = append(parts, "more than asked: "+quotable(list(more)))
	}
	if len(less) > 0 {
		parts = append(parts, "not granted: "+quotable(list(less)))
	}
	if len(parts) == 0 {
		return "as asked"
	}
	return strings.Join(parts, "; ")
}

func list(words []string) string {
	if len(words) == 0 {
		return "nothing"
	}
	return strings.Join(words, ", ")
}

// quotable is what a server says of itself, short enough for a table and without what
// does not print.
func quotable(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, text)
	if len(text) > 80 {
		return text[:80] + "..."
	}
	return text
}

// refreshFacts are the three of refresh tokens.
func (s *server) refreshFacts() []results.Fact {
	return []results.Fact{
		fact("refresh token", "RFC 6749 5.1", s.truth("refresh_token")),
		fact("a refresh token is replaced when it is used", "RFC 6749 6, RFC 9700 4.14.2", s.truth("refresh_token_rotation")),
		fact("a refresh token that was replaced is refused", "RFC 9700 4.14.2", unsaid),
	}
}

// refresh uses the refresh token of a run that has its tokens.
func (p *play) refresh(ctx context.Context, asked string, f []results.Fact) []results.Fact {
	first := p.sessions[0].polled.text("refresh_token")
	if first == "" {
		f[0] = offers(f[0], false, "none issued")
		if f[0].Claimed == "yes" && !slices.Contains(strings.Fields(asked), "offline_access") {
			f[0] = untried(f[0], fmt.Errorf("none issued, without offline_access in the scope of the target"))
		}
		f[1], f[2] = untried(f[1], errNoRefresh), untried(f[2], errNoRefresh)
		return f
	}
	f[0] = offers(f[0], true, "issued")
	got, err := p.refreshed(ctx, first)
	if err == nil && got.reply(granted) != granted {
		err = fmt.Errorf("it is good for nothing: %s", got.reply(granted))
	}
	if err != nil {
		f[1], f[2] = untried(f[1], err), untried(f[2], err)
		return f
	}
	second := got.text("refresh_token")
	if second == "" || second == first {
		f[1] = whether(f[1], false, "no")
		f[2] = untried(f[2], fmt.Errorf("none is replaced"))
		return f
	}
	f[1] = whether(f[1], true, "yes")
	old, err := p.refreshed(ctx, first)
	if err != nil {
		f[2] = untried(f[2], err)
		return f
	}
	if old.reply(granted) == granted {
		f[2] = plain(f[2], "no: right after, it is good for tokens once more")
		return f
	}
	text := "yes: " + old.reply(granted)
	if last, err := p.refreshed(ctx, second); err == nil && last.reply(granted) == granted {
		text += "; the new one is still good"
	} else if err == nil {
		text += ", and so is the new one from then on"
	}
	f[2] = plain(f[2], text)
	return f
}

var errNoRefresh = fmt.Errorf("no refresh token is issued")

// refreshed is RFC 6749 6, with the key of whoever has the token.
func (p *play) refreshed(ctx context.Context, token string) (api, error) {
	return p.post(ctx, &p.sent, "token_endpoint", &p.Clients[0], proven,
		map[string]string{"grant_type": "refresh_token", "refresh_token": token}, p.sessions[0].keys[user])
}
