//go:build unix

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"careratings/internal/eras/native/gen"
	"careratings/internal/league"
	"careratings/internal/moves"
	"careratings/internal/store"
	"careratings/internal/store/imports"
	"careratings/internal/trajectory"
)

// generated writes so many months of a generated care directory as CSV.
func generated(b *testing.B, dir string, rows, months int) []string {
	b.Helper()
	h := gen.New(gen.Options{Seed: 1, Rows: rows})
	var files []string
	for i := range months {
		if i > 0 {
			h.Advance()
		}
		path := filepath.Join(dir, h.Released()+"_Latest_ratings.csv")
		f, err := os.Create(path)
		if err != nil {
			b.Fatal(err)
		}
		if err := errors.Join(h.CSV(f), f.Close()); err != nil {
			b.Fatal(err)
		}
		files = append(files, path)
	}
	return files
}

// timed runs a program and returns its wall time and largest memory.
func timed(b *testing.B, stdin, bin string, args ...string) (seconds float64, peak int64) {
	b.Helper()
	cmd := exec.Command(bin, args...)
	cmd.Stdin = strings.NewReader(stdin)
	began := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%s: %v\n%s", bin, err, out)
	}
	return time.Since(began).Seconds(), maxRSS(cmd.ProcessState)
}

// BenchmarkImportHistory imports ten months of a care directory of the real size,
// 320,000 rows each, with everything on, and the same files with the .import of the
// sqlite3 shell with journal and sync off; after a warm-up of both. It reports the
// ratio of wall times (goal 0.35), how many times smaller the archive is (goal
// 25) and the largest memory (goal 200 MB).
func BenchmarkImportHistory(b *testing.B) {
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		b.Skip("no sqlite3 shell on this machine")
	}
	dir := b.TempDir()
	files := generated(b, dir, 320_000, 10)
	bin := filepath.Join(dir, "program")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		b.Fatalf("go build: %v\n%s", err, out)
	}
	ours := func(files []string) (float64, int64, int64) {
		path := filepath.Join(dir, "imports.db")
		os.Remove(path)
		seconds, peak := timed(b, "", bin, append([]string{"import", "--archive", path, "--month-first", "--quiet"}, files...)...)
		return seconds, peak, sizeOf(b, path)
	}
	theirs := func(files []string) (float64, int64) {
		path := filepath.Join(dir, "shell.db")
		os.Remove(path)
		script := ".mode csv\nPRAGMA journal_mode=OFF;\nPRAGMA synchronous=OFF;\n"
		for i, f := range files {
			script += fmt.Sprintf(".import '%s' m%d\n", f, i)
		}
		seconds, _ := timed(b, script, shell, path)
		return seconds, sizeOf(b, path)
	}
	ours(files[:1])
	theirs(files[:1])
	var a, s []float64
	var peak, small, large int64
	for b.Loop() {
		seconds, memory, size := ours(files)
		a, peak, small = append(a, seconds), max(peak, memory), size
		seconds, large = theirs(files)
		s = append(s, seconds)
	}
	b.ReportMetric(median(a), "s/history")
	b.ReportMetric(median(s), "sqlite3-s/history")
	b.ReportMetric(median(a)/median(s), "x-sqlite3")
	b.ReportMetric(float64(large)/float64(small), "times-smaller")
	b.ReportMetric(float64(peak)/1e6, "peak-MB")
}

