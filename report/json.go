// Package report renders results: as text for a terminal, as Markdown, as JSON.
// It takes no decisions; everything that is printed stands in the result.
package report

import (
	"encoding/json"
	"io"
)

// JSON writes a result as one indented object. Text in it is escaped so that it
// can stand in a page.
func JSON(w io.Writer, result any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(result)
}
