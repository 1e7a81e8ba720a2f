package bodies

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Index is every body and name in memory. It answers what Search answers, in the
// same order, between two keys of a user who types. It never changes once made
// and is safe for concurrent use.
type Index struct {
	all    []Body
	byID   map[string]int32
	names  []indexed
	told   []Name     // the same names as they are shown
	starts []starting // of the same names
	order  []uint32   // place of each body by name and code
	stands []uint8
}

// indexed is a name with what it is found by. Names of one body lie together,
// the kinds that are shown first before the others.
type indexed struct {
	key  string // as Normalise writes it, without accents
	body int32  // the one that answers: for a location its provider
	rank uint8
}

// starting is how the words of a name begin, as sets: by first letter, and by the
// first two. Most names are passed over by it unread.
type starting struct{ one, two uint64 }

func startsOf(key string) (s starting) {
	for at := 0; at < len(key); at++ {
		if at > 0 && key[at-1] != ' ' {
			continue
		}
		s.add(key[at:])
	}
	return s
}

func (s *starting) add(word string) {
	s.one |= 1 << (word[0] & 63)
	if len(word) > 1 && word[1] != ' ' {
		s.two |= 1 << ((word[0]*31 + word[1]) & 63)
	}
}

// has reports whether each of the words sought can begin a word.
func (s starting) has(sought starting) bool {
	return s.one&sought.one == sought.one && s.two&sought.two == sought.two
}

// Hit is a body that was found: where it lies in the index, and by which name.
type Hit struct {
	Body  int32
	name  int32 // in names; -1 for the code itself
	class Class
}

// Keyed is a name with its search key.
type Keyed struct {
	Name
	Key string
}

// NewIndex makes an index of bodies, locations among them, and their names.
func NewIndex(all []Body, names []Keyed) *Index {
	x := &Index{all: all, byID: make(map[string]int32, len(all)), order: make([]uint32, len(all)), stands: make([]uint8, len(all))}
	sorted := make([]int32, len(all))
	for i := range all {
		x.byID[all[i].ID] = int32(i)
		x.stands[i] = uint8(standing(all[i]))
		sorted[i] = int32(i)
	}
	slices.SortFunc(sorted, func(i, j int32) int {
		return cmp.Or(strings.Compare(all[i].Name, all[j].Name), strings.Compare(all[i].ID, all[j].ID))
	})
	for place, i := range sorted {
		x.order[i] = uint32(place)
	}
	type row struct {
		indexed
		told Name
	}
	rows := make([]row, 0, len(names))
	for _, n := range names {
		at, ok := x.byID[n.Body]
		if ok && all[at].Kind == "cqc-location" {
			n.Kind = "hospital"
			at, ok = x.byID[all[at].Parent]
		}
		if !ok || !all[at].Answers() {
			continue
		}
		n.Body = all[at].ID
		rows = append(rows, row{indexed{key: plain(n.Key), body: at, rank: uint8(nameRank(n.Kind))}, n.Name})
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		if a.body != b.body { // nearly the order of what is found, so that sorting it is soon done
			return cmp.Or(cmp.Compare(x.stands[a.body], x.stands[b.body]), cmp.Compare(x.order[a.body], x.order[b.body]))
		}
		return cmp.Or(cmp.Compare(nameOrder(a.told.Kind), nameOrder(b.told.Kind)), strings.Compare(a.told.Name, b.told.Name))
	})
	for _, r := range rows {
		x.names, x.told, x.starts = append(x.names, r.indexed), append(x.told, r.told), append(x.starts, startsOf(r.key))
	}
	return x
}

// plain is a key without accents, as full-text search compares it.
func plain(key string) string {
	if !strings.ContainsFunc(key, func(r rune) bool { return r > unicode.MaxASCII }) {
		return key
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(key))
}

// Len is how many bodies there are.
func (x *Index) Len() int { return len(x.all) }

// Body is the body at a place.
func (x *Index) Body(i int32) *Body { return &x.all[i] }

