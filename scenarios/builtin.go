package scenarios

import (
	"embed"
	"os"
	"path"
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
)

//go:embed builtin/*.yaml
var builtin embed.FS

//go:embed builtin/suites/*.yaml
var builtinSuites embed.FS

// builtinSuite is the file of the suite of runs that name none, among those of
// deployments.
const builtinSuite = "suite.yaml"

// BuiltinDeployments are the deployments that come with the program: the
// example, then published settings of servers by name.
func BuiltinDeployments(cat *flows.Catalogue) ([]*Deployment, error) {
	var list []*Deployment
	for _, d := range Examples {
		example := *d
		example.Sources = slices.Clone(d.Sources)
		list = append(list, &example)
	}
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

// BuiltinSuite is the suite of runs that name none.
func BuiltinSuite(cat *flows.Catalogue) (*Suite, error) {
	return readBuiltin(cat, builtin, "builtin/"+builtinSuite)
}

// BuiltinSuites are the suites that come with the program, that of BuiltinSuite
// first.
func BuiltinSuites(cat *flows.Catalogue) ([]*Suite, error) {
	first, err := BuiltinSuite(cat)
	if err != nil {
		return nil, err
	}
	list := []*Suite{first}
	entries, err := builtinSuites.ReadDir("builtin/suites")
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		s, err := readBuiltin(cat, builtinSuites, path.Join("builtin/suites", entry.Name()))
		if err != nil {
			return nil, err
		}
		s.Brief = true
		list = append(list, s)
	}
	return list, nil
}

// readBuiltin reads a suite that comes with the program.
func readBuiltin(cat *flows.Catalogue, files embed.FS, name string) (*Suite, error) {
	data, err := files.ReadFile(name)
	if err != nil {
		return nil, err
	}
	s, err := ParseSuite(cat, name, data)
	if err != nil {
		return nil, err
	}
	s.File = ""
	return s, nil
}

// FindSuite is the suite in a file, or the one with that name among those that come
// with the program if it is no path and no file has it.
func FindSuite(cat *flows.Catalogue, name string) (*Suite, error) {
	if file, err := os.Stat(name); isPath(name) || err == nil && !file.IsDir() {
		return LoadSuite(cat, name)
	}
	list, err := BuiltinSuites(cat)
	if err != nil {
		return nil, err
	}
	var known []string
	for _, s := range list {
		if s.Name == name {
			return s, nil
		}
		known = append(known, s.Name)
	}
	return nil, unknown(quote(name), name, "a suite file, or one built in", known)
}
