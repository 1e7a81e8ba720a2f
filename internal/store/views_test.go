package store_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/store"
	"careratings/internal/trajectory"
)

const shippedFile = "../../data/archive.db"

func shipped(t *testing.T) *store.Archive {
	t.Helper()
	a, err := store.OpenFile(shippedFile)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func rows(t *testing.T, a *store.Archive, query string, params map[string]any) [][]any {
	t.Helper()
	answer, err := a.Select(context.Background(), query, params)
	if err != nil {
		t.Fatal(err)
	}
	return answer.Rows
}

func trustOf(t *testing.T, a *store.Archive, code string) trajectory.Trust {
	t.Helper()
	body, ok, err := a.BodyByID(context.Background(), code)
	if err != nil || !ok {
		t.Fatalf("%s: %v %v", code, ok, err)
	}
	trust, err := trajectory.Build(context.Background(), a, body, trajectory.Options{Policy: "legal"})
	if err != nil {
		t.Fatal(err)
	}
	return trust
}

func cell[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}

// Wherever the view standing has a band, trajectory has the same; a few trusts
// of every table, one of them by name.
func TestStandingEqualsTrajectory(t *testing.T) {
	a := shipped(t)
	all := map[string]map[string]string{}
	for _, r := range rows(t, a, `SELECT body, ifnull(edition, ''), measure, peer_group, worse, tied, better, band_low, band_high, ridit
		FROM standing WHERE body IN ('RT5', 'RHA', 'RXX', 'RWE', 'RYA', 'RJ1', 'R1L') AND basis IS NOT NULL`, nil) {
		code := r[0].(string)
		if all[code] == nil {
			all[code] = map[string]string{}
		}
		all[code][fmt.Sprint(r[1:4]...)] = fmt.Sprint(r[4:]...)
	}
	if len(all) != 7 {
		t.Errorf("standings of %d trusts, want 7", len(all))
	}
	for code, held := range all {
		seen := 0
		for _, p := range trustOf(t, a, code).Points {
			key := fmt.Sprint(cell(p.Edition), p.Measure, p.Peers.Group)
			got, ok := held[key]
			if !ok {
				if p.Peers.Basis == "complete-ratings" || p.Peers.Basis == "league-rank" {
					t.Errorf("%s %s: trajectory says %s, the view has nothing", code, key, p.Peers.Basis)
				}
				continue
			}
			seen++
			s := p.Standing
			want := fmt.Sprint(whole(s.Worse), whole(s.Tied), whole(s.Better), cell(s.Low), cell(s.High), cell(s.Mid))
			if got != want {
				t.Errorf("%s %s: view %s, trajectory %s", code, key, got, want)
			}
		}
		if seen != len(held) {
			t.Errorf("%s: %d standings in the view, %d of them in the trajectory", code, len(held), seen)
		}
	}
	// Counted by hand from the league tables of 2025/26.
	got := rows(t, a, "SELECT edition, n, missing, worse, tied, better FROM standing WHERE body = 'RT5' AND measure = 'nof.segment' ORDER BY edition", nil)
	want := [][]any{
		{"nof-2025-26-q1", int64(61), int64(0), int64(36), int64(11), int64(13)},
		{"nof-2025-26-q2", int64(61), int64(0), int64(36), int64(9), int64(15)},
		{"nof-2025-26-q3", int64(61), int64(0), int64(31), int64(12), int64(17)},
		{"nof-2025-26-q4", int64(61), int64(0), int64(31), int64(15), int64(14)},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("RT5 (-want +got):\n%s", diff)
	}
}

func whole(n *int) any { return cell(n) }

// The bands and the mean of every complete group: ridits average one half.
func TestRiditsAverageOneHalf(t *testing.T) {
	for _, r := range rows(t, shipped(t), `SELECT edition, measure, peer_group, avg(ridit), count(*), max(n), min(ridit - band_low), min(band_high - ridit)
		FROM standing WHERE basis = 'complete-ratings' AND missing = 0 AND doubt = 'stated' GROUP BY 1, 2, 3`, nil) {
		mean, _ := r[3].(float64)
		if mean < 0.5-1e-12 || mean > 0.5+1e-12 || r[4] != r[5] {
			t.Errorf("%v: mean ridit %v over %v of %v", r[:3], r[3], r[4], r[5])
		}
		if low, high := r[6].(float64), r[7].(float64); low < 0 || high < 0 {
			t.Errorf("%v: a ridit outside its band", r[:3])
		}
	}
}

// Verdicts of the view by bands are those of the SQL function, hence of
// internal/compare; on one unbroken scale they follow the levels.
func TestMoveVerdicts(t *testing.T) {
	a := shipped(t)
	odd := rows(t, a, `SELECT body, measure, from_edition, to_edition, verdict, standing_verdict,
			verdict(from_band_low, from_band_high, to_band_low, to_band_high) AS want
		FROM move WHERE standing_verdict <> ifnull(want, 'not-resolved')
		AND NOT EXISTS (SELECT 1 FROM break WHERE instr(' ' || breaks || ' ', ' ' || key || ' ') AND instr(forbids, 'standing'))`, nil)
	for _, r := range odd {
		t.Errorf("standing verdict: %v", r)
	}
	for _, r := range rows(t, a, `SELECT body, measure, from_edition, to_edition, verdict, level_change FROM move
		WHERE verdict_basis = 'level' AND level_change IS NOT NULL
		AND verdict <> CASE WHEN level_change > 0 THEN 'up' WHEN level_change < 0 THEN 'down' ELSE 'same' END
		OR verdict_basis <> 'level' AND (level_change IS NOT NULL OR from_era = to_era AND verdict <> standing_verdict)`, nil) {
		t.Errorf("level verdict: %v", r)
	}
	if n := rows(t, a, "SELECT count(*), count(DISTINCT from_rating || ' ' || to_rating) FROM move", nil)[0]; n[0] != n[1] || n[0] == int64(0) {
		t.Errorf("%v moves, %v different", n[0], n[1])
	}
	got := rows(t, a, `SELECT from_edition, to_edition, verdict, verdict_basis, level_change FROM move
		WHERE body = 'RWE' AND measure = 'stars.overall' ORDER BY to_edition`, nil)
	want := [][]any{
		{"stars-2002", "stars-2003", "down", "level", int64(-2)},
		{"stars-2003", "stars-2004", "up", "level", int64(3)},
		{"stars-2004", "stars-2005", "same", "level", int64(0)},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("RWE (-want +got):\n%s", diff)
	}
	for _, r := range rows(t, a, "SELECT body, from_era, to_era, verdict_basis, breaks FROM move WHERE from_era <> to_era AND (verdict_basis = 'level' OR breaks IS NULL)", nil) {
		t.Errorf("two eras on one axis: %v", r)
	}
}

// Every break that trajectory names between two editions of an era is in the
// view, which names a break at each pair it lies between, not at the first only.
func TestMoveBreaksEqualTrajectory(t *testing.T) {
	a := shipped(t)
	held := map[string][]string{} // body and pair of editions to the breaks the view names
	for _, r := range rows(t, a, `SELECT body || ' ' || from_edition || ' ' || to_edition, ifnull(breaks, '') FROM move
		WHERE body IN ('RT5', 'RWE', 'RHA') AND from_era = to_era AND from_edition IS NOT NULL AND measure IN (SELECT headline FROM era)`, nil) {
		held[r[0].(string)] = strings.Fields(r[1].(string))
	}
	if len(held) == 0 {
		t.Fatal("no pair of editions to compare")
	}
	for _, code := range []string{"RT5", "RWE", "RHA"} {
		for _, b := range trustOf(t, a, code).Breaks {
			key := b.Body + " " + strings.Join(b.Between[:], " ")
			if ids, ok := held[key]; ok && !slices.Contains(ids, b.ID) {
				t.Errorf("%s: view %v, trajectory %s", key, ids, b.ID)
			}
		}
	}
}

// The view lineage has the kin that the Go code finds.
func TestLineageView(t *testing.T) {
	a := shipped(t)
	type pair struct{ body, kin string }
	held := map[pair][]string{}
	size := map[string]int{}
	for _, r := range rows(t, a, "SELECT DISTINCT body, kin, relation, steps FROM lineage", nil) {
		body := r[0].(string)
		held[pair{body, r[1].(string)}] = append(held[pair{body, r[1].(string)}], fmt.Sprint(r[2], " ", r[3]))
		size[body]++
	}
	checked := 0
	for body, n := range size {
		if n < 6 {
			continue
		}
		checked++
		kin, err := a.Lineage(context.Background(), body)
		if err != nil {
			t.Fatal(err)
		}
		if got := held[pair{body, body}]; !slices.Equal(got, []string{"self 0"}) {
			t.Errorf("%s and itself: %v", body, got)
		}
		left := n - 1
		for _, k := range kin {
			got := held[pair{body, k.Code}]
			left -= len(got)
			want := fmt.Sprint(k.Relation, " ", k.Steps)
			if k.Relation == "both" { // on a circle: the view has a row each way
				if len(got) != 2 {
					t.Errorf("%s and %s: %v, want both ways", body, k.Code, got)
				}
			} else if !slices.Equal(got, []string{want}) {
				t.Errorf("%s and %s: %v, want %s", body, k.Code, got, want)
			}
		}
		if left != 0 {
			t.Errorf("%s: %d rows of the view are no kin", body, left)
		}
	}
	if checked < 50 {
		t.Errorf("only %d bodies have kin to check", checked)
	}
}

// One row of a view for each row of its base, and the claims of a rating are
// those of its body.
func TestViewsLoseNothing(t *testing.T) {
	a := shipped(t)
	for _, tt := range []struct{ view, base string }{
		{"rating", "rating_row"},
		{"claim", "claim_row"},
		{"body_name", "name_row"},
		{"rating WHERE claim IS NULL OR source IS NULL OR value IS NULL", "body WHERE 0"},
	} {
		n := rows(t, a, "SELECT (SELECT count(*) FROM "+tt.view+"), (SELECT count(*) FROM "+tt.base+")", nil)[0]
		if n[0] != n[1] {
			t.Errorf("%s has %v rows, %s %v", tt.view, n[0], tt.base, n[1])
		}
	}
}

func TestEveryColumnIsDescribed(t *testing.T) {
	a := shipped(t)
	columns, err := a.Columns(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range columns {
		if c.Doc == "" {
			t.Errorf("column_docs.csv says nothing of %s %s", c.Table, c.Column)
		}
	}
	if n := rows(t, a, "SELECT count(*) FROM column_doc", nil)[0][0]; n != int64(len(columns)) {
		t.Errorf("column_docs.csv has %v rows for %d columns: some are of no column", n, len(columns))
	}
}

// Views are plain SQL: the sqlite3 shell, which knows none of our functions,
// reads every one.
func TestShellReadsEveryView(t *testing.T) {
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Skip("the sqlite3 shell is not installed")
	}
	for _, view := range []string{"rating", "standing", "move", "claim", "body_name", "lineage"} {
		out, err := exec.Command(shell, "-readonly", shippedFile, "SELECT count(*) > 0 FROM "+view+"; SELECT * FROM "+view+" LIMIT 1;").CombinedOutput()
		if err != nil || !strings.HasPrefix(string(out), "1\n") {
			t.Errorf("%s: %v\n%s", view, err, out)
		}
	}
}

func TestShippedArchiveIsSmall(t *testing.T) {
	info, err := os.Stat(shippedFile)
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > 8_000_000 {
		t.Errorf("%d bytes, want at most 8,000,000", info.Size())
	}
}
