package tui

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"careratings/internal/output"
	"careratings/internal/store"
)

func TestEditionFiltersToNothingAndRecovers(t *testing.T) {
	s := onShelf(t, onEdition("stars-2003"))
	s.keys("/").typed("leicester")
	s.shows("University Hospitals of Leicester", "of 146 bodies", "/leicester", "!Airedale")
	s.typed("zz").shows(`nothing matches "leicesterzz"`, "backspace widens")
	s.keys("enter", "enter").shows("no body is listed")
	s.keys("/", "backspace", "backspace", "enter").shows("University Hospitals of Leicester", "u undoes")
	s.keys("/", "esc", "g").shows("146 bodies", "Airedale")
	if len(s.f.past) != 2 {
		t.Error("esc in the filter went back")
	}
	s.keys("/").typed("qezq").keys("esc").shows("146 bodies")
	s.keys("/").typed("derby").keys("enter", "u").shows("146 bodies", "▸   three stars [e]    RTG")
	s.keys("u").shows("nothing is filtered")
}

func TestEditionShowsRanksAsPublished(t *testing.T) {
	s := onShelf(t, onEdition("nof-2025-26-q4"))
	s.shows("=4 ", "1-34", "14  23 % of 61", "seg", "how many there are is not", "score")
	s.keys("n", "p", "p").shows("(nof-2025-26-q3)")
	onShelf(t, onEdition("stars-2003")).shows("published 2003-07-16", "Commission for Health Improvement", "period 2002/03",
		"134 of 599 published ratings held", "acute: 64 of 156 held", "29 % of 62", "published 53; 52 of 156; 53 of 156", "[e]", "bbc-3068203-5272aa")
}

// Sorting by a column keeps what has nothing in it last, either way.
func TestEditionSortsByEveryColumn(t *testing.T) {
	s := onShelf(t, onEdition("nof-2025-26-q3"))
	e := s.f.top().(*editionScreen)
	for range e.columns {
		s.keys("s")
		name := e.sort
		by := e.columns[slices.IndexFunc(e.columns, func(c editionColumn) bool { return c.name == name })]
		for _, reverse := range []bool{false, true} {
			missing, table := false, -1
			for _, l := range e.lines {
				if l.table != table {
					missing, table = false, l.table
				}
				if l.row < 0 {
					continue
				}
				empty := by.cell(e.got.doc.Tables[l.table].Rows[l.row]) == ""
				if missing && !empty {
					t.Errorf("%s, reverse %v: a value after a missing one", name, reverse)
					break
				}
				missing = empty
			}
			s.keys("S")
			if reverse == e.reverse {
				t.Error("S does not reverse")
			}
		}
		s.shows("order: " + name)
	}
	s.keys("s").shows("order: as published")
}

func TestEditionKeepsTheBodyUnderTheCursor(t *testing.T) {
	s := onShelf(t, onEdition("stars-2003"))
	e := s.f.top().(*editionScreen)
	s.keys("/").typed("leicester").keys("enter", "u")
	at, _ := e.row()
	if !strings.Contains(at.Body.Name, "Leicester") {
		t.Fatalf("the cursor is on %s", at.Body.Name)
	}
	for _, k := range []string{"s", "S", "n", "p", "P", "B", "r", "t"} {
		s.keys(k)
		if now, ok := e.row(); !ok || now.Body.Code != at.Body.Code {
			t.Errorf("after %s the cursor is on %s", k, now.Body.Name)
		}
	}
	s.keys("m").shows("marked: 1", "● ")
}

// leadsTo checks where a key led by the title and the command of the screen.
func (s *shelf) leadsTo(words ...string) {
	s.t.Helper()
	top := s.f.top()
	if len(s.f.past) < 3 {
		s.t.Errorf("leads nowhere, not to %v", words)
	}
	for _, w := range words {
		if !strings.Contains(top.Title()+" "+top.Command(), w) {
			s.t.Errorf("leads to %q (%s), not to %s", top.Title(), top.Command(), w)
		}
	}
}

func TestEditionLeadsOn(t *testing.T) {
	onShelf(t, onEdition("stars-2003")).keys("enter").leadsTo("RCF")
	onShelf(t, onEdition("stars-2003")).keys("d").leadsTo("stars-2002", "stars-2003")
	onShelf(t, onEdition("stars-2003")).keys("o").leadsTo("archive sources ")
	onShelf(t, onEdition("stars-2003")).keys("O").leadsTo("archive sources bbc-3068203-5272aa")
	onShelf(t, onEdition("stars-2003")).keys("c").shows("mark two trusts or more")
	onShelf(t, onEdition("stars-2003")).keys("m", "down", "m", "c").leadsTo()
	onShelf(t, onEdition("stars-2003")).keys("D").typed("2005").keys("enter").leadsTo("stars-2003", "stars-2005")
	onShelf(t, onEdition("cqc@2020-02-05")).keys("D").typed("cqc@2018-01-01").keys("enter").leadsTo("cqc@2018-01-01", "cqc@2020-02-05")
	onShelf(t, onEdition("cqc@2020-02-05")).keys("p").shows("cqc@2019-02-05")
	onShelf(t, onEdition("stars-2001")).keys("p").shows("first edition")
	onShelf(t, onEdition("stars-2001")).keys("d").shows("no edition of the era is before")
	onShelf(t, onEdition("stars-2003")).keys("E").typed("nof q3").keys("enter").shows("(nof-2025-26-q3)")
	onShelf(t, onEdition("stars-2003")).keys("E").typed("no such").keys("enter").shows("nothing matches", "nothing is chosen")
}

