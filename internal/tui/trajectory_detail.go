package tui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/trajectory"
)

// detailOf is all that is told of a rating, or of the gap before it.
func (st *story) detailOf(trust int, s *stop, basis string) *detail {
	if s.gap() {
		return st.gapDetail(s)
	}
	d := &detail{}
	p := s.point
	m, _ := st.cat.Measure(p.Measure)
	d.lines = append(d.lines, strings.TrimSpace(says(p)+" "+marks(p))+", "+st.when(p))
	peers := peersOf(p)
	d.lines = append(d.lines, peers[0])
	about := m.Label
	if p.Level != nil && p.Levels != nil {
		about += fmt.Sprintf(": level %d of %d (1 = worst)", *p.Level, *p.Levels)
	}
	if p.Partial != nil {
		about += fmt.Sprintf(": somewhere from level %d to level %d (1 = worst)", p.Partial.Low, p.Partial.High)
	}
	if p.Value != p.Label {
		about += fmt.Sprintf("; printed as %q", p.Value)
	}
	d.lines = append(d.lines, about)
	d.lines = append(d.lines, peers[1:]...)
	d.lines = append(d.lines, body(p))
	if basis == "common" {
		d.lines = append(d.lines, "Peers are as published: a common cohort takes two editions, and d opens their diff.")
	}
	d.lines = append(d.lines, st.troubles(p)...)
	d.lines = append(d.lines, st.spells(trust, p)...)
	d.lines = append(d.lines, st.sites(trust, p)...)
	if p.Standing.Low != nil || p.Standing.High != nil {
		d.lines = append(d.lines, "The bar is its peers from worst (left) to best: filled where they are level with it, ? where that is not known.")
	}
	d.claims(p)
	return d
}

// when names the edition of a rating and its date, in words.
func (st *story) when(p *trajectory.Point) string {
	date := "undated"
	if p.Date != nil {
		date = momentForms(&trajectory.Point{Date: p.Date})[0]
	}
	if p.Edition == nil {
		e, _ := st.cat.Era(p.Era)
		return e.Label + ", " + date
	}
	e, _ := st.cat.Edition(*p.Edition)
	return fmt.Sprintf("%s (%s), published %s", cmp.Or(e.Label, *p.Edition), *p.Edition, date)
}

func body(p *trajectory.Point) string {
	text := fmt.Sprintf("%s (%s)", p.Body.Name, p.Body.Code)
	if p.Body.NameThen != "" {
		text = fmt.Sprintf("%s (%s), now %s", p.Body.NameThen, p.Body.Code, p.Body.Name)
	}
	return text
}

// peersOf says where a rating stands, among whom, and what that rests on.
func peersOf(p *trajectory.Point) []string {
	c := counts(p)
	if c == "" {
		return []string{"No standing: " + cmp.Or(p.Standing.Reason, "not known") + "."}
	}
	group := strings.ReplaceAll(p.Peers.Group, "-", " ")
	n := ", n not printed"
	if p.Peers.N != nil {
		n = fmt.Sprintf(", n = %d", *p.Peers.N)
	}
	basis := "Peers: " + group + n + "; basis " + strings.ReplaceAll(p.Peers.Basis, "-", " ")
	note := p.Peers.Note
	if s := p.Peers.Source; s != nil {
		note = strings.Replace(note, "printed by "+s.ID, "printed by "+s.Publisher, 1)
	}
	for _, text := range []string{note, p.Standing.Reason} {
		if text != "" {
			basis += "; " + text
		}
	}
	return []string{strings.ToUpper(c[:1]) + c[1:] + ".", basis + "."}
}

// troubles are the reasons not to take a rating as it stands.
func (st *story) troubles(p *trajectory.Point) []string {
	var out []string
	if p.Conflict {
		var other []string
		for _, c := range p.Claims {
			if text := fmt.Sprintf("%q", c.Value); c.Value != p.Value && c.Doubt == string(eras.Stated) && !slices.Contains(other, text) {
				other = append(other, text)
			}
		}
		text := "! Sources disagree"
		if len(other) > 0 {
			text += ": others print " + strings.Join(other, ", ")
		}
		for _, id := range p.ConflictIDs {
			text += "; " + st.conflicts[id].Sides + " (" + id + ")"
		}
		out = append(out, text+".")
	}
	if !p.Stated() {
		out = append(out, "[e] "+p.Doubt+", not stated: counts in no distribution.")
	}
	if p.Revised() {
		for _, c := range p.Claims {
			if c.Doubt == string(eras.Superseded) {
				out = append(out, fmt.Sprintf("[r] Changed after publication: it was %q before.", c.Value))
				break
			}
		}
	}
	return out
}

