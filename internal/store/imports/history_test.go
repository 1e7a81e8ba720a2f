package imports

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/eras/native"
	"careratings/internal/eras/native/gen"
	"careratings/internal/eras/sheet"
)

// month is a generated release as CSV.
type month struct {
	day        string
	monthFirst bool
	text       []byte
}

func months(t testing.TB, seed uint64, rows, n int) []month {
	t.Helper()
	h := gen.New(gen.Options{Seed: seed, Rows: rows})
	var out []month
	for i := range n {
		if i > 0 {
			h.Advance()
		}
		var b bytes.Buffer
		if err := h.CSV(&b); err != nil {
			t.Fatal(err)
		}
		out = append(out, month{h.Released(), h.MonthFirst(), b.Bytes()})
	}
	return out
}

// rowsOf reads CSV text as a file has it, below its header.
func rowsOf(t testing.TB, text []byte) *sheet.Records {
	t.Helper()
	path := filepath.Join(t.TempDir(), "month.csv")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	book, err := sheet.Open(path, sheet.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	rows, err := book.Records(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rows.Next(); err != nil {
		t.Fatal(err)
	}
	return rows
}

// take imports a month; spoil may change its lines first.
func take(t testing.TB, s *Store, m month, spoil func(lines [][]byte) [][]byte) (Entry, error) {
	t.Helper()
	return takeUntil(context.Background(), t, s, m, spoil)
}

// takeUntil is take, as long as a context lasts.
func takeUntil(ctx context.Context, t testing.TB, s *Store, m month, spoil func(lines [][]byte) [][]byte) (Entry, error) {
	t.Helper()
	lines := bytes.Split(bytes.TrimSuffix(m.text, []byte("\r\n")), []byte("\r\n"))
	if spoil != nil {
		lines = spoil(lines)
	}
	header := strings.Split(string(lines[0]), ",")
	d, ok, err := native.FindDirectory("", [][]string{header})
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if m.monthFirst {
		d.MonthFirst()
	}
	tx, err := s.Begin(ctx, Entry{Name: m.day, SHA256: m.day})
	if err != nil {
		return Entry{}, err
	}
	rows := rowsOf(t, bytes.Join(lines, []byte("\r\n")))
	defer rows.Close()
	e, err := tx.Directory(d, string(lines[0]), rows, m.day, tx.Reject, nil)
	if err != nil {
		tx.Rollback()
		return e, err
	}
	e.ImportedAt = time.Unix(0, 0)
	return e, tx.Commit(e)
}

func created(t testing.TB) *Store {
	t.Helper()
	s, err := Create(filepath.Join(t.TempDir(), "imports.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// dump is all that an archive says, without the numbers that depend on the order
// of imports.
func dump(t testing.TB, s *Store) string {
	t.Helper()
	var b strings.Builder
	for _, query := range []string{
		"SELECT level, day FROM release ORDER BY 1, 2",
		"SELECT name, bytes, sha256, release_day, level, rows_read, rejected FROM import_file ORDER BY sha256",
		"SELECT key, level FROM org ORDER BY 1, 2",
		"SELECT word FROM word ORDER BY 1",
		`SELECT o.key, o.level, s.from_day, s.name, t.word, c.word, a.word, r.word, p.key, s.town, s.postcode, s.sheet, s.to_day FROM org_span s JOIN org o ON o.id = s.org
			LEFT JOIN word t ON t.id = s.type LEFT JOIN word c ON c.id = s.category LEFT JOIN word a ON a.id = s.authority
			LEFT JOIN word r ON r.id = s.region LEFT JOIN org p ON p.id = s.provider ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12`,
		`SELECT o.key, o.level, v.word, s.measure, s.from_day, s.value, s.rated_day, p.word, s.inherited, s.twin, s.to_day FROM rating_span s JOIN org o ON o.id = s.org
			LEFT JOIN word v ON v.id = s.service LEFT JOIN word p ON p.id = s.report ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10`,
	} {
		rows, err := s.db.Query(query)
		if err != nil {
			t.Fatal(err)
		}
		columns, _ := rows.Columns()
		cells := make([]any, len(columns))
		for i := range cells {
			cells[i] = new(any)
		}
		for rows.Next() {
			if err := rows.Scan(cells...); err != nil {
				t.Fatal(err)
			}
			for _, c := range cells {
				fmt.Fprint(&b, *c.(*any), "|")
			}
			b.WriteByte('\n')
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
		b.WriteString("--\n")
	}
	return b.String()
}

// Releases imported in any order give the same archive, and taking some back
// gives the archive that never had them.
func TestReleasesInAnyOrderGiveTheSameArchive(t *testing.T) {
	all := months(t, 3, 120, 10)
	inOrder := func(without map[int]bool) string {
		s := created(t)
		for i, m := range all {
			if !without[i] {
				if _, err := take(t, s, m, nil); err != nil {
					t.Fatal(err)
				}
			}
		}
		return dump(t, s)
	}
	whole := inOrder(nil)
	for seed := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, 1))
		s := created(t)
		for _, i := range r.Perm(len(all)) {
			if _, err := take(t, s, all[i], nil); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(whole, dump(t, s)); diff != "" {
			t.Fatalf("order %d (-in order +shuffled):\n%s", seed, diff)
		}
		gone := map[int]bool{}
		for _, i := range r.Perm(len(all))[:3] {
			gone[i] = true
			entries, err := s.Entries(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entries {
				if e.Release == all[i].day {
					if _, err := s.Undo(t.Context(), e.ID); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		if diff := cmp.Diff(inOrder(gone), dump(t, s)); diff != "" {
			t.Fatalf("order %d without %v (-never +taken back):\n%s", seed, gone, diff)
		}
		for i := range gone {
			if _, err := take(t, s, all[i], nil); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(whole, dump(t, s)); diff != "" {
			t.Fatalf("order %d, imported again (-whole +again):\n%s", seed, diff)
		}
	}
}

// What an archive says of a release is what the file said, whatever came before
// and after: the file's rows can be had back.
func TestSpansGiveBackEveryRelease(t *testing.T) {
	all := months(t, 5, 300, 9)
	s := created(t)
	for _, i := range []int{4, 0, 8, 2, 1, 7, 3, 6, 5} {
		if _, err := take(t, s, all[i], nil); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range all {
		want := map[string]int{}
		r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(m.text, []byte("\ufeff"))))
		list, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		col := func(row []string, name string) string {
			for i, h := range list[0] {
				if h == name {
					return row[i]
				}
			}
			return ""
		}
		for _, row := range list[1:] {
			layout := "02/01/2006"
			date, _, _ := strings.Cut(col(row, "Publication Date"), " ")
			if m.monthFirst {
				layout = "1/2/2006"
			}
			at, err := time.Parse(layout, date)
			if err != nil {
				t.Fatal(err)
			}
			want[strings.Join([]string{
				col(row, "Location ID"), col(row, "Location Name"), col(row, "Location Post Code"), col(row, "Provider ID"), col(row, "Service / Population Group"),
				strings.ToLower(col(row, "Domain")), strings.ToLower(col(row, "Latest Rating")), at.Format(time.DateOnly),
			}, "|")]++
		}
		rows, err := s.db.Query(`SELECT o.key, n.name, n.postcode, p.key, w.word, r.measure, r.value, date(r.rated_day * 86400, 'unixepoch')
			FROM rating_span r JOIN org o ON o.id = r.org JOIN word w ON w.id = r.service
			JOIN org_span n ON n.org = o.id AND n.from_day <= ?1 AND ifnull(n.to_day, 99999) >= ?1 JOIN org p ON p.id = n.provider
			WHERE r.from_day <= ?1 AND ifnull(r.to_day, 99999) >= ?1`, dayOf(t, m.day))
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for rows.Next() {
			var c [8]string
			var measure, value int
			if err := rows.Scan(&c[0], &c[1], &c[2], &c[3], &c[4], &measure, &value, &c[7]); err != nil {
				t.Fatal(err)
			}
			c[5], c[6] = strings.TrimPrefix(native.DirectoryMeasures()[measure], "cqc."), strings.ToLower(native.DirectoryValues()[value].Printed)
			got[strings.Join(c[:], "|")]++
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s (-file +archive):\n%s", m.day, diff)
		}
	}
}

func dayOf(t testing.TB, day string) int64 {
	t.Helper()
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	return at.Unix() / 86400
}

// Rows that are wholly alike are kept, each of them, and so are two ratings of
// one day.
func TestRowsThatAreAlikeAreAllKept(t *testing.T) {
	all := months(t, 9, 60, 3)
	double := func(lines [][]byte) [][]byte {
		other := bytes.Replace(lines[1], []byte(",N,http"), []byte(",Y,http"), 1)
		return append(lines, lines[1], lines[1], other)
	}
	s := created(t)
	for _, m := range all {
		if _, err := take(t, s, m, double); err != nil {
			t.Fatal(err)
		}
	}
	var twins, inherited, open int
	if err := s.db.QueryRow("SELECT sum(twin = 2), sum(inherited = 2), sum(to_day IS NULL) FROM rating_span WHERE twin = 2 OR inherited = 2").Scan(&twins, &inherited, &open); err != nil {
		t.Fatal(err)
	}
	if twins < 1 || inherited < 1 || open < 2 {
		t.Errorf("%d third twins, %d inherited, %d open", twins, inherited, open)
	}
}

// A row that is not understood is kept with its place and reason, and is no part
// of the release.
func TestRejectedRowsAreKept(t *testing.T) {
	s := created(t)
	e, err := take(t, s, months(t, 1, 60, 1)[0], func(lines [][]byte) [][]byte {
		lines[3] = bytes.Replace(lines[3], []byte(",Location,"), []byte(",Location,"), 1)
		return append(lines, []byte("1-1,,A,N,T,C,S,,Town,P,A,R,R,E,G,0,G,Overall,Overall,Goood,01/01/2016,Location,N,U,1-2,P,-,-"),
			[]byte("1-1,,A,N,T,C,S,,Town,P,A,R,R,E,G,0,G,Overall,Overall,Good,02/31/2016,Location,N,U,1-2,P,-,-"))
	})
	if err != nil || e.Rejected != 2 {
		t.Fatal(e, err)
	}
	list, err := s.Rejects(t.Context(), 1)
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	if list[0].Value != "Goood" || list[0].Column != "Latest Rating" || !strings.Contains(list[0].Reason, "Requires improvement") || list[0].Row == 0 {
		t.Errorf("%+v", list[0])
	}
	if list[1].Value != "02/31/2016" || !strings.Contains(list[1].Reason, "month") {
		t.Errorf("%+v", list[1])
	}
}
