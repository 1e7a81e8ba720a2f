package native

import (
	"strings"
	"time"

	"careratings/internal/eras"
)

// ratingWords lists, for messages, the words that the Commission prints in the
// place of a rating.
const ratingWords = "Outstanding, Good, Requires improvement, Inadequate, No published rating, " +
	"Inspected but not rated, Insufficient evidence to rate, No action, Not rated or Not applicable"

// ratingWord gives the level (1 is Inadequate, 4 is Outstanding) or the status
// that a printed word stands for. The single assessment framework writes Requires
// Improvement, and adds words for what it has not scored yet.
func ratingWord(printed string) (level int, status string, ok bool) {
	switch printed {
	case "Outstanding":
		return 4, "", true
	case "Good":
		return 3, "", true
	case "Requires improvement", "Requires Improvement":
		return 2, "", true
	case "Inadequate":
		return 1, "", true
	case "No published rating", "No action", "Not rated", "Not Rated", "No Approved Rating",
		"Evidence requirements partially / not yet scored",
		"Regulations met", "Not all regulations met": // of services that are inspected and never rated
		return 0, "not-rated", true
	case "Inspected but not rated":
		return 0, "inspected-not-rated", true
	case "Insufficient evidence to rate":
		return 0, "insufficient-evidence", true
	case "Not applicable", "Not Applicable":
		return 0, "not-applicable", true
	case "We have suspended the ratings on this page":
		return 0, "suspended", true
	}
	return 0, "", false
}

// keyQuestion is the measure of a key question.
func keyQuestion(name string) (measure string, ok bool) {
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "safe":
		return "cqc.safe", true
	case "effective":
		return "cqc.effective", true
	case "caring":
		return "cqc.caring", true
	case "responsive":
		return "cqc.responsive", true
	case "well-led", "well led":
		return "cqc.well-led", true
	}
	return "", false
}

// cqcDate reads a day, with or without a time: ISO, or slashed as files saved
// through a spreadsheet have it, the day first unless the user said otherwise.
func cqcDate(printed string, monthFirst bool) (eras.Interval, bool) {
	layouts := []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04:05", time.DateTime, "02/01/2006"}
	if monthFirst {
		layouts[len(layouts)-1] = "1/2/2006"
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, strings.TrimSpace(printed)); err == nil {
			return eras.Interval(t.Format(time.DateOnly)), true
		}
	}
	return "", false
}

// cqcBegan is the first day that a rating of the Commission can bear.
func cqcBegan() string {
	regime, _ := eras.ByID("cqc")
	return regime.From
}
