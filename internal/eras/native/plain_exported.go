package native

import (
	"cmp"
	"strconv"
	"strings"

	"careratings/internal/eras"
)

// exportedColumns are the columns that the claims of archive export have beside
// those of the template. A row with an id in claim is taken as it was read when it
// was exported; a row without one, added by hand, is read anew. era, rating and
// chosen are worked out again and not read.
func exportedColumns() []string {
	return []string{
		"level_low", "level_high", "number", "of_number", "status", "service", "source", "source_tier", "source_counts_from", "source_dated_by", "source_licence",
		"source_note", "claim", "era", "rating", "chosen",
	}
}

// exported reports whether the row was written by archive export.
func (p *plainFile) exported() bool { return p.cell("claim") != "" }

// cell is the row's cell in a column, without the apostrophe that archive puts
// before text which a spreadsheet would run as a formula.
func (p *plainFile) cell(column string) string {
	s := p.headedSheet.cell(column)
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune("=+-@", rune(s[1])) {
		return s[1:]
	}
	return s
}

// asRead takes the reading of the value that the row itself has.
func (r *plainRow) asRead(c *eras.Claim, m eras.Measure) {
	c.Value = r.need("value", "the row has no value")
	c.Low, c.High, c.Of = r.count("level_low"), r.count("level_high"), r.count("of_number")
	c.Status = r.oneOf("status", eras.Statuses(), "")
	levels := len(r.file.Catalogue.Scale(m.Scale))
	if (c.Low == 0) != (c.High == 0) || c.Low > c.High || c.High > levels {
		r.bad("level_low", "no levels of the measure: it has %d, 1 the worst, and level_high is not below level_low", levels)
	}
	if number := r.cell("number"); number != "" {
		var ok bool
		if c.Number, ok = canonicalNumber(number); !ok {
			r.bad("number", "not a number; expected one like 2.31")
		}
	}
	switch {
	case r.faulty():
	case c.Number != "" && (c.Status != "" || m.Kind != "number" && m.Kind != "rank"):
		r.bad("number", "the value is no number: the measure is of kind %s, or the row has a status", m.Kind)
	case c.Low > 0 && c.Status != "":
		r.bad("status", "a value is levels or a status, not both")
	case m.Kind == "level" && c.Low == 0 && c.Status == "":
		r.bad("level_low", "the row was exported without its levels; take its id out of claim to have the value read anew")
	}
}

// faulty reports whether a fault of the row was found.
func (r *plainRow) faulty() bool { return len(r.faults) > 0 }

func (r *plainRow) count(column string) int {
	cell := r.cell(column)
	if cell == "" {
		return 0
	}
	n, err := strconv.Atoi(cell)
	if err != nil || n < 1 {
		r.bad(column, "not a whole number from 1")
		return 0
	}
	return n
}

// exportedSource is the source of a row that was exported, under its own id.
func (r *plainRow) exportedSource(s eras.Source) eras.Source {
	s.ID = cmp.Or(r.cell("source"), s.ID)
	s.Tier = cmp.Or(r.oneOf("source_tier", eras.Tiers(), ""), s.Tier)
	s.CountsFrom, s.DatedBy = r.date("source_counts_from"), r.cell("source_dated_by")
	s.Licence, s.Note = r.cell("source_licence"), r.cell("source_note")
	if known, ok := r.described[s.ID]; ok && known != s {
		r.bad("source", "an earlier row describes this source otherwise")
	}
	r.described[s.ID] = s
	return s
}
