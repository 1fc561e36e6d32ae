package model_test

import (
	"context"
	"fmt"

	"github.com/crossdeviceflows/crossdevice/model"
)

// A voucher is worth one refund. The shop looks whether it is spent, pays, and
// only then marks it: two windows are enough to be paid twice.
func Example() {
	type shop struct {
		Window [2]uint8 // 0 idle, 1 looked and saw it unspent, 2 paid
		Paid   uint8
		Spent  bool
	}
	window := &model.Index[shop]{
		Name: "window", Size: 2,
		Key: func(s *shop, i uint8) uint8 { return s.Window[i] },
	}
	sys := model.Weave("voucher", shop{}, []model.Rule[shop]{
		{
			Name: "look", Over: window, In: model.At(0),
			Checks: []model.Check[shop]{{
				Name: "unspent", Reply: "already used",
				Pass: func(s *shop, _ model.Bind) bool { return !s.Spent },
			}},
			Do: model.Do(func(s *shop, b model.Bind) { s.Window[b.I] = 1 }),
		},
		{
			Name: "pay", Over: window, In: model.At(1),
			Do: model.Do(func(s *shop, b model.Bind) { s.Window[b.I], s.Paid = 2, s.Paid+1 }),
		},
		{
			Name: "mark", Over: window, In: model.At(2),
			When: func(s *shop, _ model.Bind) bool { return !s.Spent },
			Do:   model.Do(func(s *shop, _ model.Bind) { s.Spent = true }),
		},
	})

	result, err := model.Explore(context.Background(), sys, []model.Property[shop]{{
		Name:    "paid once",
		When:    func(s *shop) bool { return s.Paid > 1 },
		Witness: func(s *shop) bool { return s.Paid == 1 },
	}}, model.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	finding := result.Findings[0]
	fmt.Printf("%s: %v, %d states, %d edges\n", finding.Property, finding.Verdict, result.States, result.Edges)
	for _, step := range finding.Trace.Steps {
		at := sys.Steps[step.Step]
		fmt.Printf("window %d: %s\n", at.Bind.I, at.Name)
	}
	// Output:
	// paid once: violated, 14 states, 22 edges
	// window 0: look
	// window 0: pay
	// window 1: look
	// window 1: pay
}
