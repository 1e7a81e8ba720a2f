package tui

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	charts "careratings/internal/chart"
	"careratings/internal/output"
	"careratings/internal/store"
	"careratings/internal/trajectory"
)

// pictured is a screen of which archive chart draws a picture. Picture takes what
// is seen and returns what draws it, to run while the screen goes on; its error says
// in words why what is seen cannot be drawn.
type pictured interface {
	Picture() (draw func(ctx context.Context, a *store.Archive, about charts.About) (*charts.Sheet, error), err error)
}

// exportFormats are the endings that the export of a screen takes.
func exportFormats(s screen) string {
	const rows = ".csv .json .ndjson .tsv .md"
	if _, ok := s.(pictured); ok {
		return rows + ", a picture: .svg .png .pdf"
	}
	return rows
}

// drawFile draws what is seen and writes it, whole or not at all.
func (f *frame) drawFile(name, format string) tea.Cmd {
	p, ok := f.top().(pictured)
	if !ok {
		return notice("not written: this screen has no picture; the name must end in .csv, .json, .ndjson, .tsv or .md")
	}
	draw, err := p.Picture()
	if err != nil {
		return notice("not written: " + err.Error())
	}
	save, open, about := f.save, f.session.open, charts.About{AsOf: f.session.asOf}
	return func() tea.Msg {
		n, err := func() (int, error) {
			ctx := context.Background()
			a, err := open()
			if err != nil {
				return 0, err
			}
			if about.Data, err = a.Meta(ctx, "data_version"); err != nil {
				return 0, err
			}
			sheet, err := draw(ctx, a, about)
			if err != nil {
				return 0, err
			}
			var b bytes.Buffer
			if err := sheet.Write(&b, format); err != nil {
				return 0, err
			}
			return b.Len(), save(name, b.Bytes())
		}()
		if err != nil {
			return noticeMsg{"not written: " + output.Clean(err.Error())}
		}
		return noticeMsg{fmt.Sprintf("picture of %d bytes written to %s", n, name)}
	}
}

// drawingLine is the command line of a picture, spelled as archive chart spells its
// own: the flags that are set, by name.
func drawingLine(words []string, flags ...[2]string) string {
	flags = slices.DeleteFunc(flags, func(f [2]string) bool { return f[1] == "" })
	slices.SortFunc(flags, func(a, b [2]string) int { return cmp.Compare(a[0], b[0]) })
	line := "archive chart"
	for _, w := range words {
		line += " " + output.CommandLine(w)
	}
	for _, f := range flags {
		line += " " + f[0] + " " + output.CommandLine(f[1])
	}
	return line
}

// picture draws trajectories as they are seen.
func (st *story) picture(v view) func(context.Context, *store.Archive, charts.About) (*charts.Sheet, error) {
	doc := st.document(v)
	words := []string{"trajectory"}
	for _, t := range doc.Trusts {
		words = append(words, t.Code)
	}
	policy := st.policy
	if policy == "strands" {
		policy = ""
	}
	if policy == "" && len(doc.Trusts) > 4 {
		policy = "strands" // the command would take legal
	}
	line := drawingLine(words, [2]string{"--policy", policy}, [2]string{"--measure", strings.TrimPrefix(v.flag(), " --measure ")}, [2]string{"--as-of", st.asOf})
	return func(_ context.Context, _ *store.Archive, about charts.About) (*charts.Sheet, error) {
		about.Command = line
		return charts.Trajectory(doc, st.cat, charts.TrajectoryOptions{About: about, Chosen: true})
	}
}

// Picture implements pictured.
func (t *trajectoryScreen) Picture() (func(context.Context, *store.Archive, charts.About) (*charts.Sheet, error), error) {
	if t.story == nil || t.busy {
		return nil, errors.New("still loading")
	}
	return t.story.picture(t.story.views[t.view]), nil
}

// Picture implements pictured.
func (c *compareScreen) Picture() (func(context.Context, *store.Archive, charts.About) (*charts.Sheet, error), error) {
	if c.story == nil || c.busy {
		return nil, errors.New("still loading")
	}
	return c.story.picture(c.story.views[c.view]), nil
}

// Picture implements pictured: it is of the map, which no filter of the rows beside
// it narrows.
func (s *diffScreen) Picture() (func(context.Context, *store.Archive, charts.About) (*charts.Sheet, error), error) {
	if s.read == nil || s.read.problem != nil {
		return nil, errors.New("there is no map to draw")
	}
	c, q := s.read.c, s.read.ask
	words := q.arguments()
	var flags [][2]string
	for i := 2; i+1 < len(words); i += 2 {
		flags = append(flags, [2]string{words[i], strings.Trim(words[i+1], "'")})
	}
	line := drawingLine([]string{"diff", q.from, q.to}, flags...)
	return func(_ context.Context, _ *store.Archive, about charts.About) (*charts.Sheet, error) {
		tab, err := c.CrossTab()
		if err != nil {
			return nil, err
		}
		about.Command = line
		for _, p := range c.Pairs {
			for _, pt := range []*trajectory.Point{p.A, p.B} {
				if pt != nil && len(pt.Claims) > 0 {
					about.Sources = append(about.Sources, pt.Claims[0].Source)
				}
			}
		}
		return charts.Diff(tab, charts.DiffOptions{About: about, Kind: q.kind, Basis: c.Basis})
	}, nil
}

// Picture implements pictured: of one whole table, for a picture cannot tell what a
// filter left out.
func (s *editionScreen) Picture() (func(context.Context, *store.Archive, charts.About) (*charts.Sheet, error), error) {
	switch {
	case s.got == nil || s.got.none != "":
		return nil, errors.New("there is no table to draw")
	case len(s.got.doc.Tables) > 1:
		return nil, errors.New("a picture is of one table: choose its peer group with t")
	}
	doc, asked, pick := s.got.doc, s.got.asked, s.pick()
	if asked.region != "" || s.form != "" || pick.Bar != "" || pick.Named != "" {
		return nil, errors.New("a picture is of the whole table: take the filters off first")
	}
	line := drawingLine([]string{"league", asked.edition}, [2]string{"--kind", asked.kind}, [2]string{"--measure", asked.measure}, [2]string{"--as-of", s.session.asOf})
	return func(ctx context.Context, a *store.Archive, about charts.About) (*charts.Sheet, error) {
		var ids []string
		for _, r := range doc.Tables[0].Rows {
			ids = append(ids, r.Source)
		}
		found, err := a.Sources(ctx, ids)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if src, ok := found[id]; ok {
				about.Sources = append(about.Sources, trajectory.Source{ID: src.ID, Title: src.Title, Publisher: src.Publisher, URL: src.URL, Tier: src.Tier})
			}
		}
		about.Command = line
		return charts.League(doc, charts.LeagueOptions{About: about})
	}, nil
}