// BenchmarkTenYears imports 120 months and measures on what comes of it: the size
// of the archive (goal 80 MB); the time of the trajectory of one location in a
// running program, asked for the first time (goal 0.2 ms); and league, diff and transitions over two
// releases with the sqlite3 shell asked for the same, in one run after a warm-up:
// x-shell is our time over the shell's (goal 1.5, or 150 ms).
func BenchmarkTenYears(b *testing.B) {
	path, days := tenYears(b)
	s, err := imports.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	arch, err := store.OpenEmbedded(os.DirFS("../../data"), "archive.db")
	if err != nil {
		b.Fatal(err)
	}
	defer arch.Close()
	arch.Attach(s)
	b.Run("trajectory", func(b *testing.B) {
		list, err := s.Named(b.Context(), []string{"e"}, 20_000) // so many that each is asked for the first time
		if err != nil || len(list) == 0 {
			b.Fatal(err)
		}
		i := 0
		for b.Loop() {
			t, err := trajectory.Build(b.Context(), arch, list[i%len(list)], trajectory.Options{})
			if err != nil || len(t.Points) == 0 {
				b.Fatal(list[i%len(list)].ID, err)
			}
			i++
		}
		b.ReportMetric(float64(sizeOf(b, path))/1e6, "archive-MB")
	})
	from, to := days[len(days)-13], days[len(days)-1]
	sides := func(b *testing.B) (x, y moves.Moment) {
		cat, err := arch.Catalogue(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		for day, m := range map[string]*moves.Moment{from: &x, to: &y} {
			if *m, err = moves.ParseMoment(cat, "cqc@"+day, ""); err == nil {
				*m, err = m.At("location")
			}
			if err != nil {
				b.Fatal(err)
			}
		}
		return x, y
	}
	for name, c := range map[string]struct {
		ours  func(b *testing.B) error
		shell string
	}{
		"league": {func(b *testing.B) error {
			_, err := league.Build(b.Context(), arch, "cqc@"+to, league.Options{Level: "location"})
			return err
		}, shellSide("b", to) + "SELECT key, name, (SELECT word FROM word WHERE id = category), value, date(rated_day * 86400, 'unixepoch') FROM b ORDER BY 3, 4, 2;"},
		"diff": {func(b *testing.B) error {
			x, y := sides(b)
			c, err := moves.Compare(b.Context(), arch, x, y, moves.Options{})
			if err == nil {
				c.Diff()
			}
			return err
		}, shellSide("a", from) + shellSide("b", to) + `SELECT a.key, a.name, b.name, (SELECT word FROM word WHERE id = a.category), (SELECT word FROM word WHERE id = b.category), a.value, b.value,
				date(a.rated_day * 86400, 'unixepoch'), date(b.rated_day * 86400, 'unixepoch') FROM a LEFT JOIN b ON a.id = b.id
			UNION ALL SELECT b.key, NULL, b.name, NULL, (SELECT word FROM word WHERE id = b.category), NULL, b.value, NULL, date(b.rated_day * 86400, 'unixepoch')
				FROM b LEFT JOIN a ON a.id = b.id WHERE a.id IS NULL ORDER BY 1;`},
		"transitions": {func(b *testing.B) error {
			x, y := sides(b)
			c, err := moves.Compare(b.Context(), arch, x, y, moves.Options{Levels: true})
			if err == nil {
				_, err = c.Transitions()
			}
			return err
		}, shellSide("a", from) + shellSide("b", to) + `SELECT a.value, b.value, count(*) FROM a LEFT JOIN b ON a.id = b.id GROUP BY 1, 2;
			SELECT b.value, count(*) FROM b WHERE id NOT IN (SELECT id FROM a) GROUP BY 1;`},
	} {
		b.Run(name, func(b *testing.B) {
			var ours, theirs []float64
			ask := func() float64 {
				began := time.Now()
				if err := c.ours(b); err != nil {
					b.Fatal(err)
				}
				return time.Since(began).Seconds()
			}
			ask() // a warm-up of both
			shellSeconds(b, path, c.shell)
			for b.Loop() { // by turns, so that both meet the same machine
				theirs = append(theirs, shellSeconds(b, path, c.shell))
				ours = append(ours, ask())
			}
			b.ReportMetric(median(ours)*1e3, "ms")
			if theirs[0] > 0 {
				b.ReportMetric(median(theirs)*1e3, "shell-ms")
				b.ReportMetric(median(ours)/median(theirs), "x-shell")
			}
		})
	}
}

// tenYears imports 120 months and returns the file and the days of the releases.
func tenYears(b *testing.B) (path string, days []string) {
	b.Helper()
	dir := b.TempDir()
	path = filepath.Join(dir, "imports.db")
	bin := filepath.Join(dir, "program")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		b.Fatalf("go build: %v\n%s", err, out)
	}
	h := gen.New(gen.Options{Seed: 1, Rows: 320_000})
	var files []string
	for i := range 120 {
		if i > 0 {
			h.Advance()
		}
		days = append(days, h.Released())
		name := filepath.Join(dir, h.Released()+".csv")
		f, err := os.Create(name)
		if err != nil {
			b.Fatal(err)
		}
		if err := errors.Join(h.CSV(f), f.Close()); err != nil {
			b.Fatal(err)
		}
		if files = append(files, name); len(files) == 20 {
			timed(b, "", bin, append([]string{"import", "--archive", path, "--month-first", "--quiet"}, files...)...)
			for _, f := range files {
				os.Remove(f)
			}
			files = nil
		}
	}
	return path, days
}

// shellSide is one release as a table of the sqlite3 shell: every location with
// its overall rating.
func shellSide(table, day string) string {
	return fmt.Sprintf(`CREATE TEMP TABLE %[1]s(id INTEGER PRIMARY KEY, key, name, category, value, rated_day);
		INSERT OR IGNORE INTO %[1]s SELECT o.id, o.key, n.name, n.category, s.value, s.rated_day
			FROM rating_span s CROSS JOIN org o ON o.id = s.org CROSS JOIN org_span n ON n.org = o.id AND n.sheet = 'location'
			WHERE s.service = (SELECT id FROM word WHERE word = 'Overall') AND s.measure = 0 AND o.level = 'location'
				AND s.from_day <= unixepoch('%[2]s') / 86400 AND (s.to_day IS NULL OR s.to_day >= unixepoch('%[2]s') / 86400)
				AND n.from_day <= unixepoch('%[2]s') / 86400 AND (n.to_day IS NULL OR n.to_day >= unixepoch('%[2]s') / 86400);
		`, table, day)
}

// shellSeconds is how long the sqlite3 shell takes, 0 without one.
func shellSeconds(b *testing.B, path, script string) float64 {
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		return 0
	}
	seconds, _ := timed(b, ".mode csv\n"+script, shell, path)
	return seconds
}

func sizeOf(b *testing.B, path string) int64 {
	b.Helper()
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	return info.Size()
}
