package main

import (
	"slices"
	"strings"

	"careratings/data/curated"
)

// collected is a file of collected rows as the intake cells name it, and what it
// holds.
type collected struct{ file, about string }

// collectedFiles lists the collected files in the order of the report.
func collectedFiles() []collected {
	return []collected{
		{"seed.csv", "facts of the five documents the archive was begun with"},
		{"stars/ratings.csv", "star ratings 2001-2005"},
		{"stars/implied.csv", "three stars implied by an application for foundation status"},
		{"healthcheck/ratings.csv", "Annual Health Check and the ratings of 2008/09"},
		{"interim/ratings.csv", "regimes beside and between the others, 2006-2019"},
		{"cqc/ratings.csv", "CQC ratings of providers and locations"},
		{"cqc/service_ratings.csv", "CQC ratings of services of locations"},
		{"oversight/ratings.csv", "oversight segments and league tables, 2021-2026"},
		{"oversight/raw/data", "NOF 2025/26 data file, mental health and community trusts"},
		{"oversight/raw/league", "NOF 2025/26 league table, mental health and community trusts"},
		{"stars/totals", "published counts of star ratings"},
		{"healthcheck/totals", "published counts of health check ratings"},
		{"interim/totals", "published counts of the regimes between"},
		{"cqc/totals", "published counts of CQC ratings"},
		{"oversight/totals", "published counts of oversight segments"},
		{"movements", "published counts of bodies that moved"},
		{"breaks", "reasons not to compare two editions"},
	}
}

// accounted is how the rows of one collected file are accounted for.
type accounted struct {
	collected
	rows, kept, records int            // rows in all; rows kept; claims, totals, movements or breaks made from them
	excluded            map[string]int // rows by reason
}

// account counts the rows of every collected file. A file of which the list
// above does not know is counted too, so that nothing is left out of the
// report.
func account(set curated.Set) []accounted {
	byFile := map[string]*accounted{}
	var out []*accounted
	at := func(file string) *accounted {
		if a, ok := byFile[file]; ok {
			return a
		}
		a := &accounted{collected: collected{file: file}, excluded: map[string]int{}}
		byFile[file] = a
		out = append(out, a)
		return a
	}
	for _, f := range collectedFiles() {
		at(f.file).about = f.about
	}
	kept := set.Kept()
	var rows []curated.Row
	for r := range kept {
		rows = append(rows, r)
	}
	slices.SortFunc(rows, func(a, b curated.Row) int { return strings.Compare(a.File, b.File) })
	for _, r := range rows {
		a := at(r.File)
		a.rows, a.kept, a.records = a.rows+1, a.kept+1, a.records+len(kept[r])
	}
	for _, e := range set.Intake {
		a := at(e.File)
		a.rows++
		a.excluded[e.Reason]++
	}
	var list []accounted
	for _, a := range out {
		list = append(list, *a)
	}
	return list
}

// unsettled is a printed name without a certain body, and how many claims bear
// it.
type unsettled struct {
	curated.Match
	claims int
}

func unsettledNames(set curated.Set) []unsettled {
	type key struct{ trustType, name string }
	n := map[key]int{}
	for _, c := range set.Claims {
		if c.Body == "" {
			n[key{c.TrustType, c.PrintedName}]++
		}
	}
	var out []unsettled
	for _, m := range set.Matches {
		if m.Body == "" {
			out = append(out, unsettled{m, n[key{m.TrustType, m.PrintedName}]})
		}
	}
	return out
}
