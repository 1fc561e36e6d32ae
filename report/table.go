package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// format is how a document is written: its headings, tables and diagrams.
type format struct {
	w        io.Writer
	markdown bool
}

func (f format) heading(level int, s string) {
	if f.markdown {
		fmt.Fprintf(f.w, "%s %s\n\n", strings.Repeat("#", level), markdownText(s))
		return
	}
	fmt.Fprintf(f.w, "%s\n", s)
}

func (f format) line(s string, args ...any) {
	s = fmt.Sprintf(s, args...)
	if f.markdown {
		s = markdownText(s) + "\n"
	}
	fmt.Fprintln(f.w, s)
}

func (f format) table(head []string, rows [][]string) {
	t := table.NewWriter()
	row := func(cells []string) table.Row {
		out := make(table.Row, len(cells))
		for i, c := range cells {
			out[i] = c
			if f.markdown {
				out[i] = markdownText(c)
			}
		}
		return out
	}
	t.AppendHeader(row(head))
	for _, r := range rows {
		t.AppendRow(row(r))
	}
	if f.markdown {
		fmt.Fprintf(f.w, "%s\n\n", t.RenderMarkdown())
		return
	}
	style := table.StyleDefault
	style.Options = table.OptionsNoBordersAndSeparators
	style.Format.Header = text.FormatDefault
	style.Box.PaddingLeft, style.Box.PaddingRight = "  ", ""
	t.SetStyle(style)
	for _, l := range strings.Split(t.Render(), "\n") {
		fmt.Fprintln(f.w, strings.TrimRight(l, " "))
	}
	fmt.Fprintln(f.w)
}

// code writes preformatted text, in Markdown within a fence of that language.
func (f format) code(language, s string) {
	if f.markdown {
		fence := "```"
		for strings.Contains(s, fence) {
			fence += "`"
		}
		fmt.Fprintf(f.w, "%s%s\n%s%s\n\n", fence, language, s, fence)
		return
	}
	fmt.Fprintln(f.w, s)
}

// markdownText escapes what Markdown or HTML would read as markup. The pipe is
// left to the table writer.
func markdownText(s string) string {
	return strings.NewReplacer("\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]",
		"<", "&lt;", ">", "&gt;", "&", "&amp;", "\r", " ", "\n", " ").Replace(s)
}
