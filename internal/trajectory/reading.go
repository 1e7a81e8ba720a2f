package trajectory

import (
	"fmt"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/store"
)

// Reader tells what claims of one measure say.
type Reader struct{ of *measured }

// ReaderOf is the reader of a measure; false where the archive has none of that
// id.
func ReaderOf(cat *store.Catalogue, measure string) (Reader, bool) {
	m := measuredBy(cat, measure)
	return Reader{m}, m != nil
}

// Read is what a claim of the measure says. The reading refers to the claim, which
// is not to be changed afterwards.
func (r Reader) Read(c *eras.Claim) Reading { return r.of.read(c) }

// measured is a measure as its points need it.
type measured struct {
	eras.Measure
	rank     int // of its era
	headline bool
	levels   []eras.Level
	count    int
	forbids  string // the break that forbids a standing, if any
}

func measuredBy(cat *store.Catalogue, id string) *measured {
	found, ok := cat.Measure(id)
	if !ok {
		return nil
	}
	era, _ := cat.Era(found.Era)
	m := &measured{Measure: found, rank: eras.Rank(found.Era), headline: found.ID == era.Headline, levels: cat.Scale(found.Scale)}
	m.count = len(m.levels)
	m.forbids = noStanding(cat, &found)
	return m
}

// read is the value of a claim with its level, its label and the partial range.
func (m *measured) read(c *eras.Claim) Reading {
	r := Reading{Value: c.Value, Number: c.Number, Status: "rated"}
	scale := m.levels
	if len(scale) > 0 {
		r.Levels = &m.count
	}
	switch {
	case c.Status != "":
		r.Status = c.Status
		r.Label = strings.ReplaceAll(c.Status, "-", " ")
	case c.Low > 0 && c.Low == c.High && c.High <= len(scale):
		r.Level = &c.Low
		r.Label = scale[c.Low-1].Label
	case c.Low > 0 && c.High <= len(scale):
		r.Partial = &Partial{Low: c.Low, High: c.High}
		r.Label = partialLabel(scale, c.Low, c.High)
		if !startsWithDigit(c.Value) && !strings.HasPrefix(c.Value, "below") {
			r.Label = c.Value // words of the source's own say more, and no more than it says
		}
	default:
		r.Label = numberLabel(c, &m.Measure)
	}
	return r
}

func partialLabel(scale []eras.Level, low, high int) string {
	switch {
	case low == 1 && high < len(scale):
		return "below " + scale[high].Label
	case high == len(scale):
		return scale[low-1].Label + " or better"
	case high == low+1:
		return scale[low-1].Label + " or " + scale[high-1].Label
	}
	return scale[low-1].Label + " to " + scale[high-1].Label
}

func startsWithDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

func numberLabel(c *eras.Claim, m *eras.Measure) string {
	if c.Number == "" || m.Kind == "range" || m.Kind == "words" {
		return c.Value
	}
	label := c.Number
	if m.Kind == "rank" {
		if c.Joint() {
			label = "joint " + label
		}
	}
	if c.Of > 0 {
		label = fmt.Sprintf("%s of %d", label, c.Of)
	}
	return label
}
