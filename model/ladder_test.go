package model

import "testing"

func TestLadders(t *testing.T) {
	ladders := Ladders{{3, 1, 2}, {63, 0}}
	if err := ladders.Check(); err != nil {
		t.Error(err)
	}
	for _, bad := range []Ladders{{{1, 2}, {2, 3}}, {{1, 1}}, {{64}}, {{-1}}} {
		if bad.Check() == nil {
			t.Errorf("%v passes", bad)
		}
	}
	if got := ladders.Implied(Of(1, 0, 5)); got != Of(3, 1, 63, 0, 5) {
		t.Errorf("Implied: %b", got)
	}
	if got := ladders.Stricter(Of(1, 63, 5)); got != Of(1, 2, 63, 0, 5) {
		t.Errorf("Stricter: %b", got)
	}
	for _, c := range []struct {
		mask Mask
		want bool
	}{
		{Mask{}, true},
		{Mask{Foreign: Of(1), Own: Of(2)}, true},
		{Mask{Foreign: Of(2), Own: Of(1)}, false},
		{Mask{Foreign: Of(3, 1)}, false},
		{Mask{Own: Of(2, 7)}, true},
	} {
		if got := ladders.Monotone(c.mask); got != c.want {
			t.Errorf("Monotone(%v) = %v", c.mask, got)
		}
	}
}
