package model

import (
	"sync"
	"sync/atomic"
	"unsafe"
)

// search is one exploration under way. It goes level by level, and through a
// level batch by batch, in three phases that any number of workers share:
//
//	generate  the parents of a batch are cut into pieces; each piece gets its edges
//	resolve   the table is cut into groups; each group meets its candidates in order
//	number    each piece numbers, stores and judges the states that are new
//
// Candidates are the targets of a batch's edges, by piece and position. That
// order alone decides what is numbered how: the number of workers does not.
type search[S comparable] struct {
	sys     System[S]
	workers int
	groups  int // of segments of the table
	most    int // states at most
	states  store[S]
	parents column[uint32]
	table   table
	pieces  []piece[S]
	watches []watch[S]
	ways    ways
	recent  []recent // by worker

	known      int // states numbered so far
	edges      int
	batches    int
	level, end int  // this level's states, whose edges are being looked at
	full       bool // a state was left out because there were most already

	// With fingerprints the states of this level and of the next are kept too.
	here, next column[S]
}

// limit is how many states there can be: numbers have 32 bits, and those from limit
// on are what the candidates of a batch are called.
const limit = 1<<32 - 1<<28

func newSearch[S comparable](sys System[S], watches []watch[S], opt Options) *search[S] {
	x := &search[S]{
		sys:     sys,
		workers: max(1, opt.Workers),
		groups:  1,
		most:    limit,
		states:  newStore[S](sys.Used, opt.Fingerprints),
		parents: column[uint32]{size: 1},
		watches: watches,
		here:    column[S]{size: 1},
		next:    column[S]{size: 1},
	}
	if opt.MaxStates > 0 {
		x.most = min(opt.MaxStates, limit)
	}
	pieces := 1
	if x.workers > 1 {
		x.groups, pieces = min(4*x.workers, segments), 8*x.workers
	}
	x.ways = newWays(sys.Steps, x.workers)
	x.recent = make([]recent, x.workers)
	x.pieces = make([]piece[S], pieces)
	x.start()
	return x
}

// start enters the initial state.
func (x *search[S]) start() {
	h := x.states.hash(&x.sys.Init)
	sg := x.table.of(h)
	sg.grow(h)
	sg.enter(sg.home(tagOf(h)), tagOf(h), 1)
	sg.n++
	x.reserve(1)
	x.put(0, 0, &x.sys.Init, h)
	for w := range x.watches {
		if x.watches[w].open() && x.watches[w].when(&x.sys.Init) {
			x.watches[w].found = 0
		}
	}
	x.known = 1
}

// descend makes the states found last the level to be looked at.
func (x *search[S]) descend() {
	x.level, x.end = x.end, x.known
	x.here, x.next = x.next, x.here
}

// batch looks at the edges of states of this level, from state lo on, and
// returns the first state that it left for the next batch.
func (x *search[S]) batch(lo int) (int, error) {
	pieces, base, hi, err := x.candidates(lo)
	if err != nil {
		return 0, err
	}
	x.share(len(pieces), func(_, p int) { x.number(&pieces[p]) })
	return hi, x.gather(pieces, base)
}

// candidates generates the edges of a batch and enters those whose targets are new
// into the table. Base is how many states are known with them, and hi the first
// state that is left for the next batch.
func (x *search[S]) candidates(lo int) (pieces []piece[S], base, hi int, err error) {
	x.batches++
	size := x.pieceSize()
	if x.states.plain {
		for w := range x.recent {
			x.recent[w].widen(x.known, unsafe.Pointer(&x.sys.Init), x.states.used)
		}
	}
	pieces = x.pieces[:0]
	for ; lo < x.end && len(pieces) < cap(pieces); lo += size {
		pieces = pieces[:len(pieces)+1]
		p := &pieces[len(pieces)-1]
		p.from, p.to = lo, min(lo+size, x.end)
	}
	x.share(len(pieces), func(worker, p int) { x.generate(&pieces[p], worker) })
	// What candidates are called is never what a state is called: while one worker
	// looks for a candidate to give it its number, another may just have given that
	// number to a state in the same segment.
	candidates := limit
	for p := range pieces {
		if pieces[p].err != nil {
			return nil, 0, 0, pieces[p].err
		}
		pieces[p].first = candidates
		candidates += len(pieces[p].edges)
	}
	x.share(x.groups, func(_, group int) { x.resolve(pieces, group) })
	base = x.known
	for p := range pieces {
		pieces[p].base = base
		for _, news := range pieces[p].news {
			base += news
		}
	}
	x.reserve(min(base, x.most))
	return pieces, base, min(lo, x.end), nil
}

// pieceSize is how many parents have about a thousand edges. Workers that wait
// for each other take four times as many: they wait less often, and more of what
// a worker sees again was its own.
func (x *search[S]) pieceSize() int {
	edges := 1024
	if x.workers > 1 {
		edges *= 4
	}
	return min(max(edges*max(x.level, 1)/(x.edges+1), 8), edges)
}

// gather adds up what the pieces of a batch found.
func (x *search[S]) gather(pieces []piece[S], base int) error {
	spent := false // the budget of states, in a piece before
	for p := range pieces {
		piece := &pieces[p]
		if piece.err != nil {
			return piece.err
		}
		if spent {
			piece.cut = 0
		}
		spent = spent || piece.cut < len(piece.edges)
		x.edges += piece.cut
		for e := range piece.edges[piece.cut:] {
			edge := &piece.edges[piece.cut:][e]
			x.ways.counts[0][x.ways.at(edge.Step, edge.Way)]--
		}
		for w, n := range piece.seen {
			if n >= 0 && x.watches[w].found < 0 {
				x.watches[w].found = n
			}
		}
	}
	x.full = base > x.most
	x.known = min(base, x.most)
	return nil
}

// share runs work for every task, on as many goroutines as are worth it.
func (x *search[S]) share(tasks int, work func(worker, task int)) {
	workers := min(x.workers, tasks)
	if workers <= 1 {
		for task := range tasks {
			work(0, task)
		}
		return
	}
	var taken atomic.Int64
	var all sync.WaitGroup
	for worker := range workers {
		all.Go(func() {
			for task := int(taken.Add(1)) - 1; task < tasks; task = int(taken.Add(1)) - 1 {
				work(worker, task)
			}
		})
	}
	all.Wait()
}

// reserve makes room for n states.
func (x *search[S]) reserve(n int) {
	x.states.reserve(n)
	x.parents.reserve(n)
	if x.states.prints {
		x.next.reserve(n - x.end)
	}
}

// put stores state n.
func (x *search[S]) put(n, parent int, s *S, h uint64) {
	x.states.put(uint32(n), s, h)
	*x.parents.at(uint32(n)) = uint32(parent)
	if x.states.prints {
		*x.next.at(uint32(n - x.end)) = *s
	}
}

// state makes s state n of this level.
func (x *search[S]) state(s *S, n int) {
	if x.states.prints {
		*s = *x.here.at(uint32(n - x.level))
		return
	}
	x.states.load(s, uint32(n))
}

// bytes is how much memory states, parents and table hold.
func (x *search[S]) bytes() int64 {
	return x.states.bytes() + x.parents.bytes() + x.table.bytes() + x.here.bytes() + x.next.bytes()
}
