// Package cite writes citations: of the archive, of views of it and of the
// sources it was taken from, as text, BibTeX, RIS and CSL-JSON. A fact that is not
// known is left out; none is made up. It knows no SQL and no screen.
package cite

import (
	"fmt"
	"io"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/output"
)

// Style names a form of citation.
type Style string

// The styles. Text is one line a citation, the others are what reference managers
// import.
const (
	Text    Style = "text"
	BibTeX  Style = "bibtex"
	RIS     Style = "ris"
	CSLJSON Style = "csl-json"
)

// Styles lists every style, in the order help shows them.
func Styles() []Style { return []Style{Text, BibTeX, RIS, CSLJSON} }

// ParseStyle reads the name of a style. Its error lists the valid names.
func ParseStyle(s string) (Style, error) {
	var names []string
	for _, style := range Styles() {
		if s == string(style) {
			return style, nil
		}
		names = append(names, string(style))
	}
	return "", fmt.Errorf("unknown style %q: use one of %s", s, strings.Join(names, ", "))
}

// Kind is what sort of thing is cited.
type Kind string

// The kinds of item.
const (
	Dataset Kind = "dataset" // the archive or a view of it
	Report  Kind = "report"  // a publication of the body that rates, or a copy of one
	News    Kind = "news"
	WebPage Kind = "webpage"
	Entry   Kind = "encyclopaedia"
)

// Item is one thing to cite. Every field but Key, Kind and Title may be empty.
type Item struct {
	Key       string
	Kind      Kind
	Title     string
	Author    string // a body, not a person
	Publisher string
	Date      eras.Interval // as far as it is known
	Undated   bool          // a document whose date is looked for and not printed
	Version   string
	URL       string
	Note      string // place in the document, checksum, and the like
}

// Archive identifies an archive: what version and checksum it has.
type Archive struct {
	Data    string // version of the curated data
	SHA256  string // of the archive file
	Program string // version of the program
}

// Title and Author are those of CITATION.cff.
const (
	Title  = "careratings: an archive of the ratings of English NHS bodies since 2001"
	Author = "careratings authors"
)

// OfArchive cites the archive as a whole.
func OfArchive(a Archive) Item {
	it := Item{Key: "careratings", Kind: Dataset, Title: Title, Author: Author, Version: a.Data, Note: checksum("data SHA-256", a.SHA256)}
	if a.Program != "" {
		it.Note = join(it.Note, "program "+a.Program)
	}
	return it
}

// OfView cites what a command line prints. sum is the SHA-256 of that, in hex; it
// may be empty. what says in words what is seen; empty for the command line.
func OfView(a Archive, key, what, command, sum string) Item {
	it := OfArchive(a)
	it.Key += "-" + key
	if what == "" {
		what = command
	}
	it.Title = what + ", in " + Title
	it.Note = join("made by: "+command, checksum("its output's SHA-256", sum), it.Note)
	return it
}

// OfSource cites a source. place is where in it, empty for the whole.
func OfSource(s eras.Source, place string) Item {
	it := Item{
		Key: s.ID, Kind: kindOf(s.Tier), Title: s.Title, Publisher: s.Publisher, Date: s.PublishedOn,
		Undated: !s.PublishedOn.Known(), URL: s.URL, Note: place,
	}
	if it.Title == "" {
		it.Title = s.ID
	}
	return it
}

// OfEdition cites an edition of ratings as its publisher issued it.
func OfEdition(e eras.Edition) Item {
	return Item{
		Key: e.ID, Kind: Report, Title: e.Label, Publisher: e.Publisher, Date: e.Published, Undated: !e.Published.Known(),
		Note: join(prefixed("period ", e.Period), e.Framework),
	}
}

func kindOf(tier string) Kind {
	switch tier {
	case "official", "official-copy", "trust":
		return Report
	case "national-press", "trade-press", "local-press", "retrospective-press":
		return News
	case "encyclopaedia":
		return Entry
	}
	return WebPage
}

