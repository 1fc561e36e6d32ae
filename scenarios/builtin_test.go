package scenarios

import "testing"

func TestBuiltinDeployments(t *testing.T) {
	list, err := BuiltinDeployments(everything())
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 2 {
		t.Fatalf("%d deployments", len(list))
	}
	for _, d := range list {
		found, err := FindDeployment(everything(), d.Name)
		if err != nil || found.Name != d.Name || d.Doc == "" || d.File != "" || d.CodeLife == 0 {
			t.Errorf("%+v: found %+v, %v", d, found, err)
		}
		for _, s := range d.Sources {
			if s.Source == "" {
				t.Errorf("%s: %s has no source", d.Name, s.Key)
			}
		}
	}
}

func TestBuiltinSuite(t *testing.T) {
	s, err := BuiltinSuite(everything())
	if err != nil {
		t.Fatal(err)
	}
	if s.File != "" || s.Doc == "" || len(s.Runs) < 6 {
		t.Errorf("found %+v", s)
	}
	for _, run := range s.Runs {
		if run.Deployment.Name != "node-oidc-provider" || run.At.Line == 0 {
			t.Errorf("found %+v", run)
		}
	}
}
