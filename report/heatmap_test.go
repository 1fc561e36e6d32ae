package report_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/report"
	"github.com/crossdeviceflows/crossdevice/results"
)

// someMarks are all that a cell can be.
var someMarks = []string{"prevents", "disrupts", "limits", "recovers", "probabilistic only", "another way", "no bearing", "nothing to stop", "in_force", "n_a", "inconclusive"}

// derived is a table of so many pairs and rows, with every mark in it.
func derived(pairs, rows int, attackers ...string) *results.Derived {
	r := &results.Derived{Attackers: attackers, Initiated: "handle", User: results.User{Name: "obedient"}}
	for i := range pairs {
		r.Pairs = append(r.Pairs, results.Pair{Scenario: fmt.Sprintf("scenario<&>-%d", i/3), Flow: fmt.Sprintf("flow-%d", i)})
	}
	for i := range rows {
		row := results.DerivedRow{Mitigation: fmt.Sprintf("mitigation<&>-%d", i), Published: results.Columns{Prevent: i%2 == 0, Disrupt: i%3 == 0, Recover: true}}
		for k, p := range r.Pairs {
			for n, a := range attackers {
				row.Marks = append(row.Marks, results.Mark{Scenario: p.Scenario, Flow: p.Flow, Attacker: a, Mark: someMarks[(i+k+n)%len(someMarks)]})
			}
		}
		r.Table = append(r.Table, row)
	}
	return r
}

func drawn(t *testing.T, r *results.Derived, kind string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := report.HeatMap(&b, r, kind); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// ground tells whether a strip of a picture is nothing but paper.
func ground(img image.Image, strip image.Rectangle) bool {
	for y := strip.Min.Y; y < strip.Max.Y; y++ {
		for x := strip.Min.X; x < strip.Max.X; x++ {
			if color.NRGBAModel.Convert(img.At(x, y)) != (color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}) {
				return false
			}
		}
	}
	return true
}

// TestHeatMapPNG: in every shape the edges of the picture stay clear, so that nothing is
// cut off, and what is inside them reaches close to all four.
func TestHeatMapPNG(t *testing.T) {
	for _, shape := range []struct {
		pairs, rows int
		attackers   []string
	}{
		{1, 1, []string{"literal"}}, {0, 0, []string{"literal"}}, {8, 17, []string{"literal", "strongest"}},
		{16, 17, []string{"literal", "literal,+on-demand,+nearby-proxy,+trusted-network", "strongest"}},
		{40, 17, []string{"literal", "literal,+on-demand", "strongest"}},
	} {
		img, err := png.Decode(bytes.NewReader(drawn(t, derived(shape.pairs, shape.rows, shape.attackers...), "png")))
		if err != nil {
			t.Fatal(err)
		}
		b := img.Bounds()
		const edge, near = 24, 60 // of a margin of 37 pixels
		for name, strip := range map[string][2]image.Rectangle{
			"left":   {image.Rect(0, 0, edge, b.Max.Y), image.Rect(0, 0, near, b.Max.Y)},
			"right":  {image.Rect(b.Max.X-edge, 0, b.Max.X, b.Max.Y), image.Rect(b.Max.X-near, 0, b.Max.X, b.Max.Y)},
			"top":    {image.Rect(0, 0, b.Max.X, edge), image.Rect(0, 0, b.Max.X, near)},
			"bottom": {image.Rect(0, b.Max.Y-edge, b.Max.X, b.Max.Y), image.Rect(0, b.Max.Y-near, b.Max.X, b.Max.Y)},
		} {
			if !ground(img, strip[0]) {
				t.Errorf("%d pairs, %d rows: something touches the %s edge", shape.pairs, shape.rows, name)
			}
			if shape.pairs > 8 && ground(img, strip[1]) {
				t.Errorf("%d pairs, %d rows: nothing comes near the %s edge", shape.pairs, shape.rows, name)
			}
		}
		if shape.pairs == 40 && (b.Dx() < 40*35 || b.Dy() < 3*17*35) {
			t.Errorf("a picture of %v is too small for its cells", b)
		}
	}
}

// TestHeatMapColours: each mark has a colour of its own in the picture.
func TestHeatMapColours(t *testing.T) {
	seen := map[color.NRGBA]string{}
	for _, mark := range someMarks {
		r := derived(1, 1, "literal")
		r.Table[0].Published, r.Table[0].Marks[0].Mark = results.Columns{}, mark
		blank := derived(1, 1, "literal")
		blank.Table[0].Published, blank.Table[0].Marks[0].Mark = results.Columns{}, "inconclusive"
		if mark == "inconclusive" {
			blank.Table[0].Marks[0].Mark = "prevents"
		}
		a, _ := png.Decode(bytes.NewReader(drawn(t, r, "png")))
		b, _ := png.Decode(bytes.NewReader(drawn(t, blank, "png")))
		counts := map[color.NRGBA]int{}
		for y := range a.Bounds().Max.Y {
			for x := range a.Bounds().Max.X {
				if a.At(x, y) != b.At(x, y) {
					counts[color.NRGBAModel.Convert(a.At(x, y)).(color.NRGBA)]++
				}
			}
		}
		var most color.NRGBA
		for c, n := range counts {
			if n > counts[most] {
				most = c
			}
		}
		if other := seen[most]; other != "" || counts[most] < 500 {
			t.Errorf("%s is %v on %d pixels, as %q is", mark, most, counts[most], other)
		}
		seen[most] = mark
	}
}

// TestHeatMapSVG: well-formed, with every name and letter in it as text, and a font that
// every viewer has something for.
func TestHeatMapSVG(t *testing.T) {
	r := derived(11, 17, "literal", "strongest")
	r.User.Name = "a\x00b" // no XML can hold that
	svg := drawn(t, r, "svg")
	var texts []string
	for dec := xml.NewDecoder(bytes.NewReader(svg)); ; {
		tok, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.CharData:
			texts = append(texts, strings.TrimSpace(string(tok)))
		case xml.StartElement:
			for _, a := range tok.Attr {
				if a.Name.Local == "style" && strings.Contains(a.Value, "font-family") && !strings.Contains(a.Value, ",sans-serif;") {
					t.Fatalf("a font without a fallback: %s", a.Value)
				}
			}
		}
	}
	for _, row := range r.Table {
		if !slices.Contains(texts, row.Mitigation) {
			t.Errorf("%s is not in the picture", row.Mitigation)
		}
	}
	for _, p := range r.Pairs {
		if !slices.Contains(texts, p.Scenario+" · "+p.Flow) {
			t.Errorf("%s on %s is not in the picture", p.Scenario, p.Flow)
		}
	}
	for _, letter := range []string{"P", "D", "L", "R", "c", "w", "·", "–", "f", "n/a", "?"} {
		n := 0
		for _, text := range texts {
			if text == letter {
				n++
			}
		}
		if n < 2*11*17/len(someMarks) {
			t.Errorf("%s is in the picture %d times", letter, n)
		}
	}
	if !bytes.Equal(svg, drawn(t, r, "svg")) {
		t.Error("two drawings of one table differ")
	}
}
