package imports

import (
	"fmt"
	"slices"
)

// A span says that something stays the same from one release to another. Days
// count from 1970-01-01; an open span lasts to the latest release there is,
// whichever that becomes.
const open = int32(1<<31 - 1)

// never is the day before every release.
const never = int32(-1 << 31)

// span is one content over a run of releases.
type span[K comparable] struct {
	content  K
	from, to int32 // to is open for a span that lasts to the latest release
}

// table is where spans of one kind are kept.
type table[K comparable] interface {
	// touching calls f with every span that covers a release from one day to
	// another, both included.
	touching(from, to int32, f func(span[K]) error) error
	insert(s span[K]) error
	insertAll(n int, at func(i int) *span[K]) error
	remove(s span[K]) error        // the span with this content and from
	end(s span[K], to int32) error // moves the end of the span with this content and from
	endAll(n int, at func(i int) *span[K], to int32) error
	compare(a, b K) int // the order in which rows are written
}

// neighbours are the releases before and after a day; never and open where there
// are none.
type neighbours struct{ before, after int32 }

// spans takes one release after another into a table. What the release before
// said is kept in memory, so that a history imported in order touches only what
// changes: a content seen again costs one look.
type spans[K comparable] struct {
	table table[K]
	day   int32 // the release whose contents are live
	ready bool
	slots []span[K]
	state []state // of slots
	free  []int32
	live  map[K]int32
	turn  int32
	fresh []int32
	gone  []int32
}

// state is when a slot was last seen, and since when it has its content, in
// turns. It is kept apart from the contents, since every line of a file looks it
// up.
type state struct{ seen, born int32 }

// dead is the born of a slot without content.
const dead = int32(1<<31 - 1)

func newSpans[K comparable](t table[K]) *spans[K] {
	return &spans[K]{table: t, live: map[K]int32{}, day: never}
}

// begin prepares for a release that comes after all others, the last of which is
// before.
func (s *spans[K]) begin(before int32) error {
	s.turn++
	s.fresh = s.fresh[:0]
	if s.ready && s.day == before {
		return nil
	}
	s.slots, s.state, s.free, s.day, s.ready = s.slots[:0], s.state[:0], s.free[:0], before, true
	clear(s.live)
	if before == never {
		return nil
	}
	return s.table.touching(before, before, func(sp span[K]) error {
		s.live[sp.content] = int32(len(s.slots))
		s.slots, s.state = append(s.slots, sp), append(s.state, state{born: s.turn})
		return nil
	})
}

// see notes that the release has a content, and returns its slot. again reports
// that it was seen in this release before.
func (s *spans[K]) see(content K, day int32) (at int32, again bool) {
	at, ok := s.live[content]
	if ok {
		return at, !s.touch(at)
	}
	fresh, now := span[K]{content, day, open}, state{s.turn, s.turn}
	if n := len(s.free); n > 0 {
		at, s.free = s.free[n-1], s.free[:n-1]
		s.slots[at], s.state[at] = fresh, now
	} else {
		at = int32(len(s.slots))
		s.slots, s.state = append(s.slots, fresh), append(s.state, now)
	}
	s.live[content] = at
	s.fresh = append(s.fresh, at)
	return at, false
}

// touch notes by its slot that the release has a content; it reports false when
// it was seen in this release before.
func (s *spans[K]) touch(at int32) bool {
	if s.state[at].seen == s.turn {
		return false
	}
	s.state[at].seen = s.turn
	return true
}

// holds reports whether a slot still has the content it had in a turn.
func (s *spans[K]) holds(at, turn int32) bool {
	return int(at) < len(s.state) && s.state[at].born <= turn
}

