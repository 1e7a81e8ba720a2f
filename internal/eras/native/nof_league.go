package native

import (
	"context"
	"fmt"
)

// nofLeague reads the league table of the oversight framework,
// "-league-table.csv": one row for each trust. Its first edition has a column
// Reporting_date after Trust_name instead of Quarter.
type nofLeague struct{}

func (nofLeague) ID() string   { return "nof-league-table" }
func (nofLeague) Version() int { return 1 }

func (nofLeague) Score(h Head) int { return scoreHeaded(h, nofLeagueMarks()) }

func nofLeagueMarks() []string { return []string{"Trust_code", "Average_score", "Segment", "Rank"} }

func nofLeagueKnown() []string {
	known := []string{"Quarter", "Reporting_date", "Region", "Trust_type", "Trust_subtype", "Trust_code", "Trust_name"}
	for _, c := range nofLeagueColumns() {
		known = append(known, c.name)
	}
	return known
}

// nofLeagueColumns lists the columns that state something of a trust, in the
// order of the file.
func nofLeagueColumns() []struct {
	name, measure string
	kind          nofKind
} {
	return []struct {
		name, measure string
		kind          nofKind
	}{
		{"Average_score", "nof.score", nofScore},
		{"Likely_range_of_average_score", "nof.score-range", nofScoreRange},
		{"Segment", "nof.segment", nofSegment},
		{"Trust_in_financial_deficit", "nof.deficit", nofYesNo},
		{"Rank", "nof.rank", nofRank},
		{"Likely_range_of_rank", "nof.rank-range", nofRankRange},
	}
}

// Read reads every sheet that has the file's header.
func (l nofLeague) Read(ctx context.Context, f *File, to Sink) error {
	return eachSheet(ctx, f, func(open opener, name string) error { return l.read(ctx, open, name, f, to) })
}

func (nofLeague) read(ctx context.Context, open opener, name string, f *File, to Sink) error {
	survey, err := surveyNOF(ctx, open, name, f, nofLeagueMarks(), []string{"Quarter", "Reporting_date"})
	if err != nil {
		return err
	}
	rows, err := open()
	if err != nil {
		return err
	}
	defer rows.Close()
	h, err := openHeaded(rows, name, nofLeagueMarks())
	if err != nil {
		return err
	}
	required := []string{"Trust_type", "Trust_code", "Trust_name"}
	for _, c := range nofLeagueColumns() {
		required = append(required, c.name)
	}
	if err := h.headerComplete(required); err != nil {
		return err
	}
	n := newNOFFile(h, f, to, survey)
	if err := n.headerRemarks(nofLeagueKnown()); err != nil {
		return err
	}
	return n.each(ctx, func(r nofRow) error {
		for _, c := range nofLeagueColumns() {
			if err := n.state(r, c.measure, c.kind, c.name, fmt.Sprintf("row %d, %s", n.row.Number, c.name)); err != nil {
				return err
			}
		}
		return nil
	})
}
