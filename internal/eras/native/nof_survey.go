package native

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// nofSurvey is what a first reading of a file finds out: the quarter it
// releases, the units that each metric comes in, and the ranks of the values,
// which the rows of the scores repeat.
type nofSurvey struct {
	release       nofQuarter
	quarterColumn string // empty where rows name no quarter
	units         map[string][]string
	ranks         map[nofMetricAt][]string
}

// nofMetricAt is one metric of one trust in one quarter, as the cells name them.
type nofMetricAt struct{ quarter, code, id string }

// surveyNOF reads a sheet once. The quarter stands in the first of the columns
// named that has one; a file without is of the quarter stated with it.
func surveyNOF(ctx context.Context, open opener, name string, f *File, marks, quarterColumns []string) (nofSurvey, error) {
	s := nofSurvey{units: map[string][]string{}, ranks: map[nofMetricAt][]string{}}
	rows, err := open()
	if err != nil {
		return s, err
	}
	defer rows.Close()
	h, err := openHeaded(rows, name, marks)
	if err != nil {
		return s, err
	}
	latest := make([]nofQuarter, len(quarterColumns))
	for i := 0; i < nofRows; i++ {
		if i%1024 == 0 && ctx.Err() != nil {
			return s, ctx.Err()
		}
		if err := h.next(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return s, err
		}
		for j, column := range quarterColumns {
			if q, ok := parseQuarter(h.cell(column)); ok && latest[j].before(q) {
				latest[j] = q
			}
		}
		s.metric(h)
	}
	for j, column := range quarterColumns {
		if latest[j] == (nofQuarter{}) {
			continue
		}
		s.release, s.quarterColumn = latest[j], column
		return s, s.agrees(f)
	}
	if h.has("Quarter") {
		return s, errors.New(`no row has a quarter in column Quarter; expected ones like "Q1 2025/26"`)
	}
	s.release, err = statedRelease(f)
	return s, err
}

// agrees is an error where the user stated another quarter than the file's last.
func (s nofSurvey) agrees(f *File) error {
	if f.Edition == "" {
		return nil
	}
	q, err := quarterOfEdition(f.Edition)
	if err != nil {
		return err
	}
	if q != s.release {
		return fmt.Errorf("the latest quarter of the file is %s (%s), not %s as stated", s.release, s.release.id(), f.Edition)
	}
	return nil
}

// metric notes the unit of a metric and the rank of its value.
func (s nofSurvey) metric(h *headedSheet) {
	id, units := h.cell("Metric_ID"), h.cell("Units")
	if !nofMetricID().MatchString(id) || id[2] != '0' {
		return
	}
	if !slices.Contains(s.units[id], units) {
		s.units[id] = append(s.units[id], units)
	}
	if rank, ok := canonicalNumber(h.cell("Rank")); ok {
		at := nofMetricAt{h.cell("Quarter"), h.cell("Trust_code"), id}
		s.ranks[at] = append(s.ranks[at], rank)
	}
}

// bareUnit is the unit in which a metric's measure has no unit in its id: the
// unit in which the archive holds it, where the file has it; else the first of
// the file's units by name, counts after all others. It depends on nothing but
// the metric and the file.
func (s nofSurvey) bareUnit(id string) string {
	units := s.units[id]
	if held := nofHeldUnit(id); held != "" {
		if slices.Contains(units, held) {
			return held
		}
		return ""
	}
	bare := ""
	for _, u := range units {
		if bare == "" || isCount(u) != isCount(bare) && isCount(bare) || isCount(u) == isCount(bare) && unitSlug(u) < unitSlug(bare) {
			bare = u
		}
	}
	return bare
}

// nofHeldUnit is the unit of a metric as the official files held print it; empty
// for a metric of which no official file is held.
func nofHeldUnit(id string) string {
	switch id {
	case "OF0005", "OF0016", "OF0057", "OF0063", "OF0079", "OF0081", "OF0082", "OF0086":
		return "%"
	case "OF0041":
		return "percentage points"
	case "OF0061", "OF0084":
		return "out of 10"
	}
	return ""
}

func isCount(unit string) bool {
	s := unitSlug(unit)
	return strings.Contains(s, "count") || strings.Contains(s, "number") || strings.Contains(s, "cases")
}

// unitSlug is a unit as it stands in a measure's id: "per 100,000" is
// per-100-000, "%" is percent.
func unitSlug(unit string) string {
	return slug(strings.ReplaceAll(unit, "%", " percent "))
}

// slug keeps letters and digits, in lower case, joined by hyphens.
func slug(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-")
}
