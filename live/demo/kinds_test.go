package demo

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestEndToEnd takes each flow from its start to the use of the token, with each
// kind of server.
func TestEndToEnd(t *testing.T) {
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
				if decided.status != 200 || !slices.Equal(got, want) {
					t.Errorf("decided %v, got %q, want %q", decided, got, want)
				}
			})
		}
	}
}

// TestReplies is what each kind says in situations that a conforming server must
// get right, and go-oidc by itself does not always. A column that reads "same" is
// that of Locked.
func TestReplies(t *testing.T) {
	const approve, deny = "approve", "deny"
	same := []string{"same"}
	tests := []struct {
		name   string
		do     func(flow transaction) []answer
		locked []string
		plain  []string
	}{
		{"poll after denial",
			func(f transaction) []answer { f.decide(deny); return []answer{f.poll(), f.poll()} },
			[]string{"40x access_denied", "40x access_denied"}, same},
		{"poll after redemption",
			func(f transaction) []answer { f.decide(approve); f.poll(); return []answer{f.poll(), f.poll()} },
			[]string{"400 invalid_grant", "400 invalid_grant"}, []string{"400 invalid_grant", "400 expired_token"}},
		{"another client polls before the decision",
			func(f transaction) []answer { got := f.steal(); f.decide(approve); return []answer{got, f.poll()} },
			[]string{"400 invalid_grant", "200 access_token"}, same},
		{"another client polls after approval",
			func(f transaction) []answer { f.decide(approve); return []answer{f.steal(), f.poll()} },
			[]string{"400 invalid_grant", "200 access_token"}, []string{"400 invalid_grant", "400 expired_token"}},
		{"approve after denial",
			func(f transaction) []answer { f.decide(deny); return []answer{f.decide(approve), f.poll()} },
			[]string{"409", "40x access_denied"}, []string{"200", "200 access_token"}},
		{"deny after approval",
			func(f transaction) []answer { f.decide(approve); return []answer{f.decide(deny), f.poll()} },
			[]string{"409", "200 access_token"}, []string{"200", "200 access_token"}},
	}
	for _, kind := range []Kind{Plain, Locked, Barrier} {
		s := start(t, kind, Options{Wait: 1})
		for _, test := range tests {
			for name, begin := range flows {
				t.Run(fmt.Sprint(kind, "/", name, "/", test.name), func(t *testing.T) {
					want := test.locked
					if kind == Plain && !slices.Equal(test.plain, same) {
						want = test.plain
					}
					got := test.do(begin(t, s))
					for i := range want {
						// go-oidc says 403 in one flow and 400 in the other.
						is := strings.Replace(got[i].String(), "403 ", "400 ", 1)
						if !strings.HasPrefix(is, strings.Replace(want[i], "40x", "400", 1)) {
							t.Errorf("answer %d is %v, want %s", i, got[i], want[i])
						}
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
				want := "200 access_token"
				if decided[0].status != 200 {
					want = "40x access_denied"
				}
				got := strings.Replace(strings.Replace(flow.poll().String(), "400 ac", "40x ac", 1), "403 ", "40x ", 1)
				if (decided[0].status == 200) == (decided[1].status == 200) || got != want {
					t.Errorf("decided %v, polled %s", decided, got)
				}
			}
		})
	}
}

// TestBarrierTwice has two poll at once, who get a token each, always.
func TestBarrierTwice(t *testing.T) {
	s := start(t, Barrier, Options{})
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
