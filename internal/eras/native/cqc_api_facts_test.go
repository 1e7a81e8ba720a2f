package native

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"careratings/internal/eras"
	"careratings/internal/eras/sheet"

	"github.com/google/go-cmp/cmp"
)

// factList is a sink that keeps what it is given, as values and as lines of text.
type factList struct {
	editions    []eras.Edition
	measures    []eras.Measure
	claims      []Claim
	bodies      []Body
	successions []Succession
	rejects     []Reject
	rows        int
	text        strings.Builder
}

func (l *factList) Edition(e eras.Edition) error {
	l.editions = append(l.editions, e)
	return l.line(e)
}

func (l *factList) Measure(m eras.Measure) error {
	l.measures = append(l.measures, m)
	return l.line(m)
}

func (l *factList) Claim(c Claim) error { l.claims = append(l.claims, c); return l.line(c) }

func (l *factList) Body(b Body) error { l.bodies = append(l.bodies, b); return l.line(b) }

func (l *factList) Reject(r Reject) error { l.rejects = append(l.rejects, r); return l.line(r) }
func (l *factList) Row() error            { l.rows++; return nil }

func (l *factList) Succession(s Succession) error {
	l.successions = append(l.successions, s)
	return l.line(s)
}

// line writes the type and the fields that are filled.
func (l *factList) line(fact any) error {
	v := reflect.ValueOf(fact)
	l.text.WriteString(strings.ToLower(v.Type().Name()))
	l.fields(v)
	l.text.WriteByte('\n')
	return nil
}

func (l *factList) fields(v reflect.Value) {
	for i := range v.NumField() {
		f, t := v.Field(i), v.Type().Field(i)
		switch {
		case t.Type == reflect.TypeFor[At]():
			at := f.Interface().(At)
			fmt.Fprintf(&l.text, " @%s:%d:%s", at.Sheet, at.Row, at.Column)
		case f.IsZero():
		case t.Anonymous:
			l.fields(f)
		case f.Kind() == reflect.String:
			fmt.Fprintf(&l.text, " %s=%q", t.Name, f.String())
		default:
			fmt.Fprintf(&l.text, " %s=%v", t.Name, f.Interface())
		}
	}
}

// golden compares the facts with a file beside the input; UPDATE_GOLDEN=1 writes it.
func (l *factList) golden(t *testing.T, input string) {
	t.Helper()
	fmt.Fprintf(&l.text, "rows %d\n", l.rows)
	path := input + ".golden"
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(path, []byte(l.text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(l.text.String(), "\n")); diff != "" {
		t.Errorf("facts of %s (-want +got):\n%s", input, diff)
	}
}

// sound checks what must hold of the facts of any file, however broken.
func (l *factList) sound(t *testing.T) {
	t.Helper()
	for _, c := range l.claims {
		kinds := 0
		for _, is := range []bool{c.Low > 0 && c.Low == c.High && c.High <= 4, slices.Contains(eras.Statuses(), c.Status), c.Number != ""} {
			if is {
				kinds++
			}
		}
		if kinds != 1 || c.Body == "" || c.Level == "" || c.Value == "" || !strings.HasPrefix(c.Measure, "cqc.") || (c.Level == "service") != (c.Service != "") {
			t.Errorf("a claim is unsound: %+v", c)
		}
		l.soundDates(t, c.RatedOn)
	}
	for _, b := range l.bodies {
		if b.Code == "" || b.Scheme == "" {
			t.Errorf("a body is unsound: %+v", b)
		}
		l.soundDates(t, b.Opened, b.Closed, b.LegalOpened, b.LegalClosed)
	}
	for _, s := range l.successions {
		if s.Predecessor == "" || s.Successor == "" || s.Predecessor == s.Successor {
			t.Errorf("a succession is unsound: %+v", s)
		}
		l.soundDates(t, s.On)
	}
	for _, r := range l.rejects {
		if r.Reason == "" || len([]rune(r.Value)) > 200 {
			t.Errorf("a reject is unsound: %+v", r)
		}
	}
	if facts := len(l.claims) + len(l.bodies) + len(l.rejects); l.rows == 0 && facts > 0 {
		t.Errorf("%d facts of no rows", facts)
	}
}

func (l *factList) soundDates(t *testing.T, dates ...eras.Interval) {
	t.Helper()
	for _, d := range dates {
		if _, err := eras.ParseInterval(string(d)); err != nil {
			t.Error(err)
		}
	}
}

// csvRows is a sheet.Reader over a small CSV.
type csvRows struct {
	in *csv.Reader
}

func readCSV(data []byte) *csvRows {
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	return &csvRows{in: r}
}

func (r *csvRows) Next() (*sheet.Row, error) {
	record, err := r.in.Read()
	if err != nil {
		return nil, err
	}
	line, _ := r.in.FieldPos(0)
	for len(record) > 0 && record[len(record)-1] == "" {
		record = record[:len(record)-1]
	}
	row := &sheet.Row{Number: line, Cells: make([]sheet.Cell, len(record))}
	for i, text := range record {
		row.Cells[i] = sheet.Cell{Text: []byte(text), Kind: sheet.Text}
		if text == "" {
			row.Cells[i].Kind = sheet.Empty
		}
	}
	return row, nil
}

func (r *csvRows) Close() error { return nil }

func inputOf(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// collectedFile gives a published file that is no part of this repository, or
// skips the test.
func collectedFile(t testing.TB, name string) []byte {
	t.Helper()
	dir := os.Getenv("CARERATINGS_COLLECTED")
	if dir == "" {
		dir = "../../../../shared/evidence"
	}
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if errors.Is(err, os.ErrNotExist) {
		t.Skipf("the published files are not in %s (CARERATINGS_COLLECTED names another directory)", dir)
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// curatedRows reads one of the project's own data files, by column.
func curatedRows(t *testing.T, name string) []map[string]string {
	t.Helper()
	in := csv.NewReader(bytes.NewReader(inputOf(t, filepath.Join("../../../data", name))))
	head, err := in.Read()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for {
		record, err := in.Read()
		if err == io.EOF {
			return rows
		}
		if err != nil {
			t.Fatal(err)
		}
		row := map[string]string{}
		for i, column := range head {
			row[column] = record[i]
		}
		rows = append(rows, row)
	}
}

// discard is a sink that keeps nothing.
type discard struct{}

func (discard) Edition(eras.Edition) error  { return nil }
func (discard) Measure(eras.Measure) error  { return nil }
func (discard) Claim(Claim) error           { return nil }
func (discard) Body(Body) error             { return nil }
func (discard) Succession(Succession) error { return nil }
func (discard) Reject(Reject) error         { return nil }
func (discard) Row() error                  { return nil }
