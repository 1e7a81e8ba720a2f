package fetch

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"careratings/internal/pattern"
)

// Method is how a publication is got.
type Method string

// The methods.
const (
	FromPage Method = "page"   // files linked from a landing page
	Direct   Method = "file"   // one file at an address that stays
	FromAPI  Method = "api"    // the CQC syndication API, one answer a record
	ByHand   Method = "manual" // no program can get it; the note says how
)

// Entry is one publication of the registry.
type Entry struct {
	ID        string
	What      string
	Publisher string
	Method    Method
	Page      string // address of the landing page, the file or the API
	// Pattern is a regular expression that the whole decoded name of a file must
	// match, in either case; for an API it is the path of the list.
	Pattern string
	Formats []Format // what the file may be; any of them
	Cadence string
	Licence string
	Note    string // where the address and the names were seen

	match *regexp.Regexp
}

// Registry is every publication known, in the order of the file.
type Registry []Entry

// columns are the header of a registry, in order.
func columns() []string {
	return []string{"id", "what", "publisher", "method", "page", "pattern", "format", "cadence", "licence", "note"}
}

// ReadRegistry reads a registry from CSV. The error names every fault with its
// data row, counted from 1, and its column.
func ReadRegistry(r io.Reader) (Registry, error) {
	reader := csv.NewReader(r)
	header, err := reader.Read()
	if err != nil {
		return nil, fmt.Errorf("registry: no header row: %w", err)
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff")
	if !slices.Equal(header, columns()) {
		return nil, fmt.Errorf("registry: header is %s, want %s", strings.Join(header, ","), strings.Join(columns(), ","))
	}
	var out Registry
	var faults []error
	seen := map[string]int{}
	for row := 1; ; row++ {
		rec, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("registry: %w", err)
		}
		e, bad := readEntry(rec)
		if first, twice := seen[e.ID]; twice {
			bad = append(bad, fault{"id", fmt.Sprintf("%q stands in row %d already", e.ID, first)})
		}
		seen[e.ID] = row
		for _, f := range bad {
			faults = append(faults, fmt.Errorf("registry: row %d, column %s: %s", row, f.column, f.what))
		}
		out = append(out, e)
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return out, nil
}

type fault struct{ column, what string }

// entryID is an id as users type it and file names bear it.
var entryID = pattern.Of(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func readEntry(rec []string) (Entry, []fault) {
	e := Entry{
		ID: rec[0], What: rec[1], Publisher: rec[2], Method: Method(rec[3]), Page: rec[4], Pattern: rec[5],
		Cadence: rec[7], Licence: rec[8], Note: rec[9],
	}
	var bad []fault
	for i, cell := range rec {
		if cell == "" && columns()[i] != "pattern" {
			bad = append(bad, fault{columns()[i], "is empty"})
		}
		if cell != strings.TrimSpace(cell) {
			bad = append(bad, fault{columns()[i], fmt.Sprintf("%q has white space at an end", cell)})
		}
	}
	if e.ID != "" && !entryID().MatchString(e.ID) {
		bad = append(bad, fault{"id", fmt.Sprintf("%q: want lower-case letters, digits and single hyphens", e.ID)})
	}
	if _, err := parseAddress(e.Page); err != nil {
		bad = append(bad, fault{"page", err.Error()})
	}
	for _, f := range strings.Fields(rec[6]) {
		if !slices.Contains(formats(), Format(f)) {
			bad = append(bad, fault{"format", fmt.Sprintf("%q is none of %s", f, joinFormats(formats()))})
		}
		e.Formats = append(e.Formats, Format(f))
	}
	return e, append(bad, e.compile()...)
}

// compile checks the pattern against the method.
func (e *Entry) compile() []fault {
	switch e.Method {
	case FromPage:
		re, err := regexp.Compile("(?i)^(?:" + e.Pattern + ")$")
		if err != nil || e.Pattern == "" {
			return []fault{{"pattern", fmt.Sprintf("%q is no pattern of file names: %v", e.Pattern, err)}}
		}
		e.match = re
	case FromAPI:
		if _, err := listOf(e.Pattern); err != nil {
			return []fault{{"pattern", err.Error()}}
		}
	case Direct, ByHand:
		if e.Pattern != "" {
			return []fault{{"pattern", fmt.Sprintf("is %q, but nothing is searched for by method %s", e.Pattern, e.Method)}}
		}
	default:
		return []fault{{"method", fmt.Sprintf("%q is none of page, file, api, manual", e.Method)}}
	}
	return nil
}

// Find gives the entry with an id.
func (r Registry) Find(id string) (Entry, bool) {
	i := slices.IndexFunc(r, func(e Entry) bool { return e.ID == id })
	if i < 0 {
		return Entry{}, false
	}
	return r[i], true
}

// Like lists the ids that contain word, or all ids when none does.
func (r Registry) Like(word string) []string {
	var near, all []string
	for _, e := range r {
		all = append(all, e.ID)
		if word != "" && strings.Contains(e.ID, strings.ToLower(word)) {
			near = append(near, e.ID)
		}
	}
	if len(near) > 0 {
		return near
	}
	return all
}

// Hosts lists the hosts the registry names. They may lie in a private network
// (parts of the NHS resolve public names to private addresses); other hosts may
// not.
func (r Registry) Hosts() []string {
	var out []string
	for _, e := range r {
		if u, err := parseAddress(e.Page); err == nil && !slices.Contains(out, u.Hostname()) {
			out = append(out, u.Hostname())
		}
	}
	return out
}
