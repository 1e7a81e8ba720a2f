package tui

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/google/go-cmp/cmp"

	"careratings/internal/eras"
	"careratings/internal/flat"
	"careratings/internal/output"
)

const (
	guardian2003 = "guardian-2003-13fd3a"         // has claims, totals, movements and a break
	nofRelease   = "gh-joesalmon1985-2025-a0e57f" // the largest: over twelve thousand claims
)

func onSource(key string) Options {
	return Options{first: func(s *session) screen { return newSource(s, key) }}
}

func TestSourceFrames(t *testing.T) {
	checkGoldens(t, "source", "key down\n", onSource(guardian2003))
	checkGoldens(t, "source.totals", "key tab\nkey s\n", onSource(guardian2003))
	checkGoldens(t, "source.release", "key /\ntype leicester\n", onSource("gh-larsen-analyst-51636-2ea4eb"))
	checkGoldens(t, "source.cited", "key t\n", onSource("bbc-3911983-336e06"))
}

// What is exported is the list that is seen: of all claims what archive sources
// KEY prints, else what is filtered, and y says what the command leaves out.
func TestSourceExportsWhatIsSeen(t *testing.T) {
	arch, err := realArchive()
	if err != nil {
		t.Fatal(err)
	}
	for source, list := range map[string]string{guardian2003: "from,to,kind,why,forbids\n", nofRelease: ""} {
		claims, err := arch.ClaimsFrom(context.Background(), source)
		if err != nil {
			t.Fatal(err)
		}
		want := output.Table{Columns: flat.ClaimColumns()}
		for _, c := range claims {
			want.Rows = append(want.Rows, flat.ClaimRow(c))
		}
		s := onShelf(t, onSource(source))
		export := func() output.Table {
			t.Helper()
			got, ok := s.f.top().Table()
			if !ok {
				t.Fatal("no table")
			}
			return got
		}
		if diff := cmp.Diff(shelfCSV(t, want), shelfCSV(t, export())); diff != "" {
			t.Errorf("%s (-command +screen):\n%s", source, diff)
		}
		s.keys("y").shows("!# without")
		if list != "" {
			s.keys("shift+tab", "y").shows("# without the breaks seen here")
			if got := shelfCSV(t, export()); !strings.HasPrefix(got, list) {
				t.Errorf("breaks are exported as %s", got)
			}
			s.keys("tab", "s", "S", "/").typed("essex").keys("enter", "y").shows("# without the filter, the order seen here")
			if got := export(); len(got.Rows) != 2 || got.Rows[0][4].String() != "RB4" {
				t.Errorf("two claims on Essex are exported as %s", shelfCSV(t, got))
			}
		}
		s.keys("A").typed("2010-01-01").keys("enter")
		if line := s.f.commandLine(); line != "archive sources "+source {
			t.Errorf("command %q", line) // it takes no --as-of
		}
	}
}

func TestSourceTellsWhatItIsAndWhatItSays(t *testing.T) {
	s := onShelf(t, onSource(guardian2003))
	s.shows("The Guardian, 2003-07-16", "tier national-press: a national", "counts from 2003-07-16", "told by", "licence: facts only", guardian2003,
		"[claims 14]  totals 9  movements 4  breaks 1", "chosen 13, agrees 1", "para 4")
	s.keys("tab").shows("[totals 9]", "enter: open the edition")
	s.keys("tab").shows("[movements 4]", "enter: open the diff", "stars-2002")
	s.keys("tab").shows("[breaks 1]")
	s.keys("tab").shows("[claims 14]")
	s.keys("shift+tab").shows("[breaks 1]")
	onShelf(t, onSource("bbc-3911983-336e06")).shows("no date printed", "latest edition it tells of", "note: mirror of the BBC page")
}

