package moves

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"careratings/internal/compare"
	"careratings/internal/eras"
	"careratings/internal/store"
	"careratings/internal/trajectory"
)

// RunsOptions ask for persistence: AtMost with For, or NeverAbove, or Fell.
// Levels are named by the publisher's code or word.
type RunsOptions struct {
	Measure    string
	AtMost     string
	For        int
	NeverAbove string
	Fell       int
	Kind       string
	Policy     string
	AsOf       string
}

// RunRow is one body that answers.
type RunRow struct {
	Code, Name, Kind string
	Answer           string // yes or cannot-say
	From, To         string // first and last moment of the stretch or fall
	Length           int    // ratings in the stretch, or levels fallen
	Values           string // the ratings, in time order
	Breaks           string // ids of the breaks the stretch crosses
}

// Runs finds the bodies whose ratings on one measure persist: at or below a
// level for so many ratings running, never above a level, or fallen by so many
// levels from one rating to the next. A gap ends a stretch.
func Runs(ctx context.Context, a *store.Archive, opt RunsOptions) ([]RunRow, error) {
	cat, err := a.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	m, err := measureOf(cat, opt.Measure)
	if err != nil {
		return nil, err
	}
	scale := cat.Scale(m.Scale)
	level := 0
	if word := cmp.Or(opt.AtMost, opt.NeverAbove); word != "" {
		if level, err = levelOf(scale, m, word); err != nil {
			return nil, err
		}
	}
	series, err := seriesOf(ctx, a, m, opt)
	if err != nil {
		return nil, err
	}
	var out []RunRow
	for _, s := range series {
		out = append(out, s.answer(cat, opt, level)...)
	}
	slices.SortStableFunc(out, func(x, y RunRow) int {
		return cmp.Or(cmp.Compare(y.Answer, x.Answer), -cmp.Compare(x.Length, y.Length), cmp.Compare(x.Code, y.Code))
	})
	return out, nil
}

// series is one body's ratings on the measure, in time order; in an era of
// editions with a hole where an edition between two of them has no rating.
type series struct {
	code, name string
	points     []trajectory.Point
	line       []compare.Point
	at         []int // index in points of each place of line; -1 for a hole
	breaks     map[int][]string
}

func seriesOf(ctx context.Context, a *store.Archive, m eras.Measure, opt RunsOptions) ([]series, error) {
	f, err := readFamily(ctx, a)
	if err != nil {
		return nil, err
	}
	cat, err := a.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	claims, err := a.ClaimsOn(ctx, m.ID, opt.AsOf)
	if err != nil {
		return nil, err
	}
	points, err := trajectory.PointsOf(ctx, a, eras.Resolve(ofBodies(claims)), f.name, opt.AsOf)
	if err != nil {
		return nil, err
	}
	byBody := map[string][]trajectory.Point{}
	for _, p := range points {
		if opt.Kind == "" || p.PrintedGroup() == opt.Kind {
			byBody[p.Body.Code] = append(byBody[p.Body.Code], p)
		}
	}
	var out []series
	for code, list := range byBody {
		slices.SortStableFunc(list, func(x, y trajectory.Point) int { return cmp.Compare(x.When(), y.When()) })
		s := series{code: code, name: f.name(code), points: list, breaks: map[int][]string{}}
		s.lay(cat, m)
		out = append(out, s)
	}
	slices.SortFunc(out, func(x, y series) int { return cmp.Compare(x.code, y.code) })
	return out, nil
}

// lay puts the points on a line with holes and breaks.
func (s *series) lay(cat *store.Catalogue, m eras.Measure) {
	place := map[string]int{}
	for i, e := range editionsOf(cat, m.Era) {
		place[e] = i
	}
	last, ways := -1, trajectory.WaysOf(cat)
	for i, p := range s.points {
		if p.Edition != nil && last >= 0 {
			for n := last + 1; n < place[*p.Edition]; n++ {
				s.line, s.at = append(s.line, compare.Point{}), append(s.at, -1)
			}
		}
		if p.Edition != nil {
			last = place[*p.Edition]
		}
		cp := compare.Point{}
		if p.Stated() {
			cp.Levels = p.Span()
		}
		if i > 0 {
			for _, br := range ways.Between(&s.points[i-1], &s.points[i]) {
				if !slices.Contains(br.Forbids, "none") {
					s.breaks[len(s.line)] = append(s.breaks[len(s.line)], br.ID)
				}
				cp.Broken = cp.Broken || slices.Contains(br.Forbids, "level-change")
			}
		}
		s.line, s.at = append(s.line, cp), append(s.at, i)
	}
}