func TestEditionBarsFilterTheTable(t *testing.T) {
	s := onShelf(t, onEdition("stars-2003")).keys("t", "tab", "down", "enter")
	s.shows("only two stars of acute", "19 of 73 bodies", "!Airedale", "in guardian-2003-b4d891; published 59")
	s.keys("enter").shows("!only two stars")
	s.keys("o")
	if len(s.f.past) != 3 {
		t.Error("o on a bar opens no source")
	}
}

func TestEditionSaysWhatItHasNot(t *testing.T) {
	onShelf(t, onEdition("stars-2033")).shows("no edition", "stars-2003", "E goes to another edition")
	onShelf(t, onEdition("cqc")).shows("name a day")
	s := onShelf(t, onEdition("stars-2003")).keys("A").typed("1999-01-01").keys("enter")
	s.shows("A answers as of another day")
	if _, ok := s.f.top().Table(); ok {
		t.Error("nothing is a table")
	}
	s.keys("A", "ctrl+u", "enter").shows("Airedale")
	s = onShelf(t, onEdition("healthcheck-2007-08")).keys("v").typed("resources").keys("enter")
	s.shows("healthcheck.resources")
	s.keys("E").typed("stars-2004").keys("enter").shows("(stars-2004)", "stars.overall")
}

// A late answer to a screen that was left is dropped without harm, and a
// cancelled reading can be begun again.
func TestEditionIsCancelledAndReadAgain(t *testing.T) {
	s := onShelf(t, onEdition("stars-2003"))
	e := newEdition(s.f.session, "stars-2004")
	late := e.Init()
	s.f.past = append(s.f.past, e)
	s.f.seen[e] = s.f.epoch
	s.f.layout()
	s.shows("reading the ratings of stars-2004")
	s.keys("x")
	s.send(late())
	s.shows("cancelled; r reads again")
	s.keys("r").shows("Star ratings 2004")
	reread := e.Init() // what was read stays when a second reading is cancelled
	s.keys("x")
	s.send(reread())
	s.shows("Star ratings 2004", "bodies")
	s.keys("esc").shows("stars-2003")
}

// Every key does something or says why not, with and without an answer.
func TestEveryEditionKeyAnswers(t *testing.T) {
	o := onEdition("stars-2003")
	for _, a := range newEdition(&session{}, "stars-2003").Actions() {
		for _, k := range a.Keys {
			s := onShelf(t, o)
			s.keys("down")
			before := s.f.View()
			if s.keys(k); a.Run != nil && k != "r" && s.f.View() == before {
				t.Errorf("%s (%s) does nothing", k, a.Name)
			}
			s = onShelf(t, onEdition("no such edition"))
			s.keys(k)
		}
	}
	empty := newEdition(&session{policy: "strands"}, "stars-2003")
	for _, a := range empty.Actions() {
		if a.Run != nil {
			a.Run()
		}
	}
}

func TestEditionFitsEverySize(t *testing.T) {
	s := onShelf(t, onEdition("stars-2003"))
	for _, keys := range [][]string{{}, {"tab"}, {"f"}, {"esc", "/"}} {
		s.keys(keys...)
		for _, w := range []int{0, 1, 2, 7, 40, 60, 99, 100, 101, 240} {
			for _, h := range []int{0, 1, 2, 5, 11, 20, 56} {
				e := s.f.top()
				e.SetSize(w, h)
				lines := strings.Split(e.View(), "\n")
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

// A key to its frame takes far less than the 16 ms of a smooth screen.
func TestEditionScrollsAtOnce(t *testing.T) {
	s := onShelf(t, onEdition("stars-2003"))
	start := time.Now()
	const n = 200
	for range n {
		s.keys("down")
		s.f.View()
	}
	if each := time.Since(start) / n; each > 16*time.Millisecond {
		t.Errorf("%v a key", each)
	}
}

func BenchmarkEditionKey(b *testing.B) {
	arch, err := realArchive()
	if err != nil {
		b.Fatal(err)
	}
	o := onEdition("nof-2025-26-q3")
	o.Open = realArchive
	f := newFrame(o)
	f.session.open = func() (*store.Archive, error) { return arch, nil }
	f.still = true
	r := &replay{model: f}
	if err := r.send(tea.WindowSizeMsg{Width: 120, Height: 40}, f.Init()()); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		k := "down"
		if i%400 >= 200 {
			k = "up"
		}
		if err := r.send(key(k)); err != nil {
			b.Fatal(err)
		}
		f.View()
	}
}

// Where there is no room for the value, its marks stand before the name: a
// doubtful rating never looks like a stated one.
func TestEditionNeverLosesAMark(t *testing.T) {
	s := onShelf(t, onEdition("stars-2004"))
	s.send(tea.WindowSizeMsg{Width: 60, Height: 24})
	s.shows("!value").keys("/").typed("basildon").shows("Basildon")
	e := s.f.top().(*editionScreen)
	doubtful := ""
	for _, t := range e.got.doc.Tables {
		for _, r := range t.Rows {
			if doubtful == "" && len(r.Doubtful) > 0 {
				doubtful = r.Body.Code
			}
		}
	}
	if doubtful == "" {
		t.Fatal("no doubtful rating to look at")
	}
	s.keys("esc", "/").typed(strings.ToLower(doubtful)).shows(" [e] ")
}
