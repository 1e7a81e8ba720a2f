package fetch

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"

	"careratings/internal/pattern"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// link is a file a page links to.
type link struct {
	url  *url.URL
	name string // last part of its path, decoded
}

// mostTag bounds one tag of a page.
const mostTag = 1 << 20

// links lists what the anchors of a page lead to, in page order, each address
// once. at is where the page was read; a base element overrides it. Addresses
// that lead to no file (mailto:, #fragment) are left out. What a browser forgives
// is forgiven here.
func links(page []byte, at *url.URL) ([]link, error) {
	base, based := at, false
	var out []link
	seen := map[string]bool{}
	z := html.NewTokenizer(bytes.NewReader(page))
	z.SetMaxBuf(mostTag)
	for {
		switch z.Next() {
		case html.ErrorToken:
			if err := z.Err(); !errors.Is(err, io.EOF) {
				return nil, fmt.Errorf("%s: the page cannot be read: %w", shown(at), err)
			}
			return out, nil
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			href, ok := hrefOf(t)
			if !ok {
				continue
			}
			if t.DataAtom == atom.Base {
				if u, err := resolve(at, href); err == nil && !based { // the first counts
					base, based = u, true
				}
				continue
			}
			u, err := resolve(base, href)
			if err != nil || u.Scheme != "https" && u.Scheme != "http" {
				continue
			}
			if u.Scheme == "http" && !isLoopback(u.Hostname()) { // an old link of a page that has moved to https
				u.Scheme = "https"
			}
			name := strings.ToValidUTF8(path.Base(u.Path), "\ufffd")
			if name == "/" || name == "." || strings.HasSuffix(u.Path, "/") || seen[u.String()] {
				continue
			}
			seen[u.String()] = true
			out = append(out, link{url: u, name: name})
		}
	}
}

func hrefOf(t html.Token) (string, bool) {
	if t.DataAtom != atom.A && t.DataAtom != atom.Area && t.DataAtom != atom.Base {
		return "", false
	}
	for _, a := range t.Attr {
		if a.Key == "href" {
			return a.Val, true
		}
	}
	return "", false
}

// strayPercent is a percent sign that begins no escape.
var strayPercent = pattern.Of(`%([^0-9A-Fa-f]|.[^0-9A-Fa-f]|.?$)`)

// resolve reads a reference as browsers do: white space around it and line ends
// within it do not count, spaces within it and a stray percent sign are meant as
// they stand. The fragment is dropped.
func resolve(base *url.URL, href string) (*url.URL, error) {
	href = strings.TrimSpace(href)
	href = strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(href)
	href, _, _ = strings.Cut(href, "#")
	u, err := base.Parse(href)
	if err != nil {
		for strayPercent().MatchString(href) {
			loc := strayPercent().FindStringIndex(href)
			href = href[:loc[0]] + "%25" + href[loc[0]+1:]
		}
		u, err = base.Parse(href)
	}
	return u, err
}
