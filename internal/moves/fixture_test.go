package moves

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"careratings/internal/store"
)

// fixture builds an archive of two editions of star ratings, stars-2003 and
// stars-2004, in which bodies[i][j] bodies stand at level i+1 in the one and
// j+1 in the other (0 for not rated: use rated).
type fixture struct {
	claims strings.Builder
	bodies strings.Builder
	links  strings.Builder
	totals strings.Builder
	n      int
}

func (f *fixture) body() string {
	f.n++
	id := fmt.Sprintf("T%04d", f.n)
	fmt.Fprintf(&f.bodies, "%s,trust,Trust %04d,1995-04-01,,,,,,,,,evidenced,,made\n", id, f.n)
	return id
}

// rated adds a stated rating.
func (f *fixture) rated(edition, body string, low, high int, doubt string) {
	fmt.Fprintf(&f.claims, "%s.%s.overall.%s,%s,,%s,trust,acute,acute,stars.overall,Trust %s,%d,%d,%d,,,,%s,official,made,row,,,\n",
		edition, strings.ToLower(body), doubt, edition, body, body[1:], low-1, low, high, doubt)
}

func (f *fixture) pair(a, b int) string {
	id := f.body()
	if a > 0 {
		f.rated("stars-2003", id, a, a, "stated")
	}
	if b > 0 {
		f.rated("stars-2004", id, b, b, "stated")
	}
	return id
}

func (f *fixture) size(edition string, n int) {
	fmt.Fprintf(&f.totals, "size-%s,%s,acute,,stars.overall,all rated,1,4,%d,,0,,,stated,official,made,,\n", edition, edition, n)
}

// open compiles the fixture and opens it.
func (f *fixture) open(t testing.TB) (*store.Archive, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "fixture.db")
	if err := store.Build(f.text(), path); err != nil {
		t.Fatal(err)
	}
	a, err := store.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a, path
}

func (f *fixture) text() fstest.MapFS {
	files := map[string]string{
		"datapackage.json": `{"name":"fixture","version":"1.0.0"}`,
		"sources.csv":      "id,title,publisher,url,tier,published_on,counts_from,dated_by,licence,note\nmade,A table,The publisher,,official,2003-07-16,2003-07-16,printed,facts-only,\n",
		"eras.csv":         "id,label,publisher,from,to,headline,rolling,rated_kinds,peer_groups,about,source\nstars,Star ratings,The publisher,2001-09-25,2005-12-31,stars.overall,0,trust,acute,Four levels.,made\n",
		"scales.csv":       "scale,level,code,label,meaning\nstars,1,0,no stars,\nstars,2,1,one star,\nstars,3,2,two stars,\nstars,4,3,three stars,\n",
		"measures.csv":     "id,era,label,kind,scale,unit,better,headline,about\nstars.overall,stars,Stars,level,stars,,higher,1,\nstars.score,stars,Score,number,,points,higher,0,\n",
		"editions.csv": "id,era,seq,label,period,rated_from,rated_to,published_on,publisher,framework,vintage,about,source\n" +
			"stars-2003,stars,1,Stars 2003,,,,2003-07-16,The publisher,,,,made\nstars-2004,stars,2,Stars 2004,,,,2004-07-21,The publisher,,,,made\nstars-2005,stars,3,Stars 2005,,,,2005-07-27,The publisher,,,,made\n",
		"breaks.csv": "id,era,from_edition,to_edition,on,peer_group,measure,forbids,kind,why,about,source,intake\n" +
			"break-2005,stars,stars-2004,stars-2005,2005-07-27,,,level-change transition kappa,rules,another scale in all but name,,made,\n",
		"bodies.csv":       "id,kind,name,opened,closed,closed_basis,foundation_from,region,town,county,postcode,parent,code_status,note,source\n" + f.bodies.String(),
		"names.csv":        "body,name,kind,from,to,source\n",
		"successions.csv":  "predecessor,successor,on,kind,other_dates,source,note\n" + f.links.String(),
		"matches.csv":      "era,edition,trust_type,printed_name,body,confidence,basis,candidates,reason\n",
		"totals.csv":       "id,edition,peer_group,scope,measure,value,low,high,count,percent,at_least,base,set,doubt,tier,source,note,intake\n" + f.totals.String(),
		"movements.csv":    "id,from_edition,to_edition,peer_group,measure,from_value,from_low,from_high,to_value,to_low,to_high,count,at_least,doubt,tier,source,note,intake\n",
		"conflicts.csv":    "id,era,edition,peer_group,body,measure,about,sides,sources,kind\n",
		"changes.csv":      "data_version,what,key,before,after,why\n",
		"intake.csv":       "file,row,reason,claim,note\n",
		"claims/stars.csv": "id,edition,rated_on,body,level,peer_group,trust_type,measure,printed_name,value,low,high,number,of,status,doubt,tier,source,locator,note,service,intake\n" + f.claims.String(),
	}
	out := fstest.MapFS{}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

// golden is the synthetic table of docs/METHOD.md: 166 bodies, rows the earlier
// edition, columns the later, both worst to best.
func golden() *fixture {
	f := &fixture{}
	for i, row := range [][]int{{2, 4, 4, 0}, {3, 12, 15, 5}, {6, 15, 40, 16}, {0, 4, 16, 24}} {
		for j, n := range row {
			for range n {
				f.pair(i+1, j+1)
			}
		}
	}
	f.size("stars-2003", 166)
	f.size("stars-2004", 166)
	return f
}
