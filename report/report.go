// Package report renders results: as text for a terminal, as Markdown, as JSON.
// It takes no decisions; everything that is printed stands in the result.
package report

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/crossdeviceflows/crossdevice/results"
)

// JSON writes a result as one indented object. Text in it is escaped so that it
// can stand in a page.
func JSON(w io.Writer, result any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(result)
}

// Text writes a result for a terminal.
func Text(w io.Writer, result any) error { return render(format{w: w}, result) }

// Markdown writes a result for a page, with traces as Mermaid diagrams.
func Markdown(w io.Writer, result any) error { return render(format{w: w, markdown: true}, result) }

func render(f format, result any) error {
	switch r := result.(type) {
	case *results.Check:
		f.check(r)
	case *results.Defend:
		f.defend(r)
	case *results.Price:
		f.price(r)
	case *results.Compare:
		f.compare(r)
	case *results.Derived:
		f.derived(r)
	case *results.Flows:
		f.flows(r)
	case *results.Suite:
		f.suite(r)
	case *results.Search:
		f.search(r)
	case *results.Diff:
		f.diff(r)
	case *results.List:
		f.list(r)
	case *results.Live:
		f.live(r)
	case *results.Bench:
		f.bench(r)
	case *results.ScenarioBench:
		f.scenarioBench(r)
	default:
		return fmt.Errorf("report: nothing renders a %T", result)
	}
	return nil
}
