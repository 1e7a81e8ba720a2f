package tui

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/google/go-cmp/cmp"

	"careratings/internal/bodies"
	"careratings/internal/flat"
	"careratings/internal/league"
	"careratings/internal/output"
	"careratings/internal/store"
)

func onEdition(edition string) Options {
	return Options{first: func(s *session) screen { return newEdition(s, edition) }}
}

// shelf is a frame on the compiled archive that shows one screen.
type shelf struct {
	t *testing.T
	f *frame
	r *replay
}

func onShelf(t *testing.T, o Options) *shelf {
	t.Helper()
	arch, err := realArchive()
	if err != nil {
		t.Fatal(err)
	}
	o.Open, o.Label = realArchive, "embedded"
	f := newFrame(o)
	f.session.open = func() (a *store.Archive, err error) { return arch, nil }
	f.still = true
	s := &shelf{t, f, &replay{model: f}}
	s.send(tea.WindowSizeMsg{Width: 120, Height: 40})
	s.send(f.Init()())
	return s
}

func (s *shelf) send(msgs ...tea.Msg) {
	s.t.Helper()
	if err := s.r.send(msgs...); err != nil {
		s.t.Fatal(err)
	}
	if s.f.err != nil {
		s.t.Fatal(s.f.err)
	}
}

func (s *shelf) keys(names ...string) *shelf {
	s.t.Helper()
	for _, n := range names {
		s.send(key(n))
	}
	return s
}

func (s *shelf) typed(text string) *shelf {
	for _, r := range text {
		if r == ' ' {
			s.send(tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}})
			continue
		}
		s.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}})
	}
	return s
}

// shows checks that the frame has every text, and has not those with a ! before.
func (s *shelf) shows(texts ...string) *shelf {
	s.t.Helper()
	view := s.f.View()
	for _, text := range texts {
		if not, ok := strings.CutPrefix(text, "!"); ok {
			if strings.Contains(view, not) {
				s.t.Errorf("%q is on screen:\n%s", not, view)
			}
			continue
		}
		if !strings.Contains(view, text) {
			s.t.Errorf("%q is not on screen:\n%s", text, view)
		}
	}
	return s
}

func TestEditionFrames(t *testing.T) {
	checkGoldens(t, "edition", "key down\n", onEdition("stars-2003"))
	checkGoldens(t, "edition.league", "key down\nkey down\nkey m\nkey s\n", onEdition("nof-2025-26-q4"))
	checkGoldens(t, "edition.bars", "key tab\nkey down\nkey enter\n", onEdition("cqc@2020-02-05"))
	checkGoldens(t, "edition.facets", "key f\n", onEdition("stars-2003"))
}

