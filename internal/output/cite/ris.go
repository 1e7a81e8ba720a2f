package cite

import "strings"

// ris writes RIS records: CR LF, one tag a line, ER at the end of each.
func ris(items []Item) string {
	var b strings.Builder
	for _, it := range items {
		tag := func(name, value string) {
			if value != "" {
				b.WriteString(name + "  - " + value + "\r\n")
			}
		}
		tag("TY", map[Kind]string{Dataset: "DATA", Report: "RPRT", News: "NEWS", WebPage: "ELEC", Entry: "ENCYC"}[it.Kind])
		tag("ID", it.Key)
		tag("AU", risName(it.Author))
		tag("TI", it.Title)
		tag("PB", it.Publisher)
		year, date, note := risDate(it)
		tag("PY", year)
		tag("DA", date)
		tag("ET", it.Version)
		tag("UR", it.URL)
		tag("N1", it.notes(note))
		b.WriteString("ER  - \r\n\r\n")
	}
	return b.String()
}

// risName is a body's name: a comma at its end keeps readers from taking it for
// a first and a last name.
func risName(s string) string {
	if s == "" {
		return ""
	}
	return strings.ReplaceAll(s, ",", " ") + ","
}

// risDate is the year, and the date as YYYY/MM/DD/ with empty parts where they are
// not known. A stretch or a bound has no single date: it is a note.
func risDate(it Item) (year, date, note string) {
	d := string(it.Date)
	switch {
	case d == "":
		return "", "", ""
	case strings.HasPrefix(d, "/"):
		return "", "", "dated on or before " + d[1:]
	case strings.Contains(d, "/"):
		return "", "", "dated " + strings.Replace(d, "/", " to ", 1)
	}
	parts := append(strings.Split(d, "-"), "", "")
	return d[:4], strings.Join(parts[:3], "/") + "/", ""
}
