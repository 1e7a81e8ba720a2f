package web

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"careratings/internal/bodies"
	"careratings/internal/eras"
	"careratings/internal/trajectory"
)

func reported(t *testing.T, p *Page) string {
	t.Helper()
	var b strings.Builder
	if err := WriteReport(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func trajectoryOf(t *testing.T, s Site, codes ...string) trajectory.Document {
	t.Helper()
	doc := trajectory.Document{Policy: "strands"}
	for _, code := range codes {
		trust, err := trajectory.Build(t.Context(), s.Archive, bodies.Body{ID: code, Name: code + " as it is called", Kind: "trust"}, trajectory.Options{})
		if err != nil {
			t.Fatal(err)
		}
		doc.Trusts = append(doc.Trusts, trust)
	}
	return doc
}

// A report is one file that asks for nothing: its policy names its own style and
// script by their hashes, and it can be used without eyes, mouse, script or network.
func TestReportStandsAlone(t *testing.T) {
	s := realSite(t)
	for name, doc := range map[string]trajectory.Document{
		"one": trajectoryOf(t, s, "RWE"), "three": trajectoryOf(t, s, "RWE", "RT5", "RBX"), "none": trajectoryOf(t, s, "x-nobody"),
	} {
		p, err := s.Trajectory(t.Context(), doc, false, "archive report "+name)
		if err != nil {
			t.Fatal(err)
		}
		page := reported(t, p)
		root := readable(t, name, page)
		if name == "none" != strings.Contains(page, "No rating of this body is held.") {
			t.Errorf("%s: a trust without ratings is not told, or one with ratings is", name)
		}
		policy, inline := "", 0
		for n := range root.Descendants() {
			switch n.Data {
			case "meta":
				if attr(n, "http-equiv") == "Content-Security-Policy" {
					policy = attr(n, "content")
				}
			case "style", "script":
				inline++
				if !strings.Contains(policy, n.Data+"-src "+hashOf(n.FirstChild.Data)) {
					t.Errorf("%s: the policy %q does not allow the page's own %s", name, policy, n.Data)
				}
			case "link":
				t.Errorf("%s: a link element", name)
			}
		}
		if inline != 2 || !strings.HasPrefix(policy, "default-src 'none'") {
			t.Errorf("%s: %d inline parts under %q", name, inline, policy)
		}
		again, err := s.Trajectory(t.Context(), doc, false, "archive report "+name)
		if err != nil || reported(t, again) != page {
			t.Errorf("%s: a second time it is another page (%v)", name, err)
		}
	}
}

// A page tells each rating's standing, its breaks and each conflict with both sides.
func TestReportTells(t *testing.T) {
	s := realSite(t)
	doc := trajectoryOf(t, s, "RWE")
	p, err := s.Trajectory(t.Context(), doc, false, "archive report RWE")
	if err != nil {
		t.Fatal(err)
	}
	page := reported(t, p)
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	text := words(root)
	for _, want := range []string{"43 worse, 76 tied, 46 better", "No line across: two four-word ratings replace the stars", "break-2006-healthcheck", "as printed", "archive trajectory RWE --measure all"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
	for _, point := range doc.Trusts[0].Points {
		if !point.Headline() {
			continue
		}
		for _, c := range point.Claims {
			if !strings.Contains(page, "source?") && c.Source.URL != "" && !strings.Contains(page, html.EscapeString(c.Source.URL)) {
				t.Errorf("the address of %s is not on the page", c.Source.ID)
			}
			if c.Locator != "" && !strings.Contains(text, strings.Join(strings.Fields(c.Locator), " ")) {
				t.Errorf("the place of %s is not on the page: %s", c.ID, c.Locator)
			}
		}
	}
}

// What others wrote is text, wherever it stands on a page.
func TestReportOfHostileText(t *testing.T) {
	s := realSite(t)
	doc := trajectoryOf(t, s, "RWE")
	const bad = "</title></script><script>alert(1)</script>\u202e<img src=x onerror=alert(1)>\n\"'=cmd"
	trust := &doc.Trusts[0]
	trust.Name, trust.Kind = bad, bad
	trust.Lineage = append(trust.Lineage, trajectory.Kin{Code: bad, Name: bad, Relation: "predecessor", On: bad})
	for i := range trust.Points {
		p := &trust.Points[i]
		p.Label, p.Body.Name, p.Body.NameThen, p.Conflict = bad, bad, bad, true
		p.Peers.Group, p.Peers.Note, p.Standing.Reason = bad, bad, bad
		for j := range p.Claims {
			p.Claims[j].Value, p.Claims[j].PrintedName, p.Claims[j].Locator, p.Claims[j].Note = bad, bad, bad, bad
		}
	}
	for i := range trust.Breaks {
		trust.Breaks[i].Why = bad
	}
	p, err := s.Trajectory(t.Context(), doc, false, "archive report '"+bad+"'")
	if err != nil {
		t.Fatal(err)
	}
	p.Sources = append(p.Sources, eras.Source{ID: bad, Title: bad, Publisher: bad, URL: "javascript:alert(1)", Tier: bad})
	page := reported(t, p)
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Data == "img" || n.Data == "script" && strings.Contains(words(n), "alert(1)") || strings.HasPrefix(attr(n, "href"), "javascript") {
			t.Errorf("hostile text became an element: <%s>", n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") {
				t.Errorf("hostile text became an attribute %s", a.Key)
			}
		}
	}
	if strings.Contains(page, "\u202e") {
		t.Error("a character that reorders the line is on the page")
	}
}
