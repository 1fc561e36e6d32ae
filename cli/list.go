package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

func (a *app) listCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list [KIND]",
		Short: "List every name that can be typed, with its source",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			all, err := names(a.cat)
			if err != nil {
				return err
			}
			if len(args) == 1 {
				var known []string
				var only []results.Section
				for _, s := range all.Sections {
					known = append(known, s.Kind)
					if s.Kind == args[0] {
						only = append(only, s)
					}
				}
				if only == nil {
					return &flows.UnknownError{Kind: "kind of name", Name: args[0], Known: known}
				}
				all.Sections = only
			}
			return a.show(cmd.Context(), func(context.Context) (any, error) { return all, nil })
		},
	}
}

// names is everything that users can type.
func names(cat *flows.Catalogue) (*results.List, error) {
	list := &results.List{Schema: results.Schema}
	section := func(kind string, entries []results.Name) {
		list.Sections = append(list.Sections, results.Section{Kind: kind, Names: entries})
	}
	var entries []results.Name
	for _, s := range scenarios.All {
		entries = append(entries, results.Name{Name: s.Name, Doc: s.Doc, Ref: s.Ref})
	}
	section("scenarios", entries)
	entries = nil
	for _, f := range cat.Flows {
		entries = append(entries, results.Name{Name: f.Name, Doc: f.Doc, Ref: f.Ref})
	}
	section("flows", entries)
	entries = nil
	for _, m := range cat.Mitigations {
		entries = append(entries, results.Name{Name: m.Name, Doc: m.Doc + defaults(m), Ref: m.Ref})
		for _, v := range m.Variants {
			if v.Name != "" {
				entries = append(entries, results.Name{Name: m.FullName(v.Name), Doc: v.Doc, Ref: v.Ref})
			}
		}
	}
	section("mitigations", entries)
	entries = nil
	for _, c := range cat.Capabilities {
		entries = append(entries, results.Name{Name: c.Name, Doc: c.Doc, Ref: c.Ref})
	}
	section("capabilities", entries)
	entries = nil
	for _, s := range scenarios.All {
		for _, name := range scenarios.Profiles {
			caps, err := s.Profile(name)
			if err != nil {
				return nil, err
			}
			if len(s.Reach) > 0 {
				entries = append(entries, results.Name{Name: name, Doc: s.Name + ": " + strings.Join(caps, ", ")})
			}
		}
	}
	section("attackers", entries)
	entries = nil
	for _, s := range scenarios.All {
		for _, f := range s.Gives {
			entries = append(entries, results.Name{Name: s.Name, Doc: "gives its attacker " + f.Capability + " in " + f.In.Name, Ref: f.Source})
		}
	}
	section("footholds", entries)
	entries = nil
	for _, u := range cat.Users {
		entries = append(entries, results.Name{Name: u.Name, Doc: u.Doc})
	}
	section("users", entries)
	entries = nil
	for _, e := range flows.ErrorList() {
		entries = append(entries, results.Name{Name: e.Name, Doc: e.Doc})
	}
	section("errors", entries)
	entries = nil
	for _, s := range scenarios.All {
		for _, g := range s.Goals {
			entries = append(entries, results.Name{Name: g.Name, Doc: g.Doc, Ref: s.Name})
		}
	}
	section("goals", entries)
	entries = nil
	for _, k := range scenarios.Settings {
		read := ""
		switch unsaid := k.Unsaid(); {
		case !k.Read():
			read = "; no model reads it yet"
		case unsaid != "":
			read = "; if nothing is said: " + unsaid
		}
		entries = append(entries, results.Name{Name: k.Name, Doc: k.Doc + " (" + k.Takes() + read + ")", Ref: k.FlowNames()})
	}
	section("settings", entries)
	entries = nil
	for _, p := range scenarios.Safety {
		entries = append(entries, results.Name{Name: p.Name, Doc: p.Doc})
	}
	section("properties", append(entries, results.Name{Name: scenarios.Service, Doc: "honest people still get what they want"},
		results.Name{Name: scenarios.NeverStuck, Doc: "honest people who have started get what they want or are told that they will not"}))
	entries = nil
	for _, s := range scenarios.All {
		for _, t := range s.Twins {
			entries = append(entries, results.Name{Name: t.Name, Doc: t.Doc, Ref: s.Name})
		}
	}
	section("twins", entries)
	deployments, err := scenarios.BuiltinDeployments(cat)
	if err != nil {
		return nil, err
	}
	entries = nil
	for _, d := range deployments {
		entries = append(entries, results.Name{Name: d.Name, Doc: d.Doc})
	}
	section("deployments", entries)
	suites, err := scenarios.BuiltinSuites(cat)
	if err != nil {
		return nil, err
	}
	entries = nil
	for _, s := range suites {
		entries = append(entries, results.Name{Name: s.Name, Doc: s.Doc})
	}
	section("suites", entries)
	return list, nil
}

// defaults says what a mitigation means without a variant.
func defaults(m *flows.Mitigation) string {
	if m.Number != nil {
		return fmt.Sprintf(" Takes %s, default %s.", m.Number.Unit, m.Default)
	}
	if m.Default == "" {
		return ""
	}
	return " Default " + m.Default + "."
}
