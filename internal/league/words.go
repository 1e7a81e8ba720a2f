package league

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// GroupWords is a peer group in words; an edition of which no table by peer group
// is known has none.
func GroupWords(group string) string {
	if group == "" {
		return "all, no table by peer group"
	}
	if strings.Contains(group, " ") {
		return group // a publisher's category, as printed
	}
	return strings.ReplaceAll(group, "-", " ")
}

// Printed are the counts of a level that sources print, each once: "53 of 156; 34 %".
func (s Share) Printed() string {
	var told []string
	for _, p := range s.Published {
		words := p.Count
		if p.Base != "" {
			words += " of " + p.Base
		}
		if !slices.Contains(told, words) {
			told = append(told, words)
		}
	}
	return strings.Join(told, "; ")
}

// HeldWords says plainly how much of a table is held; where the base is not
// published that is left to the caller to say.
func (t Table) HeldWords() string {
	of := func(n int) string {
		if t.Base != nil {
			return fmt.Sprintf("%d of %d", n, *t.Base)
		}
		return strconv.Itoa(n)
	}
	if t.Ranks != nil {
		return fmt.Sprintf("segments %s held, ranks %s, scores %s", of(t.Held), of(*t.Ranks), of(*t.Scores))
	}
	return of(t.Held) + " held"
}
