package scenarios

import "github.com/crossdeviceflows/crossdevice/flows"

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
// it is given a name instead of a path. Its errors are InputErrors.
func LoadDeployment(cat *flows.Catalogue, path string) (*Deployment, error) {
	if !isPath(path) {
		d, err := FindDeployment(cat, path)
		if err == nil {
			return d, nil
		}
		data, missing := readDeployment(path)
		if missing != nil {
			return nil, inputErrors(path, []*InputError{asInput(err)})
		}
		return ParseDeployment(cat, path, data)
	}
	data, bad := readDeployment(path)
	if bad != nil {
		return nil, inputErrors(path, []*InputError{bad})
	}
	return ParseDeployment(cat, path, data)
}

// ParseDeployment reads a deployment; name stands for the file in errors. Its
// errors are InputErrors.
func ParseDeployment(cat *flows.Catalogue, name string, data []byte) (*Deployment, error) {
	l := &loader{cat: cat}
	d := l.deploymentFile(name, data)
	if err := inputErrors(name, l.errs); err != nil {
		return nil, err
	}
	return d, nil
}

func readDeployment(path string) ([]byte, *InputError) { return readInput(path, "a deployment") }

// parseSuite reads a suite; open is how it gets at files it names.
func parseSuite(cat *flows.Catalogue, name string, data []byte, open func(string) ([]byte, *InputError)) (*Suite, error) {
	l := &loader{cat: cat, open: open, read: map[string]*Deployment{}}
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
