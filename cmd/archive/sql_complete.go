package main

import (
	"slices"
	"strings"

	"careratings/internal/store"
)

// completion is what the SQL shell completes: names of tables, their columns, and
// words of SQL.
type completion struct {
	tables  []string
	columns map[string][]string
	words   []string
}

func completions(docs []store.ColumnDoc) completion {
	c := completion{columns: map[string][]string{}, words: []string{
		"SELECT", "FROM", "WHERE", "GROUP BY", "ORDER BY", "HAVING", "LIMIT", "JOIN", "LEFT JOIN", "ON", "USING", "WITH", "RECURSIVE", "DISTINCT", "UNION", "EXCEPT",
		"INTERSECT", "CASE", "WHEN", "THEN", "ELSE", "END", "BETWEEN", "LIKE", "IS NULL", "IS NOT NULL", "EXISTS", "OVER", "PARTITION BY", "VALUES", "EXPLAIN QUERY PLAN",
		"count(", "sum(", "min(", "max(", "avg(", "group_concat(", "ridit(", "band_low(", "band_high(", "verdict(", "tau_b(",
		".tables", ".schema", ".param", ".format", ".help", ".quit",
	}}
	for _, d := range docs {
		if d.Column == "" {
			c.tables = append(c.tables, d.Table)
		} else {
			c.columns[d.Table] = append(c.columns[d.Table], d.Column)
		}
	}
	return c
}

// complete completes the word before a place of the line, as far as the choices
// agree, and lists them. After "table." the choices are its columns; columns are
// offered only of tables that the line names, where it names any.
func complete(c completion, line string, pos int) (string, int, []string) {
	start := pos
	for start > 0 && (inWord(line[start-1]) || line[start-1] == '.') {
		start--
	}
	word := line[start:pos]
	var choices []string
	if table, column, ok := strings.Cut(word, "."); ok && table != "" {
		choices = matching(c.columns[strings.ToLower(table)], column)
		start += len(table) + 1
		word = column
	} else {
		candidates := append(slices.Clone(c.tables), c.words...)
		named := c.named(line)
		if len(named) == 0 {
			named = c.tables
		}
		for _, t := range named {
			candidates = append(candidates, c.columns[t]...)
		}
		choices = matching(candidates, word)
	}
	if len(choices) == 0 || word == "" && len(choices) > 60 {
		return line, pos, nil
	}
	common := choices[0]
	for _, choice := range choices[1:] {
		for !foldPrefix(choice, common) {
			common = common[:len(common)-1]
		}
	}
	if len(choices) == 1 && !strings.HasSuffix(common, "(") {
		common += " "
	}
	if len(common) < len(word) {
		common = word
	}
	return line[:start] + common + line[pos:], start + len(common), choices
}

// named lists the tables that occur in a line as words.
func (c completion) named(line string) []string {
	var out []string
	for word := range strings.FieldsFuncSeq(strings.ToLower(line), func(r rune) bool { return r > 0x7f || !inWord(byte(r)) }) {
		if _, ok := c.columns[word]; ok && !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	return out
}

func matching(candidates []string, prefix string) []string {
	var out []string
	for _, name := range candidates {
		if foldPrefix(name, prefix) && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

func foldPrefix(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

func inWord(b byte) bool {
	return b == '_' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}
