package cli

import (
	"errors"
	"io"

	"github.com/spf13/cobra"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/report"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

func (a *app) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema [suite|deployment|target|results]",
		Short: "Print the JSON Schema of suite, deployment or target files, or of results",
		Long: `Print the JSON Schema (draft 2020-12) of suite files, of deployment files, of target
files, or of what is written with --json. Without an argument it is that of suites. An editor
that knows it completes names and marks mistakes:

  simulate schema > suite.schema.json

and in the first line of the suite beside it

  # yaml-language-server: $schema=suite.schema.json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			of := "suite"
			if len(args) == 1 {
				of = args[0]
			}
			schema, err := a.schema(of)
			if err != nil {
				return err
			}
			return a.emitJSON(schema)
		},
	}
}

// schema is the JSON Schema of what users write, or of what is written for them.
func (a *app) schema(of string) (map[string]any, error) {
	switch of {
	case "suite":
		return scenarios.SuiteSchema(a.cat)
	case "deployment":
		return scenarios.DeploymentSchema(a.cat)
	case "target":
		return scenarios.TargetSchema(a.cat)
	case "results":
		return results.JSONSchema(), nil
	}
	return nil, &flows.UnknownError{Kind: "format", Name: of, Known: []string{"suite", "deployment", "target", "results"}}
}

// emitJSON writes what is JSON and nothing else.
func (a *app) emitJSON(value any) error {
	render := func(w io.Writer) error { return report.JSON(w, value) }
	switch {
	case a.markdown+a.junit+a.sarif != "":
		return errors.New("this is JSON and nothing else; leave out --markdown, --junit and --sarif")
	case a.json != "" && a.json != "-":
		return writeFile(a.json, render)
	}
	return a.print(render)
}
