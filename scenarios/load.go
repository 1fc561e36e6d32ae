package scenarios

import (
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// LoadSuite reads a suite and the deployments it names from files. Its errors
// are InputErrors.
func LoadSuite(cat *flows.Catalogue, path string) (*Suite, error) {
	data, bad := readInput(path, "a suite")
	if bad != nil {
		return nil, inputErrors(path, []*InputError{bad})
	}
	return parseSuite(cat, path, data, readDeployment)
}

// ParseSuite reads a suite that names no files, only deployments that are built
// in or its own; name stands for the file in errors. Its errors are InputErrors.
func ParseSuite(cat *flows.Catalogue, name string, data []byte) (*Suite, error) {
	return parseSuite(cat, name, data, nil)
}

// LoadDeployment reads a deployment from a file, or finds the one built in if
// it is given a name instead of a path. FILE#CLIENT is the deployment of one
// client. Its errors are InputErrors.
func LoadDeployment(cat *flows.Catalogue, path string) (*Deployment, error) {
	file, _ := SplitClient(path)
	var missing error
	if !isPath(file) {
		var d *Deployment
		if d, missing = FindDeployment(cat, path); missing == nil {
			return d, nil
		}
	}
	data, bad := readDeployment(file)
	if bad != nil && missing != nil {
		bad = asInput(missing)
	}
	if bad != nil {
		return nil, inputErrors(file, []*InputError{bad})
	}
	return ParseDeployment(cat, path, data)
}

// SplitClient takes FILE#CLIENT apart; what ends as a file does is a file.
func SplitClient(path string) (file, client string) {
	if at := strings.LastIndexByte(path, '#'); at >= 0 && !isYAML(path) {
		return path[:at], path[at+1:]
	}
	return path, ""
}

// ParseDeployment reads a deployment; name stands for the file in errors, as
// FILE#CLIENT if the deployment has clients. Its errors are InputErrors.
func ParseDeployment(cat *flows.Catalogue, name string, data []byte) (*Deployment, error) {
	file, client := SplitClient(name)
	l := &loader{cat: cat}
	list := l.deploymentFile(file, data)
	if len(l.errs) > 0 {
		return nil, inputErrors(file, l.errs)
	}
	d, bad := oneClient(list, file, client)
	if bad != nil {
		bad.File = file
		return nil, inputErrors(file, []*InputError{bad})
	}
	return d, nil
}

// oneClient is the deployment of one client among those of a file, or of the whole
// server if that has no clients.
func oneClient(list []*Deployment, file, client string) (*Deployment, *InputError) {
	known := clientNames(list)
	at := slices.Index(known, client)
	switch {
	case client == "" && len(known) == 0:
		return list[0], nil
	case at >= 0:
		return list[at], nil
	case client == "":
		return nil, &InputError{Found: "a deployment with clients", Expected: "one of them: " + file + "#" + strings.Join(known, ", "+file+"#")}
	case len(known) > 0:
		return nil, unknown("client "+quote(client), client, "a client of this deployment", known)
	}
	return nil, &InputError{Found: "client " + quote(client), Expected: "none, because this deployment has no clients"}
}

func readDeployment(path string) ([]byte, *InputError) { return readInput(path, "a deployment") }

// parseSuite reads a suite; open is how it gets at files it names.
func parseSuite(cat *flows.Catalogue, name string, data []byte, open func(string) ([]byte, *InputError)) (*Suite, error) {
	l := &loader{cat: cat, open: open, read: map[string][]*Deployment{}}
	var s *Suite
	if r, root := l.newReader(name, data); r != nil {
		if root.kind == kindNothing {
			r.fail(root, &InputError{Found: "an empty file", Expected: "a suite"})
		} else {
			s = r.suite(root)
		}
	}
	if err := inputErrors(name, l.errs); err != nil {
		return nil, err
	}
	return s, nil
}

// LoadTarget reads a target and the deployments it names from files. Its errors
// are InputErrors.
func LoadTarget(cat *flows.Catalogue, path string) (*Target, error) {
	data, bad := readInput(path, "a target")
	if bad != nil {
		return nil, inputErrors(path, []*InputError{bad})
	}
	return parseTarget(cat, path, data, readDeployment)
}

// ParseTarget reads a target that names no files; name stands for the file in
// errors. Its errors are InputErrors.
func ParseTarget(cat *flows.Catalogue, name string, data []byte) (*Target, error) {
	return parseTarget(cat, name, data, nil)
}

// parseTarget reads a target; open is how it gets at files it names.
func parseTarget(cat *flows.Catalogue, name string, data []byte, open func(string) ([]byte, *InputError)) (*Target, error) {
	l := &loader{cat: cat, open: open, read: map[string][]*Deployment{}}
	var t *Target
	r, root := l.newReader(name, data)
	switch {
	case r == nil:
		for _, e := range l.errs {
			hideBroken(e)
		}
	case root.kind == kindNothing:
		r.fail(root, &InputError{Found: "an empty file", Expected: "a target"})
	default:
		r.hide(root)
		t = r.target(root)
	}
	if err := inputErrors(name, l.errs); err != nil {
		return nil, err
	}
	return t, nil
}
