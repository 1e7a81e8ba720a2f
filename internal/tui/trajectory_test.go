package tui

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"careratings/internal/store"
	"careratings/internal/trajectory"
)

func TestTrajectoryGoldens(t *testing.T) {
	checkGoldens(t, "trajectory", "key g\nkey l\nkey l", Options{Trust: "RWE"})
	checkGoldens(t, "trajectory.merger", "key k", Options{Trust: "RX1"})
	checkGoldens(t, "trajectory.gap", "key g\nkey l\nkey l\nkey l\nkey l\nkey l\nkey l\nkey l", Options{Trust: "RWE"})
	checkGoldens(t, "trajectory.measures", "key /\ntype domain", Options{Trust: "RT5"})
}

func onTrajectory(t *testing.T, code string, width, height int) (*stage, *trajectoryScreen) {
	t.Helper()
	s := newStage(t, width, height, Options{}, func(s *session) screen { return newTrajectory(s, code) })
	tr, ok := s.top().(*trajectoryScreen)
	if !ok {
		t.Fatal("no Trajectory on top")
	}
	return s, tr
}

// Leicester's story: walk to the rating of 2003 over the break before it, read
// its source, come back to the same place.
func TestTrajectoryWalksToARatingAndItsSource(t *testing.T) {
	s, tr := onTrajectory(t, "RWE", 80, 24)
	s.keys("g")
	s.shows("two stars, Star ratings 2002 (stars-2002)", "76 of 165 others tied, 46 better, 43 worse", "later, to 2025-26-q3 >")
	s.keys("l")
	s.shows("Break: two stars (stars-2002), then no stars (stars-2003)", "break-2003-chi", "It forbids nothing")
	s.keys("l")
	s.shows("no stars, Star ratings 2003", "13 of 155 others tied, 142 better, none worse", "basis published totals")
	s.keys("o")
	if s.top() == screen(tr) || s.top().Title() == "" {
		t.Fatal("no source opened")
	}
	s.keys("esc")
	if s.top() != screen(tr) || tr.stop().point.Moment() != "stars-2003" {
		t.Errorf("back at %s", s.top().Title())
	}
	s.keys("h", "h", "h")
	s.shows("there is nothing further that way")
	s.keys("G")
	s.shows("segment 4, NHS Oversight Framework 2025/26 Q3", "earlier, from 2002")
}

// Where everything is in sight no word is cut, and whatever is drawn stays in
// its own columns.
func TestTrajectoryKeepsTheChosenInSight(t *testing.T) {
	for _, code := range []string{"RWE", "RX1", "RTG", "RT5", "R0A", "RXW", "RX4", "RR7"} {
		for _, size := range [][2]int{{60, 15}, {80, 24}, {120, 40}} {
			s, tr := onTrajectory(t, code, size[0], size[1])
			for range tr.chart.tracks {
				s.keys("g")
				for range tr.chart.tracks[tr.cursor.track].stops {
					at := tr.stop().col
					view := s.frame.View()
					if at < tr.chart.first || at > tr.chart.last || !strings.Contains(view, "▲") {
						t.Fatalf("%s %v: column %d is out of sight (%d to %d)\n%s", code, size, at, tr.chart.first, tr.chart.last, view)
					}
					fits(t, code, view, size[0], size[1])
					s.keys("l")
				}
				s.keys("j")
			}
		}
	}
}

// A held key arrives as several letters at once.
func TestAHeldKeyMovesEachTime(t *testing.T) {
	s, tr := onTrajectory(t, "RWE", 80, 24)
	s.keys("g")
	s.post(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("llll")})
	if tr.cursor.stop != 4 {
		t.Errorf("moved to stop %d", tr.cursor.stop)
	}
}

func TestRowsNeverOverlap(t *testing.T) {
	r := &row{}
	r.put(0, "three stars", 0)
	if r.put(5, "x", 0) || !r.put(11, "y", 0) {
		t.Error("a piece was put over another, or kept from a free place")
	}
	if got := r.draw(look{}, 12); got != "three starsy" {
		t.Errorf("%q", got)
	}
}

