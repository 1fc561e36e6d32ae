package demo

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestEndToEnd takes each flow from its start to the use of the token, with each
// kind of server.
func TestEndToEnd(t *testing.T) {
	t.Parallel()
	for _, kind := range []Kind{Plain, Locked, Barrier} {
		for name, begin := range flows {
			t.Run(string(kind)+"/"+name, func(t *testing.T) {
				t.Parallel()
				s := start(t, kind, Options{})
				flow := begin(t, s)
				pending := flow.poll()
				decided := flow.decide("approve")
				tokens := flow.poll()
				used := userinfo(s, tokens.field("access_token"))
				got := []string{pending.String(), tokens.String(), used.String()}
				want := []string{"400 authorization_pending", "200 access_token", "200 alice"}
				seen := send(s, map[string]string{"device": TV, "CIBA": Bank}[name], "/introspect", "token", tokens.field("access_token"))
				if seen.field("active") != "true" {
					t.Errorf("introspection: %v", seen)
				}
				if decided.status != 200 || !slices.Equal(got, want) {
					t.Errorf("decided %v, got %q, want %q", decided, got, want)
				}
			})
		}
	}
}

// TestReplies is what each kind says in situations that a conforming server must
// get right, and go-oidc by itself does not always.
func TestReplies(t *testing.T) {
	const approve, deny = "approve", "deny"
	for _, test := range []struct {
		name   string
		do     func(flow transaction) []answer
		locked string // and Barrier
		plain  string // if it differs
	}{
		{"poll after denial",
			func(f transaction) []answer { f.decide(deny); return []answer{f.poll(), f.poll()} },
			"access_denied access_denied", ""},
		{"poll after redemption",
			func(f transaction) []answer { f.decide(approve); return []answer{f.poll(), f.poll(), f.poll()} },
			"access_token invalid_grant invalid_grant", "access_token invalid_grant expired_token"},
		{"another client polls before the decision",
			func(f transaction) []answer { got := f.steal(); f.decide(approve); return []answer{got, f.poll()} },
			"invalid_grant access_token", ""},
		{"another client polls after approval",
			func(f transaction) []answer { f.decide(approve); return []answer{f.steal(), f.poll()} },
			"invalid_grant access_token", "invalid_grant expired_token"},
		{"approve after denial",
			func(f transaction) []answer { f.decide(deny); return []answer{f.decide(approve), f.poll()} },
			"refused access_denied", "taken access_token"},
		{"deny after approval",
			func(f transaction) []answer { f.decide(approve); return []answer{f.decide(deny), f.poll()} },
			"refused access_token", "taken access_token"},
	} {
		for _, kind := range []Kind{Plain, Locked, Barrier} {
			s := start(t, kind, Options{Wait: 1})
			want := test.locked
			if kind == Plain {
				want = cmp.Or(test.plain, want)
			}
			for name, begin := range flows {
				t.Run(fmt.Sprint(kind, "/", name, "/", test.name), func(t *testing.T) {
					var got []string
					for _, a := range test.do(begin(t, s)) {
						got = append(got, a.outcome())
					}
					if got := strings.Join(got, " "); got != want {
						t.Errorf("got %s, want %s", got, want)
					}
				})
			}
		}
	}
}

// TestLockedOnce has many poll at once, and then two decide at once.
func TestLockedOnce(t *testing.T) {
	s := start(t, Locked, Options{})
	for name, begin := range flows {
		t.Run(name, func(t *testing.T) {
			flow := begin(t, s)
			flow.decide("approve")
			tokens := with(atOnce(slices.Repeat([]func() answer{flow.poll}, 16)...), "access_token")
			if len(tokens) != 1 {
				t.Fatalf("%d tokens", len(tokens))
			}
			if got := userinfo(s, tokens[0]).String(); got != "200 alice" {
				t.Error(got)
			}
			for range 10 {
				flow := begin(t, s)
				decided := atOnce(
					func() answer { return flow.decide("approve") },
					func() answer { return flow.decide("deny") })
				got := decided[0].outcome() + " " + decided[1].outcome() + " " + flow.poll().outcome()
				if got != "taken refused access_token" && got != "refused taken access_denied" {
					t.Error(got)
				}
			}
		})
	}
}

// TestBarrierTwice has two poll at once, who get a token each, always.
func TestBarrierTwice(t *testing.T) {
	s := start(t, Barrier, Options{Wait: time.Minute}) // which both come before
	for name, begin := range flows {
		t.Run(name, func(t *testing.T) {
			for range 20 {
				flow := begin(t, s)
				flow.decide("approve")
				got := atOnce(flow.poll, flow.poll)
				tokens := with(got, "access_token")
				if len(tokens) != 2 || tokens[0] == tokens[1] {
					t.Fatalf("polled %v", got)
				}
				for _, token := range tokens {
					if got := userinfo(s, token).String(); got != "200 alice" {
						t.Error(got)
					}
				}
			}
		})
	}
}

func TestUnknownKind(t *testing.T) {
	if _, err := Start("other", Options{}); err == nil {
		t.Error("no error")
	}
}
