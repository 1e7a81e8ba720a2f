package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"careratings/internal/bodies"
	"careratings/internal/compare"
	"careratings/internal/league"
	"careratings/internal/moves"
)

// find is the one body a name means. Several are a problem that lists them; those
// beaten by the answer are named in the remark.
func (s Site) find(ctx context.Context, query string) (body bodies.Body, remark string, err error) {
	matches, err := bodies.Search(ctx, s.Archive, query)
	if err != nil {
		return bodies.Body{}, "", err
	}
	answer, others, ok := bodies.Pick(matches)
	switch {
	case len(matches) == 0:
		return bodies.Body{}, "", notFoundf("No body is called “%s”.", cut(query))
	case !ok:
		p := notFoundf("“%s” means several bodies; choose one.", cut(query))
		for _, m := range others[:min(len(others), 40)] {
			p.Candidates = append(p.Candidates, matchItem(m))
		}
		return bodies.Body{}, "", p
	}
	if answer.Class != bodies.ByCode && (len(others) > 0 || answer.Class == bodies.BySlip || answer.Class == bodies.ByPrefix) {
		remark = fmt.Sprintf("“%s” is taken as %s (%s)", cut(query), answer.Body.Name, answer.Body.ID)
		for i, m := range others[:min(len(others), 5)] {
			remark += map[bool]string{true: "; also: ", false: ", "}[i == 0] + m.Body.Name + " (" + m.Body.ID + ")"
		}
		if more := len(others) - 5; more > 0 {
			remark += fmt.Sprintf(" and %d more", more)
		}
		remark += "."
	}
	return answer.Body, remark, nil
}

func matchItem(m bodies.Match) Item {
	text := m.Body.Name + " (" + m.Body.ID + ")"
	if m.Name.Name != "" && m.Name.Name != m.Body.Name && m.Name.Name != m.Body.ID {
		text += ", " + m.Name.Kind + ": " + m.Name.Name
	}
	return Item{Text: text, Href: "/trajectory?" + url.Values{"trust": {m.Body.ID}}.Encode()}
}

// problemOf gives errors their status: what is not there is not found, what would
// mislead is refused with the break's id, and what is not the asker's fault is told
// without its inside.
func problemOf(err error) *Problem {
	var p *Problem
	var moment *moves.NoSuch
	var edition *league.NoSuch
	var refused *compare.Refusal
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &moment):
		return notFoundf("%s.", sentence(moment.What))
	case errors.As(err, &edition):
		return notFoundf("%s.", sentence(edition.What))
	case errors.As(err, &refused):
		why := refused.Why
		if refused.BreakID != "" {
			why += " (" + refused.BreakID + ")"
		}
		return &Problem{Status: http.StatusConflict, What: fmt.Sprintf("Refused: no %s across this: %s. A cross-tab and the list of lineages of the same two are allowed, for they claim no change of level.", refused.Op, why)}
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return &Problem{Status: http.StatusServiceUnavailable, What: "The answer took too long; try again."}
	}
	return &Problem{Status: http.StatusInternalServerError, What: "The archive could not be read; the terminal where the server runs says why."}
}

// sentence begins with a capital, unless it begins with an id, which stays as it is
// written.
func sentence(what string) string {
	if strings.HasPrefix(what, "no ") {
		return upper(what)
	}
	return what
}

// near adds the editions that an unknown one could have meant to a problem; each
// leads to an address with the edition after it.
func (s Site) near(ctx context.Context, err error, address, id string) error {
	p := problemOf(err)
	cat, failed := s.Archive.Catalogue(ctx)
	if p.Status != http.StatusNotFound || failed != nil {
		return err
	}
	if _, known := cat.Edition(id); known {
		return err
	}
	for _, e := range cat.NearEditions(id) {
		found, _ := cat.Edition(e)
		p.Candidates = append(p.Candidates, Item{Text: found.Label + " (" + e + ")", Href: address + url.QueryEscape(e)})
	}
	return p
}

// page is a problem as a page of its own.
func (p *Problem) page() *Page {
	page := &Page{Title: "Not found", Kicker: "Nothing matches", Lead: []string{p.What}, Form: searchForm("")}
	switch p.Status {
	case http.StatusNotFound:
	case http.StatusConflict:
		page.Title, page.Kicker = "Not comparable", "Refused"
	case http.StatusBadRequest, http.StatusMethodNotAllowed, http.StatusRequestURITooLong:
		page.Title, page.Kicker = "Not understood", "The address"
	default:
		page.Title, page.Kicker = "No answer", "The server"
	}
	if len(p.Candidates) > 0 {
		page.Sections = []Section{{ID: "candidates", Heading: "What could be meant", Level: 2, List: p.Candidates}}
	}
	return page
}
