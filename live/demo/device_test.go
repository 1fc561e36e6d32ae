package demo

import (
	"strings"
	"testing"
	"time"
)

// TestUserCodes is what the pages say about a user_code.
func TestUserCodes(t *testing.T) {
	for _, kind := range []Kind{Plain, Locked} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			s := start(t, kind, Options{})
			b := newBrowser(s)
			if got := b.enter("").String(); got != "200" {
				t.Errorf("no code: %s", got)
			}
			if got := b.enter("WRONG").String(); !strings.HasPrefix(got, "404 error: ") {
				t.Errorf("wrong code: %s", got)
			}
			code := startDevice(s).field("user_code")
			if got := b.submit(b.enter(code), "name", Alice, "password", "?").String(); !strings.HasPrefix(got, "401 error: ") {
				t.Errorf("wrong password: %s", got)
			}
			page := b.reach(code).text
			for _, shown := range []string{"Living room TV", code, "openid", Alice} {
				if !strings.Contains(page, shown) {
					t.Errorf("the page does not show %s", shown)
				}
			}
			if got := b.decide(code, "approve").String(); !strings.HasPrefix(got, "200 done: ") {
				t.Errorf("approved: %s", got)
			}
			want := "409 error: "
			if kind == Plain {
				want = "200" // it asks again
			}
			if got := b.enter(code).String(); !strings.HasPrefix(got, want) {
				t.Errorf("used code: %s", got)
			}
		})
	}
}

// TestDeviceLife has codes expire before go-oidc's 300 seconds.
func TestDeviceLife(t *testing.T) {
	t.Parallel()
	for _, kind := range []Kind{Plain, Locked} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			s := start(t, kind, Options{DeviceLife: 1})
			begun := startDevice(s)
			if got := begun.field("expires_in"); got != "1" {
				t.Errorf("expires_in is %s", got)
			}
			time.Sleep(time.Second)
			if got := pollDevice(s, TV, begun.field("device_code")).String(); got != "400 expired_token" {
				t.Error(got)
			}
			if got := newBrowser(s).enter(begun.field("user_code")).String(); !strings.HasPrefix(got, "400 error: ") {
				t.Error(got)
			}
		})
	}
}

// TestMarkup has a page escape what others send.
func TestMarkup(t *testing.T) {
	s := start(t, Locked, Options{})
	code := startDevice(s).field("user_code")
	if page := newBrowser(s).submit(newBrowser(s).enter(code), "name", "<b>", "password", "<b>"); strings.Contains(page.text, "<b>") {
		t.Error(page.text)
	}
}
