package cite

import (
	"io"
	"strconv"
	"strings"

	"careratings/internal/output"
)

// cslItem is an item of the CSL-JSON schema
// (https://github.com/citation-style-language/schema), as far as it is used.
type cslItem struct {
	ID        string    `json:"id"`
	Type      string    `json:"type"`
	Title     string    `json:"title"`
	Author    []cslName `json:"author,omitempty"`
	Container string    `json:"container-title,omitempty"`
	Publisher string    `json:"publisher,omitempty"`
	Issued    *cslDate  `json:"issued,omitempty"`
	Version   string    `json:"version,omitempty"`
	URL       string    `json:"URL,omitempty"`
	Note      string    `json:"note,omitempty"`
}

type cslName struct {
	Literal string `json:"literal"`
}

// cslDate is one date or, with two parts, a stretch; a bound is literal.
type cslDate struct {
	Parts   [][]int `json:"date-parts,omitempty"`
	Literal string  `json:"literal,omitempty"`
}

func csl(w io.Writer, items []Item) error {
	out := make([]cslItem, 0, len(items))
	for _, it := range items {
		c := cslItem{
			ID: it.Key, Title: it.Title, Publisher: it.Publisher, Issued: cslIssued(string(it.Date)), Version: it.Version, URL: it.URL, Note: it.notes(),
			Type: map[Kind]string{Dataset: "dataset", Report: "report", News: "article-newspaper", WebPage: "webpage", Entry: "entry-encyclopedia"}[it.Kind],
		}
		if it.Author != "" {
			c.Author = []cslName{{it.Author}}
		}
		if it.Kind == News || it.Kind == Entry {
			c.Container, c.Publisher = it.Publisher, "" // the paper, not its owner
		}
		out = append(out, c)
	}
	return output.WriteJSONDocument(w, out)
}

func cslIssued(d string) *cslDate {
	if d == "" {
		return nil
	}
	from, to, stretch := strings.Cut(d, "/")
	switch {
	case from == "":
		return &cslDate{Literal: "on or before " + to}
	case stretch && to == "":
		return &cslDate{Literal: "on or after " + from}
	case stretch:
		return &cslDate{Parts: [][]int{cslParts(from), cslParts(to)}}
	}
	return &cslDate{Parts: [][]int{cslParts(from)}}
}

func cslParts(d string) []int {
	var out []int
	for part := range strings.SplitSeq(d, "-") {
		n, err := strconv.Atoi(part)
		if err != nil {
			break
		}
		out = append(out, n)
	}
	return out
}
