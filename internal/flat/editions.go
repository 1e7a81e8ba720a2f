package flat

import (
	"strings"

	"careratings/internal/eras"
	"careratings/internal/output"
)

// EditionColumns are the columns of archive editions.
func EditionColumns() []output.Column {
	return []output.Column{
		Code("edition", "edition id"), Code("era", "era id"), Text("label", "name"), Text("period", "year or quarter rated"),
		Code("published_on", "day of publication, as far as known"), Text("publisher", "who published it"),
		Text("framework", "version of the framework"), Text("vintage", "which release the values come from"),
		Text("about", "what to know of it"), Code("source", "source id"),
	}
}

// EditionRow is one edition.
func EditionRow(e eras.Edition) []output.Value {
	return []output.Value{
		output.Text(e.ID), output.Text(e.Era), output.Text(e.Label), OrGap(e.Period), OrGap(string(e.Published)),
		output.Text(e.Publisher), output.TextOr(e.Framework, ""), output.TextOr(e.Vintage, ""), output.TextOr(e.About, ""), OrGap(e.Source),
	}
}

// EditionHas reports whether the id, label, period or publisher of an edition has
// every one of the words, in either case.
func EditionHas(e eras.Edition, words string) bool {
	text := strings.ToLower(e.ID + " " + e.Label + " " + e.Period + " " + e.Publisher)
	for w := range strings.FieldsSeq(strings.ToLower(words)) {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
