package web

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"careratings/internal/chart"
	"careratings/internal/compare"
	"careratings/internal/eras"
	"careratings/internal/flat"
	"careratings/internal/league"
	"careratings/internal/moves"
)

func leagueView(ctx context.Context, s Site, q params) (*answer, error) {
	id := q.one("edition")
	if id == "" {
		return nil, badf("Which edition? Name it in the address, as in /league?edition=stars-2004; /editions lists them.")
	}
	if err := knownGroup(q); err != nil {
		return nil, err
	}
	level, err := q.oneOf("level", levels()...)
	if err != nil {
		return nil, err
	}
	doc, err := league.Build(ctx, s.Archive, id, league.Options{Kind: q.one("kind"), Measure: q.one("measure"), Level: level, AsOf: q.one("as-of")})
	if err != nil {
		return nil, s.near(ctx, err, "/league?edition=", id)
	}
	a := asking("archive", "league", id)
	a.table, a.document = flat.League(doc), doc
	a.link.Set("edition", id)
	a.keep(q, "kind", "measure", "level", "as-of")
	code := ""
	if trust := q.one("trust"); trust != "" {
		body, remark, err := s.find(ctx, trust)
		if err != nil {
			return nil, err
		}
		code = body.ID
		a.link.Set("trust", code)
		if remark != "" {
			a.remarks = []string{remark}
		}
	}
	a.page = func() (*Page, error) {
		p, err := s.League(ctx, doc, code, a.command())
		if err == nil {
			p.Form = leagueForm(q, doc)
			a.tablesAlone(p, doc)
		}
		return p, err
	}
	if len(doc.Tables) == 1 {
		a.sheet = func() (*chart.Sheet, error) {
			m, err := s.maker(ctx, a.command())
			if err != nil {
				return nil, err
			}
			m.page.AsOf = q.one("as-of")
			return m.leagueSheet(doc, code)
		}
	} else {
		a.bald = fmt.Sprintf("%s has %d tables and a picture shows one: choose with kind, one of %s.", id, len(doc.Tables), strings.Join(groupsOf(doc), ", "))
	}
	return a, nil
}

// tablesAlone puts into the section of each of several tables the way to it alone,
// where it has its picture.
func (a *answer) tablesAlone(p *Page, doc league.Document) {
	if len(doc.Tables) < 2 {
		return
	}
	for i, t := range doc.Tables {
		at := slices.IndexFunc(p.Sections, func(s Section) bool { return s.ID == tableID(i) })
		if t.PeerGroup == "" || at < 0 {
			continue
		}
		alone := maps.Clone(a.link)
		alone.Set("kind", t.PeerGroup)
		p.Sections[at].List = append(p.Sections[at].List, Item{Text: "This table alone, with its picture", Href: "/league?" + alone.Encode()})
	}
}

func groupsOf(doc league.Document) []string {
	var out []string
	for _, t := range doc.Tables {
		out = append(out, t.PeerGroup)
	}
	return out
}

func leagueForm(q params, doc league.Document) *Form {
	groups := []Link{{"all its peer groups", ""}}
	for _, g := range eras.PeerGroups() {
		groups = append(groups, Link{strings.ReplaceAll(g, "-", " "), g})
	}
	return &Form{Action: "/league", Button: "Show", Fields: []Field{
		{Name: "edition", Label: "Edition", Value: doc.Edition}, {Name: "kind", Label: "Peer group", Value: q.one("kind"), Options: groups}, {Name: "trust", Label: "Point out a trust", Value: q.one("trust")},
	}}
}

func knownGroup(q params) error {
	if level := q.one("level"); level != "" && level != "trust" {
		return nil // a care directory has categories of its own
	}
	_, err := q.oneOf("kind", append([]string{""}, eras.PeerGroups()...)...)
	return err
}

// two compares the editions a request names; without any the answer only asks.
func two(ctx context.Context, s Site, q params, command string) (*moves.Comparison, *answer, error) {
	a := asking("archive", command, q.one("from"), q.one("to"))
	a.link.Set("from", q.one("from"))
	a.link.Set("to", q.one("to"))
	if err := knownGroup(q); err != nil {
		return nil, nil, err
	}
	opt := moves.Options{Kind: q.one("kind"), AsOf: q.one("as-of")}
	var err error
	if opt.Policy, err = q.oneOf("policy", policies()...); err != nil {
		return nil, nil, err
	}
	if opt.Basis, err = q.oneOf("basis", "published", "common"); err != nil {
		return nil, nil, err
	}
	cat, err := s.Archive.Catalogue(ctx)
	if err != nil {
		return nil, nil, err
	}
	measure := func(side string) string {
		if m := q.one(side); m != "" {
			return m
		}
		return q.one("measure")
	}
	level, err := q.oneOf("level", levels()...)
	if err != nil {
		return nil, nil, err
	}
	moment := func(side string) (moves.Moment, error) {
		m, err := moves.ParseMoment(cat, q.one(side), measure(side+"-measure"))
		if err != nil {
			return m, err
		}
		return m.At(level)
	}
	from, err := moment("from")
	if err != nil {
		return nil, nil, err
	}
	to, err := moment("to")
	if err != nil {
		return nil, nil, err
	}
	if from.ID() == to.ID() && from.Measure.ID == to.Measure.ID {
		return nil, nil, badf("Both sides are %s: name two editions, or two measures with from-measure and to-measure.", from.ID())
	}
	for _, query := range q.values["trust"] {
		body, remark, err := s.find(ctx, query)
		if err != nil {
			return nil, nil, err
		}
		if len(opt.Trusts) > 0 {
			return nil, nil, badf("One trust at a time: /trajectory sets several side by side.")
		}
		opt.Trusts = []string{body.ID}
		a.link.Set("trust", body.ID)
		a.flags["trust"] = body.ID
		if remark != "" {
			a.remarks = append(a.remarks, remark)
		}
	}
	found, err := moves.Compare(ctx, s.Archive, from, to, opt)
	if err != nil {
		return nil, nil, err
	}
	if len(found.Pairs) == 0 {
		return nil, nil, notFoundf("No lineage is held on either side of %s and %s under these filters.", from.ID(), to.ID())
	}
	a.keep(q, "kind", "measure", "from-measure", "to-measure", "level", "policy", "basis", "as-of")
	return found, a, nil
}

