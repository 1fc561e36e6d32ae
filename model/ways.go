package model

import (
	"fmt"
	"slices"
)

// ways counts how often each way of each step was taken, for each worker
// apart.
type ways struct {
	first  []int // where the ways of each step start in counts; one more at the end
	counts [][]uint64
}

func newWays(steps []Step, workers int) ways {
	w := ways{first: make([]int, 1, len(steps)+1), counts: make([][]uint64, workers)}
	total := 0
	for n := range steps {
		total += max(1, len(steps[n].Ways))
		w.first = append(w.first, total)
	}
	for n := range w.counts {
		w.counts[n] = make([]uint64, total)
	}
	return w
}

// at is the place of an edge in counts.
func (w *ways) at(step uint16, way uint8) int {
	if int(step)+1 < len(w.first) {
		if i := w.first[step] + int(way); i < w.first[step+1] {
			return i
		}
	}
	panic(fmt.Sprintf("an edge names way %d of step %d, which System.Steps does not have", way, step))
}

// table is what Stats shows.
func (w *ways) table() [][]uint64 {
	sum := make([]uint64, w.first[len(w.first)-1])
	for _, counts := range w.counts {
		for i, n := range counts {
			sum[i] += n
		}
	}
	list := make([][]uint64, len(w.first)-1)
	for step := range list {
		list[step] = sum[w.first[step]:w.first[step+1]:w.first[step+1]]
	}
	return list
}

// snapshot is a copy of the counts as they are now.
func (w *ways) snapshot() ways {
	copied := ways{first: w.first}
	for _, counts := range w.counts {
		copied.counts = append(copied.counts, slices.Clone(counts))
	}
	return copied
}