func TestWordsAreAbbreviatedHonestly(t *testing.T) {
	l := look{}
	for _, c := range []struct {
		word, marks string
		width       int
		want        [2]string
	}{
		{"Requires improvement", "", 20, [2]string{"Requires improvement"}},
		{"Requires improvement", "", 11, [2]string{"Requires", "improvement"}},
		{"Requires improvement", "!", 9, [2]string{"Requires", "improv. !"}},
		{"Requires improvement", "!", 6, [2]string{"Req.", "impr.!"}},
		{"three stars", "", 6, [2]string{"three", "stars"}},
		{"segment 3", "", 9, [2]string{"segment 3"}},
		{"excellent", "", 6, [2]string{"excel."}},
	} {
		if got, ok := fitting(phrases(c.word, c.marks, true, briefer()), c.marks, c.width, l); got != c.want || !ok {
			t.Errorf("%s in %d: %q", c.word, c.width, got)
		}
	}
	edition := func(id, era string) *trajectory.Point { return &trajectory.Point{Era: era, Edition: &id} }
	date := func(d string) *trajectory.Point { return &trajectory.Point{Era: "cqc", Date: &d} }
	for want, p := range map[string]*trajectory.Point{
		"05-06": edition("healthcheck-2005-06", "healthcheck"), "25 q1": edition("nof-2025-26-q1", "nof"), "2021": edition("sof-2021-22-2021-09", "sof"),
		"2020": date("2020-02-05"), "by2017": date("/2017-01-27"), "2014": date("2014"), "?": {Era: "cqc"},
	} {
		if got := shortest(momentForms(p), 6, l); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Eras that overlap in time lie on rows of their own; a predecessor's row joins
// its successor's.
func TestTrajectoryStrandsAndLanes(t *testing.T) {
	s, tr := onTrajectory(t, "RX1", 120, 40)
	s.shows("RCS Nottingham City Hospital NHS Trust, joins RX1 on 2006-04-01", "RX1, judged at the same time")
	if !strings.Contains(s.frame.View(), "╮") || !strings.Contains(s.frame.View(), "┤") {
		t.Error("the strands do not join")
	}
	s.keys("P")
	if tr.story.policy != "legal" || strings.Contains(s.frame.View(), "RCS") || !strings.Contains(tr.Command(), "--policy legal") {
		t.Errorf("legal: %s\n%s", tr.Command(), s.frame.View())
	}
	checkCommand(t, tr, s.session)
}

func TestTrajectoryExportsWhatItsCommandPrints(t *testing.T) {
	for _, code := range []string{"RWE", "RX1", "RT5"} {
		s, tr := onTrajectory(t, code, 80, 24)
		for view := range tr.story.views {
			tr.setView(view)
			checkCommand(t, tr, s.session)
		}
	}
	s, tr := onTrajectory(t, "RWE", 80, 24)
	s.session.asOf = "2004-07-21"
	s.post(toggleMsg{})
	checkCommand(t, tr, s.session)
	if table, _ := tr.Table(); len(table.Rows) != 3 {
		t.Errorf("%d ratings were told by the day of the third", len(table.Rows))
	}
}

// A filter that matches nothing says so and is widened again.
func TestTrajectoryChoosesMeasures(t *testing.T) {
	s, tr := onTrajectory(t, "RWE", 80, 24)
	s.keys("/", "x", "y", "z", "enter")
	s.shows(`nothing matches "xyz"; backspace widens`, "0 of ")
	s.keys("backspace", "backspace", "backspace", "s", "a", "f", "e", "enter")
	if tr.chooser != nil || tr.stop() == nil || tr.stop().point.Measure != "cqc.safe" {
		t.Fatalf("chose %s", tr.Command())
	}
	s.shows("key question: safe")
	before := tr.view
	s.keys("/", "esc")
	if tr.view != before || tr.Typing() {
		t.Error("esc did not leave the list as it was")
	}
	s.keys("v", "V", "V")
	if tr.view == before || strings.Contains(tr.Command(), "cqc.safe") {
		t.Errorf("v: %s", tr.Command())
	}
}

func TestTrajectoryMarksAndCompares(t *testing.T) {
	s, tr := onTrajectory(t, "RWE", 80, 24)
	s.keys("m", "c")
	s.shows("comparing takes two marked trusts, 1 so far")
	s.session.marks = append(s.session.marks, "RX1")
	s.keys("c")
	if c, ok := s.top().(*compareScreen); !ok || c.Title() != "Compare RWE, RX1" {
		t.Fatalf("c opened %s", s.top().Title())
	}
	s.keys("esc")
	s.session.marks = []string{"A", "B", "C", "D", "E", "F"}
	s.keys("m")
	s.shows("6 trusts are marked already")
	if s.top() != screen(tr) {
		t.Error("left")
	}
}

func TestTrajectoryOpensEditionAndDiff(t *testing.T) {
	s, tr := onTrajectory(t, "RWE", 80, 24)
	s.keys("g", "d")
	s.shows("the first of its era here")
	s.keys("l", "l", "d")
	if s.top() == screen(tr) || !strings.Contains(s.top().Title(), "2002") {
		t.Errorf("d opened %s", s.top().Title())
	}
	s.keys("esc", "E")
	if s.top() == screen(tr) {
		t.Error("E opened nothing")
	}
	if got := momentID(tr.story.trusts[0].point("cqc@2014")); got != "cqc@2014-12-31" {
		t.Errorf("a year is %s", got)
	}
}

func (t *told) point(moment string) *trajectory.Point {
	for i := range t.Points {
		if t.Points[i].Moment() == moment {
			return &t.Points[i]
		}
	}
	return nil
}

func TestTrajectoryShowsSitesConflictsAndDoubt(t *testing.T) {
	s, tr := onTrajectory(t, "RWE", 120, 50)
	tr.cursor = tr.chart.find("RWE", "cqc@2017-01-26", "cqc.overall")
	tr.chosen()
	s.shows("! Sources disagree")
	if text := strings.Join(tr.detail().lines, "\n"); !strings.Contains(text, "Glenfield Hospital: Requires improvement, 2017-02-01") {
		t.Errorf("no sites: %s", text)
	}
	s.keys("tab", "o")
	if s.top() == screen(tr) {
		t.Error("the second source did not open")
	}
}

// A body that is not held, a body without ratings, a read that was cancelled.
func TestTrajectorySaysWhyThereIsNothing(t *testing.T) {
	s, _ := onTrajectory(t, "NOSUCH", 80, 24)
	s.shows("no body has the code \"NOSUCH\"")
	s, tr := onTrajectory(t, "RFB", 80, 24)
	s.keys("P")
	s.shows("under its own code alone; P takes in its predecessors")
	cmd := tr.Init()
	s.keys("x")
	s.post(cmd())
	tr.story = nil
	s.shows("r reads again")
	s.keys("r")
	if tr.story == nil {
		t.Error("r did not read again")
	}
}

// A late answer changes nothing on a screen that has asked again.
func TestTrajectoryDropsLateAnswers(t *testing.T) {
	s, tr := onTrajectory(t, "RWE", 80, 24)
	late := tr.Init()
	s.session.policy = "legal"
	now := tr.Init()
	s.post(now(), late())
	if tr.story.policy != "legal" || tr.Working() != "" {
		t.Errorf("policy %s, working %q", tr.story.policy, tr.Working())
	}
}

// Every key of the two screens does something or says why not, before there is
// anything to see and after.
func TestEveryKeyAnswers(t *testing.T) {
	arch := opened(t)
	for _, first := range []func(*session) screen{func(s *session) screen { return newTrajectory(s, "RX1") }, threeTrusts} {
		for _, loaded := range []bool{true, false} {
			one := newStageOn(t, arch, 100, 30, Options{}, first).top()
			for _, a := range one.Actions() {
				for _, k := range a.Keys {
					s := newStageOn(t, arch, 100, 30, Options{}, first)
					top := s.top()
					if !loaded {
						blankOut(top)
					}
					before, n := s.frame.View(), len(s.past)
					s.keys(k)
					if s.frame.View() == before && len(s.past) == n && !quiet(k) {
						t.Errorf("%s: %s does nothing (loaded: %v)", top.Title(), k, loaded)
					}
				}
			}
		}
	}
}

// quiet are the keys that may have nothing to change: reading again what is
// there, scrolling where nothing is out of sight.
func quiet(k string) bool {
	return k == "r" || strings.HasPrefix(k, "pg") || k == " " || k == "ctrl+f" || k == "ctrl+b"
}

func blankOut(s screen) {
	switch s := s.(type) {
	case *trajectoryScreen:
		s.story, s.chart = nil, nil
	case *compareScreen:
		s.story, s.chart = nil, nil
	}
}

func TestScreensDrawAtAnySize(t *testing.T) {
	for _, first := range []func(*session) screen{func(s *session) screen { return newTrajectory(s, "RX1") }, threeTrusts} {
		s := newStage(t, 80, 24, Options{}, first)
		for w := range 70 {
			for _, h := range []int{0, 1, 2, 3, 5, 8, 11, 16, 40} {
				s.top().SetSize(w, h)
				s.keys("l", "j")
				for i, line := range strings.Split(s.top().View(), "\n") {
					if i >= max(1, h) {
						t.Fatalf("%s at %dx%d: %d lines", s.top().Title(), w, h, i+1)
					}
					if got := ansiWidth(line); got > w {
						t.Fatalf("%s at %dx%d: line %d is %d wide: %q", s.top().Title(), w, h, i+1, got, line)
					}
				}
			}
		}
	}
}

func ansiWidth(line string) int { return len([]rune(line)) }

func BenchmarkTrajectoryKey(b *testing.B) {
	for _, code := range []string{"RWE", "RT5"} {
		b.Run(code, func(b *testing.B) { benchmarkKeys(b, func(s *session) screen { return newTrajectory(s, code) }) })
	}
	b.Run("compare", func(b *testing.B) { benchmarkKeys(b, threeTrusts) })
}

func benchmarkKeys(b *testing.B, first func(*session) screen) {
	b.ReportAllocs()
	a, err := realArchive()
	if err != nil {
		b.Fatal(err)
	}
	f := newFrame(Options{Open: func() (*store.Archive, error) { return a, nil }, Colour: true})
	f.still = true
	r := &replay{model: f}
	if err := r.send(tea.WindowSizeMsg{Width: 120, Height: 40}, openMsg{first(f.session)}); err != nil {
		b.Fatal(err)
	}
	keys := []tea.Msg{key("h"), key("h"), key("k"), key("l"), key("j"), key("v"), key("g"), key("G")}
	i := 0
	for b.Loop() {
		if err := r.send(keys[i%len(keys)]); err != nil {
			b.Fatal(err)
		}
		_ = f.View()
		i++
	}
}
