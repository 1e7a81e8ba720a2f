package cite

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/eras"
)

func written(t testing.TB, style Style, items ...Item) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, style, items); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// entry is a BibTeX entry as readBib reads it.
type entry struct {
	key    string
	fields map[string]string
}

// readBib is a BibTeX parser for entries with braced or bare values. As BibTeX
// does, it counts every brace, whatever stands before it.
func readBib(s string) ([]entry, error) {
	var out []entry
	for {
		s = strings.TrimLeft(s, " \n")
		if s == "" {
			return out, nil
		}
		rest, ok := strings.CutPrefix(s, "@misc{")
		if !ok {
			return nil, errors.New("no @misc{ at " + s[:min(20, len(s))])
		}
		e := entry{fields: map[string]string{}}
		e.key, rest, ok = strings.Cut(rest, ",\n")
		if !ok || !regexp.MustCompile(`^[A-Za-z0-9._:-]+$`).MatchString(e.key) {
			return nil, errors.New("bad key " + e.key)
		}
		for {
			rest = strings.TrimLeft(rest, " \n")
			if after, ok := strings.CutPrefix(rest, "}"); ok {
				s = after
				break
			}
			name, value, ok := strings.Cut(rest, " = ")
			if !ok || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz") != "" {
				return nil, errors.New("bad field at " + rest[:min(20, len(rest))])
			}
			end := strings.IndexByte(value, ',')
			if value[0] == '{' {
				depth := 0
				for end = 0; end < len(value); end++ {
					if value[end] == '{' {
						depth++
					} else if value[end] == '}' {
						depth--
					}
					if depth == 0 {
						end++
						break
					}
				}
			}
			if end < 0 || end >= len(value) || value[end] != ',' {
				return nil, errors.New("unbalanced value of " + name)
			}
			e.fields[name] = strings.TrimSuffix(strings.TrimPrefix(value[:end], "{"), "}")
			rest = value[end+1:]
		}
		out = append(out, e)
	}
}

// readRIS is a RIS parser: records of tags, each on a line of its own.
func readRIS(s string) ([]map[string]string, error) {
	line := regexp.MustCompile(`^([A-Z][A-Z0-9])  - (.*)$`)
	var out []map[string]string
	var record map[string]string
	for l := range strings.SplitSeq(s, "\r\n") {
		if l == "" {
			continue
		}
		m := line.FindStringSubmatch(l)
		switch {
		case m == nil || strings.ContainsAny(l, "\r\n"):
			return nil, errors.New("no tag: " + l)
		case m[1] == "TY" && record == nil:
			record = map[string]string{"TY": m[2]}
		case record == nil:
			return nil, errors.New("outside a record: " + l)
		case m[1] == "ER":
			out, record = append(out, record), nil
		case record[m[1]] != "":
			return nil, errors.New("twice: " + l)
		default:
			record[m[1]] = m[2]
		}
	}
	if record != nil {
		return nil, errors.New("a record without ER")
	}
	return out, nil
}

// cslRead is CSL-JSON with the types its schema gives; what else an item holds is
// an error.
type cslRead struct {
	ID, Type, Title, Publisher, Version, URL, Note string

	Container string                     `json:"container-title"`
	Author    []struct{ Literal string } `json:"author"`
	Issued    *struct {
		Parts   [][]int `json:"date-parts"`
		Literal string  `json:"literal"`
	} `json:"issued"`
}

func readCSL(s string) ([]cslRead, error) {
	d := json.NewDecoder(strings.NewReader(s))
	d.DisallowUnknownFields()
	var out []cslRead
	if err := d.Decode(&out); err != nil {
		return nil, err
	}
	for _, it := range out {
		switch it.Type {
		case "dataset", "report", "article-newspaper", "webpage", "entry-encyclopedia":
		default:
			return nil, errors.New("type " + it.Type)
		}
		if it.Issued == nil {
			continue
		}
		if (len(it.Issued.Parts) == 0) == (it.Issued.Literal == "") || len(it.Issued.Parts) > 2 {
			return nil, errors.New("a date must have parts or a literal")
		}
		for _, p := range it.Issued.Parts {
			if len(p) < 1 || len(p) > 3 || len(p) > 1 && (p[1] < 1 || p[1] > 12) || len(p) > 2 && (p[2] < 1 || p[2] > 31) {
				return nil, errors.New("date-parts out of range")
			}
		}
	}
	return out, nil
}

func source(date string) eras.Source {
	return eras.Source{
		ID: "bbc-1", Title: `R&D_100% {of} $5 #1 ~x^2 C:\n "Æsop's" café — Łódź`, Publisher: "Ham & High", URL: "https://x.example/a_b%20c?d=1&e#f{g}", Tier: "local-press",
		PublishedOn: eras.Interval(date),
	}
}

