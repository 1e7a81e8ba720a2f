package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"careratings/internal/eras"
	"careratings/internal/output"
)

// Problem is why a view cannot be given: an HTTP status, one clear sentence, and
// what could have been meant.
type Problem struct {
	Status     int
	What       string
	Candidates []Item
}

func (p *Problem) Error() string { return p.What }

func badf(format string, args ...any) *Problem {
	return &Problem{Status: http.StatusBadRequest, What: fmt.Sprintf(format, args...)}
}

func notFoundf(format string, args ...any) *Problem {
	return &Problem{Status: http.StatusNotFound, What: fmt.Sprintf(format, args...)}
}

const (
	longestValue = 200 // characters; no name or id of the archive is longer
	mostTrusts   = 12
	mostStrands  = 4 // more trusts are shown without their predecessors, unless that is asked for
)

// params are the checked parameters of a request. Those left empty, as forms send
// them, count as not given.
type params struct{ values url.Values }

// parse reads a query string strictly: only the parameters a view knows, each once
// but for trust, and no text that a line or a name cannot hold.
func parse(raw string, allowed []string) (params, error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return params{}, badf("The address's query cannot be read: write NAME=VALUE, joined by &.")
	}
	out := url.Values{}
	for name, list := range values {
		if !slices.Contains(allowed, name) {
			return params{}, badf("This view has no parameter %q; it has %s.", cut(name), listed(allowed))
		}
		for _, v := range list {
			v = strings.TrimSpace(v)
			switch {
			case v == "":
				continue
			case !utf8.ValidString(v):
				return params{}, badf("%s is not UTF-8 text.", name)
			case utf8.RuneCountInString(v) > longestValue:
				return params{}, badf("%s is longer than %d characters.", name, longestValue)
			case strings.ContainsFunc(v, unicode.IsControl):
				return params{}, badf("%s holds a line break or a control character.", name)
			}
			out.Add(name, v)
		}
		most := 1
		if name == "trust" {
			most = mostTrusts
		}
		if len(out[name]) > most {
			return params{}, badf("%s is given %d times; at most %d are possible here.", name, len(out[name]), most)
		}
	}
	p := params{out}
	if day := p.one("as-of"); day != "" {
		if iv, err := eras.ParseInterval(day); err != nil || len(day) != len("2006-01-02") || iv.First() != day {
			return params{}, badf("as-of must be one day, as in 2016-06-30.")
		}
	}
	return p, nil
}

func (p params) one(name string) string { return p.values.Get(name) }

// oneOf is a parameter that takes one of a few words; the first stands for none.
func (p params) oneOf(name string, words ...string) (string, error) {
	v := p.one(name)
	if v == "" {
		return words[0], nil
	}
	if !slices.Contains(words, v) {
		return "", badf("%s cannot be %q; use %s.", name, cut(v), listed(words))
	}
	return v, nil
}

func listed(words []string) string {
	if len(words) == 0 {
		return "none"
	}
	return strings.Join(slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "" }), ", ")
}

// cut is what was typed, made harmless and short enough for a sentence.
func cut(s string) string { return output.Truncate(output.Clean(s), 60, "…") }
