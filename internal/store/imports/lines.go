package imports

import "hash/maphash"

// lineSum identifies a line of a file: two independent 64-bit hashes, seeded anew
// with every run, so that no file can be made to collide.
type lineSum struct{ a, b uint64 }

// seeds are the seeds of a run.
type seeds struct{ a, b maphash.Seed }

func newSeeds() seeds { return seeds{maphash.MakeSeed(), maphash.MakeSeed()} }

func (s seeds) sum(line []byte) lineSum {
	return lineSum{maphash.Bytes(s.a, line), maphash.Bytes(s.b, line)}
}

// seenLine is what a line that was read and checked before said: the slots of
// its rating, its organisation and its provider; -1 for none.
type seenLine struct {
	sum                   lineSum
	rating, org, provider int32
	capital               bool // spelled Requires Improvement
	used                  bool
}

// lines remembers the lines of one release, by open addressing.
type lines struct {
	cells  []seenLine
	n      int
	turn   int32  // when they were read
	header string // how
}

func newLines(expected int) *lines {
	size := 1 << 10
	for size*3/4 <= expected {
		size *= 2
	}
	return &lines{cells: make([]seenLine, size)}
}

func (l *lines) get(sum lineSum) (seenLine, bool) {
	for i := int(sum.a) & (len(l.cells) - 1); l.cells[i].used; i = (i + 1) & (len(l.cells) - 1) {
		if l.cells[i].sum == sum {
			return l.cells[i], true
		}
	}
	return seenLine{}, false
}

func (l *lines) put(c seenLine) {
	if l.n*4 >= len(l.cells)*3 {
		old := l.cells
		l.cells, l.n = make([]seenLine, 2*len(old)), 0
		for _, c := range old {
			if c.used {
				l.put(c)
			}
		}
	}
	c.used = true
	i := int(c.sum.a) & (len(l.cells) - 1)
	for l.cells[i].used {
		i = (i + 1) & (len(l.cells) - 1)
	}
	l.cells[i] = c
	l.n++
}

// reset empties the table, keeping its room.
func (l *lines) reset() {
	clear(l.cells)
	l.n = 0
}
