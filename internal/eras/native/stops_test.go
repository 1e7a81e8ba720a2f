package native

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"careratings/internal/eras"
	"careratings/internal/eras/sheet"
)

var errEnough = errors.New("enough")

// fewCalls is a sink that has enough at a call, and counts what comes after.
type fewCalls struct{ calls, enough int }

func (f *fewCalls) call() error {
	f.calls++
	if f.enough > 0 && f.calls >= f.enough {
		return errEnough
	}
	return nil
}

func (f *fewCalls) Edition(eras.Edition) error  { return f.call() }
func (f *fewCalls) Measure(eras.Measure) error  { return f.call() }
func (f *fewCalls) Source(eras.Source) error    { return f.call() }
func (f *fewCalls) Claim(Claim) error           { return f.call() }
func (f *fewCalls) Body(Body) error             { return f.call() }
func (f *fewCalls) Succession(Succession) error { return f.call() }
func (f *fewCalls) Reject(Reject) error         { return f.call() }
func (f *fewCalls) Remark(Reject) error         { return f.call() }
func (f *fewCalls) Row() error                  { return f.call() }

// A sink that has enough, as when too much was rejected or the user interrupts, is
// given nothing more, whatever it was that it had enough of, and hears its own
// error back.
func TestEveryAdapterStopsWhenTheSinkHasEnough(t *testing.T) {
	cat := nofCuratedCatalogue(t)
	for _, a := range []struct {
		adapter        Adapter
		files, edition string
	}{
		{cqcAPI{}, "cqc_api/*.*json", ""},
		{cqcDump{}, "cqc_dump/*.csv", ""},
		{cqcDeactivated{}, "cqc_deactivated/*.csv", ""},
		{odsReference{}, "ods_reference/[^s]*.csv", ""},
		{odsSuccession{}, "ods_reference/succ_*.csv", ""},
		{ord{}, "ord/*.*json", ""},
		{nofData{}, "nof/*data-q*.csv", ""},
		{nofData{}, "nof/acute-trust-data.csv", "nof-2025-26-q1"},
		{nofLeague{}, "nof/*league-table*.csv", ""},
		{plainClaims{}, "plain-*.csv", ""},
	} {
		paths, err := filepath.Glob(filepath.Join("testdata", a.files))
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: no file like %s", a.adapter.ID(), a.files)
		}
		for _, path := range paths {
			read := func(enough int) (*fewCalls, error) {
				book, err := sheet.Open(path, sheet.DefaultLimits())
				if err != nil {
					t.Fatal(err)
				}
				defer book.Close()
				to := &fewCalls{enough: enough}
				return to, a.adapter.Read(context.Background(), &File{
					Name: filepath.Base(path), Book: book, Source: "import-0", Edition: a.edition, Released: "2026-09-01", Catalogue: cat,
				}, to)
			}
			whole, err := read(0)
			if err != nil || whole.calls == 0 {
				t.Errorf("%s, %s: %d calls, %v", a.adapter.ID(), path, whole.calls, err)
				continue
			}
			for enough := 1; enough <= whole.calls; enough++ {
				if got, err := read(enough); !errors.Is(err, errEnough) || got.calls != enough {
					t.Errorf("%s, %s: enough at call %d, %d calls, %v", a.adapter.ID(), path, enough, got.calls, err)
					break
				}
			}
		}
	}
}
