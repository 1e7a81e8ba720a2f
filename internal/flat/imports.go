package flat

import (
	"fmt"
	"time"

	"careratings/internal/output"
	"careratings/internal/store/imports"
)

// ImportColumns are the columns of the journal.
func ImportColumns() []output.Column {
	return []output.Column{
		Count("id", "number of the import"), Text("name", "the file"), Code("adapter", "the format it was read as"),
		Text("edition", "the editions it brought"), Code("release", "the day of a care directory"), Text("level", "location or provider, of a care directory"),
		Count("rows_read", "rows of data"), Count("stored", "what is new: claims, facts, or spans begun"),
		Count("unchanged", "what the archive held already"), Count("rejected", "rows not understood; archive imports rejects lists them"),
		Count("bytes", "size of the file"), Code("sha256", "its checksum"), Count("adapter_version", "version of the reading"),
		Code("imported_at", "when, UTC"), Text("seconds", "how long it took"), Text("note", "what else is to be known"),
	}
}

// ImportRow is a file of the journal.
func ImportRow(e imports.Entry) []output.Value {
	at := ""
	if !e.ImportedAt.IsZero() {
		at = e.ImportedAt.UTC().Format(time.RFC3339)
	}
	return []output.Value{
		output.Int(int(e.ID)), output.Text(e.Name), OrGap(e.Adapter), OrGap(e.Edition), output.TextOr(e.Release, output.NotApplicable),
		output.TextOr(e.Level, output.NotApplicable), output.Int(e.Read), output.Int(e.Stored), output.Int(e.Unchanged), output.Int(e.Rejected),
		output.Int(int(e.Bytes)), output.Text(e.SHA256), output.Int(e.Version), OrGap(at), output.Text(fmt.Sprintf("%.1f", e.Took.Seconds())), output.Text(e.Note),
	}
}

// RejectColumns are the columns of rejected rows.
func RejectColumns() []output.Column {
	return []output.Column{
		Count("import", "number of the import"), Text("sheet", "the sheet"), Count("row", "its row in the file, from 1"),
		Text("column", "the column"), Text("value", "what stands there"), Text("reason", "why it was not taken"),
	}
}

// RejectRow is a rejected row.
func RejectRow(r imports.Reject) []output.Value {
	return []output.Value{
		output.Int(int(r.Import)), output.Text(r.Sheet), output.Int(r.Row), output.Text(r.Column), output.Text(r.Value), output.Text(r.Reason),
	}
}

// RejectText is a rejected row in words.
func RejectText(r imports.Reject) string {
	where := fmt.Sprintf("row %d", r.Row)
	if r.Sheet != "" {
		where = "sheet " + r.Sheet + ", " + where
	}
	if r.Column != "" {
		where += ", " + r.Column
	}
	if r.Column == "" && r.Value == "" { // of a row or the file as a whole
		return where + ": " + r.Reason
	}
	return fmt.Sprintf("%s: %q: %s", where, r.Value, r.Reason)
}
