package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/live"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// checkLogs holds logs against the models.
func (a *app) checkLogs(ctx context.Context, test *live.Test, files []string, deployment, expected string) error {
	var of *scenarios.Deployment
	var err error
	if deployment != "" {
		if of, err = scenarios.LoadDeployment(a.cat, deployment); err != nil {
			return err
		}
	}
	if expected != "" {
		if test.Expected, err = knownDeviations(expected); err != nil {
			return err
		}
	}
	return a.show(ctx, func(context.Context) (any, error) {
		r := &results.Live{Schema: results.Schema, Models: results.Models, Targets: []results.LiveTarget{}}
		for _, name := range files {
			log, err := readLog(a.cat, name)
			if err != nil {
				return nil, err
			}
			one, err := test.Log(of, name, log)
			if err != nil {
				return nil, err
			}
			r.Targets = append(r.Targets, *one)
			a.judgeLive(r, one)
		}
		return r, nil
	})
}

// readLog reads a log from a file.
func readLog(cat *flows.Catalogue, name string) (*live.Log, error) {
	file, err := os.Open(name)
	if err != nil {
		found := "a file that cannot be opened"
		if errors.Is(err, fs.ErrNotExist) {
			found = "no such file"
		}
		return nil, &scenarios.InputError{File: name, Found: found, Expected: "a log"}
	}
	defer file.Close()
	return live.ReadLog(cat, name, file)
}
