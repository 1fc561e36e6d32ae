package report

import (
	"bytes"
	"cmp"
	"fmt"
	"image/color"
	"io"
	"math"
	"strings"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"

	"github.com/crossdeviceflows/crossdevice/results"
)

// Drawings are the kinds of file that HeatMap writes.
var Drawings = []string{"png", "svg"}

// HeatMap draws what each mitigation does in each pair of scenario and flow, one panel
// for each attacker, as a file of the given kind. Every cell has its letter, so that it
// can be read without colours.
func HeatMap(w io.Writer, r *results.Derived, kind string) error {
	s := layOut(r)
	if kind == "png" {
		c := vgimg.NewWith(vgimg.UseWH(s.width, s.height), vgimg.UseDPI(dpi), vgimg.UseBackgroundColor(color.White))
		s.draw(draw.New(c), r)
		_, err := vgimg.PngCanvas{Canvas: c}.WriteTo(w)
		return err
	}
	c := vgsvg.New(s.width, s.height)
	s.draw(draw.New(c), r)
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return err
	}
	// A viewer that has no Liberation Sans would take a serif.
	_, err := w.Write(bytes.ReplaceAll(b.Bytes(), []byte("font-family:Liberation Sans;"),
		[]byte("font-family:'Liberation Sans',Arial,Helvetica,sans-serif;")))
	return err
}

// The house theme, in points.
const (
	dpi      = 150
	margin   = vg.Length(18)
	side     = vg.Length(17) // of a cell
	gap      = vg.Length(1)  // between cells
	groupGap = vg.Length(5)  // between scenarios, and between panels' parts
	panelGap = vg.Length(22)
	beside   = 16 // with so many columns at most, panels stand side by side
)

// ink is the colour of a mark: of Okabe and Ito's palette where something is done, pale
// where nothing is.
var ink = map[string]color.NRGBA{
	"prevents":           {0x00, 0x72, 0xB2, 0xFF},
	"disrupts":           {0x56, 0xB4, 0xE9, 0xFF},
	"limits":             {0xCC, 0x79, 0xA7, 0xFF},
	"recovers":           {0x00, 0x9E, 0x73, 0xFF},
	"probabilistic only": {0xF0, 0xE4, 0x42, 0xFF},
	"another way":        {0xE6, 0x9F, 0x00, 0xFF},
	"no bearing":         {0xFB, 0xE0, 0xD0, 0xFF},
	"nothing to stop":    {0xF4, 0xF4, 0xF4, 0xFF},
	"in_force":           {0xE2, 0xEE, 0xF6, 0xFF},
	"n_a":                {0xC4, 0xC4, 0xC4, 0xFF},
	"inconclusive":       {0x22, 0x22, 0x22, 0xFF},
}

var (
	black = color.NRGBA{0x11, 0x11, 0x11, 0xFF}
	grey  = color.NRGBA{0x55, 0x55, 0x55, 0xFF}
)

// on is the colour of text on a colour: whichever of black and white is easier to read.
func on(c color.NRGBA) color.NRGBA {
	linear := func(v uint8) float64 { return math.Pow(float64(v)/255, 2.2) }
	if 0.2126*linear(c.R)+0.7152*linear(c.G)+0.0722*linear(c.B) < 0.25 {
		return color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}
	}
	return black
}

// sheet is a heat map laid out: where everything goes, with the origin at the top left.
type sheet struct {
	cell, small, label, bold, title font.Face

	width, height vg.Length
	names         vg.Length   // width of the names of mitigations
	crosses       vg.Length   // width of the published crosses
	heads         vg.Length   // height of the names of columns
	columns       []vg.Length // where each pair begins in a panel
	grid          vg.Length   // width of a panel's cells
	rows          vg.Length   // height of them
	side          bool        // panels stand side by side
	about         []string
	aboutY        vg.Length
	panels        vg.Length // where they begin
	legend        []vg.Point
	legendY       vg.Length
}

