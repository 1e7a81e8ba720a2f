package league

import (
	"slices"
	"strings"
)

// Pick says which rows of an edition are wanted; its zero value wants all. The
// words of Named, in any case, all stand in a body's code, name or printed name.
// Bar is one bar of a distribution, GROUP:LABEL, of a rolling era :LABEL: the
// bodies it counts.
type Pick struct{ Named, Bar string }

// Wants reports whether a row of a table of the document is wanted.
func (p Pick) Wants(d *Document, t *Table, r *Row) bool {
	return p.inBar(d, t, r) && Named(p.Named, r.Body.Code, r.Body.Name, r.Printed)
}

// inBar reports whether the bar counts the row. What a bar counts is stated and
// exact, so nothing else is in it.
func (p Pick) inBar(d *Document, t *Table, r *Row) bool {
	if p.Bar == "" {
		return true
	}
	group, label, _ := strings.Cut(p.Bar, ":")
	return group == t.PeerGroup && strings.EqualFold(label, r.Label) && r.Status == "rated" && r.Partial == nil &&
		!slices.Contains(r.Doubtful, d.Counted())
}

// Named reports whether the texts have every word, in any case.
func Named(words string, texts ...string) bool {
	all := strings.ToLower(strings.Join(texts, "\n"))
	for w := range strings.FieldsSeq(strings.ToLower(words)) {
		if !strings.Contains(all, w) {
			return false
		}
	}
	return true
}

// Counted is the measure that the distributions count, without its era.
func (d *Document) Counted() string {
	if slices.ContainsFunc(d.Tables, func(t Table) bool { return t.Ranks != nil }) {
		return "segment" // beside ranks
	}
	return strings.TrimPrefix(d.Measure, d.Era+".")
}

// Picked is the document with the rows wanted alone; the others count as left
// out.
func (d Document) Picked(p Pick) Document {
	tables := slices.Clone(d.Tables)
	for i := range tables {
		t := &tables[i]
		rows := []Row{}
		for _, r := range t.Rows {
			if p.Wants(&d, t, &r) {
				rows = append(rows, r)
			}
		}
		t.Left += len(t.Rows) - len(rows)
		t.Rows = rows
	}
	d.Tables = tables
	return d
}
