package flat

import (
	"fmt"

	"careratings/internal/compare"
	"careratings/internal/moves"
	"careratings/internal/output"
	"careratings/internal/trajectory"
)

// DiffPage is an era-diff in the few columns of a page for reading.
func DiffPage(d moves.Diff) output.Table {
	t := output.Table{Columns: []output.Column{
		Code("trust", ""), Text("name", ""), Text("from", ""), Text("to", ""), Code("verdict", ""), Text("note", ""),
	}}
	for _, r := range d.Rows {
		t.Rows = append(t.Rows, []output.Value{
			output.Text(r.Trust.Code), output.Text(r.Trust.Name), output.Text(RatingWords(r.From)), output.Text(RatingWords(r.To)),
			output.Text(r.Verdict), output.Text(r.Note),
		})
	}
	return t
}

// RatingWords is a rating in the publisher's word, with its marks and the plain
// counts of its standing; empty for none.
func RatingWords(p *trajectory.Point) string {
	if p == nil {
		return ""
	}
	label := p.Label
	if !p.Stated() {
		label += " [e]"
	}
	if p.Conflict {
		label += " !"
	}
	if s := p.Standing; s.Worse != nil && s.Tied != nil && s.Better != nil {
		label += fmt.Sprintf(" (%d worse, %d tied, %d better)", *s.Worse, *s.Tied, *s.Better)
	} else if s.Low != nil && s.High != nil {
		label += " (" + compare.ShareText(*s.Low) + " to " + compare.ShareText(*s.High) + ")"
	}
	return label
}
