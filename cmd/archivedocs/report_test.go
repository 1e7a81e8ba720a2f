package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"careratings/data/curated"
	"careratings/internal/store"
)

// TestTheReportIsFresh fails when data/ changed and docs/COVERAGE.md did not.
func TestTheReportIsFresh(t *testing.T) {
	archive := filepath.Join(t.TempDir(), "archive.db")
	if err := store.Build(os.DirFS("../../data"), archive); err != nil {
		t.Fatal(err)
	}
	want, err := reportOf(t.Context(), "../../data", archive)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../docs/COVERAGE.md")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("docs/COVERAGE.md is stale; run go generate ./... (-want +got):\n%s", diff)
	}
}

// TestEveryCollectedFileIsNamed: the report knows what each file of the intake
// cells holds.
func TestEveryCollectedFileIsNamed(t *testing.T) {
	set, faults := curated.Read(os.DirFS("../../data"))
	if len(faults) > 0 {
		t.Fatal(faults[0])
	}
	for _, a := range account(set) {
		if a.about == "" || a.rows == 0 {
			t.Errorf("%s: %d rows, said to hold %q", a.file, a.rows, a.about)
		}
	}
}

func TestAccountCountsRowsOnceAndRecordsAll(t *testing.T) {
	set, faults := curated.Read(os.DirFS("../../data/curated/testdata/small"))
	if len(faults) > 0 {
		t.Fatal(faults[0])
	}
	list := account(set)
	got := list[len(list)-1]
	// Rows 1 to 3 are kept by two claims, one of which names two rows; row 4 is
	// folded and row 5 left out.
	if got.file != "paper.csv" || got.rows != 5 || got.kept != 3 || got.records != 3 ||
		got.excluded["folded"] != 1 || got.excluded["independent-provider"] != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestTheProgramSaysWhatIsWrong(t *testing.T) {
	for _, tt := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"data"}, 2, "want a data directory"},
		{[]string{t.TempDir(), "none.db", "none.md"}, 1, "faults"},
		{[]string{"../../data", "none.db", "none.md"}, 1, "none.db"},
	} {
		var errs bytes.Buffer
		if code := run(tt.args, &errs); code != tt.code || !strings.Contains(errs.String(), tt.says) {
			t.Errorf("archivedocs %v: code %d, %q; want %d and %q", tt.args, code, errs.String(), tt.code, tt.says)
		}
	}
}
