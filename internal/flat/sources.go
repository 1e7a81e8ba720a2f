package flat

import (
	"careratings/internal/eras"
	"careratings/internal/output"
)

// SourceRow is one source.
func SourceRow(s eras.Source) []output.Value {
	return []output.Value{
		output.Text(s.ID), output.Text(s.Title), output.Text(s.Publisher), OrGap(s.URL), output.Text(s.Tier),
		OrGap(string(s.PublishedOn)), OrGap(string(s.CountsFrom)), output.TextOr(s.DatedBy, ""), output.Text(s.Licence), output.TextOr(s.Note, ""),
	}
}

// SourceColumns are the columns of the source itself in archive sources ID.
func SourceColumns() []output.Column {
	return []output.Column{
		Code("source", ""), Text("title", ""), Text("publisher", ""), Text("url", ""), Code("tier", ""),
		Code("published_on", ""), Code("counts_from", ""), Code("dated_by", ""), Text("licence", ""), Text("note", ""),
	}
}

// ClaimColumns are the columns of the claims of one source.
func ClaimColumns() []output.Column {
	return []output.Column{
		Code("claim", "claim id"), Code("era", "era id"), Code("edition", "edition id"), Code("date", "date of the rating"),
		Code("body", "code of the body; empty when the printed name has none"), Text("printed_name", "name as printed"),
		Code("measure", "measure id"), Text("value", "value as printed"), Code("doubt", "how firmly it is stated"),
		Code("tier", "tier of the statement"), Code("source", "source id"), Text("locator", "place in the source"), Text("note", "remark"),
	}
}

// ClaimRow is one claim.
func ClaimRow(c eras.Claim) []output.Value {
	return []output.Value{
		output.Text(c.ID), output.Text(c.Era), output.TextOr(c.Edition, ""), OrGap(string(c.RatedOn)), OrGap(c.Body), output.Text(c.PrintedName),
		output.Text(c.Measure), output.Text(c.Value), output.Text(string(c.Doubt)), output.Text(c.Tier), output.Text(c.Source),
		output.TextOr(c.Locator, ""), output.TextOr(c.Note, ""),
	}
}

// SourceDocument is the JSON document of one source and claims of it.
type SourceDocument struct {
	Schema string      `json:"schema"`
	Source output.Rows `json:"source"`
	Claims output.Rows `json:"claims"`
}

// SourceOf is the document of a source, claims being a table of ClaimColumns.
func SourceOf(s eras.Source, claims output.Table) SourceDocument {
	return SourceDocument{"source/1", output.Rows{Columns: SourceColumns(), Rows: [][]output.Value{SourceRow(s)}}, output.Rows(claims)}
}