func layOut(r *results.Derived) *sheet {
	fonts := font.NewCache(liberation.Collection())
	const bold = 3 // as fonts count their weights
	thin, thick := font.Font{Typeface: "Liberation", Variant: "Sans"}, font.Font{Typeface: "Liberation", Variant: "Sans", Weight: bold}
	s := &sheet{cell: fonts.Lookup(thick, 8.5), small: fonts.Lookup(thin, 5.5), label: fonts.Lookup(thin, 8.5),
		bold: fonts.Lookup(thick, 9), title: fonts.Lookup(thick, 13)}
	for _, row := range r.Table {
		s.names = max(s.names, s.label.Width(printable(row.Mitigation)))
	}
	s.names += groupGap
	s.crosses = 3*(side+gap) + 2*groupGap
	for i, p := range r.Pairs {
		if i > 0 {
			s.grid += gap
			if p.Scenario != r.Pairs[i-1].Scenario {
				s.grid += groupGap
			}
		}
		s.columns = append(s.columns, s.grid)
		s.grid += side
		s.heads = max(s.heads, s.label.Width(pairName(p)))
	}
	s.heads = max(s.heads, s.label.Width("disrupt")) + groupGap
	s.rows = vg.Length(len(r.Table)) * (side + gap)
	panels := vg.Length(len(r.Attackers))
	s.side = len(r.Pairs) <= beside
	panel := s.bold.Font.Size + 2*groupGap + s.rows
	if s.side {
		s.width = s.names + s.crosses + panels*s.grid + max(panels-1, 0)*panelGap
	} else {
		s.width = s.names + s.crosses + s.grid
	}
	s.width = max(s.width, 420)

	y := margin + s.title.Font.Size + groupGap
	s.about, s.aboutY = wrap(s.label, about(r), s.width), y
	y += vg.Length(len(s.about))*line(s.label) + 2*groupGap
	s.panels = y
	if s.side {
		y += panel + s.heads
	} else {
		y += s.heads + panels*panel + max(panels-1, 0)*groupGap
	}
	y += 2 * groupGap
	s.legendY = y
	at := vg.Point{}
	for _, l := range letters {
		w := side + groupGap + s.label.Width(l.doc) + 3*groupGap
		if at.X > 0 && at.X+w > s.width {
			at = vg.Point{Y: at.Y + side + groupGap}
		}
		s.legend = append(s.legend, at)
		at.X += w
	}
	s.width += 2 * margin
	s.height = y + at.Y + side + margin
	return s
}

// about says what is drawn.
func about(r *results.Derived) string {
	initiated := "the attacker holds a live code or request"
	if r.Initiated == "reached" {
		initiated = "a victim sees the request"
	}
	text := fmt.Sprintf("Each mitigation alone, in its default variant, on each flow's example settings. User %s; an attack is initiated once %s. Left: the crosses that BCP 247 publishes.",
		printable(r.User.Name), initiated)
	if r.Partial != "" {
		text += fmt.Sprintf(" PARTIAL: %s, %d columns are missing.", r.Partial, len(r.Missing))
	}
	return text
}

func pairName(p results.Pair) string { return printable(p.Scenario + " · " + p.Flow) }

func line(f font.Face) vg.Length { return f.Font.Size * 1.3 }

// wrap breaks text into lines that are no wider than that.
func wrap(f font.Face, text string, width vg.Length) (lines []string) {
	at := ""
	for _, word := range strings.Fields(text) {
		if at != "" && f.Width(at+" "+word) > width {
			lines, at = append(lines, at), ""
		}
		at = strings.TrimSpace(at + " " + word)
	}
	return append(lines, at)
}

// pen draws with the origin at the top left.
type pen struct {
	draw.Canvas
	height vg.Length
}

// text puts text with its baseline at a point.
func (p pen) text(f font.Face, c color.Color, x, y vg.Length, text string) {
	p.SetColor(c)
	p.FillString(f, vg.Point{X: x, Y: p.height - y}, text)
}

// upwards puts text that is read from below.
func (p pen) upwards(f font.Face, x, y vg.Length, text string) {
	p.Push()
	p.Translate(vg.Point{X: x, Y: p.height - y})
	p.Rotate(math.Pi / 2)
	p.SetColor(black)
	p.FillString(f, vg.Point{}, text)
	p.Pop()
}

