package bodies

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
)

// Class says how a body was found, best first.
type Class int

// The classes of match, in the order in which they win.
const (
	ByCode   Class = iota + 1 // the code itself
	ByName                    // a whole official or former name; its legal form (NHS Trust) may be left out
	ByWord                    // whole words of an official or former name
	ByPlace                   // a town or hospital
	ByPrefix                  // beginnings of words, or a name as a source misprinted it
	BySlip                    // one letter wrong
)

// String is the class in the words that help and messages use.
func (c Class) String() string {
	switch c {
	case ByCode:
		return "code"
	case ByName:
		return "name"
	case ByWord:
		return "word of a name"
	case ByPlace:
		return "town or hospital"
	case ByPrefix:
		return "beginning of a name"
	case BySlip:
		return "one slip"
	}
	return fmt.Sprintf("class %d", int(c))
}

// Entry is a name together with the body that bears it.
type Entry struct {
	Body Body
	Name Name
}

// Finder looks bodies up; an archive implements it. Keys and words are as
// Normalise writes them. Order does not matter: Search sorts.
type Finder interface {
	// BodyByID returns the body with exactly this id; ok is false without one.
	BodyByID(ctx context.Context, id string) (b Body, ok bool, err error)
	// NamesByKey returns the names whose search key is one of keys.
	NamesByKey(ctx context.Context, keys []string) ([]Entry, error)
	// NamesByWords returns the names whose search key has every one of words,
	// or, with prefix, for each of them a word that begins with it.
	NamesByWords(ctx context.Context, words []string, prefix bool) ([]Entry, error)
	// AllNames returns every name; Search asks for it only when nothing else
	// matched.
	AllNames(ctx context.Context) ([]Entry, error)
}

// Match is a body found by a search, and by which of its names.
type Match struct {
	Body  Body
	Class Class
	Name  Name // the name that matched; its Name is the code for ByCode

	rank int // within a class: 0 names, 1 towns and hospitals, 2 names as printed
	left int // for ByPrefix: letters of the words begun that were not typed
}

// Search returns the bodies a person can mean by query, each once under its
// best class, the best first; Pick then says which of them is the answer. A
// code that exists is the only match. Typing slips are looked for only when
// nothing else matches. Nothing found is an empty list and no error; a query
// without a letter or digit finds nothing. The order depends on the archive's
// content only.
func Search(ctx context.Context, f Finder, query string) ([]Match, error) {
	if m, err := byCode(ctx, f, query); err != nil || m != nil {
		return m, err
	}
	typed := words(query)
	if len(typed) == 0 {
		return nil, nil
	}
	s := search{ctx: ctx, finder: f, typed: typed, found: map[string]Match{}}
	key := strings.Join(typed, " ")
	s.names(f.NamesByKey(ctx, []string{key, key + " NHS TRUST", key + " NHS FOUNDATION TRUST", key + " TRUST"}))(ByName)
	s.names(f.NamesByWords(ctx, typed, false))(ByWord)
	s.names(f.NamesByWords(ctx, typed, true))(ByPrefix)
	if len(s.found) == 0 && s.err == nil {
		s.slips(key, typed)
	}
	if s.err != nil {
		return nil, fmt.Errorf("search for %q: %w", query, s.err)
	}
	return s.sorted(), nil
}

// byCode finds a body by its code in either case. The code of a location finds its
// provider, or the location itself where the provider is not rated.
func byCode(ctx context.Context, f Finder, query string) ([]Match, error) {
	typed := strings.TrimSpace(query)
	for _, id := range []string{strings.ToUpper(typed), strings.ToLower(typed)} {
		b, ok, err := f.BodyByID(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("look up code %q: %w", id, err)
		}
		if ok && b.Answers() {
			return []Match{{Body: b, Class: ByCode, Name: Name{Body: b.ID, Name: b.ID}}}, nil
		}
		if ok && b.Kind == "cqc-location" {
			p, ok, err := f.BodyByID(ctx, b.Parent)
			if err != nil {
				return nil, fmt.Errorf("look up provider %q: %w", b.Parent, err)
			}
			if !ok || !p.Rated && !p.IsTrust() { // it is rated itself, and its provider is not
				return []Match{{Body: b, Class: ByCode, Name: Name{Body: b.ID, Name: b.ID}}}, nil
			}
			if p.Answers() {
				return []Match{{Body: p, Class: ByPlace, Name: Name{Body: p.ID, Name: b.Name, Kind: "hospital", Source: b.Source}, rank: 1}}, nil
			}
		}
	}
	return nil, nil
}

