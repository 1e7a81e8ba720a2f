package native

import (
	"slices"
	"strconv"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/pattern"
)

var plainRank = pattern.Of(`(?i)^(?:joint )?(\d{1,5})(?:st|nd|rd|th|\.0)?(?: (?:out )?of (\d{1,5}))?$`)

// value reads the value as the measure's kind has it. A value of a measure with
// a scale is a level's code or word, or several neighbours joined by "or".
func (r *plainRow) value(c *eras.Claim, m eras.Measure) {
	c.Value = r.need("value", "the row has no value")
	if c.Value == "" || m.Kind == "words" {
		return
	}
	if s := slug(c.Value); slices.Contains(eras.Statuses(), s) {
		c.Status = s
		return
	}
	switch m.Kind {
	case "level":
		r.levels(c, r.file.Catalogue.Scale(m.Scale))
	case "number":
		printed := c.Value
		if m.Unit == "%" {
			printed = strings.TrimSpace(strings.TrimSuffix(printed, "%"))
		}
		number, ok := canonicalNumber(printed)
		if !ok {
			r.bad("value", "not a number; expected one like 2.31")
		}
		c.Number = number
	case "rank":
		r.rank(c)
	case "range":
		if !isRange(c.Value, func(string) bool { return true }) {
			r.bad("value", `not a range; expected one like "1 to 11"`)
		}
	default:
		r.bad("measure", "the measure is of kind %s, which this program does not know", m.Kind)
	}
}

func (r *plainRow) rank(c *eras.Claim) {
	m := plainRank().FindStringSubmatch(c.Value)
	if m == nil {
		r.bad("value", "not a rank; expected one like 41, joint 41st or 41 of 134")
		return
	}
	rank, err := strconv.Atoi(m[1])
	if err != nil || rank < 1 {
		r.bad("value", "not a rank; ranks count from 1")
		return
	}
	c.Number = strconv.Itoa(rank)
	if m[2] == "" {
		return
	}
	if c.Of, err = strconv.Atoi(m[2]); err != nil || c.Of < rank {
		r.bad("value", "the rank is greater than the number ranked")
	}
}

func (r *plainRow) levels(c *eras.Claim, scale []eras.Level) {
	var found []int
	for part := range strings.SplitSeq(c.Value, " or ") {
		i := slices.IndexFunc(scale, func(l eras.Level) bool { return isLevel(part, l) })
		if i < 0 {
			r.bad("value", "no level is called %s; expected %s", part, levelWords(scale))
			return
		}
		found = append(found, scale[i].Number)
	}
	slices.Sort(found)
	c.Low, c.High = found[0], found[len(found)-1]
	if c.High-c.Low != len(found)-1 {
		r.bad("value", "the levels are not neighbours, all different; from worst to best they are %s", levelWords(scale))
	}
}

// isLevel reports whether a word is the level's code or label.
func isLevel(word string, l eras.Level) bool {
	word = strings.TrimSpace(word)
	if strings.EqualFold(word, l.Code) || strings.EqualFold(word, l.Label) {
		return true
	}
	n, ok := canonicalNumber(word)
	return ok && n == l.Code
}

func levelWords(scale []eras.Level) string {
	var out []string
	for _, l := range scale {
		if strings.EqualFold(l.Code, l.Label) {
			out = append(out, l.Label)
			continue
		}
		out = append(out, l.Label+" ("+l.Code+")")
	}
	return strings.Join(out, ", ")
}
