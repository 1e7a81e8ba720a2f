package moves

import (
	"fmt"
	"slices"
	"strings"

	"careratings/internal/compare"
	"careratings/internal/trajectory"
)

// DiffSchema names the version of the era-diff document.
const DiffSchema = "diff/1"

// Diff is an era-diff as JSON; it only grows.
type Diff struct {
	Schema     string   `json:"schema"`
	From       Side     `json:"from"`
	To         Side     `json:"to"`
	Comparable string   `json:"comparable"` // same-scale or cross-era
	Breaks     []Broken `json:"breaks"`
	Policy     string   `json:"policy"`
	Basis      string   `json:"basis"`
	AsOf       *string  `json:"as_of"`
	Rows       []Row    `json:"rows"`
	Summary    Summary  `json:"summary"`
}

// Side is one side of a comparison.
type Side struct {
	Edition string `json:"edition"`
	Label   string `json:"label"`
	Measure string `json:"measure"`
}

// Broken is a break between the two sides and what it forbids.
type Broken struct {
	ID      string   `json:"id"`
	Why     string   `json:"why"`
	Forbids []string `json:"forbids"`
}

// Row is one lineage. Verdict is up, down, same or not-resolved; entered or left
// for a lineage on one side only. LevelChange is in levels and only on one
// unbroken scale; StandingChange, UsualMove and Residual are in shares of the
// peer group, positive for better. A null number has its reason in Note.
type Row struct {
	Trust           trajectory.Party  `json:"trust"`
	Kind            string            `json:"kind"`
	Measure         string            `json:"measure"`
	From            *trajectory.Point `json:"from"`
	To              *trajectory.Point `json:"to"`
	LevelChange     *int              `json:"level_change"`
	StandingChange  *float64          `json:"standing_change"`
	StandingVerdict string            `json:"standing_verdict"`
	UsualMove       *float64          `json:"usual_move"`
	Residual        *float64          `json:"residual"`
	Verdict         string            `json:"verdict"`
	Significance    *string           `json:"significance"`
	FromRankRange   *Range            `json:"from_rank_range"`
	ToRankRange     *Range            `json:"to_rank_range"`
	FromScoreRange  *Range            `json:"from_score_range"`
	ToScoreRange    *Range            `json:"to_score_range"`
	Conflict        bool              `json:"conflict"`
	Note            string            `json:"note"`
}

// Summary counts the rows. Usual tells on how many pairs the usual moves rest.
type Summary struct {
	Rows        int `json:"rows"`
	Up          int `json:"up"`
	Down        int `json:"down"`
	Same        int `json:"same"`
	NotResolved int `json:"not_resolved"`
	Entered     int `json:"entered"`
	Left        int `json:"left"`
	Both        int `json:"both"`             // rated on both sides
	Usual       int `json:"usual_move_pairs"` // pairs the usual moves rest on

	Resolution  [2]*float64 `json:"resolution_held"` // of the ratings held, earlier and later
	LeaversMean *float64    `json:"leavers_mean"`    // mean ridit of those that ended in between
}

// Diff draws the comparison as rows, in the order of codes.
func (c *Comparison) Diff() Diff {
	d := Diff{
		Schema: DiffSchema, From: c.side(c.From), To: c.side(c.To), Comparable: "cross-era", Breaks: c.Broken(),
		Policy: string(c.Policy), Basis: c.Basis, Rows: make([]Row, 0, len(c.Pairs)),
	}
	for _, u := range c.usual {
		for _, level := range u {
			d.Summary.Usual += level.N
		}
	}
	d.Summary.Resolution = [2]*float64{c.resolution(len(c.fromScale), func(p Pair) *trajectory.Point { return p.A }), c.resolution(len(c.toScale), func(p Pair) *trajectory.Point { return p.B })}
	table, _, _ := c.Table()
	d.Summary.LeaversMean = compare.LeaversMean(table).Value
	for i := range c.Pairs {
		p := &c.Pairs[i]
		row, unbroken := c.row(p)
		if unbroken {
			d.Comparable = "same-scale"
		}
		d.Rows = append(d.Rows, row)
		d.Summary.count(row.Verdict)
		if p.A != nil && p.B != nil {
			d.Summary.Both++
		}
	}
	return d
}

// resolution is how finely the ratings held on one side tell bodies apart: 0 all
// tied, 1 a full ranking; nil without levels.
func (c *Comparison) resolution(levels int, pick func(Pair) *trajectory.Point) *float64 {
	counts := make([]int, levels)
	seen := map[*trajectory.Point]bool{}
	for _, p := range c.Pairs {
		pt := pick(p)
		if level, ok := exact(pt); ok && level > 0 && !seen[pt] {
			seen[pt] = true
			counts[level-1]++
		}
	}
	return compare.Resolution(counts).Value
}

