package main

import (
	"fmt"
	"slices"
	"strings"

	"careratings/internal/flat"
	"careratings/internal/league"
	"careratings/internal/output"
)

// leaguePage writes an edition for reading: of each peer group first how much is
// held and the distribution, then the bodies.
func (a *app) leaguePage(doc league.Document) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n%s\n", output.Clean(doc.Label), doc.Edition, doc.Measure)
	marks := map[string]bool{}
	for _, t := range doc.Tables {
		fmt.Fprintf(&b, "\n%s: %s\n", league.GroupWords(t.PeerGroup), heldWords(t))
		if err := a.pageTable(&b, "", flat.Shares(t)); err != nil {
			return err
		}
		for _, section := range []string{league.Ranked, league.Rated, league.PartKnown, league.NotRated} {
			rows := slices.DeleteFunc(slices.Clone(t.Rows), func(r league.Row) bool { return r.Section != section })
			if err := a.pageTable(&b, flat.SectionTitle(doc, t, section, len(rows)), flat.LeaguePage(doc, section, rows, marks)); err != nil {
				return err
			}
		}
		if n := len(t.Unmatched); n > 0 {
			fmt.Fprintf(&b, "\n%d printed names without a certain body are not listed: archive trusts --unmatched\n", n)
		}
	}
	for i, n := range flat.LeagueNotes(marks) {
		if i == 0 {
			b.WriteByte('\n')
		}
		b.WriteString(n + "\n")
	}
	_, err := a.out.Write([]byte(b.String()))
	return err
}

func (a *app) pageTable(b *strings.Builder, title string, t output.Table) error {
	if len(t.Rows) == 0 {
		return nil
	}
	b.WriteByte('\n')
	if title != "" {
		b.WriteString(title + "\n\n")
	}
	return output.Write(b, output.FormatTable, t,
		output.Options{Width: a.width, Style: output.NewStyle(a.colour(a.flags.noColor)), Terminal: a.terminal})
}

// heldWords says how much of a table is held, on a line of its own what is not
// known of it.
func heldWords(t league.Table) string {
	if t.Base == nil {
		return t.HeldWords() + "\n(how many there are is not published)"
	}
	return t.HeldWords()
}
