package main

import (
	"encoding/csv"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"careratings/data/queries"
)

// Every saved query, printed with --show-sql, runs in the sqlite3 shell as it
// stands and gives as many rows as archive query.
func TestShowSQLRunsInTheShell(t *testing.T) {
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Skip("no sqlite3 shell is installed")
	}
	all, err := queries.All()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 10 {
		t.Fatalf("%d saved queries", len(all))
	}
	lines := [][]string{
		{"biggest-fallers", "--param", "from=stars-2003", "--param", "to=stars-2004", "--param", "from_measure=stars.overall", "--param", "to_measure=stars.overall", "--param", "rows=3"},
		{"coverage-gaps", "--param", "era=stars"},
	}
	for _, q := range all {
		lines = append(lines, []string{q.Name})
	}
	for _, line := range lines {
		line = append([]string{"query"}, line...)
		printed := ask(t, append(slices.Clone(line), "--show-sql")...)
		answered := ask(t, append(slices.Clone(line), "--format", "csv")...)
		if printed.code != exitDone || answered.code != exitDone {
			t.Errorf("%v: %s%s", line, printed.err, answered.err)
			continue
		}
		cmd := exec.Command(shell, "-csv", "-header", "-readonly", "../../data/archive.db")
		cmd.Stdin = strings.NewReader(printed.out)
		var errs strings.Builder
		cmd.Stderr = &errs
		out, err := cmd.Output()
		if err != nil || errs.Len() > 0 {
			t.Errorf("%v: %v %s", line, err, errs.String())
			continue
		}
		if got, want := records(t, string(out)), records(t, answered.out); got != want {
			t.Errorf("%v: the shell gives %d lines, archive query %d", line, got, want)
		}
	}
}

func records(t *testing.T, text string) int {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}