// box fills a cell and puts its letter into the middle.
func (p pen) box(s *sheet, mark string, x, y vg.Length) {
	c := ink[mark]
	x1, y1 := x+side, y+side
	p.FillPolygon(c, []vg.Point{{X: x, Y: p.height - y}, {X: x1, Y: p.height - y}, {X: x1, Y: p.height - y1}, {X: x, Y: p.height - y1}})
	f, text := s.cell, letter(mark)
	if mark == "n_a" {
		f, text = s.small, "n/a"
	}
	p.text(f, on(c), x+(side-f.Width(text))/2, y+side/2+f.Font.Size*0.35, text)
}

func (s *sheet) draw(c draw.Canvas, r *results.Derived) {
	p := pen{c, s.height}
	p.FillPolygon(color.White, []vg.Point{{}, {X: s.width}, {X: s.width, Y: s.height}, {Y: s.height}}) // dark viewers have no paper of their own
	p.text(s.title, black, margin, margin+s.title.Font.Size*0.8, "Cross-device mitigations, derived beside published")
	for i, l := range s.about {
		p.text(s.label, grey, margin, s.aboutY+line(s.label)*(vg.Length(i)+0.8), l)
	}
	x, y := margin+s.names+s.crosses, s.panels
	for i, attacker := range r.Attackers {
		title := "attacker " + printable(attacker)
		switch {
		case s.side:
			p.text(s.bold, black, x, y+s.bold.Font.Size, title)
			s.panel(p, r, attacker, x, y+s.bold.Font.Size+groupGap, i == 0, true)
			x += s.grid + panelGap
		default:
			top := y
			if i == 0 {
				top += s.heads
			}
			p.text(s.bold, black, margin, top+s.bold.Font.Size, title)
			s.panel(p, r, attacker, x, y+s.bold.Font.Size+groupGap, true, i == 0)
			y = top + s.bold.Font.Size + 3*groupGap + s.rows
		}
	}
	for i, l := range letters {
		at := s.legend[i]
		p.box(s, l.mark, margin+at.X, s.legendY+at.Y)
		p.text(s.label, black, margin+at.X+side+groupGap, s.legendY+at.Y+side/2+s.label.Font.Size*0.35, l.doc)
	}
}

// panel draws one attacker's cells, with the names of rows and columns if asked for.
func (s *sheet) panel(p pen, r *results.Derived, attacker string, x, y vg.Length, rows, columns bool) {
	left := x - s.crosses
	published := []struct{ name, mark string }{{"prevent", "prevents"}, {"disrupt", "disrupts"}, {"recover", "recovers"}}
	if columns {
		y += s.heads
		base := y - groupGap
		for i, pair := range r.Pairs {
			p.upwards(s.label, x+s.columns[i]+side/2+s.label.Font.Size*0.35, base, pairName(pair))
		}
		for i, c := range published {
			if rows {
				p.upwards(s.label, left+vg.Length(i)*(side+gap)+side/2+s.label.Font.Size*0.35, base, c.name)
			}
		}
	}
	for i, row := range r.Table {
		top := y + vg.Length(i)*(side+gap)
		if rows {
			p.text(s.label, black, margin, top+side/2+s.label.Font.Size*0.35, printable(row.Mitigation))
			for k, has := range []bool{row.Published.Prevent, row.Published.Disrupt, row.Published.Recover} {
				if has {
					p.box(s, published[k].mark, left+vg.Length(k)*(side+gap), top)
				}
			}
		}
		for k, pair := range r.Pairs {
			p.box(s, cmp.Or(markOf(row, pair, attacker), "inconclusive"), x+s.columns[k], top)
		}
	}
}

// markOf is a row's mark in a pair.
func markOf(row results.DerivedRow, pair results.Pair, attacker string) string {
	for _, m := range row.Marks {
		if m.Scenario == pair.Scenario && m.Flow == pair.Flow && m.Attacker == attacker {
			return m.Mark
		}
	}
	return ""
}