func checksum(what, sum string) string { return prefixed(what+" ", sum) }

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

// join joins what is not empty.
func join(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, "; ")
}

// noDate is what is said of a document that does not print its date.
const noDate = "no date printed"

// notes is the item's note, with what else must be said of its date.
func (it Item) notes(more ...string) string {
	parts := append([]string{it.Note}, more...)
	if it.Undated && !it.Date.Known() {
		parts = append(parts, noDate)
	}
	return join(parts...)
}

// Write writes the items in a style. Items of one key are made apart by a
// number in the styles that have keys. An error is w's, wrapped.
func Write(w io.Writer, style Style, items []Item) error {
	clean := make([]Item, 0, len(items))
	taken := map[string]bool{}
	for _, it := range items {
		it = it.cleaned()
		base := key(it.Key)
		it.Key = base
		for n := 2; taken[strings.ToLower(it.Key)]; n++ {
			it.Key = fmt.Sprintf("%s-v%d", base, n)
		}
		taken[strings.ToLower(it.Key)] = true
		clean = append(clean, it)
	}
	var text string
	switch style {
	case Text:
		for _, it := range clean {
			text += it.Text() + "\n"
		}
	case BibTeX:
		text = bibtex(clean)
	case RIS:
		text = ris(clean)
	case CSLJSON:
		return csl(w, clean)
	default:
		_, err := ParseStyle(string(style))
		return err
	}
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("write %s: %w", style, err)
	}
	return nil
}

// cleaned is the item with its text on one line, with nothing in it that acts on a
// terminal, and without a date that is none.
func (it Item) cleaned() Item {
	for _, s := range []*string{&it.Title, &it.Author, &it.Publisher, &it.Version, &it.Note, &it.URL} {
		*s = strings.Join(strings.Fields(output.Clean(strings.ToValidUTF8(*s, "\ufffd"))), " ")
	}
	it.URL = address(it.URL)
	if iv, err := eras.ParseInterval(string(it.Date)); err != nil {
		it.Date, it.Note = "", join(it.Note, "dated "+strings.Join(strings.Fields(output.Clean(string(it.Date))), " "))
	} else {
		it.Date = iv
	}
	return it
}

// address is a URL without the characters that no URL has as they are.
func address(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r <= ' ' || r >= 0x7f || strings.ContainsRune("\"<>\\^`{|}", r) {
			for _, c := range []byte(string(r)) {
				fmt.Fprintf(&b, "%%%02X", c)
			}
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// key is a citation key that BibTeX takes: letters, digits, dash, dot and colon.
func key(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-', r == '.', r == ':', r == '_':
			return r
		case r == '@', r == ' ', r == '/':
			return '-'
		}
		return -1
	}, s)
	if s == "" {
		return "item"
	}
	return s
}

// Text is one line in a plain author-date form: who, when, what, which version,
// where.
func (it Item) Text() string {
	it = it.cleaned()
	who := it.Author
	if who == "" {
		who = it.Publisher
	}
	when := string(it.Date)
	if before, ok := strings.CutPrefix(when, "/"); ok {
		when = "on or before " + before
	} else {
		when = strings.Replace(when, "/", " to ", 1)
	}
	if when == "" && it.Undated {
		when = noDate
	}
	head := who
	if when != "" {
		head = strings.TrimSpace(head + " (" + when + ")")
	}
	out := sentence(head) + sentence(it.Title)
	if it.Author != "" {
		out += sentence(it.Publisher)
	}
	out += sentence(prefixed("Data version ", it.Version)) + sentence(upperFirst(it.Note))
	return strings.TrimSpace(out + it.URL)
}

// sentence ends s with one full stop and a space; nothing stays nothing.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	if strings.ContainsRune(".?!", rune(s[len(s)-1])) {
		return s + " "
	}
	return s + ". "
}

func upperFirst(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