// Order is the place of a body by name and code.
func (x *Index) Order(i int32) uint32 { return x.order[i] }

// At is the place of a code.
func (x *Index) At(code string) (int32, bool) { i, ok := x.byID[code]; return i, ok }

// Match is a hit as Search returns it.
func (x *Index) Match(h Hit) Match {
	m := Match{Body: x.all[h.Body], Class: h.class}
	switch {
	case h.class == 0:
	case h.name < 0:
		m.Name = Name{Body: m.Body.ID, Name: m.Body.ID}
	default:
		m.Name, m.rank = x.told[h.name], int(x.names[h.name].rank)
	}
	return m
}

// All lists every body but locations, in the order of the index, unsearched.
func (x *Index) All() []Hit {
	out := make([]Hit, 0, len(x.all))
	for i := range x.all {
		if x.all[i].Kind != "cqc-location" {
			out = append(out, Hit{Body: int32(i), name: -1})
		}
	}
	return out
}

// Finding is the hits of one query, and what the next one can start from.
type Finding struct {
	Hits  []Hit
	typed []string
	words []int32 // names in which every typed word begins a word
	left  []int32 // for each, the letters of the words begun that were not typed
	keys  []uint64
	spare []Hit
}

// Find answers a query as Search does, but without the slips: those of Slips.
// before, where it is the finding of what was typed until now, is narrowed and
// its memory used again.
func (x *Index) Find(query string, before *Finding) *Finding {
	f := &Finding{typed: words(plain(Normalise(query)))}
	if before != nil {
		f.Hits, f.keys, f.spare = before.Hits[:0], before.keys[:0], before.spare[:0]
	}
	if h, ok := x.byCode(query); ok {
		f.Hits, f.typed = append(f.Hits, h), nil
		return f
	}
	if len(f.typed) == 0 {
		return f
	}
	var sought starting
	for _, w := range f.typed {
		sought.add(w)
	}
	try := func(i int32) {
		if !x.starts[i].has(sought) {
			return
		}
		if left := untyped(x.names[i].key, f.typed); left >= 0 {
			f.words, f.left = append(f.words, i), append(f.left, int32(left))
		}
	}
	if before != nil {
		f.words, f.left = before.words[:0], before.left[:0]
	}
	if before != nil && narrows(before.typed, f.typed) {
		for _, i := range before.words { // read before it is written over
			try(i)
		}
	} else {
		for i := range x.names {
			try(int32(i))
		}
	}
	x.rank(f, func(n *indexed, left int32) (Class, int32) { return classOf(n, f.typed, left) })
	return f
}

// Slips answers a query of which nothing else was found: the names one typing
// slip away. It reads every name, which takes too long between two keys.
func (x *Index) Slips(query string) *Finding {
	f := &Finding{typed: words(query)}
	key := strings.Join(f.typed, " ")
	for i := range x.names {
		if k := x.names[i].key; slipOf(key, k, f.typed, strings.Fields(k)) {
			f.words, f.left = append(f.words, int32(i)), append(f.left, 0)
		}
	}
	x.rank(f, func(*indexed, int32) (Class, int32) { return BySlip, 0 })
	f.words, f.left, f.typed = nil, nil, nil
	return f
}

// byCode finds the body of a code, for a location its provider.
func (x *Index) byCode(query string) (Hit, bool) {
	f := finder{x}
	found, err := byCode(context.Background(), f, query)
	if err != nil || len(found) == 0 {
		return Hit{}, false
	}
	m := found[0]
	h := Hit{Body: x.byID[m.Body.ID], name: -1, class: m.Class}
	if m.Class == ByPlace {
		for i := range x.names {
			if n := &x.names[i]; n.body == h.Body && x.told[i].Name == m.Name.Name && x.told[i].Kind == "hospital" {
				h.name = int32(i)
				break
			}
		}
	}
	return h, true
}

