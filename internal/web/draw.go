package web

import (
	"crypto/sha256"
	_ "embed" // the parts of a page
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"
	"sync"

	"careratings/internal/eras"
	"careratings/internal/output"
	"careratings/internal/output/face"
	"careratings/internal/trajectory"
)

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

//go:embed page.js
var pageJS string

// parts is the template, parsed once.
var parts = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("parts").Funcs(template.FuncMap{
		"clean":  output.Clean,
		"number": func(i int) int { return i + 1 },
		"cited":  cited,
		"slug":   slug,
	}).Parse(pageHTML))
})

// drawn is what the template sees.
type drawn struct {
	Page     *Page
	Served   bool
	Policy   string
	Style    template.CSS
	Script   template.JS
	Nav      []Link
	Contents []Section
}

// nav leads to the views that need no answer yet.
func nav() []Link {
	return []Link{{"Find a trust", "/"}, {"Compare trusts", "/compare"}, {"Editions", "/editions"}, {"Two editions", "/diff"}, {"Sources", "/sources"}}
}

// WriteReport writes a page as one self-contained file: it names no style sheet,
// script, font or picture outside itself, and its policy forbids them.
func WriteReport(w io.Writer, p *Page) error {
	policy := "default-src 'none'; style-src " + hashOf(pageCSS) + "; script-src " + hashOf(pageJS) + "; base-uri 'none'; form-action 'none'"
	return draw(w, drawn{Page: p, Policy: policy, Style: template.CSS(pageCSS), Script: template.JS(pageJS), Contents: contents(p)}) //nolint:gosec // both are embedded
}

// writeServed writes a page that the server gives.
func writeServed(w io.Writer, p *Page) error {
	return draw(w, drawn{Page: p, Served: true, Nav: nav(), Contents: contents(p)})
}

func draw(w io.Writer, d drawn) error {
	if err := parts().ExecuteTemplate(w, "page", d); err != nil {
		return fmt.Errorf("write the page %q: %w", d.Page.Title, err)
	}
	return nil
}

// contents is empty for a page that is seen at a glance.
func contents(p *Page) []Section {
	list := p.headed()
	if len(list) < 3 {
		return nil
	}
	if len(p.Sources) > 0 {
		list = append(list, Section{ID: "sources", Heading: "Sources"})
	}
	return append(list, Section{ID: "about", Heading: "About this page"})
}

// hashOf is how a content security policy names an inline text.
func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// cited is a source in one line.
func cited(s eras.Source) string {
	t := trajectory.Source{ID: s.ID, Title: s.Title, Publisher: s.Publisher, Tier: s.Tier, DatedBy: s.DatedBy}
	if s.PublishedOn != "" {
		on := string(s.PublishedOn)
		t.PublishedOn = &on
	}
	return output.Clean(face.Cited(t))
}

// slug is text as part of an id.
func slug(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '-'
	}, text)
}