type search struct {
	ctx    context.Context
	finder Finder
	typed  []string
	found  map[string]Match
	err    error
}

// names takes the answer of a Finder and returns what adds it under a class,
// moved down to the class its kind of name allows.
func (s *search) names(entries []Entry, err error) func(Class) {
	return func(class Class) {
		if s.err = cmp.Or(s.err, err); s.err != nil {
			return
		}
		for _, e := range entries {
			s.add(e, class)
		}
	}
}

func (s *search) add(e Entry, class Class) {
	if e.Body.Kind == "cqc-location" {
		parent, ok, err := s.finder.BodyByID(s.ctx, e.Body.Parent)
		if err != nil {
			s.err = cmp.Or(s.err, err)
			return
		}
		if !ok {
			return
		}
		e = Entry{Body: parent, Name: Name{Body: parent.ID, Name: e.Name.Name, Kind: "hospital", Source: e.Name.Source}}
	}
	if !e.Body.Answers() {
		return
	}
	m := Match{Body: e.Body, Class: class, Name: e.Name, rank: nameRank(e.Name.Kind)}
	switch m.rank {
	case 1:
		m.Class = max(class, ByPlace)
	case 2:
		m.Class = max(class, ByPrefix)
	}
	if m.Class == ByPrefix {
		m.left = max(0, untyped(Normalise(e.Name.Name), s.typed))
	}
	if old, ok := s.found[m.Body.ID]; !ok || better(m, old) < 0 {
		s.found[m.Body.ID] = m
	}
}

// nameRank orders kinds of name: what a body was called, where it is, and how
// a source printed it.
func nameRank(kind string) int {
	switch kind {
	case "official", "former", "alias":
		return 0
	case "hospital", "town":
		return 1
	}
	return 2
}

// slips adds the bodies one typing slip away.
func (s *search) slips(key string, typed []string) {
	all, err := s.finder.AllNames(s.ctx)
	if err != nil {
		s.err = err
		return
	}
	for _, e := range all {
		k := Normalise(e.Name.Name)
		if slipOf(key, k, typed, strings.Fields(k)) {
			s.add(e, BySlip)
		}
	}
}

func (s *search) sorted() []Match {
	list := make([]Match, 0, len(s.found))
	for _, m := range s.found {
		list = append(list, m)
	}
	slices.SortFunc(list, better)
	return list
}

// better orders matches: by class, kind of name, then trusts that live and are
// rated, then other living bodies, then the beginning that leaves the fewest
// letters to type (leic is Leicester before Leicestershire), then name and code.
func better(a, b Match) int {
	return cmp.Or(
		cmp.Compare(a.Class, b.Class),
		cmp.Compare(a.rank, b.rank),
		cmp.Compare(standing(a.Body), standing(b.Body)),
		cmp.Compare(a.left, b.left),
		cmp.Compare(a.Body.Name, b.Body.Name),
		cmp.Compare(a.Body.ID, b.Body.ID),
		cmp.Compare(nameOrder(a.Name.Kind), nameOrder(b.Name.Kind)),
		cmp.Compare(a.Name.Name, b.Name.Name),
	)
}

func nameOrder(kind string) int {
	return slices.Index([]string{"official", "former", "alias", "hospital", "town", "printed"}, kind)
}

func standing(b Body) int {
	switch {
	case b.IsTrust() && b.Living() && b.Rated:
		return 0
	case b.Living() && b.Rated:
		return 1
	case b.Rated:
		return 2
	case b.Living():
		return 3
	}
	return 4
}

// Pick says which of the matches of a search is the answer. Only the best class
// counts (and in it, names before towns and hospitals before names as printed).
// In it a living NHS trust that has ratings beats all others: exactly one is
// the answer and others holds the rest of the class. Without a single one, a
// class of one body is the answer. Otherwise ok is false and others are the
// candidates left: the living rated trusts where there are several, else the
// whole class.
func Pick(matches []Match) (answer Match, others []Match, ok bool) {
	if len(matches) == 0 {
		return Match{}, nil, false
	}
	end := 1
	for end < len(matches) && matches[end].Class == matches[0].Class && matches[end].rank == matches[0].rank {
		end++
	}
	best := matches[:end:end]
	first := 0
	for first < len(best) && standing(best[first].Body) == 0 {
		first++
	}
	switch {
	case first == 1 || len(best) == 1:
		return best[0], best[1:], true
	case first > 1:
		return Match{}, best[:first:first], false
	}
	return Match{}, best, false
}
