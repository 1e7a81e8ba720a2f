package curated

import (
	"strings"

	"careratings/internal/pattern"
)

// slug matches what an address leaves behind where a title belongs: an article
// number, a path, a file name, words run together.
var slug = pattern.Of(`(?i:^([a-z]+ )*(story|item|node|id) [a-z]*\d\w*$)|^[\d/ .-]+$|^\S*[/._]\S*$|^[A-Za-z]*\d+$|(?i:\.(php|html?|aspx?|cfm|stm|csv)$)| 0$`)

// documents checks that each source can be cited: a title that says more than
// its publisher and its address, and no page entered twice.
func (l *linter) documents() {
	pages := map[string]int{}
	for i, s := range l.set.Sources {
		outlet, rest, ok := strings.Cut(s.Title, ": ")
		if !ok {
			rest = s.Title
		}
		again, _, _ := strings.Cut(rest, ": ")
		switch {
		case strings.EqualFold(s.Title, s.Publisher), strings.EqualFold(s.Title, s.Publisher+": "+s.Publisher):
			l.bad("sources.csv", i, "title", "%q is the name of the publisher only", s.Title)
		case ok && strings.EqualFold(again, s.Publisher) && strings.EqualFold(outlet, s.Publisher):
			l.bad("sources.csv", i, "title", "%q names its publisher twice", s.Title)
		case slug().MatchString(rest):
			l.bad("sources.csv", i, "title", "%q: %q is no title, but part of an address", s.Title, rest)
		}
		if s.URL == "" {
			continue
		}
		page := samePage(s.URL) + "\x00" + s.Title
		if first, ok := pages[page]; ok {
			l.bad("sources.csv", i, "url", "%s stands in row %d already, under the same title", s.URL, first+1)
			continue
		}
		pages[page] = i
	}
}

// samePage is an address without what leads to the same page either way: the
// scheme, www. and a slash at the end.
func samePage(url string) string {
	_, rest, ok := strings.Cut(url, "://")
	if !ok {
		rest = url
	}
	return strings.TrimRight(strings.TrimPrefix(strings.ToLower(rest), "www."), "/")
}
