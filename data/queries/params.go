package queries

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Type is the type of a parameter: what its value may be.
type Type string

// The types. An edition or a measure must be one of the archive's.
const (
	Text    Type = "text"
	Integer Type = "integer"
	Edition Type = "edition"
	Measure Type = "measure"
)

// Known are the ids a parameter may name.
type Known struct {
	Editions, Measures []string
}

// ParamError is a parameter given wrongly.
type ParamError struct {
	Query, What string
}

func (e *ParamError) Error() string { return "query " + e.Query + ": " + e.What }

// Value reads the text of a value: an int64 for an integer, else a string.
// known is nil where no archive is at hand and ids are not looked up.
func (t Type) Value(s string, known *Known) (any, error) {
	switch t {
	case Text:
		return s, nil
	case Integer:
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("want a whole number")
		}
		return n, nil
	case Edition:
		if known != nil && !slices.Contains(known.Editions, s) {
			return nil, fmt.Errorf("no such edition; archive editions lists them")
		}
		return s, nil
	case Measure:
		if known != nil && !slices.Contains(known.Measures, s) {
			return nil, fmt.Errorf("no such measure; archive measures lists them")
		}
		return s, nil
	}
	return nil, fmt.Errorf("no parameter type %q", string(t))
}

// Bind reads assignments "name=value" over the defaults: the value of every
// parameter, to be bound by name. The error is a *ParamError.
func (q Query) Bind(assignments []string, known *Known) (map[string]any, error) {
	given := map[string]string{}
	for _, a := range assignments {
		name, value, ok := strings.Cut(a, "=")
		switch {
		case !ok:
			return nil, &ParamError{q.Name, fmt.Sprintf("parameter %q: want NAME=VALUE", a)}
		case !slices.ContainsFunc(q.Params, func(p Param) bool { return p.Name == name }):
			return nil, &ParamError{q.Name, fmt.Sprintf("no parameter %q; it has: %s", name, q.paramNames())}
		}
		if _, twice := given[name]; twice {
			return nil, &ParamError{q.Name, fmt.Sprintf("parameter %s is given twice", name)}
		}
		given[name] = value
	}
	out := map[string]any{}
	for _, p := range q.Params {
		s, ok := given[p.Name]
		if !ok {
			s = p.Default
		}
		// A default may name what another archive does not hold: then the
		// answer is empty, not the command line wrong.
		look := known
		if !ok {
			look = nil
		}
		v, err := p.Type.Value(s, look)
		if err != nil {
			return nil, &ParamError{q.Name, fmt.Sprintf("parameter %s=%q (%s): %s", p.Name, s, p.Type, err)}
		}
		out[p.Name] = v
	}
	return out, nil
}

func (q Query) paramNames() string {
	names := make([]string, 0, len(q.Params))
	for _, p := range q.Params {
		names = append(names, p.Name)
	}
	return strings.Join(names, ", ")
}

// String shows a parameter as it is typed: NAME=DEFAULT.
func (p Param) String() string { return p.Name + "=" + p.Default }
