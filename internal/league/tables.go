package league

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/store"
)

// tables sorts the bodies into the tables of their peer groups.
func (b *builder) tables() ([]Table, error) {
	size := map[string]int{}
	for i := range b.lines {
		size[b.lines[i].group]++
	}
	rows := make(map[string][]Row, len(size))
	var has []string
	for group, n := range size {
		has = append(has, group)
		rows[group] = make([]Row, 0, n)
	}
	for i := range b.lines {
		l := &b.lines[i]
		of := append(rows[l.group], Row{})
		b.row(&of[len(of)-1], l)
		rows[l.group] = of
	}
	for g := range b.unmatched {
		if !slices.Contains(has, g) {
			has = append(has, g)
		}
	}
	slices.SortFunc(has, func(x, y string) int { return cmp.Or(cmp.Compare(rankOf(x), rankOf(y)), cmp.Compare(x, y)) })
	groups := has
	if b.opt.Kind != "" {
		groups = slices.DeleteFunc(slices.Clone(has), func(g string) bool { return !eras.Within(g, b.opt.Kind) })
	}
	if len(groups) == 0 {
		return nil, b.noGroup(has)
	}
	var totals []store.Total
	if b.moment.edition != "" {
		var err error
		if totals, err = b.archive.TotalsIn(b.ctx, b.moment.edition); err != nil {
			return nil, err
		}
		totals = slices.DeleteFunc(totals, func(t store.Total) bool {
			last := t.CountsFrom.Last()
			return t.Scope != "" || b.opt.AsOf != "" && (last == "" || last > b.opt.AsOf)
		})
	}
	out := []Table{}
	for _, g := range groups {
		out = append(out, b.table(g, rows[g], totals))
	}
	return out, nil
}

func (b *builder) noGroup(has []string) error {
	named := slices.DeleteFunc(slices.Clone(has), func(g string) bool { return g == "" })
	switch {
	case b.opt.Kind == "":
		return &NoSuch{fmt.Sprintf("no rating of %s on %s is held", b.moment.id, b.measure.ID)}
	case len(named) == 0:
		return &NoSuch{fmt.Sprintf("%s has no table of %q: the peer groups of its ratings are not known", b.moment.id, b.opt.Kind)}
	}
	return &NoSuch{fmt.Sprintf("%s has no table of %q; it has %s", b.moment.id, b.opt.Kind, strings.Join(named, ", "))}
}

// rankOf puts peer groups in the order of every listing, an unknown one last.
func rankOf(group string) int {
	if i := slices.Index(eras.PeerGroups(), group); i >= 0 {
		return i
	}
	return len(eras.PeerGroups())
}

func (b *builder) table(group string, rows []Row, totals []store.Total) Table {
	t := Table{PeerGroup: group, Rows: []Row{}, Unmatched: b.unmatched[group], Order: b.order()}
	if t.Unmatched == nil {
		t.Unmatched = []string{}
	}
	main := strings.TrimPrefix(b.measure.ID, b.moment.era.ID+".")
	if b.framework() {
		main = "segment"
		ranks, scores := 0, 0
		for i := range rows {
			r := &rows[i]
			ranks += oneIf((r.Rank != nil || r.Place != "") && !slices.Contains(r.Doubtful, "rank"))
			scores += oneIf(r.Framework.Score != nil && !slices.Contains(r.Doubtful, "score"))
		}
		t.Ranks, t.Scores = &ranks, &scores
	}
	b.size(&t, totals)
	shareRanks(rows)
	ordered := b.inOrder(rows)
	stated := make([]*Row, 0, len(rows))
	for _, r := range ordered {
		if r.Status == "rated" && !slices.Contains(r.Doubtful, main) {
			stated = append(stated, r)
		}
	}
	t.Held = len(stated)
	t.Distribution = b.distribution(&t, stated, totals)
	t.Rows = make([]Row, 0, len(rows))
	for _, r := range ordered {
		if b.opt.Keep != nil && !b.opt.Keep(b.body(r.Body.Code)) {
			t.Left++
			continue
		}
		t.Rows = append(t.Rows, *r)
	}
	return t
}