// spells are the stays in special measures or under review that take in a
// rating's date.
func (st *story) spells(trust int, p *trajectory.Point) []string {
	if p.Date == nil {
		return nil
	}
	on := eras.Interval(*p.Date)
	var out []string
	for _, s := range st.trusts[trust].Spells {
		if s.Body != p.Body.Code || s.From != nil && on.Last() < eras.Interval(*s.From).First() || s.To != nil && on.First() > eras.Interval(*s.To).Last() {
			continue
		}
		if s.From == nil && p.Era != "keogh" && p.Era != "specialmeasures" {
			continue // when it began is not told, so that it need not have begun
		}
		what := "In special measures (" + s.Regime + ")"
		if s.Regime == "keogh" {
			what = "Under review"
		}
		from, to := "entry not told", "leaving not told"
		if s.From != nil {
			from = "from " + momentForms(&trajectory.Point{Date: s.From})[0]
		}
		if s.To != nil {
			to = "until " + momentForms(&trajectory.Point{Date: s.To})[0]
		}
		out = append(out, what+": "+from+", "+to+".")
	}
	return out
}

// sites are the ratings of the body's hospitals in the same era.
func (st *story) sites(trust int, p *trajectory.Point) []string {
	var out []string
	for i := range st.trusts[trust].sites {
		s := &st.trusts[trust].sites[i]
		c := &s.rating.Claims[0]
		if s.parent != p.Body.Code || c.Era != p.Era || c.Measure != p.Measure {
			continue
		}
		date := string(s.rating.RatedOn)
		text := fmt.Sprintf("  %s: %s, %s", s.name, st.levelWord(c), momentForms(&trajectory.Point{Date: &date})[0])
		if s.rating.Conflict {
			text += " !"
		}
		out = append(out, text)
	}
	if len(out) > 0 {
		out = append([]string{"Its sites in this era, each with its own date:"}, out...)
	}
	return out
}

func (st *story) levelWord(c *eras.Claim) string {
	m, _ := st.cat.Measure(c.Measure)
	scale := st.cat.Scale(m.Scale)
	if c.Low > 0 && c.Low == c.High && c.High <= len(scale) {
		return scale[c.Low-1].Label
	}
	return c.Value
}

// claims lists every claim behind a rating and the source of its peers.
func (d *detail) claims(p *trajectory.Point) {
	d.title = fmt.Sprintf("Sources: %d claims behind the rating", len(p.Claims))
	if len(p.Claims) == 1 {
		d.title = "Sources: one claim behind the rating"
	}
	for _, c := range p.Claims {
		what := fmt.Sprintf("%s, %s, %s", c.Value, c.Tier, c.Doubt)
		if c.Chosen {
			what += " (taken)"
		}
		lines := []string{what, titled(&c.Source)}
		if c.PrintedName != "" && c.PrintedName != p.Body.Name {
			lines = append(lines, "printed name: "+c.PrintedName)
		}
		for _, text := range []string{c.Locator, c.Note} {
			if text != "" {
				lines = append(lines, text)
			}
		}
		d.refs = append(d.refs, ref{c.Source.ID, lines})
	}
	if s := p.Peers.Source; s != nil {
		d.refs = append(d.refs, ref{s.ID, []string{"totals of the peers, " + s.Tier, titled(s)}})
	}
}

// titled is a source in one line, with its date where the document bears one.
func titled(s *trajectory.Source) string {
	text := s.Title
	if !strings.HasPrefix(text, s.Publisher) {
		text = s.Publisher + ": " + text
	}
	if s.PublishedOn != nil && (s.DatedBy == "printed" || s.DatedBy == "address") {
		text += ", " + *s.PublishedOn
	}
	return text
}

// gapDetail says why no line runs from one rating to the next.
func (st *story) gapDetail(s *stop) *detail {
	p, q := s.before, s.point
	d := &detail{title: "Sources of the breaks"}
	what := "Break"
	if p.Era != q.Era {
		what = "No line across"
	}
	d.lines = append(d.lines, fmt.Sprintf("%s: %s (%s), then %s (%s)", what, says(p), p.Moment(), says(q), q.Moment()))
	if len(s.breaks) == 0 {
		d.lines = append(d.lines, "Another scale, another judge.")
		d.title = "No source: the two regimes differ"
	}
	for i := range s.breaks {
		br := &s.breaks[i]
		text := strings.ToUpper(br.Why[:min(1, len(br.Why))]) + br.Why[min(1, len(br.Why)):] + " (" + br.ID + ")."
		if br.About != "" {
			text += " " + br.About
		}
		d.lines = append(d.lines, text, "  "+forbids(br))
		if br.Source != "" {
			source := st.sources[br.Source]
			d.refs = append(d.refs, ref{br.Source, []string{br.ID + ", " + source.Tier, source.Publisher + ": " + source.Title}})
		}
	}
	d.lines = append(d.lines, "d opens the era-diff across it.")
	return d
}

func forbids(br *eras.Break) string {
	if len(br.Forbids) == 0 || slices.Equal(br.Forbids, []string{"none"}) {
		return "It forbids nothing, and is to be told with any comparison."
	}
	return "Refused across it: " + strings.Join(br.Forbids, ", ") + "."
}
