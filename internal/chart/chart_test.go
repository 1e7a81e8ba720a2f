package chart_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/chart"
	"careratings/internal/holdings"
	"careratings/internal/league"
	"careratings/internal/moves"
	"careratings/internal/store"
	"careratings/internal/trajectory"
)

var update = flag.Bool("update", false, "rewrite the golden pictures of this package")

func realArchive(t testing.TB) (*store.Archive, *store.Catalogue) {
	t.Helper()
	a, err := store.OpenEmbedded(os.DirFS("../../data"), "archive.db")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	cat, err := a.Catalogue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return a, cat
}

func about(command string) chart.About { return chart.About{Data: "1.0.0", Command: command} }

func document(t testing.TB, a *store.Archive, policy string, codes ...string) trajectory.Document {
	t.Helper()
	doc := trajectory.Document{Policy: policy}
	for _, code := range codes {
		body, ok, err := a.BodyByID(t.Context(), code)
		if err != nil || !ok {
			t.Fatalf("no body %s: %v", code, err)
		}
		trust, err := trajectory.Build(t.Context(), a, body, trajectory.Options{Policy: policy})
		if err != nil {
			t.Fatal(err)
		}
		doc.Trusts = append(doc.Trusts, trust)
	}
	return doc
}

func drawn(t testing.TB, s *chart.Sheet, err error) *chart.Sheet {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// pictures are one of every kind, and the hardest ones.
func pictures(t testing.TB) map[string]*chart.Sheet {
	t.Helper()
	a, cat := realArchive(t)
	out := map[string]*chart.Sheet{}
	for name, set := range map[string][]string{
		"leicester": {"RWE"}, "leicestershire": {"RWE", "RT5", "x-leicester-city-west-pct"}, "merged": {"RYR"}, "strands": {"RTG", "R0B"},
		"twelve": {"RWE", "RT5", "RX1", "RTG", "R1H", "RJ7", "RYR", "RXP", "RRK", "RNN", "RVV", "R0B"},
	} {
		policy := "strands"
		if len(set) > 4 {
			policy = "legal"
		}
		s, err := chart.Trajectory(document(t, a, policy, set...), cat, chart.TrajectoryOptions{About: about("archive chart trajectory " + strings.Join(set, " "))})
		out[name] = drawn(t, s, err)
	}
	s, err := chart.Trajectory(document(t, a, "strands", "RWE"), cat, chart.TrajectoryOptions{About: about("archive chart trajectory RWE --measure all"), Chosen: true})
	out["every-measure"] = drawn(t, s, err)
	for name, ends := range map[string][2]string{"diff": {"stars-2003", "stars-2004"}, "diff-eras": {"stars-2003", "nof-2025-26-q3"}, "diff-cqc": {"cqc@2018-01-01", "cqc@2020-02-05"}} {
		tab := table(t, a, cat, ends)
		s, err := chart.Diff(tab, chart.DiffOptions{About: about("archive chart diff"), Basis: "published"})
		out[name] = drawn(t, s, err)
	}
	for name, want := range map[string][2]string{"league": {"nof-2025-26-q3", "acute"}, "league-ranges": {"nof-2025-26-q4", "mental-health-community"}, "levels": {"stars-2003", "acute"}} {
		doc, err := league.Build(t.Context(), a, want[0], league.Options{Kind: want[1]})
		if err != nil {
			t.Fatal(err)
		}
		s, err := chart.League(doc, chart.LeagueOptions{About: about("archive chart league"), Trust: "RWE"})
		out[name] = drawn(t, s, err)
	}
	held, err := holdings.Cover(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	s, err = chart.Coverage(cat, held, about("archive chart coverage"))
	out["coverage"] = drawn(t, s, err)
	return out
}

func table(t testing.TB, a *store.Archive, cat *store.Catalogue, ends [2]string) moves.CrossTab {
	t.Helper()
	var sides [2]moves.Moment
	for i := range ends {
		var err error
		if sides[i], err = moves.ParseMoment(cat, ends[i], ""); err != nil {
			t.Fatal(err)
		}
	}
	found, err := moves.Compare(t.Context(), a, sides[0], sides[1], moves.Options{Policy: "strands", Basis: "published", Levels: true})
	if err != nil {
		t.Fatal(err)
	}
	tab, err := found.CrossTab()
	if err != nil {
		t.Fatal(err)
	}
	return tab
}

// No text of any picture meets another one, leaves the page, or is too small to
// be read on paper.
func TestTextsStandClear(t *testing.T) {
	for name, s := range pictures(t) {
		for i, l := range s.Labels {
			if l.X < 0 || l.Y < 0 || l.X+l.W > s.W || l.Y+l.H > s.H {
				t.Errorf("%s: %q leaves the page of %.0f by %.0f: %+v", name, l.Text, s.W, s.H, l)
			}
			if l.H < 5.5 {
				t.Errorf("%s: %q is %.1f points high", name, l.Text, l.H)
			}
			for _, m := range s.Labels[:i] {
				if l.X < m.X+m.W && m.X < l.X+l.W && l.Y < m.Y+m.H && m.Y < l.Y+l.H {
					t.Errorf("%s: %q lies on %q", name, l.Text, m.Text)
				}
			}
		}
		if name != "every-measure" && s.W > 842 {
			t.Errorf("%s is %.0f points wide: A4 laid across is 842", name, s.W)
		}
	}
}

// The same picture has the same bytes in every format, and each is what it says.
func TestSameBytes(t *testing.T) {
	first, second := pictures(t), pictures(t)
	for _, name := range []string{"leicester", "diff", "levels"} {
		for _, format := range chart.Formats() {
			var a, b bytes.Buffer
			if err := errors.Join(first[name].Write(&a, format), second[name].Write(&b, format)); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(a.Bytes(), b.Bytes()) {
				t.Errorf("%s.%s differs from one time to the next", name, format)
			}
			switch format {
			case "svg":
				wellFormed(t, name, a.String())
			case "png":
				if cfg, err := png.DecodeConfig(&a); err != nil || cfg.Width < 1600 {
					t.Errorf("%s.png: %+v, %v", name, cfg, err)
				}
			case "pdf":
				if !bytes.HasPrefix(a.Bytes(), []byte("%PDF-")) || !bytes.Contains(a.Bytes(), []byte("(D:19700101000000")) {
					t.Errorf("%s.pdf is none, or bears the hour it was written", name)
				}
			}
		}
	}
}

func wellFormed(t *testing.T, name, svg string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	count := map[string]int{}
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if el, ok := tok.(xml.StartElement); ok {
			count[el.Name.Local]++
		}
	}
	if count["title"] != 1 || count["desc"] != 1 || count["text"] == 0 || count["script"]+count["a"]+count["image"] > 0 {
		t.Errorf("%s has the elements %v", name, count)
	}
}

func TestGoldenPictures(t *testing.T) {
	all := pictures(t)
	for _, name := range []string{"leicester", "diff", "levels", "twelve"} {
		var b bytes.Buffer
		if err := all[name].Write(&b, "svg"); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("testdata", name+".svg")
		if *update {
			if err := errors.Join(os.MkdirAll("testdata", 0o755), os.WriteFile(path, b.Bytes(), 0o644)); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(path)
		if diff := cmp.Diff(string(want), b.String()); err != nil || diff != "" {
			t.Errorf("%s (-want +got; look at it, then -update): %v\n%s", path, err, diff)
		}
	}
}

// Leicester's picture alone tells what each era called it, where it stood, and
// where no comparison is possible.
func TestLeicesterTellsItsStory(t *testing.T) {
	s := pictures(t)["leicester"]
	for _, want := range []string{
		"no stars", "142 better", "n = 156", "three stars", "Annual Health Check", "band 1 !", "Requires improvement", "Good", "segment 4", "rank 99",
		"56.5% worse", "29.5%+ worse", // from 43 % and 30 % as printed: 42.5 to 43.5, and no more than is sure
		"As of: all that the archive holds.",
	} {
		joined := " "
		for _, l := range s.Labels {
			joined += strings.ReplaceAll(l.Text, "\u00a0", " ") + " "
		}
		if !strings.Contains(joined, " "+want+" ") && !strings.Contains(s.Desc, want) {
			t.Errorf("the picture does not say %q", want)
		}
	}
	if !strings.Contains(s.Desc, "no comparison: two four-word ratings replace the stars") {
		t.Errorf("the words for who cannot see it leave out a break: %s", s.Desc)
	}
}

// A name that fits is written out, to its last letter.
func TestTitlesAreWhole(t *testing.T) {
	a, cat := realArchive(t)
	s, err := chart.Trajectory(document(t, a, "strands", "RYK"), cat, chart.TrajectoryOptions{About: about("archive chart trajectory RYK")})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range s.Labels {
		if strings.Contains(l.Text, "…") {
			t.Errorf("%q is cut off", l.Text)
		}
	}
}

// Whatever a source prints acts on nothing, and no name is too long.
func TestHostileNames(t *testing.T) {
	a, cat := realArchive(t)
	doc := document(t, a, "strands", "RWE")
	hostile := "</text><script>alert(1)</script> \u202eevil\x1b[2J\n=cmd|' /C calc'!A0 & " + strings.Repeat("long name ", 60)
	doc.Trusts[0].Name = hostile
	for i := range doc.Trusts[0].Points {
		doc.Trusts[0].Points[i].Label = strings.Repeat("W", 300) + "<b>"
		doc.Trusts[0].Points[i].Claims[0].Source.Publisher = hostile
	}
	s, err := chart.Trajectory(doc, cat, chart.TrajectoryOptions{About: about("x")})
	drawn(t, s, err)
	var b bytes.Buffer
	if err := s.Write(&b, "svg"); err != nil {
		t.Fatal(err)
	}
	wellFormed(t, "hostile", b.String())
	for _, bad := range []string{"<script", "\u202e", "\x1b", "<b>"} {
		if strings.Contains(b.String(), bad) {
			t.Errorf("%q is in the picture", bad)
		}
	}
	for _, l := range s.Labels {
		if l.X < 0 || l.X+l.W > s.W {
			t.Errorf("%.40q... leaves the page", l.Text)
		}
	}
	text, err := chart.TrajectoryText(doc, cat, chart.TrajectoryOptions{}, chart.TextOptions{ASCII: true})
	if err != nil || strings.ContainsFunc(text, func(r rune) bool { return r > 0x7e || r < ' ' && r != '\n' }) {
		t.Errorf("not ASCII alone: %v", err)
	}
}

func TestNothingToDraw(t *testing.T) {
	a, cat := realArchive(t)
	var empty *chart.EmptyError
	if _, err := chart.Trajectory(document(t, a, "strands", "5PC"), cat, chart.TrajectoryOptions{}); !errors.As(err, &empty) {
		t.Error(err)
	}
	if _, err := chart.Diff(moves.CrossTab{}, chart.DiffOptions{}); !errors.As(err, &empty) {
		t.Error(err)
	}
	if _, err := chart.Coverage(cat, nil, chart.About{}); !errors.As(err, &empty) {
		t.Error(err)
	}
}

// Every line of a drawing of characters fits, at any width.
func TestTextFits(t *testing.T) {
	a, cat := realArchive(t)
	doc := document(t, a, "strands", "RWE", "RT5", "RYR")
	for _, width := range []int{60, 80, 120, 200} {
		for _, ascii := range []bool{false, true} {
			text, err := chart.TrajectoryText(doc, cat, chart.TrajectoryOptions{About: about("x")}, chart.TextOptions{Width: width, ASCII: ascii})
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(text) {
				if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > width {
					t.Errorf("%d columns of %d: %s", n, width, line)
				}
			}
			if !strings.Contains(text, "no comparison: two four-word ratings replace the stars") && width > 80 {
				t.Error("a break is left out")
			}
		}
	}
}

// BenchmarkTrajectory draws Leicester from the archive to SVG: the budget is
// 150 ms of CPU.
func BenchmarkTrajectory(b *testing.B) {
	a, cat := realArchive(b)
	for _, codes := range [][]string{{"RWE"}, {"RWE", "RT5", "RX1"}} {
		for _, format := range chart.Formats() {
			b.Run(fmt.Sprint(len(codes), format), func(b *testing.B) {
				for b.Loop() {
					s, err := chart.Trajectory(document(b, a, "strands", codes...), cat, chart.TrajectoryOptions{About: about("x")})
					if err := drawn(b, s, err).Write(io.Discard, format); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
