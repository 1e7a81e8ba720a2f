// Package queries holds the saved queries: SQL files with a header that
// describes them and their parameters. It parses and checks; internal/store
// runs them.
package queries

import (
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"careratings/internal/pattern"
)

//go:generate go test . -run TestReferenceIsCurrent -update

//go:embed *.sql
var files embed.FS

// Query is one saved query.
type Query struct {
	Name     string
	About    string // what it asks, in a line
	Long     string // how to read the answer; may be empty
	Coverage string // what the archive's holdings mean for it
	Params   []Param
	Refused  [][2]string // parameters that may not have the same value
	SQL      string      // the file as it stands, header included
}

// Param is a named parameter, :name in the SQL.
type Param struct {
	Name    string
	Type    Type
	Limits  string // of an integer its bounds, "1..10"; of a measure the kinds or ids allowed, "level,rank"
	Default string
	About   string
}

// All returns the saved queries by name.
func All() ([]Query, error) { return read(files) }

func read(fsys fs.FS) ([]Query, error) {
	names, err := fs.Glob(fsys, "*.sql")
	if err != nil {
		return nil, err
	}
	var out []Query
	for _, name := range names {
		raw, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		q, err := parse(strings.TrimSuffix(name, ".sql"), string(raw))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, q)
	}
	slices.SortFunc(out, func(a, b Query) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

// parse reads the header of a query file:
//
//	-- about: One line.
//	--   More lines, indented.
//	-- coverage: One line.
//	-- param: NAME TYPE [LIMITS] = DEFAULT | description
//	-- refuse: NAME = NAME
//
// and refuses a header without about or coverage, a parameter the SQL does not
// use, and a default its own type refuses.
func parse(name, text string) (Query, error) {
	q := Query{Name: name, SQL: text}
	var long []string
	for line := range strings.Lines(text) {
		rest, ok := strings.CutPrefix(line, "-- ")
		if !ok {
			break
		}
		rest = strings.TrimRight(rest, "\n")
		if more, ok := strings.CutPrefix(rest, "  "); ok {
			long = append(long, strings.TrimSpace(more))
			continue
		}
		key, value, _ := strings.Cut(rest, ": ")
		switch key {
		case "about":
			q.About = value
		case "coverage":
			q.Coverage = value
		case "param":
			p, err := parseParam(value)
			if err != nil {
				return q, err
			}
			if !regexp.MustCompile(`:` + p.Name + `\b`).MatchString(text) {
				return q, fmt.Errorf("parameter %s is not used", p.Name)
			}
			q.Params = append(q.Params, p)
		case "refuse":
			a, b, _ := strings.Cut(value, " = ")
			for _, name := range []string{a, b} {
				if !slices.ContainsFunc(q.Params, func(p Param) bool { return p.Name == name }) {
					return q, fmt.Errorf("header line %q: no parameter %q above it", line, name)
				}
			}
			q.Refused = append(q.Refused, [2]string{a, b})
		default:
			return q, fmt.Errorf("header line %q: want about, coverage, param or refuse", line)
		}
	}
	q.Long = strings.Join(long, " ")
	if q.About == "" || q.Coverage == "" {
		return q, fmt.Errorf("the header needs about and coverage")
	}
	return q, nil
}

var paramLine = pattern.Of(`^([a-z][a-z_]*) ([a-z-]+)(?: ([a-z0-9.,-]+))? = ?(.*?) ?\| (.+)$`)

func parseParam(s string) (Param, error) {
	m := paramLine().FindStringSubmatch(s)
	if m == nil {
		return Param{}, fmt.Errorf("parameter %q: want NAME TYPE [LIMITS] = DEFAULT | description", s)
	}
	p := Param{Name: m[1], Type: Type(m[2]), Limits: m[3], Default: m[4], About: m[5]}
	if _, err := p.Value(p.Default, nil); err != nil {
		return p, fmt.Errorf("parameter %s: default %q: %w", p.Name, p.Default, err)
	}
	return p, nil
}