// rank puts the bodies of the names found in order, each under its best name.
// All that decides fits one number, so that thousands are sorted in no time.
func (x *Index) rank(f *Finding, class func(*indexed, int32) (Class, int32)) {
	for at := 0; at < len(f.words); {
		body := x.names[f.words[at]].body
		best, name := ^uint64(0), int32(-1)
		for ; at < len(f.words) && x.names[f.words[at]].body == body; at++ {
			n := &x.names[f.words[at]]
			c, left := class(n, f.left[at])
			key := uint64(c)<<61 | uint64(n.rank)<<59 | uint64(x.stands[body])<<56 | uint64(min(left, 1<<12-1))<<44
			if key < best {
				best, name = key, f.words[at]
			}
		}
		// Both the order by name and the hit have to be found again behind the sort.
		f.keys = append(f.keys, best|uint64(x.order[body])<<20|uint64(len(f.Hits)&(1<<20-1)))
		f.Hits = append(f.Hits, Hit{Body: body, name: name, class: Class(best >> 61)})
	}
	slices.Sort(f.keys)
	for _, k := range f.keys {
		f.spare = append(f.spare, f.Hits[k&(1<<20-1)])
	}
	f.Hits, f.spare = f.spare, f.Hits
}

// classOf is how a name in which every typed word begins a word is found, and how
// many letters left to type count against it.
func classOf(n *indexed, typed []string, left int32) (Class, int32) {
	switch {
	case left > 0 || n.rank == 2:
		return ByPrefix, left
	case n.rank == 1:
		return ByPlace, 0
	case whole(n.key, typed):
		return ByName, 0
	}
	return ByWord, 0
}

// whole reports whether a key is the typed words, or they and a legal form.
func whole(key string, typed []string) bool {
	for i, w := range typed {
		if i > 0 {
			if key == "" || key[0] != ' ' {
				return false
			}
			key = key[1:]
		}
		if !strings.HasPrefix(key, w) {
			return false
		}
		key = key[len(w):]
	}
	return key == "" || key == " NHS TRUST" || key == " NHS FOUNDATION TRUST" || key == " TRUST"
}

// untyped is how many letters of the words begun were not typed; -1 where not
// every typed word begins a word of the key. It makes no garbage: it is asked of
// every name at every key.
func untyped(key string, typed []string) int {
	left := 0
	for _, w := range typed {
		rest := beginning(key, w)
		if rest < 0 {
			return -1
		}
		left += rest
	}
	return left
}

// beginning is how many letters the word of key that w begins has beyond w, the
// fewest there are; -1 where w begins none.
func beginning(key, w string) int {
	best := -1
	for at := 0; at < len(key); {
		i := strings.Index(key[at:], w)
		if i < 0 {
			break
		}
		at += i
		end := at + len(w)
		if at == 0 || key[at-1] == ' ' {
			rest := strings.IndexByte(key[end:], ' ')
			if rest < 0 {
				rest = len(key) - end
			}
			if rest == 0 {
				return 0
			}
			if best < 0 || rest < best {
				best = rest
			}
		}
		at = end
	}
	return best
}

// narrows reports whether all that later finds, earlier found too.
func narrows(earlier, later []string) bool {
	if len(earlier) == 0 || len(earlier) > len(later) {
		return false
	}
	for i, w := range earlier {
		if !strings.HasPrefix(later[i], w) {
			return false
		}
	}
	return true
}

// finder lets Search's own functions look codes up in an index.
type finder struct{ x *Index }

func (f finder) BodyByID(_ context.Context, id string) (Body, bool, error) {
	if i, ok := f.x.byID[id]; ok {
		return f.x.all[i], true, nil
	}
	return Body{}, false, nil
}
func (finder) NamesByKey(context.Context, []string) ([]Entry, error)         { return nil, nil }
func (finder) NamesByWords(context.Context, []string, bool) ([]Entry, error) { return nil, nil }
func (finder) AllNames(context.Context) ([]Entry, error)                     { return nil, nil }
