package league

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/holdings"
	"careratings/internal/store"
	"careratings/internal/trajectory"
)

func partyOf(b *builder, code string) trajectory.Party {
	return trajectory.Party{Code: code, Name: b.names[code]}
}

// tables sorts the bodies into the tables of their peer groups.
func (b *builder) tables() ([]Table, error) {
	rows := map[string][]Row{}
	var has []string
	for k, of := range b.entries {
		if !slices.Contains(has, k.group) {
			has = append(has, k.group)
		}
		rows[k.group] = append(rows[k.group], b.row(k, of))
	}
	for g := range b.unmatched {
		if !slices.Contains(has, g) {
			has = append(has, g)
		}
	}
	slices.SortFunc(has, func(x, y string) int { return cmp.Or(cmp.Compare(rankOf(x), rankOf(y)), cmp.Compare(x, y)) })
	groups := has
	if b.opt.Kind != "" {
		groups = slices.DeleteFunc(slices.Clone(has), func(g string) bool { return !holdings.Within(g, b.opt.Kind) })
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
		for _, r := range rows {
			ranks += oneIf((r.Rank != nil || r.Place != "") && !slices.Contains(r.Doubtful, "rank"))
			scores += oneIf(r.Framework.Score != nil && !slices.Contains(r.Doubtful, "score"))
		}
		t.Ranks, t.Scores = &ranks, &scores
	}
	stated := func(r Row) bool { return r.Status == "rated" && !slices.Contains(r.Doubtful, main) }
	for _, r := range rows {
		t.Held += oneIf(stated(r))
	}
	b.size(&t, totals)
	shareRanks(rows)
	rows = b.inOrder(rows)
	t.Distribution = b.distribution(t, slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return !stated(r) }), totals)
	for _, r := range rows {
		if b.opt.Keep != nil && !b.opt.Keep(b.bodies[r.Body.Code]) {
			t.Left++
			continue
		}
		t.Rows = append(t.Rows, r)
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
	sure := func(r Row) bool {
		return r.Rank != nil && !slices.ContainsFunc(append(slices.Clone(r.Doubtful), r.Disputed...), func(m string) bool {
			return m == "rank" || strings.HasSuffix(m, ".rank")
		})
	}
	for _, r := range rows {
		if sure(r) {
			sharing[*r.Rank]++
		}
	}
	for i := range rows {
		r := &rows[i]
		if r.Rank == nil {
			continue
		}
		r.Joint = r.Joint || sure(*r) && sharing[*r.Rank] > 1
		r.Place = strconv.Itoa(*r.Rank)
		if r.Joint {
			r.Place = "joint " + r.Place
		}
	}
}

// inOrder is the rows in the publisher's order. Places are sorted, not rows, which
// are large, and what is compared of each is made once.
func (b *builder) inOrder(rows []Row) []Row {
	sections := []string{Ranked, Rated, PartKnown, NotRated}
	type key struct {
		section     int
		words, name string
	}
	keys, order := make([]key, len(rows)), make([]int, len(rows))
	for i := range rows {
		r := &rows[i]
		order[i] = i
		keys[i] = key{slices.Index(sections, r.Section), wordsOf(r, b.measure.Kind), strings.ToLower(r.Body.Name)}
	}
	slices.SortFunc(order, func(i, j int) int {
		x, y := &rows[i], &rows[j]
		return cmp.Or(
			cmp.Compare(keys[i].section, keys[j].section),
			b.compare(x, y),
			cmp.Compare(keys[i].words, keys[j].words),
			cmp.Compare(keys[i].name, keys[j].name),
			cmp.Compare(x.Body.Code, y.Body.Code),
		)
	})
	out := make([]Row, len(rows))
	for at, i := range order {
		out[at] = rows[i]
	}
	return out
}

// compare puts two rows of one section in order: by rank; without ranks by level,
// best first, and by score.
func (b *builder) compare(x, y *Row) int {
	return cmp.Or(
		b.better(intOf(x.Rank), intOf(y.Rank), x.Section == Ranked && b.measure.Better == "higher" && !b.framework()),
		-cmp.Compare(intOf(x.Level), intOf(y.Level)),
		-cmp.Compare(highOf(x), highOf(y)),
		b.byNumber(x, y),
	)
}

func (b *builder) better(x, y int, higher bool) int {
	if higher {
		return cmp.Compare(y, x)
	}
	return cmp.Compare(x, y)
}

// byNumber orders by the score, best first; a body without one comes last.
func (b *builder) byNumber(x, y *Row) int {
	if !b.framework() && b.order() != "number" {
		return 0
	}
	number := func(r *Row) (float64, bool) {
		text := r.Number
		if r.Framework != nil {
			text = r.Framework.Score
		}
		if text == nil {
			return 0, false
		}
		f, err := strconv.ParseFloat(*text, 64)
		return f, err == nil
	}
	fx, okx := number(x)
	fy, oky := number(y)
	switch {
	case !okx && !oky:
		return 0
	case okx != oky:
		return oneIf(oky) - oneIf(okx)
	case b.measure.Better == "higher" && !b.framework():
		return cmp.Compare(fy, fx)
	}
	return cmp.Compare(fx, fy)
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
