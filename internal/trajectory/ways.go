package trajectory

import (
	"slices"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/store"
)

// Ways tells which recorded breaks lie on the way from one point to another. It is
// not safe for concurrent use.
type Ways struct {
	cat    *store.Catalogue
	breaks []crossing
	mask   []byte                  // which of them lie on the way that is asked about
	known  map[string][]eras.Break // by mask: most ways cross the same
}

// crossing is a break, made ready to be asked about.
type crossing struct {
	*eras.Break
	first, last string   // of its day
	groups      []string // peer groups it is about; none for all
	from, to    int      // places in their era of the editions it lies between; both 0 without two
}

// End is what points have in common that can be at one end of a way.
type End struct{ Era, Measure string }

// WaysOf is the ways between any points.
func WaysOf(cat *store.Catalogue) *Ways {
	return waysOver(cat, func(*crossing) bool { return true })
}

// WaysFrom is the ways from points of one end to points of the other.
func WaysFrom(cat *store.Catalogue, one, other End) *Ways {
	return waysOver(cat, func(br *crossing) bool {
		if one.Era == other.Era && (br.FromEra != one.Era || br.ToEra != one.Era) {
			return false
		}
		return br.Measure == "" || br.Measure == one.Measure || br.Measure == other.Measure
	})
}

func waysOver(cat *store.Catalogue, keep func(*crossing) bool) *Ways {
	w := &Ways{cat: cat, known: map[string][]eras.Break{}}
	for i := range cat.Breaks {
		br := crossing{Break: &cat.Breaks[i]}
		if !keep(&br) {
			continue
		}
		br.first, br.last, br.groups = br.On.First(), br.On.Last(), strings.Fields(br.PeerGroup)
		from, ok1 := cat.Edition(br.FromEdition)
		to, ok2 := cat.Edition(br.ToEdition)
		if ok1 && ok2 {
			br.from, br.to = from.Seq, to.Seq
		}
		w.breaks = append(w.breaks, br)
	}
	w.mask = make([]byte, (len(w.breaks)+7)/8)
	return w
}

// Between lists the recorded breaks on the way from one point to another: inside
// one era those between the two editions or dates, across eras those that end
// the one, begin the other, or change either in between. The list is shared, and
// not to be changed.
func (w *Ways) Between(a, b *Point) []eras.Break {
	if a.sortDate > b.sortDate { // what lies between is the same both ways
		a, b = b, a
	}
	lies := w.acrossEras
	if a.Era == b.Era {
		lies = w.inside
	}
	clear(w.mask)
	n := 0
	for i := range w.breaks {
		if lies(&w.breaks[i], a, b) {
			w.mask[i/8] |= 1 << (i % 8)
			n++
		}
	}
	if n == 0 {
		return nil
	}
	if list, ok := w.known[string(w.mask)]; ok {
		return list
	}
	list := make([]eras.Break, 0, n)
	for i := range w.breaks {
		if w.mask[i/8]&(1<<(i%8)) != 0 {
			list = append(list, *w.breaks[i].Break)
		}
	}
	w.known[string(w.mask)] = list
	return list
}

// Between is the breaks on the way of two points, where only one way is asked for.
func Between(cat *store.Catalogue, a, b *Point) []eras.Break {
	return WaysFrom(cat, a.end(), b.end()).Between(a, b)
}

func (p *Point) end() End { return End{p.Era, p.Measure} }

// begins reports whether a break begins the later point's era.
func (br *crossing) begins(a, b *Point) bool {
	return br.ToEra == b.Era && br.FromEra != b.Era && br.concerns(a, b)
}

// inside reports whether a break lies between two points of one era: by the order
// of editions where it names two of them, else by its date.
func (w *Ways) inside(br *crossing, a, b *Point) bool {
	if br.FromEra != b.Era || br.ToEra != b.Era || !br.concerns(a, b) {
		return false
	}
	if br.to > 0 && a.Edition != nil && b.Edition != nil {
		return br.from < br.to && w.place(a) < br.to && br.from < w.place(b)
	}
	return br.between(a, b)
}

// place is the place of a point's edition in its era.
func (w *Ways) place(p *Point) int {
	e, _ := w.cat.Edition(*p.Edition)
	return e.Seq
}

// between reports whether the day of a break lies between two points.
func (br *crossing) between(a, b *Point) bool {
	return a.sortFirst < br.last && br.first <= b.sortDate
}

// acrossEras reports whether a break lies between points of two eras.
func (w *Ways) acrossEras(br *crossing, a, b *Point) bool {
	from, to := br.FromEra, br.ToEra
	switch {
	case !br.concerns(a, b):
		return false
	case from == to && (from == a.Era || from == b.Era):
		return w.crossed(br, a, b)
	}
	return to == b.Era || from == a.Era && br.between(a, b)
}

// crossed reports whether a break inside the era of one end lies between that
// end and the other: after the earlier point's edition or date, or before the
// later one's.
func (w *Ways) crossed(br *crossing, a, b *Point) bool {
	switch {
	case br.to == 0:
		return br.between(a, b)
	case br.from >= br.to:
		return false
	case br.FromEra == a.Era && a.Edition != nil:
		return w.place(a) < br.to
	case b.Edition != nil:
		return br.from < w.place(b)
	}
	return false
}

// concerns reports whether a break is about points like these at all: some are
// about locations and not about those who run them, some about the rating of
// trusts.
func (br *crossing) concerns(a, b *Point) bool {
	switch location := a.bodyLevel == "location"; {
	case br.Kind == "location" && a.Service == "" && !location, br.Kind == "trust rating" && location:
		return false
	case br.Measure != "" && br.Measure != a.Measure && br.Measure != b.Measure:
		return false
	}
	return len(br.groups) == 0 || slices.Contains(br.groups, b.Peers.Group) || slices.Contains(br.groups, a.Peers.Group) ||
		b.Peers.Group == "" && a.Peers.Group == ""
}
