package fetch

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"careratings/internal/eras"
)

// Found is a file that a publication's page links to.
type Found struct {
	Name    string // decoded
	URL     string
	Date    eras.Interval // from the name, else the folder; empty: neither says
	Quarter string        // quarter of a financial year in the name, or empty
	Version int           // 2 for a file called v2, else 1
}

// NoMatch is a page none of whose links matches the pattern.
type NoMatch struct {
	Page, Pattern string
	Candidates    []string // names of the linked files, at most 20
	More          int      // how many more there are
}

func (e *NoMatch) Error() string {
	if len(e.Candidates) == 0 {
		return fmt.Sprintf("%s: no link matches %s, and none leads to a data file", e.Page, e.Pattern)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: no link matches %s; the page links to:", e.Page, e.Pattern)
	for _, c := range e.Candidates {
		b.WriteString("\n  " + c)
	}
	if e.More > 0 {
		fmt.Fprintf(&b, "\n  and %d more", e.More)
	}
	return b.String()
}

// mostCandidates is how many files an error lists.
const mostCandidates = 20

// Discover lists the files of a publication that can be got now, newest first.
// For a direct file it is that file, and nothing is asked. A page whose links all
// fail the pattern is a *NoMatch.
func (c *Client) Discover(ctx context.Context, e Entry) ([]Found, error) {
	if e.Method == Direct {
		return []Found{{Name: directName(e), URL: e.Page, Version: 1}}, nil
	}
	if e.Method != FromPage {
		return nil, fmt.Errorf("%s is got by method %s, which lists no files", e.ID, e.Method)
	}
	all, err := c.pageLinks(ctx, e.Page)
	if err != nil {
		return nil, err
	}
	type aged struct {
		Found
		dating
	}
	var hits []aged
	var others []string
	for _, l := range all {
		if !e.match.MatchString(l.name) {
			if looksLikeData(l.name) {
				others = append(others, l.name)
			}
			continue
		}
		d := dated(l.name, l.url.Path)
		hits = append(hits, aged{Found{l.name, l.url.String(), d.date, d.quarter, d.version}, d})
	}
	if len(hits) == 0 {
		shownOnes := others[:min(len(others), mostCandidates)]
		return nil, &NoMatch{Page: e.Page, Pattern: e.Pattern, Candidates: shownOnes, More: len(others) - len(shownOnes)}
	}
	slices.SortStableFunc(hits, func(a, b aged) int { return newer(a.dating, b.dating) })
	out := make([]Found, len(hits))
	for i, h := range hits {
		out[i] = h.Found
	}
	return out, nil
}

// pageLinks reads a landing page.
func (c *Client) pageLinks(ctx context.Context, address string) ([]link, error) {
	u, err := parseAddress(address)
	if err != nil {
		return nil, err
	}
	header := http.Header{"Accept": {"text/html,application/xhtml+xml"}, "Accept-Encoding": {"gzip"}}
	var out []link
	err = c.persist(ctx, func() error {
		a, err := c.get(ctx, u, header)
		if err != nil {
			return err
		}
		defer a.close()
		if a.StatusCode != http.StatusOK {
			return c.statusError(u, a.Response)
		}
		raw, err := c.readAll(u, a, c.Limits.Page)
		if err != nil {
			return err
		}
		out, err = links(raw, a.Request.URL)
		return err
	})
	return out, err
}

// looksLikeData reports whether a name ends like a data file's.
func looksLikeData(name string) bool {
	_, ext := splitName(name)
	switch strings.ToLower(ext) {
	case "csv", "ods", "xls", "xlsx", "xlsm", "zip", "gz", "json", "ndjson", "pdf", "tsv", "xml":
		return true
	}
	return false
}

// directName is the name of a file at a fixed address: its own, unless the
// address ends in no file name.
func directName(e Entry) string {
	u, err := url.Parse(e.Page)
	if err == nil && u.RawQuery == "" {
		if name := u.Path[strings.LastIndexByte(u.Path, '/')+1:]; looksLikeData(name) {
			return name
		}
	}
	return e.ID // the file itself will tell its ending
}
