package chart

import (
	"fmt"
	"slices"
	"strings"

	"careratings/internal/league"
)

// levelChart draws how many bodies of a table stand at each level, best first.
// The publisher ranked nobody within a level, so nobody is placed there.
func levelChart(doc league.Document, t *league.Table, opt LeagueOptions) (*Sheet, error) {
	if len(t.Distribution) == 0 {
		return nil, &EmptyError{fmt.Sprintf("%s of %s holds neither ranks nor levels of %s: there is nothing to draw", doc.Measure, doc.Edition, groupName(t.PeerGroup))}
	}
	s, err := newSheet(595)
	if err != nil {
		return nil, err
	}
	y := s.head(leagueTitle(doc, t), levelTold(t), levelBase(t)) + 8
	set := style{8.5, true, ink()}
	names, most := 0.0, 1
	for _, d := range t.Distribution {
		names = max(names, s.width(d.Label, set))
		most = max(most, d.N)
	}
	names = min(names, 150) + 8
	x := margin + names
	full := s.W - margin - x - 90
	var mark *league.Row
	if i := slices.IndexFunc(t.Rows, func(r league.Row) bool { return opt.Trust != "" && r.Body.Code == opt.Trust }); i >= 0 {
		mark = &t.Rows[i]
	}
	for _, d := range t.Distribution {
		w := full * float64(d.N) / float64(most)
		s.text(x-6, y+14, set, right, s.fit(d.Label, set, names-6))
		s.fill(x, y+3, w, 15, tint())
		s.frame(x, y+3, w, 15, pen{0.9, deep(), nil})
		s.text(x+w+5, y+14, style{8.5, false, ink()}, left, countOf(d))
		y += 24
		if told := publishedOf(d); told != "" {
			small := style{7, false, quiet()}
			s.text(x+2, y+4, small, left, s.fit(told, small, s.W-margin-x-4))
			y += 10
		}
		if mark != nil && mark.Level != nil && d.Level != nil && *mark.Level == *d.Level {
			here := style{7.5, true, ink()}
			s.dot(x+6, y+2, 2.5, ink())
			s.text(x+12, y+5, here, left, s.fit(mark.Body.Name+" ("+mark.Body.Code+") is one of these", here, s.W-margin-x-14))
			y += 12
		}
	}
	notes := []string{"Levels are counted, not ranked: within a level the publisher put nobody before another. Each row's source: archive league."}
	if mark != nil && mark.Level == nil {
		notes = append(notes, mark.Body.Name+" ("+mark.Body.Code+"): "+mark.Value+".")
	}
	s.foot(y+8, opt.About, notes)
	var told []string
	for _, d := range t.Distribution {
		told = append(told, d.Label+" "+countOf(d))
	}
	s.Desc = "Bodies at each level, best first: " + strings.Join(told, "; ") + "."
	return s, nil
}

// publishedOf is what sources print of a level, where they do.
func publishedOf(d league.Share) string {
	var parts []string
	for _, p := range d.Published {
		text := p.Count
		if p.Base != "" {
			text += " of " + p.Base
		}
		parts = append(parts, text+" ("+p.Source+")")
	}
	if len(parts) == 0 {
		return ""
	}
	return "published: " + strings.Join(parts, "; ")
}

func countOf(d league.Share) string {
	if d.Of == 0 {
		return fmt.Sprint(d.N)
	}
	return fmt.Sprintf("%d of %d (%d%%)", d.N, d.Of, percent(float64(d.N)/float64(d.Of)))
}

func levelTold(*league.Table) string {
	return "How many bodies stand at each level, best first, of those whose rating is stated and exact."
}

func levelBase(t *league.Table) string {
	if t.Base == nil {
		return fmt.Sprintf("Basis: %s held; how many were rated is not printed in any source held.", counted(t.Held, "rating"))
	}
	return fmt.Sprintf("Basis: %d of %d published ratings held.", t.Held, *t.Base)
}