func (c *Comparison) side(m Moment) Side {
	return Side{Edition: m.ID(), Label: m.Label, Measure: m.Measure.ID}
}

// Broken lists the breaks between the sides.
func (c *Comparison) Broken() []Broken {
	out := []Broken{}
	for _, b := range c.Breaks {
		out = append(out, Broken{ID: b.ID, Why: b.Why, Forbids: b.Forbids})
	}
	return out
}

func (s *Summary) count(verdict string) {
	s.Rows++
	switch verdict {
	case string(compare.Up):
		s.Up++
	case string(compare.Down):
		s.Down++
	case string(compare.Same):
		s.Same++
	case "entered":
		s.Entered++
	case "left":
		s.Left++
	default:
		s.NotResolved++
	}
}

// row draws one pair; unbroken tells that its two ratings stand on one scale and
// no break between them forbids a level change.
func (c *Comparison) row(p *Pair) (row Row, unbroken bool) {
	row = Row{
		Trust: trajectory.Party{Code: p.Code, Name: p.Name}, Kind: groupOf(*p), Measure: c.To.Measure.ID, From: p.A, To: p.B,
	}
	if c.From.Measure.ID != c.To.Measure.ID {
		row.Measure = c.From.Measure.ID + " to " + c.To.Measure.ID
	}
	row.Conflict = p.A != nil && p.A.Conflict || p.B != nil && p.B.Conflict
	var room [8]string
	notes := append(room[:0], p.Note)
	switch {
	case p.A == nil:
		row.Verdict = "entered"
	case p.B == nil:
		row.Verdict = "left"
	default:
		path := c.pathOf(p)
		unbroken = path.Unbroken()
		notes = c.move(&row, p, path, notes)
	}
	row.Note = join(notes)
	return row, unbroken
}

// move fills the verdict and the changes of a row with both sides, and adds the
// reasons for what is missing to the notes.
func (c *Comparison) move(row *Row, p *Pair, path compare.Path, notes []string) []string {
	a := compare.Rating{Levels: p.A.Span(), Standing: p.A.Compared()}
	b := compare.Rating{Levels: p.B.Span(), Standing: p.B.Compared()}
	m := compare.MoveOf(a, b, path.Unbroken())
	row.Verdict, row.StandingVerdict, row.LevelChange = string(m.Verdict), string(m.Standing), m.Steps
	row.StandingChange = m.Change.Value
	if path.FromScale != "" && path.FromScale == path.ToScale && !path.Unbroken() {
		for _, br := range path.Breaks {
			if slices.Contains(br.Forbids, compare.OpLevelChange) {
				notes = append(notes, "no level change across "+br.ID)
			}
		}
	}
	if x, y := &p.A.Peers, &p.B.Peers; x.Group != y.Group && x.Group != "" && y.Group != "" {
		notes = append(notes, "peers differ: "+peers(x)+", then "+peers(y))
	}
	x, y := c.rangesOf(p.A), c.rangesOf(p.B)
	row.FromRankRange, row.ToRankRange, row.FromScoreRange, row.ToScoreRange = x.place, y.place, x.mean, y.mean
	if verdict, note := c.significance(p); verdict != "" || note != "" {
		notes = append(notes, note)
		if verdict != "" {
			s := string(verdict)
			row.Significance = &s
		}
		if plain := row.Verdict == string(compare.Up) || row.Verdict == string(compare.Down); plain && verdict == compare.NotResolved {
			row.Verdict = string(verdict)
		}
	}
	for _, side := range []struct {
		name string
		p    *trajectory.Point
	}{{"before", p.A}, {"after", p.B}} {
		if !side.p.Stated() {
			row.Verdict, row.StandingVerdict = string(compare.NotResolved), string(compare.NotResolved)
			notes = append(notes, side.name+": "+side.p.Doubt+", not stated")
		}
		if side.p.Status != "rated" {
			notes = append(notes, side.name+": "+side.p.Label)
		}
		if r := side.p.Standing.Reason; r != "" && side.p.Status == "rated" {
			notes = append(notes, side.name+": "+r)
		}
	}
	if level, ok := exact(p.A); ok && level > 0 {
		if usual := c.usual[p.A.PrintedGroup()]; level <= len(usual) {
			row.UsualMove, row.Residual = usual[level-1].Move(a.Standing).Value, usual[level-1].Residual(b.Standing).Value
		}
	}
	return notes
}

// peers names a peer group with its number, where that is known.
func peers(p *trajectory.Peers) string {
	if p.N == nil {
		return p.Group
	}
	return fmt.Sprintf("%s (%d)", p.Group, *p.N)
}

func join(notes []string) string {
	return strings.Join(slices.DeleteFunc(notes, func(n string) bool { return n == "" }), "; ")
}
