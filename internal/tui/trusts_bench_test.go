package tui

import (
	"context"
	"fmt"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"careratings/internal/bodies"
	"careratings/internal/eras"
	"careratings/internal/overview"
	"careratings/internal/store"
)

// BenchmarkFirstFrame times what is drawn before the database answers; the
// budget is 30 ms.
func BenchmarkFirstFrame(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		f := newFrame(Options{Open: realArchive, Label: "embedded", Colour: true})
		_, _ = f.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
		if f.View() == "" {
			b.Fatal("nothing drawn")
		}
	}
}

// BenchmarkKey times a key to its frame on the real archive (budget 16 ms), and
// on 50,000 bodies with six ratings each (33 ms).
func BenchmarkKey(b *testing.B) {
	real := trustsFrame(b)
	large := trustsFrame(b)
	manyBodies(b, large, 50_000)
	for _, of := range []struct {
		name string
		f    *frame
	}{{"real", real}, {"50000", large}} {
		for _, script := range []struct {
			name string
			keys []string
		}{
			{"letters", []string{"l", "e", "i", "c", "backspace", "backspace", "backspace", "backspace"}},
			{"common letter", []string{"n", "h", "s", "ctrl+u"}},
			{"nothing", []string{"z", "q", "backspace", "backspace"}},
			{"move", []string{"down", "down", "pgdown", "pgup", "end", "home"}},
			{"sort", []string{"tab", "s", "s", "s", "s", "s", "s", "s", "/"}},
			{"facet", []string{"tab", "tab", "down", "enter", "enter", "up", "tab", "/"}},
		} {
			b.Run(of.name+"/"+script.name, func(b *testing.B) {
				b.ReportAllocs()
				worst, at := time.Duration(0), 0
				for b.Loop() {
					from := time.Now()
					_, _ = of.f.Update(key(script.keys[at%len(script.keys)]))
					_ = of.f.View()
					worst, at = max(worst, time.Since(from)), at+1
				}
				b.ReportMetric(float64(worst.Microseconds())/1000, "worst-ms")
				for ; at%len(script.keys) != 0; at++ {
					_, _ = of.f.Update(key(script.keys[at%len(script.keys)]))
				}
			})
		}
	}
}

// trustsFrame is the interface with everything read.
func trustsFrame(tb testing.TB) *frame {
	tb.Helper()
	a, err := realArchive()
	if err != nil {
		tb.Fatal(err)
	}
	f := newFrame(Options{Open: func() (*store.Archive, error) { return a, nil }, Label: "embedded", Colour: true})
	f.still = true
	r := &replay{model: f}
	if err := r.send(tea.WindowSizeMsg{Width: 120, Height: 40}, f.Init()()); err != nil {
		tb.Fatal(err)
	}
	return f
}

// manyBodies puts n made-up bodies in the place of those read.
func manyBodies(tb testing.TB, f *frame, n int) {
	tb.Helper()
	s := f.top().(*trustsScreen)
	towns := []string{"Leicester", "Northampton", "Nottingham", "Derby", "Leeds", "Kettering", "Lincoln", "Exeter", "Hull", "Norwich"}
	kinds := []string{"trust", "foundation-trust", "pct", "ccg"}
	var all []bodies.Body
	var names []bodies.Keyed
	facts := &overview.Facts{Catalogue: s.facts.Catalogue, Counts: map[string][]store.Count{}, Headlines: map[string][]*eras.Rating{}}
	for i := range n {
		town := towns[i%len(towns)]
		b := bodies.Body{ID: fmt.Sprintf("M%05d", i), Kind: kinds[i%len(kinds)], Name: fmt.Sprintf("%s %d Hospitals NHS Trust", town, i), Region: towns[i%7], Rated: true}
		all = append(all, b)
		for _, name := range []bodies.Name{{Body: b.ID, Name: b.Name, Kind: "official"}, {Body: b.ID, Name: town, Kind: "town"}} {
			names = append(names, bodies.Keyed{Name: name, Key: bodies.Normalise(name.Name)})
		}
		facts.Counts[b.ID] = []store.Count{{Era: "stars", N: 3}, {Era: "nof", N: 1 + i%90}}
		for at, edition := range []string{"stars-2002", "stars-2003", "stars-2004", "nof-2025-26-q1", "nof-2025-26-q2", "nof-2025-26-q3"} {
			measure := map[bool]string{true: "stars.overall", false: "nof.segment"}[at < 3]
			level := 1 + (i+at)%4
			facts.All = append(facts.All, eras.Rating{Claims: []eras.Claim{{Body: b.ID, Edition: edition, Measure: measure, Low: level, High: level, Doubt: eras.Stated}}})
		}
	}
	for i := range facts.All {
		code := facts.All[i].Claims[0].Body
		facts.Headlines[code] = append(facts.Headlines[code], &facts.All[i])
	}
	// As their answers would come.
	r := &replay{model: f}
	index := bodies.NewIndex(all, names)
	_ = ask(&s.asker, "", func(context.Context) (*bodies.Index, error) { return index, nil })
	s.Update(answer[*bodies.Index]{by: &s.asker, id: s.id, value: index})
	judged := &overview.Judged{}
	s.Update(answer[*trustsFacts]{by: &s.asker, id: s.id, value: newTrustsFacts(index, facts)})
	s.Update(answer[*trustsJudged]{by: &s.asker, id: s.id, value: newTrustsJudged(index, facts, judged)})
	if err := r.send(tea.WindowSizeMsg{Width: 120, Height: 40}); err != nil || len(s.rows) != n || s.facts != facts {
		tb.Fatalf("%d rows, %v", len(s.rows), err)
	}
}
