package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/output"
	"careratings/internal/store"
)

// The page of a league table and of a grouped edition at 80 columns. The first
// shows ranks, ties, likely ranges and the override, the second levels, [e] and
// ratings known in part.
func TestLeaguePages(t *testing.T) {
	for _, edition := range []string{"nof-2025-26-q4", "stars-2003"} {
		got := askIn(t, streams{terminal: true, width: 80}, "league", edition, "--no-color")
		if got.code != exitDone || got.err != "" {
			t.Errorf("%s: exit %d, %s", edition, got.code, got.err)
		}
		for i, line := range strings.Split(got.out, "\n") {
			if w := output.Width(line); w > 80 {
				t.Errorf("%s: line %d is %d columns wide", edition, i+1, w)
			}
		}
		file := filepath.Join("testdata", "league-"+edition+".golden")
		if *update {
			if err := os.WriteFile(file, []byte(got.out), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), got.out); d != "" {
			t.Errorf("%s (go test -update rewrites it):\n%s", edition, d)
		}
	}
}

func TestLeagueAnswersInEveryFormat(t *testing.T) {
	var doc struct {
		Schema string
		Tables []struct{ Rows []map[string]any }
	}
	got := ask(t, "league", "nof-2025-26-q4", "--format", "json")
	if err := json.Unmarshal([]byte(got.out), &doc); err != nil || doc.Schema != "league/1" || len(doc.Tables) != 1 || len(doc.Tables[0].Rows) != 61 {
		t.Errorf("%v: schema %q, %d tables", err, doc.Schema, len(doc.Tables))
	}
	for format, header := range map[string]int{"tsv": 1, "csv": 1, "ndjson": 0, "md": 2} {
		if lines := strings.Count(ask(t, "league", "nof-2025-26-q4", "--format", format).out, "\n"); lines != 61+header {
			t.Errorf("%s: %d lines", format, lines)
		}
	}
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"league", "stars-203"}, exitNoMatch, "stars-2003"},
		{[]string{"league", "stars-2003", "--measure", "rank"}, exitNoMatch, "it has stars.overall"},
		{[]string{"league", "nof-2026-27-q1"}, exitNoMatch, "no rating of nof-2026-27-q1"},
		{[]string{"league", "stars-2003", "--region", "Atlantis"}, exitNoMatch, "none of the"},
		{[]string{"league"}, exitFailure, ""},
	} {
		got := ask(t, c.args...)
		if c.says != "" && (got.code != c.code || !strings.Contains(got.err, c.says)) || got.code == exitDone {
			t.Errorf("%v: exit %d, %s", c.args, got.code, got.err)
		}
	}
}

func TestReconcileExitsWith5OnlyForDifferences(t *testing.T) {
	if got := ask(t, "reconcile"); got.code != exitDone || !strings.Contains(got.err, " 0 differ") {
		t.Errorf("exit %d: %s", got.code, got.err)
	}
	got := ask(t, "reconcile", "stars-2004", "--json", "check,verdict,own,published,counted")
	if got.code != exitDone || !strings.Contains(got.out, `"check":"movement-10","verdict":"consistent","own":3,"published":"3","counted":"RLZ>RXW RM2 RWE"`) {
		t.Errorf("exit %d:\n%s", got.code, got.out)
	}
	for _, id := range []string{"cqc@2016", "movement-10"} { // as the columns print them
		if got := ask(t, "reconcile", id); got.code != exitDone || !strings.Contains(got.out, "\t"+id+"\t") {
			t.Errorf("%s: exit %d: %s", id, got.code, got.err)
		}
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../data/curated/testdata/small")); err != nil {
		t.Fatal(err)
	}
	totals := "id,edition,peer_group,scope,measure,value,low,high,count,percent,at_least,base,set,doubt,tier,source,note,intake\n" +
		"t,stars-2003,acute,,stars.overall,0,1,1,0,,0,4,,stated,national-press,paper-2003,,\n"
	if err := os.WriteFile(filepath.Join(dir, "totals.csv"), []byte(totals), 0o666); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "small.db")
	if err := store.Build(os.DirFS(dir), file); err != nil {
		t.Fatal(err)
	}
	got = ask(t, "reconcile", "--archive", file)
	if got.code != exitDiffers || !strings.Contains(got.out, "differs\tt\t") || !strings.Contains(got.err, "1 differ") {
		t.Errorf("exit %d: %s%s", got.code, got.out, got.err)
	}
	if got := ask(t, "reconcile", "stars-203"); got.code != exitNoMatch || !strings.Contains(got.err, "stars-2003") {
		t.Errorf("exit %d: %s", got.code, got.err)
	}
}
