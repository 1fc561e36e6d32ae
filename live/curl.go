package live

import (
	"maps"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// curl is what was sent, as commands that send it again, with the names of variables
// in the place of secrets.
func (p *play) curl() (lines []string) {
	secret := p.secrets()
	for _, e := range p.sent {
		line := "curl -s"
		if e.Method != "GET" && !(e.Method == "POST" && e.Form != nil) {
			line += " -X " + e.Method
		}
		for _, name := range slices.Sorted(maps.Keys(e.Header)) {
			value := e.Header[name]
			switch name {
			case "Accept":
				continue
			case "DPoP":
				value = "$DPOP_PROOF"
			}
			line += " -H " + quoted(secret.Replace(name+": "+value))
		}
		for _, name := range slices.Sorted(maps.Keys(e.Form)) {
			line += " --data-urlencode " + quoted(secret.Replace(name+"="+e.Form[name]))
		}
		if e.Body != "" {
			line += " --data-raw " + quoted(secret.Replace(e.Body))
		}
		line += " " + quoted(secret.Replace(e.URL))
		lines = append(lines, line)
	}
	return lines
}

// secrets replaces what must not be in a report by names.
func (p *play) secrets() *strings.Replacer {
	var pairs []string
	add := func(value, name string) {
		if value != "" {
			pairs = append(pairs, value, "$"+name)
		}
	}
	for i := range p.Clients {
		c := &p.Clients[i]
		if c.Secret != "" {
			add(basicAuthorization(c.ID, c.Secret), "BASIC_"+variable(c.ID))
			add(c.Secret, "SECRET_"+variable(c.ID))
		}
	}
	for _, u := range p.Users {
		add(u.Password, "PASSWORD_"+variable(u.Name))
	}
	for i := range p.sessions {
		s := &p.sessions[i]
		for _, name := range []string{"device_code", "user_code", "auth_req_id", "binding_message"} {
			add(s.values[name], variable(name))
		}
		add(s.token, "NOTIFICATION_TOKEN")
		for _, by := range slices.Sorted(maps.Keys(s.tokens)) {
			add(s.tokens[by], "ACCESS_TOKEN")
		}
	}
	for _, by := range []flows.Party{flows.Attacker, flows.PersonParty(0), flows.PersonParty(1)} {
		if b := p.browsers[by]; b != nil {
			for _, name := range slices.Sorted(maps.Keys(b.values)) {
				if len(b.values[name]) >= 8 { // a token of a form, or a page of this very transaction
					add(b.values[name], variable(name))
				}
			}
		}
	}
	return strings.NewReplacer(pairs...)
}

// variable is the name of a shell variable for something.
func variable(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '_'
	}, strings.ToUpper(name))
}

// quoted is text in double quotes for a shell, in which only our variables stand.
func quoted(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", "!", `"'!'"`).Replace(text) + `"`
}
