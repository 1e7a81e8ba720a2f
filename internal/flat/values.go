// Package flat turns answers into flat tables: the columns of each command with
// their documentation, and one row a line. Commands print them, and the terminal
// interface exports them, so that both give the same bytes.
package flat

import (
	"careratings/internal/output"
)

// Text is a column of text that may be cut to fit a terminal.
func Text(name, doc string) output.Column { return output.Column{Name: name, Doc: doc} }

// Code is a column of identifiers, never cut.
func Code(name, doc string) output.Column { return output.Column{Name: name, Doc: doc, Whole: true} }

// Count is a column of whole numbers.
func Count(name, doc string) output.Column {
	return output.Column{Name: name, Doc: doc, Kind: output.KindInt}
}

// Share is a column of numbers.
func Share(name, doc string) output.Column {
	return output.Column{Name: name, Doc: doc, Kind: output.KindNumber}
}

// Truth is a column of true and false.
func Truth(name, doc string) output.Column {
	return output.Column{Name: name, Doc: doc, Kind: output.KindBool}
}

// OrGap is text, or the mark for "not available" when it is empty.
func OrGap(s string) output.Value { return output.TextOr(s, output.NotAvailable) }

// IntOrGap is a whole number, or the mark for "not available".
func IntOrGap(n *int) output.Value {
	if n == nil {
		return output.Absent(output.NotAvailable)
	}
	return output.Int(*n)
}

// ShareOrGap is a share to four decimals; more would print the processor's
// rounding.
func ShareOrGap(f *float64) output.Value {
	if f == nil {
		return output.Absent(output.NotAvailable)
	}
	return output.Fixed(*f, 4)
}

// Optional is text, or an empty cell.
func Optional(s *string) output.Value {
	if s == nil {
		return output.Absent("")
	}
	return output.Text(*s)
}

// Number is a whole number, or an empty cell.
func Number(n *int) output.Value {
	if n == nil {
		return output.Absent("")
	}
	return output.Int(*n)
}

// Flag is true or false, or an empty cell.
func Flag(b *bool) output.Value {
	if b == nil {
		return output.Absent("")
	}
	return output.Bool(*b)
}
