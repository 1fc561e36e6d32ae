package scenarios

import (
	"bytes"
	"math/rand"
	"strings"
	"testing"
)

// TestHostile parses what no person would write. It must be refused at once,
// with a place, and without a word of the parser's insides.
func TestHostile(t *testing.T) {
	garbage := make([]byte, 4096)
	random := rand.New(rand.NewSource(1))
	random.Read(garbage)
	const large = 900_000
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", "1:1: found an empty file, expected a suite"},
		{"spaces", strings.Repeat(" ", large), "1:1: found an empty file, expected a suite"},
		{"line breaks", strings.Repeat("\n", large), "1:1: found an empty file, expected a suite"},
		{"only a header", "---\n", "1:1: found an empty file, expected a suite"},
		{"too large", strings.Repeat("#", maxInput+1), " found more than 1 MiB, expected a file of at most 1 MiB"},
		{"binary garbage", string(garbage), "1:2: found the byte 0xFD, which is not UTF-8"},
		{"an executable", "\x7fELF\x02\x01\x01", "1:1: found the control character U+007F, expected YAML text in UTF-8"},
		{"a zero byte", "suite: s\nru\x00ns: []\n", "2:3: found the control character U+0000, expected YAML text in UTF-8"},
		{"latin 1", "suite: s\ndoc: caf\xe9\n", "2:9: found the byte 0xE9, which is not UTF-8, expected YAML text in UTF-8"},
		{"UTF-16", "\xff\xfes\x00u\x00", "1:1: found the byte 0xFF, which is not UTF-8, expected YAML text in UTF-8"},
		{"a terminal's escape", "suite: \x1b[31mred\n", "1:8: found the control character U+001B, expected YAML text in UTF-8"},
		{"brackets", strings.Repeat("[", large), "1:17: found deeper nesting, expected at most 16 levels"},
		{"braces", strings.Repeat("{a: ", large/4), "1:65: found deeper nesting, expected at most 16 levels"},
		{"dashes", strings.Repeat("- ", large/2), "1:33: found deeper nesting, expected at most 16 levels"},
		{"indentation", ladder(40), "17:18: found deeper nesting, expected at most 16 levels"},
		{"colons", strings.Repeat("a: ", large/3), "1:50: found deeper nesting, expected at most 16 levels"},
		{"question marks", strings.Repeat("? ", large/2), "1:1: found a key after a question mark, expected plain YAML: mappings, lists and values"},
		{"anchors", strings.Repeat("&a ", large/3), "1:1: found an anchor, expected plain YAML: mappings, lists and values"},
		{"tags", strings.Repeat("!a ", large/3), "1:1: found a tag, expected plain YAML: mappings, lists and values"},
		{"many keys", strings.Repeat("a: 1\n", large/5), "6667:4: found more, expected at most 20000 words and signs"},
		{"as many keys as there can be", strings.Repeat("a: 1\n", maxTokens/3), `1:1: found key "a", expected a key of a suite: suite, doc, deployment, attackers, user, runs`},
		{"many documents", strings.Repeat("---\na\n", large/6), "3:1: found a second document, expected one document in a file"},
		{"a long word", strings.Repeat("a", large), `1:1: found "` + strings.Repeat("a", 80) + `…", expected a suite, which is a mapping`},
		{"a long key", strings.Repeat("k", large) + ": 1\n", `1:1: found key "` + strings.Repeat("k", 80) + `…", expected a key of a suite: suite, doc, deployment, attackers, user, runs`},
		{"a long name", "suite: " + strings.Repeat("s", large) + "\n", `1:1: found no key "runs", expected one in a suite`},
		{"a long scenario", "suite: s\nruns:\n- scenario: " + strings.Repeat("B", large) + "\n", `3:3: found no key "expect", expected one in a run`},
		{"a long text", "suite: s\ndoc: " + strings.Repeat("d", 501) + "\n", `1:1: found no key "runs", expected one in a suite` + "\nbad.yaml:2:6: found \"" + strings.Repeat("d", 80) + `…", expected at most 500 characters`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ParseSuite(everything(), "bad.yaml", []byte(c.text))
			if err == nil {
				t.Fatal("accepted")
			}
			checkPlaces(t, err)
			if got := err.Error(); !strings.HasPrefix(got, "bad.yaml:"+c.want) || len(got) > 4000 {
				t.Errorf("found\n%.500s\nexpected\n%s", got, c.want)
			}
		})
	}
}

// ladder nests as deep as n, a level in each line.
func ladder(n int) string {
	var b bytes.Buffer
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}