// Every status of a claim says the truth about the rating it belongs to.
func TestSourceSaysWhatBecameOfEachClaim(t *testing.T) {
	arch, err := realArchive()
	if err != nil {
		t.Fatal(err)
	}
	conflicted, err := arch.ClaimsInConflict(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	done := map[string]bool{}
	for _, r := range eras.Resolve(conflicted) {
		for i, c := range r.Claims {
			if done[c.Source] || len(done) > 12 {
				continue
			}
			done[c.Source] = true
			s := onShelf(t, onSource(c.Source))
			src := s.f.top().(*sourceScreen)
			at := slices.IndexFunc(src.got.claims, func(x eras.Claim) bool { return x.ID == c.ID })
			status := src.got.parts[0].rows[at].cells[5]
			seen[status]++
			if i == 0 && status != sourceDisputed {
				t.Errorf("%s is chosen in a conflict, and said to be %q", c.ID, status)
			}
			if i > 0 && (status == sourceChosen || status == sourceDisputed) {
				t.Errorf("%s lost, and is said to be %q", c.ID, status)
			}
		}
	}
	if seen[sourceDisputed] == 0 || seen[sourceConflict] == 0 {
		t.Errorf("statuses seen: %v", seen)
	}
	// Before a source spoke none of its claims is chosen.
	s := onShelf(t, onSource(guardian2003)).keys("A").typed("2003-01-01").keys("enter")
	s.shows("not yet said 14")
	if r, _ := s.f.top().(*sourceScreen).row(); !strings.Contains(r.detail(), "as of 2003-01-01 the source had not said so") {
		t.Error(r.detail())
	}
	s.keys("A", "ctrl+u", "enter").shows("chosen 13")
}

func TestSourceFiltersToNothingAndRecovers(t *testing.T) {
	s := onShelf(t, onSource(guardian2003)).keys("/").typed("essex")
	s.shows("/essex", "of 14", "Essex Ambulance", "!Wiltshire")
	s.typed("qq").shows(`nothing matches "essexqq"`, "backspace widens").keys("enter", "enter")
	s.shows("u undoes")
	s.keys("u").shows("[claims 14]", "Wiltshire").keys("u").shows("nothing is filtered")
	s.keys("f").typed("agrees").keys("enter").shows("only status agrees", "1 of 14", "!Essex")
	s.keys("f", "enter").shows("chosen 13")
	if len(s.f.past) != 2 {
		t.Error("a filter went back")
	}
}

func TestSourceLeadsOn(t *testing.T) {
	onShelf(t, onSource(guardian2003)).keys("enter").leadsTo("RB4")
	onShelf(t, onSource(guardian2003)).keys("E").leadsTo("stars-2002")
	onShelf(t, onSource(guardian2003)).keys("tab", "enter").leadsTo("stars-200")
	onShelf(t, onSource(guardian2003)).keys("tab", "tab", "enter").leadsTo("stars-2002", "stars-2003")
	onShelf(t, onSource(guardian2003)).keys("m", "down", "m", "c").leadsTo()
	onShelf(t, onSource(guardian2003)).keys("tab", "m").shows("no body stands in this row")
	onShelf(t, onSource("no such source")).shows(`no source "no such source"`)
	// A claim on a location leads to the provider that runs it.
	s := onShelf(t, onSource("cqc-rba11-8848d2"))
	src := s.f.top().(*sourceScreen)
	if r, ok := src.row(); !ok || r.code == r.cells[0] || r.code == "" {
		t.Errorf("a location leads to %q", r.code)
	}
}

func TestSourceCitationIsShownAndCopied(t *testing.T) {
	for _, k := range []string{"t", "Y"} {
		s := onShelf(t, onSource("bbc-3911983-336e06"))
		s.f.copy = clipboard
		s.keys(k)
		const want = "BBC News (no date printed). BBC News, Leicestershire: star ratings of 2004. " +
			"https://bbctodays.pages.dev/2/hi/uk_news/england/leicestershire/3911983.stm. " +
			"Licence: facts only are taken, and cited. Archive source bbc-3911983-336e06."
		s.shows("BBC News (no date printed). BBC News, Leic", base64.StdEncoding.EncodeToString([]byte(want)))
		s.keys("j").shows("!\x1b]52")
	}
}

// Every key does something or says why not, with and without an answer.
func TestEverySourceKeyAnswers(t *testing.T) {
	for _, a := range newSource(&session{}, guardian2003).Actions() {
		for _, k := range a.Keys {
			s := onShelf(t, onSource(guardian2003)).keys("down")
			before := s.f.View()
			if s.keys(k); a.Run != nil && k != "r" && s.f.View() == before {
				t.Errorf("%s (%s) does nothing", k, a.Name)
			}
		}
	}
	none := onShelf(t, onSource("no such source"))
	for _, screen := range []screen{newSource(&session{}, guardian2003), none.f.top()} {
		for _, a := range screen.Actions() {
			if a.Run != nil {
				a.Run()
			}
		}
	}
}

func TestSourceIsCancelledAndReadAgain(t *testing.T) {
	s := onShelf(t, onSource(guardian2003))
	x := newSource(s.f.session, nofRelease)
	late := x.Init()
	s.f.past = append(s.f.past, x)
	s.f.seen[x] = s.f.epoch
	s.f.layout()
	s.shows("reading what the archive holds from " + nofRelease)
	s.keys("x")
	s.send(late())
	s.shows("cancelled; r reads again")
	s.keys("esc").shows("The Guardian")
	s.keys("]", "r").shows("[claims 12812]")
}

func TestSourceSortsByEveryColumn(t *testing.T) {
	s := onShelf(t, onSource(nofRelease))
	src := s.f.top().(*sourceScreen)
	p, _ := src.now()
	for i := range p.columns {
		s.keys("s")
		for range 2 {
			missing := false
			for _, r := range src.rows {
				empty := p.rows[r].cells[i] == ""
				if missing && !empty {
					t.Errorf("%s: a value after a missing one", p.columns[i].name)
					break
				}
				missing = empty
			}
			s.keys("S")
		}
	}
	s.keys("s")
	if src.sort != 0 || !slices.IsSorted(src.rows) {
		t.Error("after the last column the archive's order does not come back")
	}
}

func TestSourceFitsEverySize(t *testing.T) {
	s := onShelf(t, onSource(guardian2003))
	for _, keys := range [][]string{{}, {"tab"}, {"tab"}, {"f"}, {"esc", "/"}} {
		s.keys(keys...)
		for _, w := range []int{0, 1, 2, 7, 40, 60, 99, 100, 101, 240} {
			for _, h := range []int{0, 1, 2, 5, 11, 20, 56} {
				x := s.f.top()
				x.SetSize(w, h)
				lines := strings.Split(x.View(), "\n")
				if h >= 11 && len(lines) > h {
					t.Errorf("%d lines in %dx%d", len(lines), w, h)
				}
				for _, l := range lines {
					if w >= 60 && output.Width(l) > w {
						t.Errorf("%d columns in %dx%d: %q", output.Width(l), w, h, l)
					}
				}
			}
		}
	}
}

func BenchmarkSourceKey(b *testing.B) {
	for _, keys := range []string{"down up", "/ r x g ctrl+u esc"} {
		b.Run(fmt.Sprintf("%q", keys), func(b *testing.B) {
			o := onSource(nofRelease)
			o.Open = realArchive
			f := newFrame(o)
			f.still = true
			r := &replay{model: f}
			if err := r.send(tea.WindowSizeMsg{Width: 120, Height: 40}, f.Init()()); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				names := strings.Fields(keys)
				if err := r.send(key(names[i%len(names)])); err != nil {
					b.Fatal(err)
				}
				f.View()
			}
		})
	}
}
