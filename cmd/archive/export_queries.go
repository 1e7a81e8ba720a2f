package main

import (
	"regexp"
	"strings"

	"careratings/data/queries"
	"careratings/internal/export"
)

// cannedQueries are the saved queries as a tool takes them that passes every
// parameter as text, empty where nothing was filled in: the default then stands,
// and a whole number is made one.
func cannedQueries() ([]export.Canned, error) {
	all, err := queries.All()
	if err != nil {
		return nil, err
	}
	var out []export.Canned
	for _, q := range all {
		sql := strings.TrimRight(strings.TrimSpace(withoutComments(q.SQL)), ";")
		c := export.Canned{Name: q.Name, Title: q.About, About: strings.TrimSpace(q.Long + " Coverage: " + q.Coverage)}
		for _, p := range q.Params {
			filled := "ifnull(nullif(:" + p.Name + ", ''), '" + strings.ReplaceAll(p.Default, "'", "''") + "')"
			if p.Type == queries.Integer {
				filled = "CAST(" + filled + " AS INTEGER)"
			}
			sql = regexp.MustCompile(`:`+p.Name+`\b`).ReplaceAllString(sql, strings.ReplaceAll(filled, "$", "$$"))
			c.Params = append(c.Params, p.Name)
			c.About += " " + p.Name + ": " + p.About + " (" + p.Allowed() + "; without one " + p.Default + ")."
		}
		c.SQL = sql
		out = append(out, c)
	}
	return out, nil
}

// withoutComments takes the header off a saved query: the lines before its first
// statement.
func withoutComments(sql string) string {
	for strings.HasPrefix(sql, "--") {
		_, sql, _ = strings.Cut(sql, "\n")
	}
	return sql
}