// levels are what a rating of the CQC can be of; those of locations and providers
// come of imported care directories.
func levels() []string { return []string{"trust", "location", "provider"} }

func policies() []string {
	var out []string
	for _, p := range compare.Policies() {
		out = append(out, string(p))
	}
	return out
}

func twoForm(q params) *Form {
	groups := []Link{{"all", ""}}
	for _, g := range eras.PeerGroups() {
		groups = append(groups, Link{strings.ReplaceAll(g, "-", " "), g})
	}
	return &Form{Action: "/diff", Button: "Compare", Fields: []Field{
		{Name: "from", Label: "Earlier edition, or cqc@2018-01-01", Value: q.one("from")},
		{Name: "to", Label: "Later edition", Value: q.one("to")},
		{Name: "kind", Label: "Peer group", Value: q.one("kind"), Options: groups},
		{Name: "trust", Label: "Only this trust", Value: q.one("trust")},
	}}
}

func diffView(ctx context.Context, s Site, q params) (*answer, error) {
	form := twoForm(q)
	if q.one("from") == "" && q.one("to") == "" {
		m, err := s.maker(ctx, "")
		if err != nil {
			return nil, err
		}
		m.page.Title, m.page.Kicker, m.page.Form = "Who rose, who fell, who cannot be told", "Two editions", form
		m.page.Lead = []string{"Name two editions, or a rolling era as at a day. Across scales up and down are said only where the tie bands do not overlap."}
		sec := m.section(2, "pairs", "To begin with")
		for _, pair := range [][2]string{{"stars-2003", "stars-2004"}, {"healthcheck-2007-08", "healthcheck-2008-09"}, {"cqc@2018-01-01", "cqc@2020-02-05"}, {"nof-2025-26-q3", "nof-2025-26-q4"}} {
			sec.List = append(sec.List, Item{Text: "From " + m.momentWords(pair[0]) + " to " + m.momentWords(pair[1]), Href: "/diff?" + url.Values{"from": {pair[0]}, "to": {pair[1]}}.Encode()})
		}
		return &answer{page: m.done, bare: true}, nil
	}
	if q.one("from") == "" || q.one("to") == "" {
		return nil, badf("Name both editions: from and to.")
	}
	found, a, err := two(ctx, s, q, "diff")
	if err != nil {
		return nil, err
	}
	d := found.Diff()
	if day := q.one("as-of"); day != "" {
		d.AsOf = &day
	}
	a.table, a.document = diffTable(d), d
	a.page = func() (*Page, error) {
		p, err := s.Diff(ctx, found, d, q.one("kind"), a.command())
		if err != nil {
			return nil, err
		}
		p.Form = form
		other := url.Values{}
		for name, v := range a.link {
			if name != "trust" {
				other[name] = v
			}
		}
		p.Sections = append(p.Sections, Section{ID: "more", Heading: "The same two in other ways", Level: 2, List: []Item{
			{Text: "Levels against each other, with intervals (cross-tab)", Href: "/crosstab?" + other.Encode()},
			{Text: "Moves between levels, with kappa: refused across a break", Href: "/transitions?" + other.Encode()},
		}})
		return p, nil
	}
	a.sheet = func() (*chart.Sheet, error) {
		m, err := s.maker(ctx, a.command())
		if err != nil {
			return nil, err
		}
		m.page.AsOf = q.one("as-of")
		return m.diffSheet(found, q.one("kind"))
	}
	return a, nil
}

// tableView is the cross-tab of two editions, or the same read as moves.
func tableView(command string) func(context.Context, Site, params) (*answer, error) {
	return func(ctx context.Context, s Site, q params) (*answer, error) {
		if q.one("from") == "" || q.one("to") == "" {
			return nil, badf("Name both editions: from and to.")
		}
		found, a, err := two(ctx, s, q, command)
		if err != nil {
			return nil, err
		}
		read := found.CrossTab
		if command == "transitions" {
			read = found.Transitions
		}
		tab, err := read()
		if err != nil {
			return nil, err
		}
		a.table, a.document = flat.CrossTab(tab), tab
		a.page = func() (*Page, error) { return s.CrossTab(ctx, found, tab, q.one("kind"), a.command()) }
		a.sheet = func() (*chart.Sheet, error) {
			m, err := s.maker(ctx, a.command())
			if err != nil {
				return nil, err
			}
			m.page.AsOf = q.one("as-of")
			return m.tabSheet(tab, q.one("kind"), found)
		}
		return a, nil
	}
}
