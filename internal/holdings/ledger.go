package holdings

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"careratings/internal/bodies"
	"careratings/internal/eras"
	"careratings/internal/store"
)

// ledger is the archive's side of a reconciliation: stated ratings, each
// edition and measure read once.
type ledger struct {
	ctx      context.Context
	archive  *store.Archive
	cat      *store.Catalogue
	asOf     string
	bodies   map[string]bodies.Body
	ahead    map[string][]bodies.Succession // by predecessor
	totals   []store.Total                  // stated ones
	editions map[[2]string][]eras.Rating    // by edition (or @day) and measure
}

func newLedger(ctx context.Context, a *store.Archive, asOf string) (*ledger, error) {
	l := &ledger{
		ctx: ctx, archive: a, asOf: asOf, bodies: map[string]bodies.Body{}, ahead: map[string][]bodies.Succession{},
		editions: map[[2]string][]eras.Rating{},
	}
	var err error
	if l.cat, err = a.Catalogue(ctx); err != nil {
		return nil, err
	}
	all, err := a.AllBodies(ctx, false)
	if err != nil {
		return nil, err
	}
	for _, b := range all {
		l.bodies[b.ID] = b
	}
	links, err := a.AllSuccessions(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range links {
		l.ahead[s.Predecessor] = append(l.ahead[s.Predecessor], s)
	}
	if l.totals, err = a.AllTotals(ctx); err != nil {
		return nil, err
	}
	l.totals = slices.DeleteFunc(l.totals, func(t store.Total) bool {
		return t.Doubt == eras.Computed || !toldBy(t.CountsFrom, asOf)
	})
	return l, nil
}

func toldBy(from eras.Interval, asOf string) bool {
	last := from.Last()
	return asOf == "" || last != "" && last <= asOf
}

// ratings returns the stated ratings of whole bodies in an edition, or with a
// day as the edition ("@2016-04-30") those that stood on it.
func (l *ledger) ratings(edition, measure string) ([]eras.Rating, error) {
	k := [2]string{edition, measure}
	if r, ok := l.editions[k]; ok {
		return r, nil
	}
	var claims []eras.Claim
	var err error
	day, rolling := strings.CutPrefix(edition, "@")
	if rolling {
		claims, err = l.archive.ClaimsOn(l.ctx, measure, l.asOf)
	} else {
		claims, err = l.archive.ClaimsIn(l.ctx, edition, measure, l.asOf)
	}
	if err != nil {
		return nil, err
	}
	claims = slices.DeleteFunc(claims, func(c eras.Claim) bool {
		return c.Level == "location" || c.Level == "service" || c.Service != ""
	})
	all := eras.Resolve(claims)
	if rolling {
		all = AsAt(all, day)
	}
	all = slices.DeleteFunc(all, func(r eras.Rating) bool { return !r.Counts() })
	l.editions[k] = all
	return all, nil
}

// size is the smallest and the largest number of bodies a group is published to
// have had rated; 0, 0 when no source says.
func (l *ledger) size(edition, group string) (least, most int) {
	for _, t := range l.totals {
		if n, ok := t.Size(); ok && t.Edition == edition && t.PeerGroup == group && t.Scope == "" && t.Doubt == eras.Stated {
			if least == 0 || n < least {
				least = n
			}
			most = max(most, n)
		}
	}
	return least, most
}

// own is the archive's own count of what a source counted. Sure are those that
// surely belong, Possible those that may (the sure ones included), Held the
// bodies of the group whose rating is held. Why says why there is no count.
type own struct {
	sure, possible, held int
	open                 bool // held says nothing of how many more there can be
	why                  string
	counted              []string // codes of the sure ones; "RLZ>RXW" through succession
	sources              []string // of their ratings
}

// tally counts bodies once each, however many ratings they have.
type tally struct{ sure, possible, held, sources map[string]bool }

func newTally() tally {
	return tally{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
}

// add counts a body; sources are those of the ratings that place it.
func (t tally) add(body string, sure, possible bool, sources ...string) {
	t.held[body] = true
	if sure {
		t.sure[body] = true
		for _, s := range sources {
			t.sources[s] = true
		}
	}
	if sure || possible {
		t.possible[body] = true
	}
}

func (t tally) own() own {
	return own{
		sure: len(t.sure), possible: len(t.possible), held: len(t.held),
		counted: slices.Sorted(maps.Keys(t.sure)), sources: slices.Sorted(maps.Keys(t.sources)),
	}
}

// inScope says which bodies a total counts: all of its group, or those of a
// region or of a kind that its scope names. ok is false where the archive does
// not know who they are.
func (l *ledger) inScope(scope string) (in func(body string) bool, ok bool) {
	switch scope {
	case "":
		return func(string) bool { return true }, true
	case "trusts", "trusts rated so far":
		return func(body string) bool { return l.bodies[body].IsTrust() }, true
	case "London": // its bounds have not moved since 2001; those of other regions have
		return func(body string) bool { return l.bodies[body].Region == scope }, true
	}
	return nil, false
}

// count is the archive's own count of what a total counts.
func (l *ledger) count(t store.Total) (own, error) {
	in, ok := l.inScope(t.Scope)
	m, _ := l.cat.Measure(t.Measure)
	era, _ := l.cat.Era(m.Era)
	switch {
	case !ok:
		return own{why: "which bodies the scope takes in is not known: " + t.Scope}, nil
	case era.Rolling && t.PeerGroup != "all":
		return own{why: "a rolling era: which of its ratings are of this group is not known"}, nil
	case era.Rolling:
		return l.standing(t, in)
	}
	if n, ok, err := l.changes(t, m); ok || err != nil {
		return n, err
	}
	switch {
	case t.Low > 0:
		return l.levels(t, in)
	case strings.HasSuffix(t.Measure, ".rank-of") && t.Value == "all ranked":
		return l.matching(t.Edition, m.Era+".rank", t.PeerGroup, in, func(eras.Claim) bool { return true })
	case strings.HasSuffix(t.Measure, ".both"):
		return l.both(t, m, in)
	case m.Kind == "words":
		return l.words(t, in)
	}
	return own{why: "no rating of single bodies says what is counted here"}, nil
}

// levels counts the bodies whose level lies in the total's span.
func (l *ledger) levels(t store.Total, in func(string) bool) (own, error) {
	ratings, err := l.ratings(t.Edition, t.Measure)
	if err != nil {
		return own{}, err
	}
	n := newTally()
	for _, r := range ratings {
		c := r.Chosen()
		if !eras.Within(c.PeerGroup, t.PeerGroup) || !in(c.Body) || c.Low == 0 {
			continue
		}
		n.add(c.Body, c.Low >= t.Low && c.High <= t.High, c.High >= t.Low && c.Low <= t.High, c.Source)
	}
	return n.own(), nil
}

// standing counts the bodies that stood at a level throughout the day, month or
// year that a total of a rolling era is told for.
func (l *ledger) standing(t store.Total, in func(string) bool) (own, error) {
	when, err := eras.ParseInterval(asAtOf(t.Note))
	if err != nil || when.First() == "" {
		return own{why: "the day it is told for is not known"}, nil //nolint:nilerr // that is the answer
	}
	first, err := l.ratings("@"+when.First(), t.Measure)
	if err != nil {
		return own{}, err
	}
	last, err := l.ratings("@"+when.Last(), t.Measure)
	if err != nil {
		return own{}, err
	}
	before := map[string][2]int{}
	for _, r := range first {
		before[r.Chosen().Body] = [2]int{r.Chosen().Low, r.Chosen().High}
	}
	n := newTally()
	for _, r := range last {
		c := r.Chosen()
		if c.Low == 0 || !in(c.Body) {
			continue
		}
		a, b := within(before[c.Body], t.Low, t.High), within([2]int{c.Low, c.High}, t.Low, t.High)
		n.add(c.Body, a == sure && b == sure, a != no || b != no, c.Source)
	}
	out := n.own()
	out.open = true // a body can have passed through other levels in between
	return out, nil
}

func (l *ledger) matching(edition, measure, group string, in func(string) bool, is func(eras.Claim) bool) (own, error) {
	ratings, err := l.ratings(edition, measure)
	if err != nil {
		return own{}, err
	}
	n := newTally()
	for _, r := range ratings {
		if c := r.Chosen(); eras.Within(c.PeerGroup, group) && in(c.Body) {
			n.add(c.Body, is(c), false, c.Source)
		}
	}
	return n.own(), nil
}

// words counts the bodies of which a source says the same words. Others may say
// it in other words, so what is held sets no upper bound.
func (l *ledger) words(t store.Total, in func(string) bool) (own, error) {
	n, err := l.matching(t.Edition, t.Measure, t.PeerGroup, in, func(c eras.Claim) bool {
		said, want := strings.ToLower(c.Value), strings.ToLower(t.Value)
		return said == want || strings.HasPrefix(said, want+" ")
	})
	n.open = true
	if n.sure == 0 {
		n.why = "no rating of single bodies says what is counted here"
	}
	return n, err
}

// both counts the bodies with one level on each of the two ratings of an annual
// health check: "weak and weak", "excellent on either".
func (l *ledger) both(t store.Total, m eras.Measure, in func(string) bool) (own, error) {
	scaleOf := func(measure string) []eras.Level {
		found, _ := l.cat.Measure(measure)
		return l.cat.Scale(found.Scale)
	}
	level := func(word string) int {
		i := slices.IndexFunc(scaleOf(m.Era+".quality"), func(v eras.Level) bool { return strings.EqualFold(v.Label, word) })
		return i + 1
	}
	first, second, and := strings.Cut(t.Value, " and ")
	either, isEither := strings.CutSuffix(t.Value, " on either")
	if isEither {
		first, second = either, either
	}
	if !and && !isEither || level(first) == 0 || level(second) == 0 {
		return own{why: "no rating of single bodies says what is counted here"}, nil
	}
	quality, err := l.spans(t.Edition, m.Era+".quality", t.PeerGroup, in)
	if err != nil {
		return own{}, err
	}
	resources, err := l.spans(t.Edition, m.Era+".resources", t.PeerGroup, in)
	if err != nil {
		return own{}, err
	}
	n := newTally()
	for body, q := range quality {
		r, ok := resources[body]
		if !ok {
			continue
		}
		a, b := at(q.levels, level(first)), at(r.levels, level(second))
		if isEither {
			n.add(body, a == sure || b == sure, a != no || b != no, q.source, r.source)
			continue
		}
		n.add(body, a == sure && b == sure, a != no && b != no, q.source, r.source)
	}
	return n.own(), nil
}

// span is the levels a rating allows, and the source it is told by.
type span struct {
	levels [2]int
	source string
}

func (l *ledger) spans(edition, measure, group string, in func(string) bool) (map[string]span, error) {
	ratings, err := l.ratings(edition, measure)
	out := map[string]span{}
	for _, r := range ratings {
		if c := r.Chosen(); eras.Within(c.PeerGroup, group) && in(c.Body) && c.Low > 0 {
			out[c.Body] = span{[2]int{c.Low, c.High}, c.Source}
		}
	}
	return out, err
}

type belongs int

const (
	no belongs = iota
	perhaps
	sure
)

// at says whether a span of levels is the level.
func at(span [2]int, level int) belongs { return within(span, level, level) }

// within says whether a span of levels lies in another.
func within(span [2]int, low, high int) belongs {
	switch {
	case span[0] >= low && span[1] <= high:
		return sure
	case span[1] >= low && span[0] <= high:
		return perhaps
	}
	return no
}

func whole(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 0
}
