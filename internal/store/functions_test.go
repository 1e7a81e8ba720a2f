package store

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"testing"

	"careratings/internal/compare"
)

func withFunctions(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open(driverName, ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func ask(t *testing.T, db *sql.DB, query string, args ...any) any {
	t.Helper()
	var v any
	if err := db.QueryRowContext(context.Background(), query, args...).Scan(&v); err != nil {
		t.Fatalf("%s %v: %v", query, args, err)
	}
	return v
}

func valueOf(f *float64) any {
	if f == nil {
		return nil
	}
	return *f
}

func TestStandingFunctionsEqualCompare(t *testing.T) {
	db := withFunctions(t)
	for n := 1; n <= 6; n++ {
		for worse := 0; worse < n; worse++ {
			for tied := 0; worse+tied < n; tied++ {
				better := n - 1 - worse - tied
				s := compare.StandingOf(compare.Distribution{Levels: []int{worse, tied + 1, better}}, compare.At(2))
				if got := ask(t, db, "SELECT ridit(?, ?, ?)", worse, tied, n); got != valueOf(s.Mid) {
					t.Errorf("ridit(%d, %d, %d) = %v, want %v", worse, tied, n, got, valueOf(s.Mid))
				}
				for missing := 0; missing < 3; missing++ {
					s := compare.StandingOf(compare.Distribution{Levels: []int{worse, tied + 1, better}, Unrated: missing}, compare.At(2))
					if got := ask(t, db, "SELECT band_low(?, ?, ?)", worse, n, missing); got != valueOf(s.Low) {
						t.Errorf("band_low(%d, %d, %d) = %v, want %v", worse, n, missing, got, valueOf(s.Low))
					}
					if got := ask(t, db, "SELECT band_high(?, ?, ?)", better, n, missing); got != valueOf(s.High) {
						t.Errorf("band_high(%d, %d, %d) = %v, want %v", better, n, missing, got, valueOf(s.High))
					}
				}
			}
		}
	}
	// Worked by hand: 2 worse and 3 level with it among 8, so (2/8 + 6/8) / 2.
	if got := ask(t, db, "SELECT ridit(2, 3, 8)"); got != 0.5 {
		t.Errorf("ridit(2, 3, 8) = %v, want 0.5", got)
	}
}

func TestVerdictEqualsCompare(t *testing.T) {
	db := withFunctions(t)
	values := []any{nil, 0.0, 0.25, 1.0 / 3, 0.5, 1.0}
	for _, al := range values {
		for _, ah := range values {
			for _, bl := range values {
				for _, bh := range values {
					a, b := compare.Standing{Low: shareOf(al), High: shareOf(ah)}, compare.Standing{Low: shareOf(bl), High: shareOf(bh)}
					want := any(string(compare.StandingVerdict(a, b)))
					if al == nil && ah == nil && bl == nil && bh == nil || a.Band().Low > a.Band().High || b.Band().Low > b.Band().High {
						want = nil
					}
					if got := ask(t, db, "SELECT verdict(?, ?, ?, ?)", al, ah, bl, bh); got != want {
						t.Errorf("verdict(%v, %v, %v, %v) = %v, want %v", al, ah, bl, bh, got, want)
					}
				}
			}
		}
	}
}

func shareOf(v any) *float64 {
	if f, ok := v.(float64); ok {
		return &f
	}
	return nil
}

// The table of docs/METHOD.md: rows the earlier edition, columns the later.
func TestTauBEqualsCompare(t *testing.T) {
	db := withFunctions(t)
	var pairs []compare.Pair
	query := "SELECT tau_b(a, b) FROM (SELECT 1 AS a, 1 AS b WHERE 0"
	for i, row := range [][]int{{2, 4, 4, 0}, {3, 12, 15, 5}, {6, 15, 40, 16}, {0, 4, 16, 24}} {
		for j, n := range row {
			for range n {
				pairs = append(pairs, compare.Pair{A: float64(i), B: float64(j)})
				query += fmt.Sprintf(" UNION ALL VALUES (%d, %d)", i, j)
			}
		}
	}
	got := ask(t, db, query+" UNION ALL VALUES (NULL, 1), (1, NULL), ('x', 2), (9e999, 1))")
	want := *compare.ConcordanceOfPairs(pairs).TauB().Value
	if got != want || math.Abs(want-0.360834747540) > 1e-12 {
		t.Errorf("tau_b = %v, want %v", got, want)
	}
	for _, empty := range []string{
		"SELECT tau_b(1, 2) WHERE 0", "SELECT tau_b(1, 2)", "SELECT tau_b(column1, column2) FROM (VALUES (1, 1), (1, 2))",
	} {
		if got := ask(t, db, empty); got != nil {
			t.Errorf("%s = %v, want NULL", empty, got)
		}
	}
	window := `SELECT group_concat(ifnull(t, 'NULL'), ' ') FROM (SELECT tau_b(column1, column2) OVER (ROWS 1 PRECEDING) AS t
		FROM (VALUES (1, 1), (NULL, 5), (2, 2), (3, 1), (4, 5)))`
	if got := ask(t, db, window); got != "NULL NULL NULL -1.0 1.0" {
		t.Errorf("over a window: %v", got)
	}
}

// Whatever comes in, what comes out is a number, a verdict or NULL.
func TestFunctionsTakeAnything(t *testing.T) {
	db := withFunctions(t)
	odd := []string{"NULL", "'x'", "''", "'3'", "x'00ff'", "-1", "1.5", "9e999", "-9e999", "9223372036854775807", "-9223372036854775808", "0", "5"}
	for _, f := range []struct {
		name string
		args int
	}{{"ridit", 3}, {"band_low", 3}, {"band_high", 3}, {"verdict", 4}, {"tau_b", 2}} {
		for _, v := range odd {
			for at := range f.args {
				call := f.name + "("
				for i := range f.args {
					if i > 0 {
						call += ", "
					}
					if i == at {
						call += v
					} else {
						call += "1"
					}
				}
				got := ask(t, db, "SELECT "+call+")")
				if x, ok := got.(float64); ok && (math.IsNaN(x) || x < -1 || x > 1) {
					t.Errorf("%s) = %v", call, x)
				}
			}
		}
	}
	for _, null := range []string{"ridit(NULL, 1, 3)", "ridit(1, NULL, 3)", "ridit(1, 1, NULL)", "band_low(NULL, 3, 0)", "band_high(1, NULL, 0)", "band_low(1, 3, NULL)", "ridit('1', 1, 3)", "ridit(2, 1, 3)", "ridit(0, 0, 0)", "band_low(3, 3, 0)", "verdict(NULL, NULL, NULL, NULL)", "verdict(0.1, 0.2, 'x', 0.3)", "verdict(0.2, 0.1, 0.3, 0.4)"} {
		if got := ask(t, db, "SELECT "+null); got != nil {
			t.Errorf("%s = %v, want NULL", null, got)
		}
	}
}
