package web

import (
	"context"
	"maps"
	"net/url"
	"slices"

	"careratings/internal/chart"
	"careratings/internal/output"
)

// view is one kind of page: its address, the parameters it takes, and how it
// answers. Its rows and its document are those of a command.
type view struct {
	path   string
	params []string
	answer func(ctx context.Context, s Site, q params) (*answer, error)
}

// answer is a view that was asked for, each form of it made when it is wanted.
type answer struct {
	page     func() (*Page, error)
	table    output.Table // what the command prints as CSV
	document any          // what it prints as JSON
	sheet    func() (*chart.Sheet, error)
	bald     string            // what to ask for instead, where there is no sheet
	words    []string          // the command's, before its flags
	flags    map[string]string // the command's
	link     url.Values        // the view again, in its shortest and steady form
	remarks  []string
	bare     bool // a form that asks: nothing to take along
}

// views are all there are.
func views() []view {
	narrowed := []string{"kind", "measure", "level", "as-of"}
	two := append([]string{"from", "to", "trust", "from-measure", "to-measure", "policy", "basis"}, narrowed...)
	return []view{
		{"/", nil, home},
		{"/search", []string{"q"}, search},
		{"/trajectory", []string{"trust", "policy", "measure", "as-of"}, trajectoryView},
		{"/compare", []string{"trust", "policy", "measure", "as-of"}, compareView},
		{"/league", append([]string{"edition", "trust"}, narrowed...), leagueView},
		{"/diff", two, diffView},
		{"/crosstab", slices.DeleteFunc(slices.Clone(two), func(p string) bool { return p == "trust" }), tableView("crosstab")},
		{"/transitions", slices.DeleteFunc(slices.Clone(two), func(p string) bool { return p == "trust" }), tableView("transitions")},
		{"/editions", []string{"era", "q"}, editionsView},
		{"/sources", nil, sourcesView},
		{"/source", []string{"id"}, sourceView},
	}
}

// asking begins an answer that a command of these words gives, too.
func asking(words ...string) *answer {
	return &answer{words: words, flags: map[string]string{}, link: url.Values{}}
}

// command is the line that prints the same rows.
func (a *answer) command() string {
	words := slices.Clone(a.words)
	for _, name := range slices.Sorted(maps.Keys(a.flags)) {
		words = append(words, "--"+name, a.flags[name])
	}
	return output.CommandLine(words...)
}

// keep carries parameters that were given into the address and the command line.
func (a *answer) keep(q params, names ...string) {
	for _, name := range names {
		if v := q.one(name); v != "" {
			a.link.Set(name, v)
			a.flags[name] = v
		}
	}
}

// address is a view's address with an ending, such as .csv.
func (a *answer) address(path, ending string) string {
	out := path + ending
	if q := a.link.Encode(); q != "" {
		out += "?" + q
	}
	return out
}

// dressed is the page with what every page offers: its other forms and the command
// line that prints the same.
func (a *answer) dressed(path string) (*Page, error) {
	p, err := a.page()
	if err != nil {
		return nil, err
	}
	p.View = path
	p.Remarks = append(p.Remarks, a.remarks...)
	if a.bare {
		return p, nil
	}
	p.Command = a.command()
	p.Downloads = []Link{{"this address again", a.address(path, "")}, {"CSV", a.address(path, ".csv")}, {"JSON", a.address(path, ".json")}}
	if a.sheet != nil && len(p.Figures) > 0 {
		p.Downloads = append(p.Downloads, Link{"picture (SVG)", a.address(path, ".svg")})
	}
	return p, nil
}
