package moves

import (
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
	Usual       int `json:"usual_move_pairs"`
}

// Diff draws the comparison as rows, in the order of codes.
func (c *Comparison) Diff() Diff {
	d := Diff{
		Schema: DiffSchema, From: c.side(c.From), To: c.side(c.To), Comparable: "cross-era", Breaks: c.Broken(),
		Policy: string(c.Policy), Basis: c.Basis, Rows: []Row{},
	}
	unbroken := c.Path.Unbroken()
	if unbroken {
		d.Comparable = "same-scale"
	}
	table, _ := c.Table()
	usual := compare.UsualMoves(table)
	d.Summary.Usual = table.N()
	for _, p := range c.Pairs {
		row := c.row(p, unbroken, usual)
		d.Rows = append(d.Rows, row)
		d.Summary.count(row.Verdict)
	}
	return d
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

func (c *Comparison) row(p Pair, unbroken bool, usual []compare.Usual) Row {
	row := Row{
		Trust: trajectory.Party{Code: p.Code, Name: p.Name}, Kind: groupOf(p), Measure: c.To.Measure.ID, From: p.A, To: p.B,
	}
	if c.From.Measure.ID != c.To.Measure.ID {
		row.Measure = c.From.Measure.ID + " to " + c.To.Measure.ID
	}
	row.Conflict = p.A != nil && p.A.Conflict || p.B != nil && p.B.Conflict
	notes := []string{p.Note}
	switch {
	case p.A == nil:
		row.Verdict = "entered"
	case p.B == nil:
		row.Verdict = "left"
	default:
		notes = append(notes, c.move(&row, p, unbroken, usual)...)
	}
	row.Note = join(notes)
	return row
}

// move fills the verdict and the changes of a row with both sides, and returns
// the reasons for what is missing.
func (c *Comparison) move(row *Row, p Pair, unbroken bool, usual []compare.Usual) []string {
	var notes []string
	a := compare.Rating{Levels: p.A.Span(), Standing: p.A.Compared()}
	b := compare.Rating{Levels: p.B.Span(), Standing: p.B.Compared()}
	a.Range, b.Range = c.rangeOf(p.A), c.rangeOf(p.B)
	m := compare.MoveOf(a, b, unbroken)
	row.Verdict, row.StandingVerdict, row.LevelChange = string(m.Verdict), string(m.Standing), m.Steps
	row.StandingChange = m.Change.Value
	if m.Significance != nil {
		s := string(*m.Significance)
		row.Significance = &s
		if *m.Significance == compare.NotResolved {
			row.Verdict = s
			notes = append(notes, "the publisher's likely ranges of rank overlap")
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
	if level, ok := exact(p.A); ok && level > 0 && level <= len(usual) {
		u := usual[level-1]
		row.UsualMove, row.Residual = u.Move(a.Standing).Value, u.Residual(b.Standing).Value
	}
	return notes
}

func join(notes []string) string {
	var out []string
	for _, n := range notes {
		if n != "" {
			out = append(out, n)
		}
	}
	return strings.Join(out, "; ")
}