// finish writes what changed: contents that are gone end with the release before,
// new ones begin.
func (s *spans[K]) finish(before, day int32) (begun, ended int, err error) {
	s.gone = s.gone[:0]
	for at := range s.slots {
		if s.state[at].born == dead || s.state[at].seen == s.turn {
			continue
		}
		s.gone = append(s.gone, int32(at))
	}
	byContent := func(a, b int32) int { return s.table.compare(s.slots[a].content, s.slots[b].content) }
	slices.SortFunc(s.gone, byContent)
	if err := s.table.endAll(len(s.gone), func(i int) *span[K] { return &s.slots[s.gone[i]] }, before); err != nil {
		return 0, 0, err
	}
	for _, at := range s.gone {
		s.state[at].born = dead
		delete(s.live, s.slots[at].content)
		s.free = append(s.free, at)
	}
	ended = len(s.gone)
	slices.SortFunc(s.fresh, byContent)
	s.day = day
	return len(s.fresh), ended, s.table.insertAll(len(s.fresh), func(i int) *span[K] { return &s.slots[s.fresh[i]] })
}

// forget makes the next begin read the table anew, after a transaction that was
// not kept.
func (s *spans[K]) forget() { s.ready = false }

// between takes in a release that lies before others: spans that cover it
// without having its contents are split, those that end before it or begin after
// it are drawn together.
func between[K comparable](t table[K], day int32, near neighbours, contents map[K]bool) (begun, ended int, err error) {
	type ends struct{ until, after, over *span[K] }
	found := map[K]*ends{}
	low, high := near.before, near.after
	if low == never {
		low = day
	}
	err = t.touching(low, high, func(sp span[K]) error {
		e := found[sp.content]
		if e == nil {
			e = &ends{}
			found[sp.content] = e
		}
		switch {
		case sp.from < day && sp.to > day:
			e.over = &sp
		case sp.to == near.before:
			e.until = &sp
		case sp.from == near.after:
			e.after = &sp
		default:
			return fmt.Errorf("the span of %v from %d to %d fits no release", sp.content, sp.from, sp.to)
		}
		return nil
	})
	if err != nil {
		return 0, 0, err
	}
	keys := make([]K, 0, len(found)+len(contents))
	for k := range found {
		keys = append(keys, k)
	}
	for k := range contents {
		if found[k] == nil {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, t.compare)
	for _, k := range keys {
		e := found[k]
		if e == nil {
			e = &ends{}
		}
		switch {
		case !contents[k] && e.over != nil:
			ended++
			if err = t.end(*e.over, near.before); err == nil {
				err = t.insert(span[K]{k, near.after, e.over.to})
			}
		case !contents[k], e.over != nil:
		case e.until != nil && e.after != nil:
			begun++
			if err = t.remove(*e.after); err == nil {
				err = t.end(*e.until, e.after.to)
			}
		case e.until != nil:
			begun++
			err = t.end(*e.until, day)
		case e.after != nil:
			begun++
			if err = t.remove(*e.after); err == nil {
				err = t.insert(span[K]{k, day, e.after.to})
			}
		default:
			begun++
			err = t.insert(span[K]{k, day, day})
		}
		if err != nil {
			return begun, ended, err
		}
	}
	return begun, ended, nil
}

// takeBack undoes a release: the table is as if it had never been imported.
func takeBack[K comparable](t table[K], day int32, near neighbours) error {
	low, high := near.before, near.after
	if low == never {
		low = day
	}
	if high == open {
		high = day
	}
	var touched []span[K]
	if err := t.touching(low, high, func(sp span[K]) error {
		touched = append(touched, sp)
		return nil
	}); err != nil {
		return err
	}
	until := map[K]span[K]{}
	for _, sp := range touched {
		if sp.to == near.before {
			until[sp.content] = sp
		}
	}
	for _, sp := range touched {
		var err error
		switch {
		case sp.from == day && (sp.to == day || near.after == open):
			err = t.remove(sp)
		case sp.from == day:
			if err = t.remove(sp); err == nil {
				err = t.insert(span[K]{sp.content, near.after, sp.to})
			}
		case sp.to == day:
			err = t.end(sp, near.before)
		case sp.to == near.before && near.after == open:
			err = t.end(sp, open)
		case sp.from == near.after:
			if first, ok := until[sp.content]; ok {
				if err = t.remove(sp); err == nil {
					err = t.end(first, sp.to)
				}
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}
