package queries

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"careratings/internal/eras"
)

// Type is the type of a parameter: what its value may be.
type Type string

// The types. An edition, an era or a measure must be one of the archive's; an
// era may be empty, for all of them.
const (
	Integer   Type = "integer"
	Edition   Type = "edition"
	Era       Type = "era"
	Measure   Type = "measure"
	PeerGroup Type = "peer-group"
)

// Known are the ids a parameter may name; of a measure also its kind.
type Known struct {
	Editions, Eras []string
	Measures       map[string]string
}

// ParamError is a parameter given wrongly.
type ParamError struct {
	Query, What string
}

func (e *ParamError) Error() string { return "query " + e.Query + ": " + e.What }

// Value reads the text of a value: an int64 for an integer, else a string.
// known is nil where no archive is at hand and ids are not looked up.
func (p Param) Value(s string, known *Known) (any, error) {
	switch p.Type {
	case Integer:
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("want a whole number")
		}
		least, most, bounded := strings.Cut(p.Limits, "..")
		if low, err := strconv.ParseInt(least, 10, 64); bounded && err == nil && n < low {
			return nil, fmt.Errorf("want %s", p.Allowed())
		}
		if high, err := strconv.ParseInt(most, 10, 64); bounded && err == nil && n > high {
			return nil, fmt.Errorf("want %s", p.Allowed())
		}
		return n, nil
	case Edition:
		if known != nil && !slices.Contains(known.Editions, s) {
			return nil, fmt.Errorf("no such edition; archive editions lists them")
		}
		return s, nil
	case Era:
		if known != nil && s != "" && !slices.Contains(known.Eras, s) {
			return nil, fmt.Errorf("no such era; archive eras lists them")
		}
		return s, nil
	case Measure:
		if known == nil {
			return s, nil
		}
		kind, ok := known.Measures[s]
		if !ok {
			return nil, fmt.Errorf("no such measure; archive measures lists them")
		}
		if limits := strings.Split(p.Limits, ","); p.Limits != "" && !slices.Contains(limits, kind) && !slices.Contains(limits, s) {
			return nil, fmt.Errorf("its kind is %s; want %s", kind, p.Allowed())
		}
		return s, nil
	case PeerGroup:
		if !slices.Contains(eras.PeerGroups(), s) {
			return nil, fmt.Errorf("want %s", p.Allowed())
		}
		return s, nil
	}
	return nil, fmt.Errorf("no parameter type %q", string(p.Type))
}

// Allowed says what the values are: "a whole number, 1 or more".
func (p Param) Allowed() string {
	least, most, _ := strings.Cut(p.Limits, "..")
	switch {
	case p.Type == Integer && most != "":
		return "a whole number, " + least + " to " + most
	case p.Type == Integer && least != "":
		return "a whole number, " + least + " or more"
	case p.Type == Integer:
		return "a whole number"
	case p.Type == PeerGroup:
		return "one of " + strings.Join(eras.PeerGroups(), ", ")
	case p.Type == Measure && strings.Contains(p.Limits, "."):
		return "one of " + strings.ReplaceAll(p.Limits, ",", ", ")
	case p.Type == Measure && p.Limits != "":
		return "a measure of kind " + strings.ReplaceAll(p.Limits, ",", " or ")
	case p.Type == Era:
		return "an era id, or empty"
	}
	return map[Type]string{Edition: "an edition id", Measure: "a measure id"}[p.Type]
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
		v, err := p.Value(s, look)
		if err != nil {
			return nil, &ParamError{q.Name, fmt.Sprintf("parameter %s=%q (%s): %s", p.Name, s, p.Type, err)}
		}
		out[p.Name] = v
	}
	for _, r := range q.Refused {
		if out[r[0]] == out[r[1]] {
			return nil, &ParamError{q.Name, fmt.Sprintf("parameters %s and %s are both %v; they must differ", r[0], r[1], out[r[0]])}
		}
	}
	return out, nil
}

// Script is the query as the sqlite3 shell runs it: a .parameter line for each
// value, then the SQL.
func (q Query) Script(params map[string]any) string {
	var b strings.Builder
	for _, p := range q.Params {
		// The shell reads "..." with backslash escapes, then the rest as an SQL expression.
		value := fmt.Sprint(params[p.Name])
		if text, ok := params[p.Name].(string); ok {
			value = strconv.Quote("'" + strings.ReplaceAll(text, "'", "''") + "'")
		}
		fmt.Fprintf(&b, ".parameter set :%s %s\n", p.Name, value)
	}
	return b.String() + q.SQL
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
