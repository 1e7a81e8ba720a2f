package bodies

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// phrases are wordings of one thing that sources use for each other without
// meaning different bodies; THE goes first, for it can stand inside another. Hospital, University, Community and
// the like are never here: dropping them joins bodies that are not one.
func phrases() [][2][]string {
	return [][2][]string{
		{{"THE"}, nil},
		{{"NATIONAL", "HEALTH", "SERVICE"}, {"NHS"}},
		{{"PRIMARY", "CARE", "TRUST"}, {"PCT"}},
		{{"HEALTH", "CARE"}, {"HEALTHCARE"}},
		{{"FT"}, {"FOUNDATION", "TRUST"}},
		{{"SAINT"}, {"ST"}},
	}
}

// Normalise returns the search key of a name: compatibility characters
// resolved (NFKC), upper case, "&" read as AND, apostrophes and stops dropped,
// all other punctuation a space, THE left out, and National Health Service,
// Primary Care Trust, Health Care, FT and Saint written NHS, PCT, HEALTHCARE,
// FOUNDATION TRUST and ST. Words stand one space apart. Normalising a key
// changes nothing. Text without a letter or digit has the empty key.
func Normalise(name string) string {
	return strings.Join(words(name), " ")
}

// words are the words of a name's search key, in order.
func words(name string) []string {
	// Bytes that are no UTF-8 keep what follows them from being resolved. Upper case
	// comes first: a few letters grow a compatibility form by it.
	upper := norm.NFKC.String(strings.ToUpper(norm.NFKC.String(strings.ToValidUTF8(name, " "))))
	var b strings.Builder
	for _, r := range upper {
		switch {
		case r == '&':
			b.WriteString(" AND ")
		case strings.ContainsRune("'’‘ʼ`´′", r):
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	// A mark behind a dropped apostrophe joins the letter before it.
	list := joinInitials(strings.Fields(norm.NFKC.String(b.String())), upper)
	for _, p := range phrases() {
		list = replace(list, p[0], p[1])
	}
	return list
}

// joinInitials writes N.H.S. as NHS; other single letters stay apart, as in
// "E Kent".
func joinInitials(list []string, upper string) []string {
	if !strings.Contains(upper, "N.H.S") {
		return list
	}
	return replace(list, []string{"N", "H", "S"}, []string{"NHS"})
}

// replace puts with in the place of every run of list that equals old.
func replace(list, old, with []string) []string {
	out := make([]string, 0, len(list))
	for i := 0; i < len(list); {
		if i+len(old) <= len(list) && slices.Equal(list[i:i+len(old)], old) {
			out = append(out, with...)
			i += len(old)
			continue
		}
		out = append(out, list[i])
		i++
	}
	return out
}
