package live

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// logOf writes a log: each event is what, of whom, when, until when and with what reply.
func logOf(t *testing.T, header string, events ...string) *Log {
	t.Helper()
	text := header + "\n"
	for _, e := range events {
		var transaction int
		var step, by, from, to, reply string
		if _, err := fmt.Sscan(e, &transaction, &step, &by, &from, &to, &reply); err != nil {
			t.Fatalf("%q: %v", e, err)
		}
		by = strings.ReplaceAll(by, "_", " ")
		step, outcome, _ := strings.Cut(step, ":")
		line := fmt.Sprintf(`{"transaction":%d,"step":%q,"by":%q,"start":%s`, transaction, step, by, from)
		if outcome != "" {
			line += fmt.Sprintf(`,"outcome":%q`, outcome)
		}
		if to != "?" {
			line += `,"end":` + to
			if reply != "-" {
				line += fmt.Sprintf(`,"reply":%q`, reply)
			}
		}
		if step == "device_authorization" {
			line += fmt.Sprintf(`,"code":"c%s"`, reply)
		}
		text += strings.Replace(line, `"reply":"`+reply+`"`, map[bool]string{true: `"reply":""`, false: `"reply":"` + reply + `"`}[step == "device_authorization" && len(reply) == 1], 1) + "}\n"
	}
	log, err := ReadLog(builtIn(), "log", strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return log
}

func TestCheckLog(t *testing.T) {
	const life, unsaid = `{"log":"1","flow":"device-grant","code_life":60}`, `{"log":"1","flow":"device-grant"}`
	start := "1 device_authorization user_1 0 0.1 1"
	page := []string{start, "1 enter_user_code user_1 1 1.1 -", "1 authenticate user_1 2 2.1 -"}
	approved := append(page[:3:3], "1 authorize:approve user_1 3 3.1 approved")
	for _, test := range []struct {
		name, header string
		events       []string
		fault        string // the ID, and what was possible; empty: none
	}{
		{"all is well", life, append(approved[:4:4], "1 token user_1 2.5 2.6 authorization_pending", "1 token user_1 4 4.1 access_token", "1 resource user_1 5 5.1 -", "1 token user_1 6 6.1 invalid_grant"), ""},
		{"two tokens", life, append(approved[:4:4], "1 token user_1 4 4.1 access_token", "1 token user_1 5 5.1 access_token"),
			Grants + ": concurrent.polls.two-tokens: [invalid_grant expired_token]"},
		{"two tokens that overlap", life, append(approved[:4:4], "1 token user_1 4 4.2 access_token", "1 token user_1 4 4.1 access_token"),
			Grants + ": concurrent.polls.two-tokens: [invalid_grant expired_token]"},
		{"another word", life, append(approved[:4:4], "1 token user_1 4 4.1 access_token", "1 token user_1 5 5.1 invalid_request"),
			Words + ": concurrent.polls.invalid_request: [invalid_grant expired_token]"},
		{"denied too late", life, append(approved[:4:4], "1 authorize:deny user_1 5 5.1 -"), Grants + ": concurrent.decisions.both-accepted: [refused]"},
		{"too old", life, append(approved[:4:4], "1 token user_1 70 70.1 access_token"), Grants + ": concurrent.polls.access_token-after-expiry: [invalid_grant expired_token]"},
		{"nobody says how old", unsaid, append(approved[:4:4], "1 token user_1 7000 7000.1 access_token"), ""},
		{"expired at some time", unsaid, append(approved[:4:4], "1 token user_1 7000 7000.1 expired_token"), ""},
		{"expired, and then not", unsaid, append(approved[:4:4], "1 token user_1 7000 7000.1 expired_token", "1 token user_1 7001 7001.1 access_token"),
			Grants + ": concurrent.polls.access_token: [invalid_grant expired_token]"},
		{"the pages are elsewhere", life, []string{start, "1 token user_1 1 1.1 authorization_pending", "1 token user_1 2 2.1 access_token", "1 token user_1 3 3.1 invalid_grant"}, ""},
		{"the pages are elsewhere, two tokens", life, []string{start, "1 token user_1 2 2.1 access_token", "1 token user_1 3 3.1 access_token"}, Grants + ": concurrent.polls.two-tokens: [invalid_grant expired_token]"},
		{"log-ins are elsewhere", life, append(slices.Delete(slices.Clone(approved), 2, 3), "1 token user_1 4 4.1 access_token"), ""},
		{"an approval without an answer", life, append(page[:3:3], "1 authorize:approve user_1 3 ? -", "1 token user_1 4 4.1 authorization_pending", "1 token user_1 5 5.1 access_token"), ""},
		{"nobody started", life, []string{"1 token user_1 4 4.1 access_token"}, Grants + ": concurrent.polls.access_token: [refused]"},
		{"a start that is refused", life, []string{"1 device_authorization user_1 0 0.1 invalid_scope", "1 token user_1 4 4.1 invalid_grant"}, ""},
		{"a code twice", life, []string{start, "2 device_authorization user_1 5 5.1 1"}, Grants + ": concurrent.starts.same-code: [refused]"},
		{"two codes", life, []string{start, "2 device_authorization user_1 5 5.1 2", "2 token user_1 6 6.1 authorization_pending"}, ""},
		{"the attacker starts, and the user approves", life, []string{"1 device_authorization attacker 0 0.1 1", "1 enter_user_code user_1 1 1.1 -", "1 authenticate user_1 2 2.1 -",
			"1 authorize:approve user_1 3 3.1 approved", "1 token attacker 4 4.1 access_token", "1 resource attacker 5 5.1 -"}, ""},
		{"two users", life, []string{start, "1 enter_user_code user_2 1 1.1 -", "1 authenticate user_2 2 2.1 -", "1 authorize:approve user_2 3 3.1 approved", "1 token user_1 4 4.1 access_token"}, ""},
		{"a stale read", life, append(approved[:4:4], "1 token user_1 4 4.1 authorization_pending"), Refuses + ": concurrent.polls.authorization_pending-after-approval: [access_token]"},
		{"words first, then two tokens", life, append(approved[:4:4], "1 token user_1 4 4.1 access_token", "1 token user_1 5 5.1 invalid_request", "1 token user_1 6 6.1 access_token"),
			Grants + ": concurrent.polls.two-tokens: [refused]"},
		{"many users, each with their own", life, []string{start, "2 device_authorization user_2 0 0.1 2", "3 device_authorization user_3 0 0.1 3", "4 device_authorization user_4 0 0.1 4",
			"4 enter_user_code user_4 1 1.1 -", "4 authenticate user_4 2 2.1 -", "4 authorize:approve user_4 3 3.1 approved", "4 token user_4 4 4.1 access_token", "3 token user_3 4 4.1 access_token"},
			Grants + ": concurrent.polls.access_token: [authorization_pending slow_down]"},
		{"what nobody asks the server", life, append(approved[:4:4], "1 copy_code attacker 0.5 ? -", "1 copy_code attacker 0.6 ? -", "1 token user_1 4 4.1 access_token"), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := checkLog(builtIn(), nil, logOf(t, test.header, test.events...))
			if err != nil || got.Unknown != 0 {
				t.Fatal(err, got)
			}
			fault := ""
			for _, f := range got.Faults {
				fault += fmt.Sprint(f.Kind, ": ", f.ID, ": ", f.Possible)
			}
			if fault != test.fault {
				t.Errorf("found %q, expected %q", fault, test.fault)
				for _, f := range got.Faults {
					t.Logf("%+v", f)
				}
			}
		})
	}
	got, err := checkLog(builtIn(), nil, logOf(t, life, start, "7 device_authorization user_3 5 5.1 7", "7 authorize:deny user_3 5.5 5.6 denied", "7 token user_3 6 6.1 access_token"))
	if want := []string{"5000.0 ms - 5100.0 ms  client: device_authorization -> accepted", "6000.0 ms - 6100.0 ms  client: token -> access_token"}; err != nil ||
		len(got.Faults) != 1 || got.Faults[0].Event.Transaction != 7 || got.Faults[0].Event.By != "user 3" || !slices.Equal(got.Faults[0].Core, want) {
		t.Errorf("%v, %+v", err, got)
	}
	if _, err := checkLog(builtIn(), scenarios.Example, &Log{Header: Header{Flow: "authcode-qr"}}); err == nil {
		t.Error("a flow that cannot be checked is")
	}
}
