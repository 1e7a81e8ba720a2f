package bodies_test

import (
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"careratings/internal/bodies"
	"careratings/internal/eras"
)

// curatedText is the project's own data directory as a Finder: a plain and slow
// reading of what the store answers from an index.
type curatedText struct {
	byID        map[string]bodies.Body
	names       []bodies.Entry
	keys        []string
	successions []bodies.Succession
}

var readCurated = sync.OnceValues(func() (*curatedText, error) {
	dir := filepath.Join("..", "..", "data")
	c := &curatedText{byID: map[string]bodies.Body{}}
	rated := map[string]bool{}
	claims, err := filepath.Glob(filepath.Join(dir, "claims", "*.csv"))
	if err != nil {
		return nil, err
	}
	for _, file := range claims {
		rows, err := readCSV(file)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if r["level"] != "location" && r["level"] != "service" {
				rated[r["body"]] = true
			}
		}
	}
	rows, err := readCSV(filepath.Join(dir, "bodies.csv"))
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		c.byID[r["id"]] = bodies.Body{
			ID: r["id"], Kind: r["kind"], Name: r["name"], Opened: eras.Interval(r["opened"]), Closed: eras.Interval(r["closed"]),
			ClosedBasis: r["closed_basis"], Town: r["town"], Parent: r["parent"], CodeStatus: r["code_status"], Rated: rated[r["id"]],
		}
	}
	if rows, err = readCSV(filepath.Join(dir, "names.csv")); err != nil {
		return nil, err
	}
	for _, r := range rows {
		n := bodies.Name{Body: r["body"], Name: r["name"], Kind: r["kind"], From: eras.Interval(r["from"]), To: eras.Interval(r["to"]), Source: r["source"]}
		c.names = append(c.names, bodies.Entry{Body: c.byID[n.Body], Name: n})
		c.keys = append(c.keys, bodies.Normalise(n.Name))
	}
	if rows, err = readCSV(filepath.Join(dir, "successions.csv")); err != nil {
		return nil, err
	}
	for _, r := range rows {
		c.successions = append(c.successions, bodies.Succession{
			Predecessor: r["predecessor"], Successor: r["successor"], On: eras.Interval(r["on"]), Kind: r["kind"], Source: r["source"],
		})
	}
	return c, nil
})

func curated(t testing.TB) *curatedText {
	t.Helper()
	c, err := readCurated()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func readCSV(file string) ([]map[string]string, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	rows := make([]map[string]string, 0, len(records))
	for _, rec := range records[1:] {
		row := make(map[string]string, len(rec))
		for i, column := range records[0] {
			row[column] = rec[i]
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func (c *curatedText) BodyByID(_ context.Context, id string) (bodies.Body, bool, error) {
	b, ok := c.byID[id]
	return b, ok, nil
}

func (c *curatedText) NamesByKey(_ context.Context, keys []string) ([]bodies.Entry, error) {
	return c.where(func(key string) bool { return slices.Contains(keys, key) }), nil
}

func (c *curatedText) NamesByWords(_ context.Context, words []string, prefix bool) ([]bodies.Entry, error) {
	return c.where(func(key string) bool {
		have := strings.Fields(key)
		for _, w := range words {
			if !slices.ContainsFunc(have, func(h string) bool { return h == w || prefix && strings.HasPrefix(h, w) }) {
				return false
			}
		}
		return true
	}), nil
}

func (c *curatedText) AllNames(context.Context) ([]bodies.Entry, error) { return c.names, nil }

func (c *curatedText) where(hit func(key string) bool) []bodies.Entry {
	var out []bodies.Entry
	for i, key := range c.keys {
		if hit(key) {
			out = append(out, c.names[i])
		}
	}
	return out
}
