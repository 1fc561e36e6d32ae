package scenarios

import (
	"embed"
	"path"
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
)

//go:embed builtin/*.yaml
var builtin embed.FS

// builtinSuite is the file of the suite among those of deployments.
const builtinSuite = "suite.yaml"

// BuiltinDeployments are the deployments that come with the program: the
// example, then published settings of servers by name.
func BuiltinDeployments(cat *flows.Catalogue) ([]*Deployment, error) {
	example := *Example
	example.Sources = slices.Clone(Example.Sources)
	list := []*Deployment{&example}
	entries, err := builtin.ReadDir("builtin")
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		if entry.Name() == builtinSuite {
			continue
		}
		name := path.Join("builtin", entry.Name())
		data, err := builtin.ReadFile(name)
		if err != nil {
			return nil, err
		}
		d, err := ParseDeployment(cat, name, data)
		if err != nil {
			return nil, err
		}
		d.File = ""
		list = append(list, d)
	}
	return list, nil
}

// FindDeployment is the deployment with that name among those that come with
// the program.
func FindDeployment(cat *flows.Catalogue, name string) (*Deployment, error) {
	list, err := BuiltinDeployments(cat)
	if err != nil {
		return nil, err
	}
	var known []string
	for _, d := range list {
		if d.Name == name {
			return d, nil
		}
		known = append(known, d.Name)
	}
	return nil, unknown(quote(name), name, "a deployment file, or one built in", known)
}

// BuiltinSuite is the suite that comes with the program.
func BuiltinSuite(cat *flows.Catalogue) (*Suite, error) {
	data, err := builtin.ReadFile(path.Join("builtin", builtinSuite))
	if err != nil {
		return nil, err
	}
	s, err := ParseSuite(cat, "builtin/"+builtinSuite, data)
	if err != nil {
		return nil, err
	}
	s.File = ""
	return s, nil
}