// shelfCSV is a table as the command prints it.
func shelfCSV(t *testing.T, table output.Table) string {
	t.Helper()
	var b bytes.Buffer
	if err := output.Write(&b, output.FormatCSV, table, output.Options{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// printed answers an "archive league" command line as the command does.
func shelfPrinted(t *testing.T, line string) string {
	t.Helper()
	arch, err := realArchive()
	if err != nil {
		t.Fatal(err)
	}
	words := shelfWords(line)
	if len(words) < 3 || words[0] != "archive" || words[1] != "league" || len(words)%2 == 0 {
		t.Fatalf("%q is no league command", line)
	}
	var opt league.Options
	var pick league.Pick
	for i := 3; i < len(words); i += 2 {
		switch value := words[i+1]; words[i] {
		case "--kind":
			opt.Kind = value
		case "--measure":
			opt.Measure = value
		case "--region":
			opt.Keep = func(b bodies.Body) bool { return strings.EqualFold(b.Region, value) }
		case "--body-kind":
			opt.Keep = func(b bodies.Body) bool { return b.Kind == value }
		case "--bar":
			pick.Bar = value
		case "--named":
			pick.Named = value
		case "--as-of":
			opt.AsOf = value
		default:
			t.Fatalf("no flag %s", words[i])
		}
	}
	doc, err := league.Build(context.Background(), arch, words[2], opt)
	if err != nil {
		t.Fatal(err)
	}
	return shelfCSV(t, flat.League(doc.Picked(pick)))
}

// shelfWords splits at blanks outside single quotes.
func shelfWords(line string) []string {
	var out []string
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			out = append(out, part)
			continue
		}
		out = append(out, strings.Fields(part)...)
	}
	return out
}

func TestEditionExportsWhatItsCommandPrints(t *testing.T) {
	region := func(s *shelf, name string) { s.keys("f").typed(name).keys("enter") }
	for name, c := range map[string]struct {
		edition string
		do      func(s *shelf)
		want    string
	}{
		"plain":     {"stars-2003", func(*shelf) {}, "archive league stars-2003"},
		"group":     {"stars-2003", func(s *shelf) { s.keys("t") }, "archive league stars-2003 --kind acute"},
		"group off": {"stars-2003", func(s *shelf) { s.keys("t", "T") }, "archive league stars-2003"},
		"region": {
			"nof-2025-26-q3", func(s *shelf) { region(s, "east of") },
			"archive league nof-2025-26-q3 --region 'East of England'",
		},
		"group and region": {
			"nof-2025-26-q3", func(s *shelf) { s.keys("t"); region(s, "london") },
			"archive league nof-2025-26-q3 --kind acute --region London",
		},
		"measure": {
			"healthcheck-2007-08", func(s *shelf) { s.keys("v").typed("resources").keys("enter") },
			"archive league healthcheck-2007-08 --measure healthcheck.resources",
		},
		"day":          {"cqc@2020-02-05", func(s *shelf) { s.keys("t") }, ""},
		"day, measure": {"cqc@2020-02-05", func(s *shelf) { s.keys("v").typed("cqc.safe").keys("enter") }, "archive league cqc@2020-02-05 --measure cqc.safe"},
		"next":         {"stars-2003", func(s *shelf) { s.keys("n") }, "archive league stars-2004"},
		"as of":        {"stars-2003", func(s *shelf) { s.keys("A").typed("2003-12-31").keys("enter") }, "archive league stars-2003 --as-of 2003-12-31"},
		"filter":       {"stars-2003", func(s *shelf) { s.keys("/").typed("LONDON hos").keys("enter") }, "archive league stars-2003 --named 'london hos'"},
		"bar":          {"stars-2003", func(s *shelf) { s.keys("tab", "down", "down", "down", "enter") }, "archive league stars-2003 --bar 'acute:no stars'"},
		"bar of a day": {"cqc@2020-02-05", func(s *shelf) { s.keys("tab", "enter") }, "archive league cqc@2020-02-05 --bar :Outstanding"},
		"kind of body": {
			"stars-2003", func(s *shelf) { s.keys("f").typed("kind of body: foundation").keys("enter") },
			"archive league stars-2003 --body-kind foundation-trust",
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := onShelf(t, onEdition(c.edition))
			c.do(s)
			line := s.f.commandLine()
			if c.want != "" && line != c.want {
				t.Errorf("command %q, want %q", line, c.want)
			}
			table, ok := s.f.top().Table()
			if !ok || len(table.Rows) == 0 {
				t.Fatalf("no table (%d rows)", len(table.Rows))
			}
			if diff := cmp.Diff(shelfPrinted(t, line), shelfCSV(t, table)); diff != "" {
				t.Errorf("%s (-command +screen):\n%s", line, diff)
			}
		})
	}
}

// An order that no flag can say is exported as seen, and y says so.
func TestEditionExportsTheOrderSeen(t *testing.T) {
	s := onShelf(t, onEdition("nof-2025-26-q4")).keys("s", "S")
	e := s.f.top().(*editionScreen)
	table, ok := e.Table()
	if !ok || len(table.Rows) != e.shown {
		t.Fatalf("%d rows of %d", len(table.Rows), e.shown)
	}
	code := slices.IndexFunc(table.Columns, func(c output.Column) bool { return c.Name == "code" })
	var seen, exported []string
	for _, l := range e.lines {
		if l.row >= 0 {
			seen = append(seen, e.got.doc.Tables[l.table].Rows[l.row].Body.Code)
		}
	}
	for _, r := range table.Rows {
		exported = append(exported, r[code].String())
	}
	if diff := cmp.Diff(seen, exported); diff != "" {
		t.Errorf("-seen +exported:\n%s", diff)
	}
	s.keys("y").shows("archive league nof-2025-26-q4   # without the order seen here")
	s.keys("/").typed("zzzz").keys("enter", "e").shows("nothing is listed to export")
}
