package web

import (
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"

	"careratings/internal/output/cite"
	"careratings/internal/store"
)

// realArchive is the compiled archive, opened once for all tests; none closes it.
var realArchive = sync.OnceValues(func() (*store.Archive, error) {
	return store.OpenEmbedded(os.DirFS("../../data"), "archive.db")
})

func realSite(t testing.TB) Site {
	t.Helper()
	a, err := realArchive()
	if err != nil {
		t.Fatal(err)
	}
	return Site{Archive: a, Who: cite.Archive{Data: "1.0.0", SHA256: strings.Repeat("0", 64)}}
}

// attr is an attribute of an element, empty where it has none.
func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func words(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := range n.ChildNodes() {
		b.WriteString(words(c))
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// readable fails where a page would be hard to use without eyes, a mouse, a script
// or a network: what every page promises, whoever made it.
func readable(t *testing.T, name, page string) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	fault := func(format string, args ...any) { t.Helper(); t.Errorf(name+": "+format, args...) }
	ids, labelled := map[string]bool{}, map[string]bool{}
	for n := range doc.Descendants() {
		if id := attr(n, "id"); id != "" {
			if ids[id] {
				fault("two elements have the id %s", id)
			}
			ids[id] = true
		}
		if n.Data == "label" {
			labelled[attr(n, "for")] = true
		}
	}
	for _, tag := range regexp.MustCompile(`<[a-z][^>]*>`).FindAllString(page, -1) { // the parser drops the second
		seen := map[string]bool{}
		for _, name := range regexp.MustCompile(` ([a-z-]+)="`).FindAllStringSubmatch(tag, -1) {
			if seen[name[1]] {
				fault("an attribute twice in %s", tag)
			}
			seen[name[1]] = true
		}
	}
	landmarks := map[string]bool{}
	for n := range doc.Descendants() {
		if n.Data == "caption" {
			if landmarks[words(n)] {
				fault("two tables are called %s", words(n))
			}
			landmarks[words(n)] = true
		}
	}
	last, tops := 0, 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				fault("<%s> has an attribute %s, which the page's policy forbids", n.Data, a.Key)
			}
		}
		for _, ref := range append(strings.Fields(attr(n, "aria-labelledby")), strings.TrimPrefix(hashOnly(attr(n, "href")), "#")) {
			if ref != "" && !ids[ref] {
				fault("<%s> leads to #%s, which is not there", n.Data, ref)
			}
		}
		switch n.Data {
		case "html":
			if attr(n, "lang") == "" {
				fault("no language")
			}
		case "h1", "h2", "h3", "h4":
			level := int(n.Data[1] - '0')
			if level > last+1 {
				fault("a heading of level %d (%s) after one of level %d", level, words(n), last)
			}
			if last = level; level == 1 {
				tops++
			}
			if words(n) == "" {
				fault("an empty heading")
			}
		case "th":
			if s := attr(n, "scope"); s != "col" && s != "row" {
				fault("a heading of a table without scope: %s", words(n))
			}
		case "table":
			if !slices.ContainsFunc(slices.Collect(n.ChildNodes()), func(c *html.Node) bool { return c.Data == "caption" && words(c) != "" }) {
				fault("a table without a caption")
			}
		case "input", "select":
			if !labelled[attr(n, "id")] {
				fault("a field without a label: %s", attr(n, "name"))
			}
		case "a":
			if words(n) == "" {
				fault("a link without words to %s", attr(n, "href"))
			}
			if h := attr(n, "href"); !regexp.MustCompile(`^(https?://|/|#)`).MatchString(h) {
				fault("a link to %q", h)
			}
		case "svg":
			if attr(n, "role") == "img" && !strings.Contains(words(n), " ") || attr(n, "role") != "img" && attr(n, "aria-hidden") != "true" {
				fault("a picture without words")
			}
		case "img", "iframe", "object", "embed", "base":
			fault("an element %s", n.Data)
		}
	}
	if tops != 1 {
		fault("%d headings of the first level", tops)
	}
	if !ids["main"] || !strings.Contains(page, `class="skip" href="#main"`) {
		fault("no link past the head")
	}
	return doc
}

func hashOnly(href string) string {
	if strings.HasPrefix(href, "#") {
		return href
	}
	return ""
}

// Every text has a contrast of at least 4.5 to 1 against what it stands on, in the
// light, in the dark and on paper.
func TestContrast(t *testing.T) {
	blocks := regexp.MustCompile(`:root\{([^}]*)\}`).FindAllStringSubmatch(pageCSS, -1)
	if len(blocks) != 3 {
		t.Fatalf("%d sets of colours, want light, dark and print", len(blocks))
	}
	tone := map[string]string{}
	for i, b := range blocks {
		for _, m := range regexp.MustCompile(`--([a-z]+):(#[0-9a-f]+)`).FindAllStringSubmatch(b[1], -1) {
			tone[m[1]] = m[2]
		}
		for _, ground := range []string{"paper", "ground"} {
			for _, text := range []string{"ink", "quiet", "link", "mark"} {
				if c := contrast(t, tone[text], tone[ground]); c < 4.5 {
					t.Errorf("set %d: %s on %s has %.2f : 1", i+1, text, ground, c)
				}
			}
		}
		for _, part := range []string{"focus", "part"} { // no text: 3 : 1
			if c := contrast(t, tone[part], tone["paper"]); c < 3 {
				t.Errorf("set %d: %s on paper has %.2f : 1", i+1, part, c)
			}
		}
	}
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	light := func(hex string) float64 {
		hex = strings.TrimPrefix(hex, "#")
		if len(hex) == 3 {
			hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
		}
		sum := 0.0
		for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
			n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
			if err != nil {
				t.Fatal(err)
			}
			c := float64(n) / 255
			if c <= 0.04045 {
				c /= 12.92
			} else {
				c = math.Pow((c+0.055)/1.055, 2.4)
			}
			sum += weight * c
		}
		return sum
	}
	x, y := light(a), light(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}
