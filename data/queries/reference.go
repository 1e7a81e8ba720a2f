package queries

import (
	"context"
	"fmt"
	"strings"

	"careratings/internal/store"
)

const referenceHead = `# The archive in SQL

Generated from the archive and ` + "`data/queries`" + ` by ` + "`go generate ./...`" + `; a test fails when it is stale.

` + "`data/archive.db`" + ` is one SQLite file. The views below are plain SQL, so the sqlite3 shell, Datasette and every
other SQLite tool open them; full-text search needs FTS5. Levels count from 1, the worst. Standings run from 0, the
worst, to 1. The tables whose names end in ` + "`_row`" + ` are the views' bases and may change with the schema version
(` + "`PRAGMA user_version`" + `); the views only grow. The table ` + "`column_doc`" + ` holds the descriptions on this page.

## Functions

On connections of this program only (` + "`archive query`" + ` and ` + "`archive sql`" + `); the views do without.
METHOD.md has the definitions.

| function | answers |
| --- | --- |
| ` + "`ridit(worse, tied, n)`" + ` | middle of the tie band of a body with so many peers worse and level with it among n |
| ` + "`band_low(worse, n, missing)`" + ` | share surely worse of n rated and missing unrated bodies |
| ` + "`band_high(better, n, missing)`" + ` | 1 less the share surely better |
| ` + "`verdict(a_low, a_high, b_low, b_high)`" + ` | up, down or not-resolved; a NULL bound is unknown and counts as 0 or 1 |
| ` + "`tau_b(a, b)`" + ` | aggregate (also over a window): Kendall's tau-b of the pairs; a pair with a NULL is passed over |

NULL, text and impossible counts give NULL; so does a statistic that is not defined (one body, all tied).

`

const typedHead = `## SQL of your own

` + "`archive sql [QUERY|--file FILE] [--param NAME=VALUE]...`" + `

Reads the archive, with the functions above. On a terminal without a query it is a shell with history and completion;
` + "`.tables`" + ` and ` + "`.schema TABLE`" + ` show what is described below. Statements are separated by ` + "`;`" + ` and run in order. What would
write, attach, load or change a setting is refused before it runs (exit 2), as is a mistake, with its place. Text goes
in single quotes; double quotes are for names. ` + "`:name`" + ` is set by ` + "`--param name=value`" + `: what is written as a number is
one, anything else is text (` + "`5E1`" + ` and ` + "`007`" + ` are codes). Numbers are printed in full, a blob as ` + "`x'...'`" + `. An answer is
printed whole unless ` + "`--limit`" + ` or ` + "`--timeout`" + ` (a minute, if not given) cuts it, which is said; a terminal gets 1000 rows.

`

const savedHead = `## Saved queries

` + "`archive query NAME [--param NAME=VALUE]... [--show-sql]`" + `

A value that its parameter does not allow is a usage error (exit 2); an answer without rows exits with 3 and says what
is held. ` + "`--show-sql`" + ` prints the parameters' values as ` + "`.parameter set`" + ` lines and then the SQL, which the
sqlite3 shell runs as it stands: ` + "`archive query NAME --show-sql | sqlite3 data/archive.db`" + `. A predecessor's rating
is set against its successor's only where the succession had surely happened when the later one was published.
`

// Reference writes docs/SQL.md: the functions, the saved queries, and every
// view and table with its columns.
func Reference(ctx context.Context, a *store.Archive) (string, error) {
	all, err := All()
	if err != nil {
		return "", err
	}
	columns, err := a.Columns(ctx)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString(referenceHead)
	b.WriteString(typedHead)
	b.WriteString(savedHead)
	for _, q := range all {
		fmt.Fprintf(&b, "\n### %s\n\n%s\n\nCoverage: %s\n", q.Name, strings.TrimSpace(q.About+" "+q.Long), q.Coverage)
		if len(q.Params) > 0 {
			b.WriteString("\n| parameter | values | default | |\n| --- | --- | --- | --- |\n")
		}
		for _, p := range q.Params {
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", p.Name, p.Allowed(), p.Default, p.About)
		}
	}
	b.WriteString("\n## Views and tables\n")
	for _, c := range columns {
		if c.Column == "" {
			fmt.Fprintf(&b, "\n### %s\n\n%s\n\n| column | |\n| --- | --- |\n", c.Table, c.Doc)
			continue
		}
		fmt.Fprintf(&b, "| `%s` | %s |\n", c.Column, strings.ReplaceAll(c.Doc, "|", "\\|"))
	}
	return b.String(), nil
}
