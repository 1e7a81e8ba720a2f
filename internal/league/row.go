package league

import (
	"slices"
	"strconv"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/trajectory"
)

// row fills the row of one body of a table. Its value is that of the measure asked for; in a
// league table that is the segment, whichever of segment, rank or score was
// asked for.
func (b *builder) row(r *Row, l *line) {
	r.Body, r.Status, r.Doubtful, r.Disputed = trajectory.Party{Code: l.body, Name: b.name(l.body)}, "not-held", []string{}, []string{}
	main, rank := b.measure.ID, b.measure.ID
	if b.framework() {
		main, rank = "nof.segment", "nof.rank"
	}
	if of := b.rating(l, main); of != nil {
		said, c := b.read(l, main), &of.Claims[0]
		r.Value, r.Label, r.Level, r.Partial, r.Status = said.Value, said.Label, said.Level, said.Partial, said.Status
		r.Number, r.Source, r.Claims, r.Printed = textOrNil(c.Number), c.Source, len(of.Claims), c.PrintedName
		if of.RatedOn.Known() {
			r.Date = (*string)(&of.RatedOn)
		}
	}
	if of := b.rating(l, rank); of != nil && b.kindOf(rank) == "rank" {
		c := &of.Claims[0]
		if n, err := strconv.Atoi(c.Number); err == nil {
			r.Rank, r.Joint = &n, saysJoint(of)
		} else {
			r.Place = c.Value
		}
		if r.Source == "" {
			r.Source, r.Claims, r.Printed = c.Source, len(of.Claims), c.PrintedName
		}
	}
	for i, of := range l.of {
		if of == nil {
			continue
		}
		short := strings.TrimPrefix(b.measures[i], b.moment.era.ID+".")
		if of.Claims[0].Doubt != eras.Stated {
			r.Doubtful = append(r.Doubtful, short)
		}
		if of.Conflict {
			r.Disputed = append(r.Disputed, short)
		}
	}
	if b.framework() {
		f := b.frameworkOf(l)
		r.Framework = &f
		if r.Source == "" {
			r.Source, r.Claims, r.Printed = anyClaim(l)
		}
	}
	r.Section = section(r)
}

func section(r *Row) string {
	switch {
	case r.Rank != nil:
		return Ranked
	case r.Status != "rated" && r.Status != "not-held":
		return NotRated
	case r.Partial != nil:
		return PartKnown
	}
	return Rated
}

func (b *builder) kindOf(measure string) string {
	m, _ := b.cat.Measure(measure)
	return m.Kind
}

func anyClaim(l *line) (source string, claims int, printed string) {
	for _, of := range l.of {
		if of != nil {
			return of.Claims[0].Source, len(of.Claims), of.Claims[0].PrintedName
		}
	}
	return "", 0, ""
}

// saysJoint reports whether a source prints the chosen rank as shared.
func saysJoint(r *eras.Rating) bool {
	return slices.ContainsFunc(r.Claims, func(c eras.Claim) bool {
		return c.Number == r.Claims[0].Number && c.Doubt == eras.Stated && c.Joint()
	})
}

func (b *builder) frameworkOf(l *line) Framework {
	f := Framework{
		Segment: b.segment(l, "nof.segment"), Unadjusted: b.segment(l, "nof.segment-unadjusted"),
		Override: b.yesOrNo(l, "nof.override"), Deficit: b.yesOrNo(l, "nof.deficit"),
	}
	if of := b.rating(l, "nof.score"); of != nil {
		f.Score = textOrNil(of.Claims[0].Number)
	}
	if of := b.rating(l, "nof.score-range"); of != nil {
		if from, to, ok := strings.Cut(of.Claims[0].Value, " to "); ok {
			f.ScoreBest, f.ScoreWorst = textOrNil(from), textOrNil(to)
		}
	}
	if of := b.rating(l, "nof.rank-range"); of != nil {
		from, to, _ := strings.Cut(of.Claims[0].Value, " to ")
		best, err1 := strconv.Atoi(from)
		worst, err2 := strconv.Atoi(to)
		if err1 == nil && err2 == nil {
			f.RankBest, f.RankWorst = &best, &worst
		}
	}
	switch {
	case f.Segment == nil || f.Unadjusted == nil:
	case *f.Segment != *f.Unadjusted:
		f.Effect = *f.Unadjusted + " -> " + *f.Segment
	case f.Override != nil && *f.Override:
		f.Effect = "none"
	}
	return f
}

// segment is the publisher's number of an exact segment.
func (b *builder) segment(l *line, measure string) *string {
	if b.rating(l, measure) == nil {
		return nil
	}
	level := b.read(l, measure).Level
	if level == nil {
		return nil
	}
	m, _ := b.cat.Measure(measure)
	return textOrNil(b.cat.Scale(m.Scale)[*level-1].Code)
}

// yesOrNo reads a flag as the data files print it.
func (b *builder) yesOrNo(l *line, measure string) *bool {
	of := b.rating(l, measure)
	if of == nil {
		return nil
	}
	yes := true
	switch strings.ToLower(of.Claims[0].Value) {
	case "1.0", "1", "yes":
	case "0.0", "0", "no":
		yes = false
	default:
		return nil
	}
	return &yes
}

func textOrNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
