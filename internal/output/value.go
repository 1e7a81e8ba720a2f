package output

import (
	"fmt"
	"math"
	"strconv"
)

// Marks for an absent value, from the shorthand the Government Statistical
// Service prescribes for tables. Table and Markdown show them; the formats read
// by programs leave the cell empty (null in JSON).
const (
	NotAvailable  = "[x]"
	NotApplicable = "[z]"
)

// Value is one cell. The zero Value is absent and has no mark. Values are
// immutable and compare with ==.
type Value struct {
	kind Kind
	set  bool
	text string // the text, or the number or truth value as JSON writes it
	mark string // what is shown in place of an absent value
}

// Text is a cell of text. The empty text is a value, not an absent one.
func Text(s string) Value { return Value{kind: KindText, set: true, text: s} }

// TextOr is Text(s), or an absent value shown as mark when s is empty.
func TextOr(s, mark string) Value {
	if s == "" {
		return Absent(mark)
	}
	return Text(s)
}

// Int is a whole number.
func Int(n int) Value { return Value{kind: KindInt, set: true, text: strconv.Itoa(n)} }

// Number is a number in the fewest digits that read back as f, never in
// exponent notation. NaN and the infinities, which no format can carry, are
// absent and shown as NotAvailable.
func Number(f float64) Value { return number(f, -1) }

// Fixed is f rounded to a number of decimal places in every format, so that
// the last bits, which may differ between processors, never reach a reader. A
// negative zero is written without its sign.
func Fixed(f float64, places int) Value { return number(f, max(places, 0)) }

func number(f float64, places int) Value {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Absent(NotAvailable)
	}
	text := strconv.FormatFloat(f, 'f', places, 64)
	if rounded, err := strconv.ParseFloat(text, 64); err == nil && rounded == 0 {
		text = strconv.FormatFloat(0, 'f', places, 64)
	}
	return Value{kind: KindNumber, set: true, text: text}
}

// Decimal is a number kept digit for digit as it was printed, so that 2.50
// stays 2.50. It is an error unless s is a number as JSON writes one.
func Decimal(s string) (Value, error) {
	if !isDecimal(s) {
		return Value{}, fmt.Errorf("output: %q is not a decimal number", s)
	}
	return Value{kind: KindNumber, set: true, text: s}, nil
}

// Bool is true or false.
func Bool(b bool) Value { return Value{kind: KindBool, set: true, text: strconv.FormatBool(b)} }

// Absent is a missing value of any kind, shown as mark ("" for an empty cell)
// in the formats for people.
func Absent(mark string) Value { return Value{mark: mark} }

// IsAbsent reports whether v holds no value.
func (v Value) IsAbsent() bool { return !v.set }

// Equal reports whether v and u are the same value and mark.
func (v Value) Equal(u Value) bool { return v == u }

// String is v as people see it: absent values as their mark. It is not
// cleaned of control characters.
func (v Value) String() string {
	if !v.set {
		return v.mark
	}
	return v.text
}

// isDecimal reports whether s is a number in JSON's grammar.
func isDecimal(s string) bool {
	digits := func() bool {
		n := 0
		for n < len(s) && '0' <= s[n] && s[n] <= '9' {
			n++
		}
		s = s[n:]
		return n > 0
	}
	skip := func(set string) bool {
		for i := range len(set) {
			if s != "" && s[0] == set[i] {
				s = s[1:]
				return true
			}
		}
		return false
	}
	skip("-")
	if !skip("0") && !digits() {
		return false
	}
	if skip(".") && !digits() {
		return false
	}
	if skip("eE") {
		skip("+-")
		if !digits() {
			return false
		}
	}
	return s == ""
}