func TestBibTeX(t *testing.T) {
	got, err := readBib(written(t, BibTeX, OfSource(source("2004-07-21"), "page 3"), OfArchive(Archive{Data: "1.0.0", SHA256: "ab12"})))
	if err != nil {
		t.Fatal(err)
	}
	want := []entry{
		{"bbc-1", map[string]string{
			"title":     `{R\&D\_100\% \textbraceleft{}of\textbraceright{} \$5 \#1 \textasciitilde{}x\textasciicircum{}2 C:\textbackslash{}n "{\AE}sop's" caf{\'{e}} --- {\L}{\'{o}}d{\'{z}}}`,
			"publisher": `Ham \& High`, "howpublished": `Ham \& High`, "key": `Ham \& High`, "year": "2004", "month": "jul", "date": "2004-07-21",
			"url": "https://x.example/a_b%20c?d=1&e#f%7Bg%7D", "note": "page 3",
		}},
		{"careratings", map[string]string{
			"author": "{careratings authors}", "title": "{" + Title + "}", "version": "1.0.0", "note": "data SHA-256 ab12",
		}},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(entry{})); diff != "" {
		t.Error(diff)
	}
}

func TestDatesAreAsExactAsTheyAreKnown(t *testing.T) {
	for _, tt := range []struct {
		date, text, year, month, bib, py, da, n1, csl string
	}{
		{"", "(no date printed)", "", "", "", "", "", "no date printed", ""},
		{"2004", "(2004)", "2004", "", "2004", "2004", "2004///", "", `{"date-parts":[[2004]]}`},
		{"2004-07", "(2004-07)", "2004", "jul", "2004-07", "2004", "2004/07//", "", `{"date-parts":[[2004,7]]}`},
		{"2004-12-01", "(2004-12-01)", "2004", "dec", "2004-12-01", "2004", "2004/12/01/", "", `{"date-parts":[[2004,12,1]]}`},
		{"2004-04-01/2005-03-31", "(2004-04-01 to 2005-03-31)", "", "", "2004-04-01/2005-03-31", "", "", "dated 2004-04-01 to 2005-03-31", `{"date-parts":[[2004,4,1],[2005,3,31]]}`},
		{"/2020-02-04", "(on or before 2020-02-04)", "", "", "/2020-02-04", "", "", "dated on or before 2020-02-04", `{"literal":"on or before 2020-02-04"}`},
	} {
		it := OfSource(source(tt.date), "")
		if text := it.Text(); !strings.HasPrefix(text, "Ham & High "+tt.text+". ") {
			t.Errorf("%s: %s", tt.date, text)
		}
		bib, err := readBib(written(t, BibTeX, it))
		if err != nil || bib[0].fields["year"] != tt.year || bib[0].fields["month"] != tt.month || bib[0].fields["date"] != tt.bib {
			t.Errorf("%s: %v, %v", tt.date, bib, err)
		}
		ris, err := readRIS(written(t, RIS, it))
		if err != nil || ris[0]["PY"] != tt.py || ris[0]["DA"] != tt.da || ris[0]["N1"] != tt.n1 {
			t.Errorf("%s: %v, %v", tt.date, ris, err)
		}
		var doc []map[string]json.RawMessage
		if err := json.Unmarshal([]byte(written(t, CSLJSON, it)), &doc); err != nil {
			t.Fatal(err)
		}
		var issued bytes.Buffer
		if raw := doc[0]["issued"]; raw != nil {
			if err := json.Compact(&issued, raw); err != nil {
				t.Fatal(err)
			}
		}
		if issued.String() != tt.csl {
			t.Errorf("%s: issued %s", tt.date, issued.String())
		}
		for _, style := range Styles() {
			if out := written(t, style, it); strings.Contains(out, "no date printed") != (tt.date == "") || strings.Contains(strings.ToLower(out), "accessed") {
				t.Errorf("%s, %s: %s", tt.date, style, out)
			}
		}
	}
}

