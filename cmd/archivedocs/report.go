package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"careratings/data/curated"
	"careratings/internal/holdings"
	"careratings/internal/store"
)

// reportOf writes the report as Markdown. The same data give the same bytes.
func reportOf(ctx context.Context, dir, archive string) (report []byte, err error) {
	set, faults := curated.Read(os.DirFS(dir))
	if len(faults) > 0 {
		return nil, fmt.Errorf("%d faults in %s, the first: %s", len(faults), dir, faults[0])
	}
	a, err := store.OpenFile(archive)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	cover, err := holdings.Cover(ctx, a)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString("# Coverage\n\n" +
		"Generated from `data/` by `go generate ./...`; a test fails when it is stale.\n\n")
	writeIntake(&b, set)
	writeUnsettled(&b, set)
	writeCover(&b, cover)
	return b.Bytes(), nil
}

func writeIntake(b *bytes.Buffer, set curated.Set) {
	b.WriteString("## Collected rows\n\n" +
		"The curated text was written from files of collected rows. Every row is accounted for: it is kept, as one or more\n" +
		"claims, totals, movements or breaks (their `intake` column names it), or it is left out for one of four reasons\n" +
		"(`data/intake.csv`).\n\n" +
		"| reason | meaning |\n| --- | --- |\n" +
		"| independent | `independent-provider`: a provider outside the NHS |\n" +
		"| third party | `third-party-cqc`: somebody else's table that gives one arbitrary location as its trust's rating |\n" +
		"| repetition | `exact-repetition`: a claim of the same source, or of the file it copies, says the same |\n" +
		"| folded | `folded`: the \"of how many\" of a rank, kept in the claim of that rank |\n\n" +
		"A printed name without a certain body is no reason: its claims are kept, and listed below.\n\n")
	b.WriteString("| collected file | what it holds | rows | kept | records | independent | third party | repetition | folded |\n" +
		"| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	sum := accounted{collected: collected{"all", ""}, excluded: map[string]int{}}
	line := func(a accounted) {
		fmt.Fprintf(b, "| %s | %s | %d | %d | %d |", a.file, a.about, a.rows, a.kept, a.records)
		for _, reason := range curated.Reasons() {
			fmt.Fprintf(b, " %d |", a.excluded[reason])
			sum.excluded[reason] += a.excluded[reason]
		}
		b.WriteString("\n")
	}
	for _, a := range account(set) {
		line(a)
		sum.rows, sum.kept, sum.records = sum.rows+a.rows, sum.kept+a.kept, sum.records+a.records
	}
	line(sum)
	made := 0
	for _, br := range set.Breaks {
		if br.Intake == "" {
			made++
		}
	}
	fmt.Fprintf(b, "\nBeside these, %d breaks were written from notes, not from a row.\n\n", made)
}

func writeUnsettled(b *bytes.Buffer, set curated.Set) {
	names := unsettledNames(set)
	fmt.Fprintf(b, "## Printed names without a certain body\n\n"+
		"%d of %d printed names. Their claims are stored and listed by `archive trusts --unmatched`, and enter no trajectory.\n\n"+
		"| printed name | edition | printed type | claims | candidates | reason |\n| --- | --- | --- | ---: | --- | --- |\n", len(names), len(set.Matches))
	for _, n := range names {
		fmt.Fprintf(b, "| %s | %s | %s | %d | %s | %s |\n", cell(n.PrintedName), cmp.Or(n.Edition, n.Era), cell(n.TrustType), n.claims,
			strings.ReplaceAll(n.Candidates, "|", ", "), cell(n.Reason))
	}
	b.WriteString("\n")
}

func writeCover(b *bytes.Buffer, cover []holdings.Coverage) {
	b.WriteString("## Editions\n\n" +
		"Per edition and peer group, how many bodies the archive holds a stated headline rating of, and how many the edition is\n" +
		"published to have rated. Where sources print different numbers, the largest is used for what is missing, and all are\n" +
		"shown. `archive coverage` prints this table.\n\n" +
		"| edition | peer group | measure | held | published | missing | printed by |\n| --- | --- | --- | ---: | ---: | ---: | --- |\n")
	for _, c := range cover {
		published, missing := "[x]", "[x]"
		if m := c.Missing(); m >= 0 {
			published, missing = fmt.Sprint(c.Bases[len(c.Bases)-1].N), fmt.Sprint(m)
		}
		fmt.Fprintf(b, "| %s | %s | %s | %d | %s | %s | %s |\n", cmp.Or(c.Edition, c.Era), cmp.Or(c.PeerGroup, "[x]"), c.Measure, c.Held,
			published, missing, cell(c.Told()))
	}
	b.WriteString("\n[x]: not available.\n")
}

// cell keeps a text inside its cell of a table.
func cell(s string) string {
	return strings.NewReplacer("|", "\\|", "\n", " ").Replace(s)
}
