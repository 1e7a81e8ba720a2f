package export

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"careratings/internal/moves"
	"careratings/internal/store"

	"github.com/google/go-cmp/cmp"
)

// duckDB asks DuckDB; $DUCKDB_NODE names the directory of node_modules that has
// @duckdb/node-api.
const duckDB = `
const { DuckDBInstance } = require(process.env.DUCKDB_NODE + '/@duckdb/node-api');
(async () => {
  const db = await (await DuckDBInstance.create(':memory:')).connect();
  const out = [];
  for (const query of JSON.parse(process.argv[2])) {
    const answer = await db.runAndReadAll(query);
    out.push(answer.getRows().map(row => row.map(v => v === null ? '' : String(v))));
  }
  console.log(JSON.stringify(out));
})().catch(err => { console.error(String(err)); process.exit(1); });
`

// DuckDB reads the Parquet tree as it stands: as many rows, the same sums, and for
// the star ratings of 2003 and 2004 the same moves as the archive's own era-diff.
func checkDuckDB(t *testing.T, dir string) {
	modules := os.Getenv("DUCKDB_NODE")
	if modules == "" {
		t.Skip("$DUCKDB_NODE does not say where @duckdb/node-api is; .ci/run installs it")
	}
	node := tool(t, "node")
	a := archiveOf(t)
	ask := func(queries ...string) [][][]string {
		raw, err := json.Marshal(queries)
		if err != nil {
			t.Fatal(err)
		}
		script := filepath.Join(t.TempDir(), "ask.js")
		if err := os.WriteFile(script, []byte(duckDB), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), node, script, string(raw))
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		var rows [][][]string
		if err != nil || json.Unmarshal(out, &rows) != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return rows
	}
	tree := func(table string) string {
		return fmt.Sprintf("read_parquet('%s/**/*.parquet', hive_partitioning = true)", table)
	}
	answers := ask(
		"SELECT era, ifnull(edition, ''), count(*), count(level), ifnull(sum(level), 0), ifnull(sum(level_low), 0), count(number) FROM "+tree("ratings")+" GROUP BY ALL ORDER BY 1, 2",
		"SELECT era, ifnull(edition, ''), count(*), count(DISTINCT source) FROM "+tree("claims")+" GROUP BY ALL ORDER BY 1, 2",
		"SELECT min(first_day), max(last_day), typeof(min(first_day)) FROM "+tree("ratings")+" WHERE era = 'stars'",
		`SELECT b.body, a.label, b.label, b.level - a.level, round(y.mid - x.mid, 4) FROM `+tree("ratings")+` a JOIN `+tree("ratings")+` b USING (body, measure)
			JOIN `+tree("standings")+` x ON x.rating = a.rating JOIN `+tree("standings")+` y ON y.rating = b.rating
			WHERE a.edition = 'stars-2003' AND b.edition = 'stars-2004' AND measure = 'stars.overall' AND a.level IS NOT NULL AND b.level IS NOT NULL
			AND 'acute' IN (a.peer_group, b.peer_group) ORDER BY 1`,
	)
	for i, query := range []string{
		`SELECT era, ifnull(edition, ''), count(*), count(level), ifnull(sum(level), 0), ifnull(sum(level_low), 0), count(number) FROM rating GROUP BY 1, 2 ORDER BY 1, 2`,
		`SELECT era, ifnull(edition, ''), count(*), count(DISTINCT source) FROM claim GROUP BY 1, 2 ORDER BY 1, 2`,
	} {
		own, err := a.Select(t.Context(), query, nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(texts(own.Rows), answers[i]); diff != "" || len(answers[i]) < 20 {
			t.Errorf("query %d (-archive +DuckDB):\n%s", i+1, diff)
		}
	}
	if diff := cmp.Diff([][]string{{"2001-09-25", "2005-07-27", "DATE"}}, answers[2]); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(ownMoves(t, a), answers[3]); diff != "" || len(answers[3]) < 40 {
		t.Errorf("%d moves (-archive +DuckDB):\n%s", len(answers[3]), diff)
	}
}

// ownMoves are the moves of archive diff stars-2003 stars-2004 --kind acute of those
// that kept their code.
func ownMoves(t *testing.T, a *store.Archive) [][]string {
	t.Helper()
	cat, err := a.Catalogue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	from, err := moves.ParseMoment(cat, "stars-2003", "")
	if err != nil {
		t.Fatal(err)
	}
	to, err := moves.ParseMoment(cat, "stars-2004", "")
	if err != nil {
		t.Fatal(err)
	}
	c, err := moves.Compare(t.Context(), a, from, to, moves.Options{Kind: "acute"})
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for _, r := range c.Diff().Rows {
		if r.From == nil || r.To == nil || r.From.Body.Code != r.To.Body.Code || r.LevelChange == nil {
			continue
		}
		change := ""
		if r.StandingChange != nil {
			change = strconv.FormatFloat(math.Round(*r.StandingChange*1e4)/1e4, 'f', -1, 64)
		}
		out = append(out, []string{r.To.Body.Code, r.From.Label, r.To.Label, strconv.Itoa(*r.LevelChange), change})
	}
	slices.SortFunc(out, func(x, y []string) int { return strings.Compare(x[0], y[0]) })
	return out
}

func texts(rows [][]any) [][]string {
	var out [][]string
	for _, row := range rows {
		var cells []string
		for _, v := range row {
			cells = append(cells, fmt.Sprint(v))
		}
		out = append(out, cells)
	}
	return out
}
