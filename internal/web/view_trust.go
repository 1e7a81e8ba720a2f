package web

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"careratings/internal/bodies"
	"careratings/internal/chart"
	"careratings/internal/eras"
	"careratings/internal/flat"
	"careratings/internal/output"
	"careratings/internal/trajectory"
)

func searchForm(value string) *Form {
	return &Form{Action: "/search", Button: "Find", Fields: []Field{{Name: "q", Label: "A code, a name, a former name, a hospital or a town", Value: value}}}
}

// home asks for a trust and says what is here.
func home(ctx context.Context, s Site, _ params) (*answer, error) {
	m, err := s.maker(ctx, "")
	if err != nil {
		return nil, err
	}
	m.page.Title = "How was this trust rated?"
	m.page.Kicker = "Ratings of English NHS bodies since 2001"
	m.page.Lead = []string{"Star ratings, Annual Health Check, CQC grades, oversight segments, league tables: each value in its publisher's word, with its source, and what may honestly be said about the change."}
	m.page.Form = searchForm("")
	sec := m.section(2, "eras", "The regimes")
	for _, e := range m.cat.Eras {
		sec.List = append(sec.List, Item{Text: e.Label + regimeYears(e), Href: "/editions?" + url.Values{"era": {e.ID}}.Encode()})
	}
	return &answer{page: m.done, bare: true}, nil
}

// regimeYears are the years of a regime after its name, where that does not tell
// them.
func regimeYears(e eras.Era) string {
	from, to := e.From[:min(4, len(e.From))], e.To[:min(4, len(e.To))]
	switch {
	case to == "":
		return ", since " + from
	case strings.Contains(e.Label, from) && strings.Contains(e.Label, to):
		return ""
	case from == to:
		return ", " + from
	}
	return ", " + from + " to " + to
}

// search lists the bodies a query can mean, as archive trusts does.
func search(ctx context.Context, s Site, q params) (*answer, error) {
	query := q.one("q")
	if query == "" {
		return nil, badf("What is to be found? Give a code, a name, a hospital or a town.")
	}
	matches, err := bodies.Search(ctx, s.Archive, query)
	if err != nil {
		return nil, err
	}
	if len(matches) == 0 {
		return nil, notFoundf("No body matches “%s”.", cut(query))
	}
	held, err := s.Archive.RatingCounts(ctx, "")
	if err != nil {
		return nil, err
	}
	t := output.Table{Columns: flat.TrustColumns()}
	for _, m := range matches {
		var list []string
		for _, c := range held[m.Body.ID] {
			list = append(list, c.Era)
		}
		t.Rows = append(t.Rows, flat.TrustRow(m, list))
	}
	a := asking("archive", "trusts", query)
	a.table, a.document = t, output.ListDocument{Schema: "trusts/1", Rows: output.Rows(t)}
	a.link.Set("q", query)
	a.page = func() (*Page, error) {
		m, err := s.maker(ctx, a.command())
		if err != nil {
			return nil, err
		}
		m.page.Title, m.page.Kicker = "“"+query+"”", "Bodies found"
		m.page.Form = searchForm(query)
		sec := m.section(2, "found", plural(len(t.Rows), "body", "bodies"))
		sec.Tables = []Table{m.flatTable("bodies", "The best match first", columnsOf(t, "code", "name", "kind", "closed", "region", "town", "eras", "matched_name"))}
		return m.done()
	}
	return a, nil
}

// asked are the trajectories that a request names.
func asked(ctx context.Context, s Site, q params) (*answer, trajectory.Document, error) {
	doc := trajectory.Document{Schema: trajectory.Schema, Trusts: []trajectory.Trust{}}
	a := asking("archive", "trajectory")
	var err error
	if doc.Policy, err = q.oneOf("policy", trajectory.Policies()...); err != nil {
		return nil, doc, err
	}
	if len(q.values["trust"]) > mostStrands && q.one("policy") == "" {
		doc.Policy = "legal"
		q.values.Set("policy", doc.Policy)
	}
	cat, err := s.Archive.Catalogue(ctx)
	if err != nil {
		return nil, doc, err
	}
	opt := trajectory.Options{AsOf: q.one("as-of"), Policy: doc.Policy}
	if measure := q.one("measure"); measure != "" && measure != "all" {
		var unknown string
		var ok bool
		if opt.Measures, unknown, ok = cat.MeasuresNamed(measure); !ok {
			return nil, doc, notFoundf("No measure is called “%s”.", cut(unknown))
		}
	}
	var codes []string
	for _, query := range q.values["trust"] {
		body, remark, err := s.find(ctx, query)
		if err != nil {
			return nil, doc, err
		}
		if remark != "" {
			a.remarks = append(a.remarks, remark)
		}
		if slices.Contains(codes, body.ID) {
			continue
		}
		codes = append(codes, body.ID)
		t, err := trajectory.Build(ctx, s.Archive, body, opt)
		if err != nil {
			return nil, doc, err
		}
		doc.Trusts = append(doc.Trusts, t)
	}
	doc.Query = strings.Join(codes, "; ")
	a.link["trust"] = codes
	a.words = append(a.words, codes...)
	a.keep(q, "policy", "measure", "as-of")
	if opt.AsOf != "" {
		doc.AsOf = &opt.AsOf
	}
	a.table, a.document = flat.Points(doc), doc
	return a, doc, nil
}

func trajectoryView(ctx context.Context, s Site, q params) (*answer, error) {
	if len(q.values["trust"]) == 0 {
		return nil, badf("Which trust? Name it in the address, as in /trajectory?trust=RWE, or look for it.")
	}
	a, doc, err := asked(ctx, s, q)
	if err != nil {
		return nil, err
	}
	chosen := q.one("measure") != ""
	a.page = func() (*Page, error) {
		p, err := s.Trajectory(ctx, doc, chosen, a.command())
		if err != nil {
			return nil, err
		}
		p.Form = compareForm(doc, "Beside another")
		return p, nil
	}
	a.sheet = func() (*chart.Sheet, error) {
		m, err := s.maker(ctx, a.command())
		if err != nil {
			return nil, err
		}
		m.page.AsOf = q.one("as-of")
		return m.trajectorySheet(doc, chosen)
	}
	return a, nil
}

// compareForm asks for trusts to set side by side, two fields more than are known.
func compareForm(doc trajectory.Document, button string) *Form {
	f := &Form{Action: "/compare", Button: button}
	for i := range min(len(doc.Trusts)+2, 6) {
		field := Field{Name: "trust", Label: fmt.Sprintf("Trust %d", i+1), Hint: fmt.Sprintf("-%d", i+1)}
		if i < len(doc.Trusts) {
			field.Value = doc.Trusts[i].Code
		}
		f.Fields = append(f.Fields, field)
	}
	return f
}

// compareView sets trusts side by side; without two it asks for them.
func compareView(ctx context.Context, s Site, q params) (*answer, error) {
	if len(q.values["trust"]) >= 2 {
		return trajectoryView(ctx, s, q)
	}
	a, doc, err := asked(ctx, s, q)
	if err != nil {
		return nil, err
	}
	m, err := s.maker(ctx, "")
	if err != nil {
		return nil, err
	}
	m.page.Title, m.page.Kicker = "Trusts side by side", "Compare"
	m.page.Lead = []string{"Name two to twelve trusts: codes, names, hospitals or towns. They are set on one time axis, each era on its own scale."}
	m.page.Form = compareForm(doc, "Set side by side")
	a.page, a.bare = m.done, true
	return a, nil
}
