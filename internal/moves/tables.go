package moves

import (
	"fmt"

	"careratings/internal/compare"
	"careratings/internal/eras"
)

// CrossTabSchema, TransitionsSchema and AgreementSchema name the versions of
// the documents.
const (
	CrossTabSchema    = "crosstab/1"
	TransitionsSchema = "transitions/1"
	AgreementSchema   = "agreement/1"
)

// CrossTab is two editions' levels against each other, counts of lineages. It
// claims no change.
type CrossTab struct {
	Schema     string     `json:"schema"`
	From       Side       `json:"from"`
	To         Side       `json:"to"`
	Breaks     []Broken   `json:"breaks"`
	Policy     string     `json:"policy"`
	N          int        `json:"n"`
	FromLevels []string   `json:"from_levels"` // worst to best
	ToLevels   []string   `json:"to_levels"`
	Rows       []TableRow `json:"rows"`
	Entry      []int      `json:"entry"`    // rated in the later edition only, by level
	Skipped    int        `json:"skipped"`  // lineages at no one level, or not stated, on a side
	NotHeld    int        `json:"not_held"` // lineages whose other rating is not in the archive, although they went on
	Mergers    int        `json:"mergers"`  // pairs joined through a succession
	Kappa      *Kappas    `json:"kappa,omitempty"`
	Steps      []Step     `json:"steps,omitempty"`
}

// TableRow is the lineages of one earlier level.
type TableRow struct {
	Level string `json:"level"`
	N     int    `json:"n"`
	Cells []Cell `json:"cells"`
	Exit  Cell   `json:"exit"`
}

// Cell is a count, its share of the row and the Wilson 95 % interval of that
// share; null with fewer than one lineage in the row.
type Cell struct {
	N     int      `json:"n"`
	Share *float64 `json:"share"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
}

// Step is how many lineages moved so many levels; positive for better.
type Step struct {
	Steps int `json:"steps"`
	N     int `json:"n"`
}

// Kappas are Cohen's kappa, plain and weighted; null with a reason.
type Kappas struct {
	N         int      `json:"n"`
	Plain     *float64 `json:"plain"`
	Linear    *float64 `json:"linear"`
	Quadratic *float64 `json:"quadratic"`
	Reason    string   `json:"reason"`
}

// CrossTab draws the table of the comparison. Both measures need levels.
func (c *Comparison) CrossTab() (CrossTab, error) {
	if err := c.needLevels(); err != nil {
		return CrossTab{}, err
	}
	t, skipped, notHeld := c.Table()
	out := CrossTab{
		Schema: CrossTabSchema, From: c.side(c.From), To: c.side(c.To), Breaks: c.Broken(), Policy: string(c.Policy), N: t.N(),
		FromLevels: labels(c.fromScale), ToLevels: labels(c.toScale), Rows: []TableRow{}, Entry: t.Entry, Skipped: skipped, NotHeld: notHeld, Mergers: c.mergers(),
	}
	for _, r := range compare.RowsOf(t) {
		out.Rows = append(out.Rows, tableRow(out.FromLevels[r.Level-1], r))
	}
	return out, nil
}

// Transitions is the cross-tab read as change, with steps and kappa: only
// within one unbroken scale. Across a break the error is a *compare.Refusal.
func (c *Comparison) Transitions() (CrossTab, error) {
	if err := c.needLevels(); err != nil {
		return CrossTab{}, err
	}
	path, err := c.onePath()
	if err != nil {
		return CrossTab{}, err
	}
	t, _, _ := c.Table()
	tr, err := compare.TransitionsOf(t, path)
	if err != nil {
		return CrossTab{}, err
	}
	out, err := c.CrossTab()
	if err != nil {
		return CrossTab{}, err
	}
	out.Schema = TransitionsSchema
	for _, s := range tr.Steps {
		out.Steps = append(out.Steps, Step{Steps: s.Steps, N: s.N})
	}
	k, err := compare.KappaOf(t, path)
	if err != nil {
		return out, nil //nolint:nilerr // kappa alone can be refused; the transitions stand
	}
	out.Kappa = &Kappas{N: k.N, Plain: k.Plain.Value, Linear: k.Linear.Value, Quadratic: k.Quadratic.Value, Reason: k.Plain.Reason}
	return out, nil
}

// onePath is the way that all pairs of a transition matrix share. A pair whose
// way has a break that forbids it is refused for all, since the matrix would mix
// moves with what is none; the error is a *compare.Refusal.
func (c *Comparison) onePath() (compare.Path, error) {
	path := c.path(c.Breaks)
	both := 0
	for i := range c.Pairs {
		p := &c.Pairs[i]
		if p.A == nil || p.B == nil {
			continue
		}
		both++
		own := c.pathOf(p)
		if err := own.Permit(compare.OpTransition); err != nil {
			return own, err
		}
		path = own
	}
	if both == 0 {
		return path, path.Permit(compare.OpTransition)
	}
	return path, nil
}

func (c *Comparison) needLevels() error {
	for _, m := range []Moment{c.From, c.To} {
		if m.Measure.Scale == "" {
			return &NoSuch{fmt.Sprintf("%s of %s has no levels to tabulate; archive measures --era %s lists those that have", m.Measure.ID, m.ID(), m.Era)}
		}
	}
	return nil
}

func (c *Comparison) mergers() int {
	n := 0
	for _, p := range c.Pairs {
		if p.Merger && p.A != nil && p.B != nil {
			n++
		}
	}
	return n
}

func tableRow(label string, r compare.Row) TableRow {
	row := TableRow{Level: label, N: r.N, Exit: cell(r.Exit)}
	for _, c := range r.To {
		row.Cells = append(row.Cells, cell(c))
	}
	return row
}

func cell(c compare.Cell) Cell {
	out := Cell{N: c.N, Share: c.Share.Value}
	if c.Interval != nil {
		low, high := c.Interval.Low, c.Interval.High
		out.Low, out.High = &low, &high
	}
	return out
}

func labels(scale []eras.Level) []string {
	out := make([]string, 0, len(scale))
	for _, l := range scale {
		out = append(out, l.Label)
	}
	return out
}
