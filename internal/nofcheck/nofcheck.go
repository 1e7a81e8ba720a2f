// Package nofcheck recomputes what the NHS Oversight Framework of 2025/26 makes
// of its metric scores: average score, domain scores, segment after the
// financial override, rank and ties. It compares each with what was published
// and corrects nothing.
//
// The rules are those of NHS England's methodology manual for 2025/26, as far as
// the published files of mental health and community trusts bear them out.
package nofcheck

import (
	"fmt"
	"slices"
	"strings"
)

// Trust is one trust in one quarter as published. Segments are printed ones: 1
// is the best, 0 stands for one that is not published. Numbers are decimals as
// text, empty where not published.
type Trust struct {
	Quarter   string // edition id
	PeerGroup string // the table it is ranked in
	Code      string
	Name      string
	Metrics   []Metric

	Score      string // average metric score, 1.00 the best to 4.00, two decimals
	Unadjusted int    // segment before the financial override
	Adjusted   int    // segment of the league table
	Final      int    // segment with segment 5
	Override   Flag   // financial override
	Recovery   Flag   // in the Recovery Support Programme
	Deficit    Flag   // "Trust in financial deficit" of the league table
	Rank       int    // in the league table

	Domains    map[string]string // domain to its published score
	ScoreRange string            // likely range: "1.2 to 1.89"
	RankRange  string            // likely range: "1 to 11"
}

// Metric is the score of one metric. An empty Domain is the one of DomainOf.
type Metric struct {
	ID     string // OF1nnn
	Domain string
	Score  string
}

// Flag is yes, no or not stated.
type Flag int8

// The states of a flag.
const (
	Unstated Flag = iota
	Off
	On
)

// Result is the outcome of one comparison.
type Result string

// The outcomes. What lacks a part that it is computed from is not checked.
const (
	Agrees     Result = "agrees"
	Differs    Result = "differs"
	NotChecked Result = "not-checked"
)

// Row is one comparison. Cut points belong to no trust: their Code is empty.
type Row struct {
	Quarter, PeerGroup    string
	Code, Name            string
	What                  string // score, domain.<slug>, override, final-segment, deficit, rank, tied, score-range, rank-range, cut
	Published, Recomputed string
	Result                Result
	Note                  string
}

// Cut is the interval in which the cut point between two unadjusted segments
// lies: at or above Low, the worst score of Better and of the segments before
// it, and at or below High, the best score of the segments after. A bound
// without a trust is empty.
type Cut struct {
	Quarter, PeerGroup string
	Better, Worse      int
	Low, High          string
}

// Count is how many comparisons of one kind had each outcome.
type Count struct {
	What                        string
	Agrees, Differs, NotChecked int
}

// Report is the outcome of a verification. Trusts counts trust-quarters. Rows
// stand in the order of quarter, peer group, code and kind.
type Report struct {
	Trusts int
	Rows   []Row
	Cuts   []Cut
	Counts []Count
}

// Verify recomputes and compares. The order of trusts does not matter; a trust
// given twice in a quarter counts twice.
func Verify(trusts []Trust) Report {
	sorted := slices.Clone(trusts)
	slices.SortStableFunc(sorted, func(a, b Trust) int {
		return strings.Compare(a.table()+"\x00"+a.Code, b.table()+"\x00"+b.Code)
	})
	report := Report{Trusts: len(sorted)}
	for len(sorted) > 0 {
		n := 1
		for n < len(sorted) && sorted[n].table() == sorted[0].table() {
			n++
		}
		report.table(sorted[:n])
		sorted = sorted[n:]
	}
	report.count()
	return report
}

// Differences lists the rows that differ.
func (r Report) Differences() []Row {
	return r.only(func(row Row) bool { return row.Result == Differs })
}

// LeftOver lists the domain scores that are not borne out: they differ, or lack
// a part.
func (r Report) LeftOver() []Row {
	return r.only(Row.LeftOver)
}

// LeftOver reports whether the row is a domain score that is not borne out.
func (r Row) LeftOver() bool { return strings.HasPrefix(r.What, "domain.") && r.Result != Agrees }

func (r Report) only(keep func(Row) bool) []Row {
	var out []Row
	for _, row := range r.Rows {
		if keep(row) {
			out = append(out, row)
		}
	}
	return out
}

func (r *Report) count() {
	at := map[string]int{}
	for _, row := range r.Rows {
		what := row.What
		i, ok := at[what]
		if !ok {
			i = len(r.Counts)
			at[what] = i
			r.Counts = append(r.Counts, Count{What: what})
		}
		switch c := &r.Counts[i]; row.Result {
		case Agrees:
			c.Agrees++
		case Differs:
			c.Differs++
		case NotChecked:
			c.NotChecked++
		}
	}
}

// table names the league table a trust stands in.
func (t Trust) table() string { return t.Quarter + "\x00" + t.PeerGroup }

func (t Trust) row(what, published, recomputed string, result Result, note string) Row {
	return Row{
		Quarter: t.Quarter, PeerGroup: t.PeerGroup, Code: t.Code, Name: t.Name, What: what,
		Published: published, Recomputed: recomputed, Result: result, Note: note,
	}
}

// compare is a row that agrees where the two are the same.
func (t Trust) compare(what, published, recomputed string) Row {
	result := Differs
	if published == recomputed {
		result = Agrees
	}
	return t.row(what, published, recomputed, result, "")
}

// table checks one league table.
func (r *Report) table(trusts []Trust) {
	ranks := newRanking(trusts)
	for i, t := range trusts {
		r.Rows = append(r.Rows, t.scores()...)
		r.Rows = append(r.Rows, t.segments()...)
		r.Rows = append(r.Rows, ranks.rows(i)...)
		r.Rows = append(r.Rows, t.ranges()...)
	}
	r.cuts(trusts)
}

// segments checks the financial override, segment 5 and the league table's word
// for the override.
func (t Trust) segments() []Row {
	var out []Row
	switch {
	case t.Adjusted == 0:
	case t.Unadjusted == 0 || t.Override == Unstated:
		out = append(out, t.row("override", fmt.Sprint(t.Adjusted), "", NotChecked, "the segment before the override, or the override, is not held"))
	default:
		// A trust in deficit, or with deficit support, cannot be better than 3.
		want := t.Unadjusted
		if t.Override == On {
			want = max(want, 3)
		}
		row := t.compare("override", fmt.Sprint(t.Adjusted), fmt.Sprint(want))
		row.Note = fmt.Sprintf("segment %d before the override, which is %s", t.Unadjusted, t.Override)
		out = append(out, row)
	}
	if t.Final > 0 && t.Adjusted > 0 && t.Recovery != Unstated {
		want := t.Adjusted
		if t.Recovery == On {
			want = 5
		}
		out = append(out, t.compare("final-segment", fmt.Sprint(t.Final), fmt.Sprint(want)))
	}
	if t.Deficit != Unstated && t.Override != Unstated {
		out = append(out, t.compare("deficit", t.Deficit.String(), t.Override.String()))
	}
	return out
}

func (f Flag) String() string {
	return [...]string{"unstated", "off", "on"}[f]
}
