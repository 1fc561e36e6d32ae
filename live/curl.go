package live

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// curl is what was sent, as commands that send it again, with the names of variables
// in the place of secrets, and files in that of cookies.
func (p *play) curl() (lines []string) {
	secrets, short := p.secrets()
	hide := func(text string) string { return secrets.Replace(strings.ReplaceAll(text, mark, "")) }
	whole := func(value string) string {
		if name := short[value]; name != "" {
			return mark + name + mark
		}
		return hide(value)
	}
	for _, e := range p.sent {
		line := "curl -s"
		if e.Led {
			line += " -L"
		}
		if e.Jar != "" {
			line += " -b " + e.Jar + ".cookies -c " + e.Jar + ".cookies"
		}
		if e.Method != "GET" && !(e.Method == "POST" && (len(e.Form) > 0 || e.Body != "")) {
			line += " -X " + e.Method
		}
		for _, name := range slices.Sorted(maps.Keys(e.Header)) {
			switch value := e.Header[name]; {
			case name == "Accept":
			case name == "DPoP":
				line += " -H " + quoted("DPoP: "+mark+"DPOP_PROOF"+mark)
			case value == "":
				line += " -H " + quoted(name+";") // curl's word for an empty one
			default:
				line += " -H " + quoted(hide(name+": "+value))
			}
		}
		for _, name := range slices.Sorted(maps.Keys(e.Form)) {
			line += " --data-urlencode " + quoted(url.QueryEscape(name)+"="+whole(e.Form[name]))
		}
		if e.Body != "" {
			if e.Header["Content-Type"] == "" {
				line += " -H " + quoted("Content-Type: application/json")
			}
			line += " --data-raw " + quoted(hide(e.Body))
		}
		to := hide(e.URL)
		if strings.ContainsAny(to, "[]{}") {
			line += " -g" // they are no patterns
		}
		lines = append(lines, line+" "+quoted(to))
	}
	return lines
}

// shortest is the least length of what is looked for within other text. Shorter things are
// replaced only where they are all of a value: elsewhere the same letters stand for
// something else, and would tell what the secret is.
const shortest = 6

// secrets replaces what must not be in a report by names: within other text, and what is
// too short for that.
func (p *play) secrets() (within *strings.Replacer, short map[string]string) {
	type pair struct{ value, name string }
	var all []pair
	short = map[string]string{}
	add := func(value, name string) {
		switch value = strings.ReplaceAll(value, mark, ""); {
		case value == "":
			return
		case len(value) < shortest:
			short[value] = name
			text, _ := json.Marshal(value) // with its quotation marks, it is whole
			all = append(all, pair{string(text), `"` + mark + name + "_JSON" + mark + `"`})
			return
		}
		all = append(all, pair{value, mark + name + mark})
		inJSON, _ := json.Marshal(value) // a text is always one
		for how, same := range map[string]string{"_QUERY": url.QueryEscape(value), "_PATH": url.PathEscape(value), "_JSON": string(inJSON[1 : len(inJSON)-1])} {
			if same != value {
				all = append(all, pair{same, mark + name + how + mark})
			}
		}
	}
	if p.target.File == "" { // it runs only now, on some port
		if u, err := url.Parse(p.target.Metadata); err == nil && u.Host != "" {
			add(u.Scheme+"://"+u.Host, "SERVER")
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
	for i := range p.sent {
		for name, value := range p.sent[i].Picked {
			if len(value) >= 8 { // a token of a form, or a page of this very transaction
				add(value, variable(name))
			}
		}
	}
	slices.SortFunc(all, func(a, b pair) int { // one may be part of another, or look the same
		return cmp.Or(len(b.value)-len(a.value), cmp.Compare(a.value, b.value), cmp.Compare(a.name, b.name))
	})
	var pairs []string
	for _, one := range all {
		pairs = append(pairs, one.value, one.name)
	}
	return strings.NewReplacer(pairs...), short
}

// mark stands on both sides of the name of a variable. It is taken out of all other text,
// so that nothing that a server sends becomes a command.
const mark = "\x00"

// variable is the name of a shell variable for something.
func variable(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '_'
	}, strings.ToUpper(name))
}

// quoted is text for a shell, in which only our variables stand for something.
func quoted(text string) string {
	var out strings.Builder
	for i, part := range strings.Split(text, mark) {
		switch {
		case i%2 == 1:
			out.WriteString(`"$` + part + `"`)
		case part != "":
			out.WriteString("'" + bare(part) + "'")
		}
	}
	return out.String()
}

// bare is text between single quotes, with what no terminal should get by its number.
func bare(text string) string {
	var out strings.Builder
	for _, r := range text {
		switch {
		case r == '\'':
			out.WriteString(`'\''`)
		case r == '\n' || unicode.IsPrint(r) && r != utf8.RuneError:
			out.WriteRune(r)
		default:
			out.WriteString(`'"$(printf '`)
			for _, b := range []byte(string(r)) {
				fmt.Fprintf(&out, `\%03o`, b)
			}
			out.WriteString(`')"'`)
		}
	}
	return out.String()
}
