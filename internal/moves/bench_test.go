package moves

import (
	"context"
	"os/exec"
	"testing"
	"time"
)

// crowd is an edition pair of n bodies spread over four levels.
func crowd(n int) *fixture {
	f := &fixture{}
	for i := range n {
		f.pair(1+i%4, 1+(i*7/4)%4)
	}
	f.size("stars-2003", n)
	f.size("stars-2004", n)
	return f
}

// BenchmarkCrowd compares diff and transitions over 50,000 bodies with the
// sqlite3 shell doing the equivalent join on the same file, in one run: x-shell
// is our time over the shell's.
func BenchmarkCrowd(b *testing.B) {
	a, path := crowd(50_000).open(b)
	ctx := context.Background()
	cat, err := a.Catalogue(ctx)
	if err != nil {
		b.Fatal(err)
	}
	from, err := ParseMoment(cat, "stars-2003", "")
	if err != nil {
		b.Fatal(err)
	}
	to, err := ParseMoment(cat, "stars-2004", "")
	if err != nil {
		b.Fatal(err)
	}
	// The same join in SQL: what a row of the diff carries of what is stored, and
	// the counts of each level that its standings are made of.
	const join = `SELECT y.key, y.name, a.peer_group, a.rated_on, a.low, a.high, a.doubt, a.conflict, p.value, p.locator, p.tier, s.key, s.title, s.url,
			b.rated_on, b.low, b.high, b.doubt, b.conflict, q.value, q.locator, q.tier, t.key, t.title, t.url
		FROM rating_row a JOIN rating_row b ON b.body = a.body AND b.measure = a.measure JOIN body y ON y.id = a.body
		JOIN claim_row p ON p.rating = a.id AND p.chosen JOIN source s ON s.id = p.source
		JOIN claim_row q ON q.rating = b.id AND q.chosen JOIN source t ON t.id = q.source
		WHERE a.edition = (SELECT id FROM edition WHERE key = 'stars-2003') AND b.edition = (SELECT id FROM edition WHERE key = 'stars-2004')
		ORDER BY y.key;
		SELECT edition, low, high, count(*) FROM rating_row GROUP BY 1, 2, 3`
	shell := shellTime(b, path, join)
	b.Run("diff", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			c, err := Compare(ctx, a, from, to, Options{})
			if err != nil {
				b.Fatal(err)
			}
			c.Diff()
		}
		report(b, shell)
	})
	b.Run("transitions", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			c, err := Compare(ctx, a, from, to, Options{Levels: true})
			if err != nil {
				b.Fatal(err)
			}
			if _, err := c.Transitions(); err != nil {
				b.Fatal(err)
			}
		}
		report(b, shell)
	})
}

func report(b *testing.B, shell time.Duration) {
	if shell > 0 {
		b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(shell), "x-shell")
	}
}

// shellTime is how long the sqlite3 shell takes for a query, 0 without one.
func shellTime(b *testing.B, path, query string) time.Duration {
	if _, err := exec.LookPath("sqlite3"); err != nil {
		b.Log("no sqlite3 shell here: no ratio")
		return 0
	}
	start := time.Now()
	const runs = 3
	for range runs {
		if out, err := exec.Command("sqlite3", path, query).CombinedOutput(); err != nil {
			b.Fatalf("sqlite3: %v\n%.200s", err, out)
		}
	}
	return time.Since(start) / runs
}
