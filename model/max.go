package model

import "context"

// Max is the largest value that a reachable state has, and whether every state
// was visited. It explores with one worker, whatever the options say.
func Max[S comparable](ctx context.Context, sys System[S], value func(s *S) int, opt Options) (most int, complete bool, err error) {
	most = value(&sys.Init)
	opt.Workers = 1
	found, err := Explore(ctx, sys, []Property[S]{{Name: "max", Expect: Never, When: func(s *S) bool {
		most = max(most, value(s))
		return false
	}}}, opt)
	return most, found.Complete, err
}
