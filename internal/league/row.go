package league

import (
	"slices"
	"strconv"
	"strings"

	"careratings/internal/eras"
)

// row is one body of a table. Its value is that of the measure asked for; in a
// league table that is the segment, whichever of segment, rank or score was
// asked for.
func (b *builder) row(k who, of map[string]entry) Row {
	r := Row{Body: partyOf(b, k.body), Status: "not-held", Doubtful: []string{}, Disputed: []string{}}
	main, rank := b.measure.ID, b.measure.ID
	if b.framework() {
		main, rank = "nof.segment", "nof.rank"
	}
	if e, ok := of[main]; ok {
		p, c := e.point, e.chosen()
		r.Value, r.Label, r.Level, r.Partial, r.Status = p.Value, p.Label, p.Level, p.Partial, p.Status
		r.Number, r.Date, r.Source, r.Claims = textOrNil(c.Number), p.Date, c.Source, len(e.rating.Claims)
		r.Printed = c.PrintedName
	}
	if e, ok := of[rank]; ok && b.kindOf(rank) == "rank" {
		c := e.chosen()
		if n, err := strconv.Atoi(c.Number); err == nil {
			r.Rank, r.Joint = &n, saysJoint(e.rating)
		} else {
			r.Place = c.Value
		}
		if r.Source == "" {
			r.Source, r.Claims, r.Printed = c.Source, len(e.rating.Claims), c.PrintedName
		}
	}
	for _, id := range b.measures() {
		e, ok := of[id]
		if !ok {
			continue
		}
		short := strings.TrimPrefix(id, b.moment.era.ID+".")
		if e.chosen().Doubt != eras.Stated {
			r.Doubtful = append(r.Doubtful, short)
		}
		if e.rating.Conflict {
			r.Disputed = append(r.Disputed, short)
		}
	}
	if b.framework() {
		f := b.frameworkOf(of)
		r.Framework = &f
		if r.Source == "" {
			r.Source, r.Claims, r.Printed = anyClaim(b.measures(), of)
		}
	}
	r.Section = section(r)
	return r
}

func section(r Row) string {
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

func anyClaim(measures []string, of map[string]entry) (source string, claims int, printed string) {
	for _, id := range measures {
		if e, ok := of[id]; ok {
			return e.chosen().Source, len(e.rating.Claims), e.chosen().PrintedName
		}
	}
	return "", 0, ""
}

// saysJoint reports whether a source prints the chosen rank as shared.
func saysJoint(r eras.Rating) bool {
	return slices.ContainsFunc(r.Claims, func(c eras.Claim) bool {
		told := strings.ToLower(c.Value + " " + c.Note)
		return c.Number == r.Chosen().Number && c.Doubt == eras.Stated && (strings.Contains(told, "joint") || strings.Contains(told, "tied"))
	})
}

func (b *builder) frameworkOf(of map[string]entry) Framework {
	f := Framework{
		Segment: b.segment(of, "nof.segment"), Unadjusted: b.segment(of, "nof.segment-unadjusted"),
		Override: yesOrNo(of, "nof.override"), Deficit: yesOrNo(of, "nof.deficit"),
	}
	if e, ok := of["nof.score"]; ok {
		f.Score = textOrNil(e.chosen().Number)
	}
	if e, ok := of["nof.score-range"]; ok {
		if from, to, ok := strings.Cut(e.chosen().Value, " to "); ok {
			f.ScoreBest, f.ScoreWorst = textOrNil(from), textOrNil(to)
		}
	}
	if e, ok := of["nof.rank-range"]; ok {
		from, to, _ := strings.Cut(e.chosen().Value, " to ")
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
func (b *builder) segment(of map[string]entry, measure string) *string {
	e, ok := of[measure]
	if !ok || e.point.Level == nil {
		return nil
	}
	m, _ := b.cat.Measure(measure)
	return textOrNil(b.cat.Scale(m.Scale)[*e.point.Level-1].Code)
}

// yesOrNo reads a flag as the data files print it.
func yesOrNo(of map[string]entry, measure string) *bool {
	e, ok := of[measure]
	if !ok {
		return nil
	}
	yes := true
	switch strings.ToLower(e.chosen().Value) {
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
