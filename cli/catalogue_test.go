package cli_test

import (
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/cli"
	"github.com/crossdeviceflows/crossdevice/flows"
)

// TestCatalogueIsValidated gives the command of another module, whose catalogue
// is wrong: it says so before it does anything.
func TestCatalogueIsValidated(t *testing.T) {
	var stdout, stderr strings.Builder
	wrong := &flows.Catalogue{Flows: []*flows.Flow{{Name: "grant"}}}
	if status := cli.Main(wrong, []string{"version"}, &stdout, &stderr); status != cli.ExitUsage {
		t.Errorf("exit status %d, want %d", status, cli.ExitUsage)
	}
	if want := "simulate: the catalogue of this program is wrong: flow grant has no Doc\n"; stderr.String() != want || stdout.Len() > 0 {
		t.Errorf("got %q and on standard output %q, want %q", stderr.String(), stdout.String(), want)
	}
}
