package live

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/anishathalye/porcupine"
)

// operation is an event with its answer, and when it was asked and answered.
type operation struct {
	event
	answered
	call, end time.Duration // since the round began
}

// history is what happened to one transaction, in the order in which it was asked.
type history []operation

// answeredAt is when an operation was answered, if ever.
func (o *operation) answeredAt() time.Duration {
	if o.lost {
		return math.MaxInt64
	}
	return o.end
}

// operations are a history in the terms of the checker. What was never answered may
// still have an effect after everything else.
func (h history) operations() (list []porcupine.Operation) {
	last := h.last()
	for i, lane := range h.lanes() {
		op := &h[i]
		end := op.end
		if op.lost {
			end = last + 1
		}
		list = append(list, porcupine.Operation{ClientId: lane, Input: op.event, Output: op.answered, Call: int64(op.call), Return: int64(end)})
	}
	return list
}

// last is when the last answer came.
func (h history) last() (last time.Duration) {
	for i := range h {
		last = max(last, h[i].call, h[i].end)
	}
	return last
}

// expiring is the history with the end of the codes' life, if that can have been before
// the last answer. Servers count whole seconds, so it is not known to the moment.
func (h history) expiring(start string, life time.Duration) history {
	at := slices.IndexFunc(h, func(op operation) bool { return op.step == start })
	if at < 0 {
		return h
	}
	earliest, latest := h[at].call+life-time.Second, h[at].end+life+time.Second
	if h[at].lost || earliest > h.last() {
		return h
	}
	return append(h, operation{event: event{step: tickStep}, answered: answered{observed: observed{page: true}}, call: earliest, end: latest})
}

// lanes puts operations that overlap beside each other.
func (h history) lanes() []int {
	lanes := make([]int, len(h))
	var free []time.Duration // when a lane is empty again
	for i := range h {
		at := slices.IndexFunc(free, func(t time.Duration) bool { return t < h[i].call })
		if at < 0 {
			at = len(free)
			free = append(free, 0)
		}
		free[at], lanes[i] = h[i].end, at
		if h[i].lost {
			free[at] = h.last() + 1
		}
	}
	return lanes
}

// lines are a history for readers.
func (s *spec) lines(h history) (lines []string) {
	for i := range h {
		op := &h[i]
		end := milliseconds(op.end)
		if op.lost {
			end = "?"
		}
		lines = append(lines, fmt.Sprintf("%s - %s  %s -> %s", milliseconds(op.call), end, s.says(op.event), op.answered))
	}
	return lines
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
}

// logged is an operation of a transaction as a log has it, which began before the round.
func (o *operation) logged(transaction int, before time.Duration) Event {
	e := Event{Transaction: transaction, Step: o.step, Outcome: o.outcome, By: party(o.by), Start: before + o.call, Answered: !o.lost}
	if e.Answered {
		e.End = before + o.end
		switch {
		case !o.page:
			e.Reply = o.reply
		case o.refused:
			e.Reply = RefusedReply
		}
	}
	return e
}
