// Command simulate checks cross-device authorization flows. Run it without
// arguments to see what it can do.
package main

import (
	"os"

	"github.com/crossdeviceflows/crossdevice/attacker"
	"github.com/crossdeviceflows/crossdevice/cli"
	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/mitigations"
)

func main() {
	builtIn := &flows.Catalogue{Flows: flows.All, Mitigations: mitigations.All, Capabilities: attacker.All, Users: flows.Users}
	os.Exit(cli.Main(builtIn, os.Args[1:], os.Stdout, os.Stderr))
}
