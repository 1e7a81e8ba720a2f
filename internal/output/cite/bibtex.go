package cite

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// bibtex writes @misc entries, which every style of BibTeX and biblatex knows.
// Titles are in double braces, so that NHS stays NHS; a date is year and month for
// BibTeX and date for biblatex.
func bibtex(items []Item) string {
	var b strings.Builder
	for i, it := range items {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "@misc{%s,\n", it.Key)
		field := func(name, value string) {
			if value != "" {
				fmt.Fprintf(&b, "  %s = {%s},\n", name, value)
			}
		}
		braced := func(s string) string {
			if s == "" {
				return ""
			}
			return "{" + tex(s) + "}"
		}
		field("author", braced(it.Author))
		field("title", braced(it.Title))
		field("publisher", tex(it.Publisher))
		if it.Author == "" {
			// What styles without an author show and sort by.
			field("howpublished", tex(it.Publisher))
			field("key", tex(it.Publisher))
		}
		year, month, iso, note := bibDate(it)
		field("year", year)
		if month != "" {
			fmt.Fprintf(&b, "  month = %s,\n", month)
		}
		field("date", iso)
		field("version", tex(it.Version))
		field("url", it.URL)
		field("note", tex(it.notes(note)))
		b.WriteString("}\n")
	}
	return b.String()
}

// bibDate is the date as BibTeX (year and month) and as biblatex has it; a stretch
// or a bound is a biblatex date and a note, since no year is known for sure.
func bibDate(it Item) (year, month, iso, note string) {
	d := string(it.Date)
	switch {
	case d == "":
		return "", "", "", ""
	case strings.Contains(d, "/"):
		return "", "", d, "dated " + strings.TrimPrefix(strings.Replace(d, "/", " to ", 1), " ")
	}
	if len(d) >= 7 {
		month = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}[(d[5]-'0')*10+d[6]-'0'-1]
	}
	return d[:4], month, d, ""
}

// tex is text as TeX and BibTeX read it: special characters and braces as
// commands, which keeps the braces of the entry in balance, and Latin letters with
// accents as commands too. Other letters stay as UTF-8.
func tex(s string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(s) {
		if c := texSpecial(r); c != "" {
			b.WriteString(c)
			continue
		}
		if r < 0x80 {
			b.WriteRune(r)
			continue
		}
		parts := []rune(norm.NFD.String(string(r)))
		if accent := texAccent(parts); accent != "" {
			b.WriteString(accent)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func texSpecial(r rune) string {
	switch r {
	case '%', '&', '#', '_', '$':
		return `\` + string(r)
	case '{':
		return `\textbraceleft{}`
	case '}':
		return `\textbraceright{}`
	case '\\':
		return `\textbackslash{}`
	case '~':
		return `\textasciitilde{}`
	case '^':
		return `\textasciicircum{}`
	case '\u00a3':
		return `\pounds{}`
	case '\u2013':
		return `--`
	case '\u2014':
		return `---`
	case '\u2018':
		return "`"
	case '\u2019':
		return "'"
	case '\u201c':
		return "``"
	case '\u201d':
		return "''"
	case '\u2026':
		return `\ldots{}`
	case '\u00a0':
		return "~"
	case '\u00df':
		return `{\ss}`
	case '\u00e6':
		return `{\ae}`
	case '\u00c6':
		return `{\AE}`
	case '\u00f8':
		return `{\o}`
	case '\u00d8':
		return `{\O}`
	case '\u0142':
		return `{\l}`
	case '\u0141':
		return `{\L}`
	}
	return ""
}

// texAccent is a Latin letter and one accent as TeX has it.
func texAccent(parts []rune) string {
	if len(parts) != 2 || parts[0] >= 0x80 || !unicode.IsLetter(parts[0]) {
		return ""
	}
	command := ""
	switch parts[1] {
	case '\u0300':
		command = "`"
	case '\u0301':
		command = "'"
	case '\u0302':
		command = "^"
	case '\u0303':
		command = "~"
	case '\u0308':
		command = `"`
	case '\u0304':
		command = "="
	case '\u0307':
		command = "."
	case '\u030c':
		command = "v"
	case '\u0306':
		command = "u"
	case '\u030b':
		command = "H"
	case '\u030a':
		command = "r"
	case '\u0327':
		command = "c"
	case '\u0328':
		command = "k"
	default:
		return ""
	}
	letter := string(parts[0])
	if (letter == "i" || letter == "j") && strings.Contains("`'^~\"=.vuHr", command) {
		letter = `\` + letter // without its dot
	}
	return `{\` + command + `{` + letter + `}}`
}