func (b *builder) order() string {
	switch kind := b.kindOf(b.measure.ID); {
	case b.framework():
		return "rank"
	case kind == "rank", kind == "level":
		return kind
	case kind == "number" && b.measure.Better != "none":
		return "number"
	}
	return "name"
}

// shareRanks marks the ranks that several bodies hold, and words the places.
func shareRanks(rows []Row) {
	sharing := map[int]int{}
	sure := func(r *Row) bool {
		return r.Rank != nil && !slices.ContainsFunc(append(slices.Clone(r.Doubtful), r.Disputed...), func(m string) bool {
			return m == "rank" || strings.HasSuffix(m, ".rank")
		})
	}
	for i := range rows {
		if r := &rows[i]; sure(r) {
			sharing[*r.Rank]++
		}
	}
	for i := range rows {
		r := &rows[i]
		if r.Rank == nil {
			continue
		}
		r.Joint = r.Joint || sure(r) && sharing[*r.Rank] > 1
		r.Place = strconv.Itoa(*r.Rank)
		if r.Joint {
			r.Place = "joint " + r.Place
		}
	}
}

// inOrder is the rows in the publisher's order: by section; by rank, without ranks
// by level and by score, best first; equal words together; then by name. What is
// compared of each is made once.
func (b *builder) inOrder(rows []Row) []*Row {
	sections := []string{Ranked, Rated, PartKnown, NotRated}
	type key struct {
		section, rank, level, high int
		unscored                   int // 1 for a body without a score where scores order
		score                      float64
		words, name                string
		row                        *Row
	}
	keys := make([]key, len(rows))
	higher, scored := b.measure.Better == "higher" && !b.framework(), b.framework() || b.order() == "number"
	for i := range rows {
		r := &rows[i]
		k := &keys[i]
		*k = key{
			section: slices.Index(sections, r.Section), rank: intOf(r.Rank), level: -intOf(r.Level), high: -highOf(r),
			words: wordsOf(r, b.measure.Kind), name: strings.ToLower(r.Body.Name), row: r,
		}
		if higher && r.Section == Ranked {
			k.rank = -k.rank
		}
		if scored {
			k.score, k.unscored = scoreOf(r)
		}
		if higher {
			k.score = -k.score
		}
	}
	order := make([]*key, len(rows)) // keys are large: what moves is their addresses
	for i := range keys {
		order[i] = &keys[i]
	}
	slices.SortFunc(order, func(x, y *key) int {
		if d := cmp.Or(x.section-y.section, x.rank-y.rank, x.level-y.level, x.high-y.high, x.unscored-y.unscored, cmp.Compare(x.score, y.score)); d != 0 {
			return d
		}
		if d := cmp.Or(strings.Compare(x.words, y.words), strings.Compare(x.name, y.name)); d != 0 {
			return d
		}
		return strings.Compare(x.row.Body.Code, y.row.Body.Code)
	})
	out := make([]*Row, len(rows))
	for i, k := range order {
		out[i] = k.row
	}
	return out
}

// scoreOf is the score of a body; unscored is 1 where it has none.
func scoreOf(r *Row) (score float64, unscored int) {
	text := r.Number
	if r.Framework != nil {
		text = r.Framework.Score
	}
	if text == nil {
		return 0, 1
	}
	score, err := strconv.ParseFloat(*text, 64)
	if err != nil {
		return 0, 1
	}
	return score, 0
}

// wordsOf keeps equal words together.
func wordsOf(r *Row, kind string) string {
	if kind == "words" || r.Section == NotRated {
		return strings.ToLower(r.Label)
	}
	return ""
}

func highOf(r *Row) int {
	if r.Partial == nil {
		return 0
	}
	return r.Partial.High*100 + r.Partial.Low
}

func intOf(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

func oneIf(b bool) int {
	if b {
		return 1
	}
	return 0
}
