package flat

import (
	"strings"

	"careratings/internal/bodies"
	"careratings/internal/output"
)

// TrustColumns are the columns of archive trusts.
func TrustColumns() []output.Column {
	return []output.Column{
		Code("code", "ODS code, or x-... where none is known"), Text("name", "latest official name"), Code("kind", "kind of body"),
		Code("opened", "first day, as far as known"), Code("closed", "last day"), Text("region", "NHS region"), Text("town", "town"),
		Text("eras", "eras it has ratings in"), Code("match", "how the query found it"), Text("matched_name", "the name that matched"),
	}
}

// TrustRow is one body, the eras it has ratings in, and how a search found it;
// the zero class means that nothing was searched.
func TrustRow(m bodies.Match, eras []string) []output.Value {
	b := m.Body
	class := output.Absent("")
	if m.Class != 0 {
		class = output.Text(m.Class.String())
	}
	closed := output.Absent("")
	if !b.Living() {
		closed = OrGap(string(b.Closed))
	}
	return []output.Value{
		output.Text(b.ID), output.Text(b.Name), output.Text(b.Kind), OrGap(string(b.Opened)), closed, output.TextOr(b.Region, ""),
		output.TextOr(b.Town, ""), output.TextOr(strings.Join(eras, " "), ""), class, output.TextOr(m.Name.Name, ""),
	}
}