// editionsOf lists the dated editions of an era in order; an edition whose year
// the source does not say has no place among them.
func editionsOf(cat *store.Catalogue, era string) []string {
	var out []string
	for _, e := range cat.Editions {
		if e.Era == era && !strings.HasSuffix(e.ID, "-undated") {
			out = append(out, e.ID)
		}
	}
	return out
}

func (s *series) answer(cat *store.Catalogue, opt RunsOptions, level int) []RunRow {
	var out []RunRow
	switch {
	case opt.Fell > 0:
		for _, f := range compare.FallsOf(s.line, opt.Fell) {
			out = append(out, s.row("yes", f.From, f.To, f.Steps))
		}
	case opt.NeverAbove != "":
		if answer := compare.NeverAbove(s.line, level); answer != compare.No && len(s.line) > 0 {
			out = append(out, s.row(string(answer), 0, len(s.line)-1, len(s.points)))
		}
	default:
		runs, answer := compare.RunsAtMost(s.line, level, opt.For)
		for _, r := range runs {
			out = append(out, s.row("yes", r.First, r.Last, r.Length()))
		}
		if answer == compare.CannotSay {
			out = append(out, s.row(string(answer), 0, len(s.line)-1, len(s.points)))
		}
	}
	return out
}

func (s *series) row(answer string, first, last, length int) RunRow {
	r := RunRow{Code: s.code, Name: s.name, Answer: answer, Length: length}
	var values, crossed []string
	for i := first; i <= last; i++ {
		if s.at[i] < 0 {
			continue
		}
		p := s.points[s.at[i]]
		r.Kind = p.PrintedGroup()
		if r.From == "" {
			r.From = trajectory.Moment(p)
		}
		r.To = trajectory.Moment(p)
		values = append(values, p.Label)
		for _, id := range s.breaks[i] {
			if i > first && !slices.Contains(crossed, id) {
				crossed = append(crossed, id)
			}
		}
	}
	r.Values, r.Breaks = strings.Join(values, ", "), strings.Join(crossed, " ")
	return r
}

// measureOf finds a measure by id; a bare name must be of one era only.
func measureOf(cat *store.Catalogue, name string) (eras.Measure, error) {
	var found []eras.Measure
	for _, m := range cat.Measures {
		if m.ID == name {
			found = []eras.Measure{m}
			break
		}
		if strings.TrimPrefix(m.ID, m.Era+".") == name {
			found = append(found, m)
		}
	}
	switch {
	case len(found) == 0:
		return eras.Measure{}, &NoSuch{fmt.Sprintf("no measure %q; archive measures lists them", name)}
	case len(found) > 1:
		var ids []string
		for _, m := range found {
			ids = append(ids, m.ID)
		}
		return eras.Measure{}, &NoSuch{fmt.Sprintf("%q is a measure of several eras: write one of %s", name, strings.Join(ids, ", "))}
	case found[0].Scale == "":
		return eras.Measure{}, &NoSuch{fmt.Sprintf("%s has no levels to persist at", found[0].ID)}
	}
	return found[0], nil
}

// levelOf reads a level by the publisher's code or word, or by its number from
// the worst written as level:N.
func levelOf(scale []eras.Level, m eras.Measure, word string) (int, error) {
	var known []string
	for _, l := range scale {
		if strings.EqualFold(word, l.Code) || strings.EqualFold(word, l.Label) || word == "level:"+strconv.Itoa(l.Number) {
			return l.Number, nil
		}
		known = append(known, l.Code)
	}
	return 0, &NoSuch{fmt.Sprintf("%s has no level %q; worst to best they are %s", m.ID, word, strings.Join(known, ", "))}
}
