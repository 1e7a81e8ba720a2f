package imports

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/eras/native"
)

// ratingSpan is one rating of a care directory through its releases, as it is kept. To
// is open where the latest release has it.
type ratingSpan struct {
	key, level                    string
	service, measure, value, twin int
	rated, from, to               int32
	inherited                     bool
}

const spanCells = "concat_ws(char(31), o.key, o.level, s.service, s.measure, s.value, s.twin, s.rated_day, s.from_day, ifnull(s.to_day, ''), s.inherited)"

func ratingSpanOf(line string) (ratingSpan, error) {
	var cells [10]string
	for i := range cells {
		cells[i], line, _ = strings.Cut(line, "\x1f")
	}
	sp := ratingSpan{
		key: cells[0], level: cells[1], rated: dayNumber(cells[6]), from: dayNumber(cells[7]), to: open, inherited: cells[9] == "2",
	}
	if cells[8] != "" {
		sp.to = dayNumber(cells[8])
	}
	for i, n := range []*int{&sp.service, &sp.measure, &sp.value, &sp.twin} {
		number, err := strconv.Atoi(cells[2+i])
		if err != nil {
			return sp, fmt.Errorf("has a rating of %s that cannot be read", sp.key)
		}
		*n = number
	}
	return sp, nil
}

// inTime orders spans by organisation, locations after providers, and then by the
// date of the rating.
func inTime(a, b ratingSpan) int {
	return cmp.Or(
		strings.Compare(b.level, a.level), strings.Compare(a.key, b.key), cmp.Compare(a.rated, b.rated), cmp.Compare(a.service, b.service),
		cmp.Compare(a.measure, b.measure), cmp.Compare(a.from, b.from), cmp.Compare(a.value, b.value), cmp.Compare(a.twin, b.twin),
	)
}

// spansWhere is the text of the spans of ratings that a condition chooses.
func (s *Store) spansWhere(ctx context.Context, condition string, args ...any) (string, error) {
	return s.text(ctx, "SELECT "+spanCells+" AS line FROM org o JOIN rating_span s ON s.org = o.id WHERE "+condition, args...)
}

// claimsOfSpans makes claims of a text of spans: one a span, by the file of the
// first release that has it.
func (s *Store) claimsOfSpans(text string, t *tables) ([]eras.Claim, error) {
	if text == "" {
		return nil, nil
	}
	spans := make([]ratingSpan, 0, strings.Count(text, "\x1e")+1)
	for line := range strings.SplitSeq(text, "\x1e") {
		sp, err := ratingSpanOf(line)
		if err != nil {
			return nil, &Error{s.path, err.Error()}
		}
		spans = append(spans, sp)
	}
	slices.SortFunc(spans, inTime)
	measures, values, began := native.DirectoryMeasures(), native.DirectoryValues(), native.DirectoryBegan()
	out := make([]eras.Claim, 0, len(spans))
	for _, sp := range spans {
		by, ok := t.releases[released{sp.level, sp.from}]
		if !ok {
			continue
		}
		if sp.measure >= len(measures) || sp.value >= len(values) {
			return nil, &Error{s.path, fmt.Sprintf("has measure %d and value %d of a care directory, which this program does not know", sp.measure, sp.value)}
		}
		v := &values[sp.value]
		c := eras.Claim{
			ID: sp.id(measures[sp.measure]), Era: "cqc", Measure: measures[sp.measure], Body: sp.key, Level: sp.level, Value: v.Printed, Low: v.Level, High: v.Level, Status: v.Status,
			Doubt: eras.Stated, Tier: "official", Source: by.key, CountsFrom: eras.Interval(by.day), RatedOn: ratedOn(sp.rated, sp.from, began),
			Locator: "releases from " + by.day, Note: spanNote(sp.rated, began, sp.inherited),
		}
		if service := t.words[sp.service]; service != "Overall" {
			c.Service, c.Level = service, "service"
		}
		if sp.to != open {
			c.Locator += " to " + dayText(sp.to)
		}
		out = append(out, c)
	}
	return out, nil
}

// id is the id of the claim a span makes.
func (sp *ratingSpan) id(measure string) string {
	return spanID(sp.key, measure, strconv.Itoa(sp.service), strconv.Itoa(int(sp.rated)), strconv.Itoa(int(sp.from)), strconv.Itoa(sp.value), strconv.Itoa(sp.twin))
}

func spanID(key, measure, service, rated, from, value, twin string) string {
	return strings.Join([]string{"directory", key, measure, service, rated, from, value, twin}, ".")
}