func TestRISAndCSL(t *testing.T) {
	items := []Item{OfSource(source("2004"), "p. 1"), OfView(Archive{Data: "1.0.0", SHA256: "ab"}, "x", "", "archive eras", "cd")}
	raw := written(t, RIS, items...)
	if strings.Count(raw, "\n") != strings.Count(raw, "\r\n") {
		t.Error("a line of RIS ends without CR")
	}
	ris, err := readRIS(raw)
	want := []map[string]string{
		{"TY": "NEWS", "ID": "bbc-1", "TI": source("").Title, "PB": "Ham & High", "PY": "2004", "DA": "2004///", "UR": "https://x.example/a_b%20c?d=1&e#f%7Bg%7D", "N1": "p. 1"},
		{"TY": "DATA", "ID": "careratings-x", "AU": "careratings authors,", "TI": "archive eras, in " + Title, "ET": "1.0.0", "N1": "made by: archive eras; its output's SHA-256 cd; data SHA-256 ab"},
	}
	if diff := cmp.Diff(want, ris); err != nil || diff != "" {
		t.Error(err, diff)
	}
	csl, err := readCSL(written(t, CSLJSON, items...))
	if err != nil || csl[0].Type != "article-newspaper" || csl[0].Container != "Ham & High" || csl[0].Publisher != "" || csl[0].Author != nil || csl[1].Author[0].Literal != Author || csl[1].Issued != nil {
		t.Errorf("%+v, %v", csl, err)
	}
}

// Two places of one source are two entries; importers drop a second one of a key.
func TestKeysAreDistinct(t *testing.T) {
	s := source("2004")
	bib, err := readBib(written(t, BibTeX, OfSource(s, "p. 1"), OfSource(s, "p. 2"), Item{Key: "bbc-1-v2", Title: "x"}, Item{Key: "BBC-1", Title: "x"}, Item{Key: "\u00e9", Title: "x"}))
	seen := map[string]bool{}
	for _, e := range bib {
		if k := strings.ToLower(e.key); seen[k] {
			t.Errorf("two entries %s", k)
		} else {
			seen[k] = true
		}
	}
	if err != nil || len(seen) != 5 {
		t.Errorf("%v, %v", seen, err)
	}
}

// The archive is cited as its citation file says.
func TestTitleAndAuthorAreThoseOfTheCitationFile(t *testing.T) {
	raw, err := os.ReadFile("../../../CITATION.cff")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"title: \"" + Title + "\"\n", "- name: \"" + Author + "\"\n"} {
		if !strings.Contains(string(raw), line) {
			t.Errorf("CITATION.cff has no %q", line)
		}
	}
}

func TestAnUnknownStyleAndAFailingWriter(t *testing.T) {
	if err := Write(io.Discard, "apa", nil); err == nil || !strings.Contains(err.Error(), "text, bibtex, ris, csl-json") {
		t.Errorf("%v", err)
	}
	r, w := io.Pipe()
	r.Close()
	for _, style := range Styles() {
		if err := Write(w, style, []Item{OfArchive(Archive{Data: "1"})}); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("%s: %v", style, err)
		}
	}
}

// FuzzCite: whatever a source says of itself, every style is read back whole, with
// one record an item, and nothing in it acts on a terminal.
func FuzzCite(f *testing.F) {
	for _, s := range []string{"", "plain", "}}}{{", `\`, "%", "a\r\nER  - \r\nTY  - X", "\x1b[2J", "\u202e", "=cmd", "<script>", "\xff", "e\u0301 \u00ef \u0131", "@misc{x,", "\u2028"} {
		f.Add(s, s, s, s)
	}
	f.Add("t", "p", "u", "2004-07")
	f.Fuzz(func(t *testing.T, title, publisher, url, date string) {
		s := eras.Source{ID: title, Title: title, Publisher: publisher, URL: url, Tier: publisher, PublishedOn: eras.Interval(date)}
		items := []Item{OfSource(s, title), OfView(Archive{Data: date, SHA256: url}, title, publisher, title, url), OfSource(s, "")}
		if bib, err := readBib(written(t, BibTeX, items...)); err != nil || len(bib) != 3 {
			t.Errorf("%+v: BibTeX: %v, %d entries", items, err, len(bib))
		}
		if ris, err := readRIS(written(t, RIS, items...)); err != nil || len(ris) != 3 {
			t.Errorf("%+v: RIS: %v, %d records", items, err, len(ris))
		}
		if csl, err := readCSL(written(t, CSLJSON, items...)); err != nil || len(csl) != 3 {
			t.Errorf("%+v: CSL: %v, %d items", items, err, len(csl))
		}
		if text := written(t, Text, items...); strings.Count(text, "\n") != 3 {
			t.Errorf("%+v: text has not three lines: %q", items, text)
		}
		for _, style := range Styles() {
			out := written(t, style, items...)
			if bad := strings.IndexFunc(out, func(r rune) bool {
				return unicode.Is(unicode.Cc, r) && r != '\n' && (r != '\r' || style != RIS) || unicode.Is(unicode.Bidi_Control, r)
			}); bad >= 0 || !utf8.ValidString(out) {
				t.Errorf("%s: a harmful character in %q", style, out)
			}
		}
	})
}
