package sheet_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/eras/sheet"
	"careratings/internal/eras/sheet/sheettest"
)

// The same table reads the same from all three formats; a CSV has its texts.
func TestFormatsAgree(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 1))
		var rows [][]sheettest.Cell
		var want []numbered
		for number := range 1 + r.IntN(60) {
			row := randomRow(r)
			if number > 0 && r.IntN(10) == 0 {
				row = rows[number-1]
			}
			rows = append(rows, row)
			for len(row) > 0 && row[len(row)-1].Kind == sheet.Empty {
				row = row[:len(row)-1]
			}
			if len(row) > 0 {
				want = append(want, numbered{number + 1, row})
			}
		}
		tab := table("Some & other", rows...)
		var csv, xlsx, ods bytes.Buffer
		if err := errors.Join(sheettest.WriteCSV(&csv, tab), sheettest.WriteXLSX(&xlsx, tab), sheettest.WriteODS(&ods, tab)); err != nil {
			t.Fatal(err)
		}
		for format, file := range map[string][]byte{"xlsx": xlsx.Bytes(), "ods": ods.Bytes(), "csv": csv.Bytes()} {
			want := want
			if format == "csv" {
				want = asText(want)
			}
			got, err := rowsOf(file, "*", sheet.DefaultLimits())
			if err != nil && !(format == "csv" && strings.HasSuffix(err.Error(), "the file is empty; get a fresh copy of the file") && len(want) == 0) {
				t.Fatalf("seed %d, %s: %v", seed, format, err)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Fatalf("seed %d, %s: %s", seed, format, d)
			}
		}
	}
}

func asText(rows []numbered) []numbered {
	var texts []numbered
	for _, r := range rows {
		n := numbered{Number: r.Number}
		for _, c := range r.Cells {
			if c.Kind != sheet.Empty {
				c.Kind = sheet.Text
			}
			n.Cells = append(n.Cells, c)
		}
		texts = append(texts, n)
	}
	return texts
}

func randomRow(r *rand.Rand) []sheettest.Cell {
	row := make([]sheettest.Cell, r.IntN(12))
	for i := range row {
		switch r.IntN(9) {
		case 0, 1:
			row[i] = randomText(r)
		case 2:
			row[i] = cell(fmt.Sprintf("%.3g", r.NormFloat64()*1000), sheet.Number)
		case 3:
			row[i] = cell(randomDay(r), sheet.Date)
		case 4: // to the second, and not midnight, which is a day
			row[i] = cell(randomDay(r)+fmt.Sprintf("T%02d:%02d:%02d", 1+r.IntN(23), r.IntN(60), r.IntN(60)), sheet.Date)
		case 5:
			row[i] = cell(fmt.Sprintf("%02d:%02d:%02d", r.IntN(200), r.IntN(60), r.IntN(60)), sheet.Time)
		case 6:
			row[i] = cell([]string{"true", "false"}[r.IntN(2)], sheet.Bool)
		case 7:
			row[i] = cell([]string{"#N/A", "#DIV/0!", "#REF!"}[r.IntN(3)], sheet.Fault)
		}
		if i > 0 && r.IntN(4) == 0 {
			row[i] = row[i-1]
		}
	}
	return row
}

func randomDay(r *rand.Rand) string {
	return fmt.Sprintf("%04d-%02d-%02d", 1901+r.IntN(8000), 1+r.IntN(12), 1+r.IntN(28))
}

// randomText is of pieces that are hard on one format or another.
func randomText(r *rand.Rand) sheettest.Cell {
	pieces := []string{"a", "Trust", " ", "  ", "\t", "\n", "\u00a0", "é", "\U0001F600", "&", "<", ">", "\"", "'", ",", ";", "]]>", "&amp;", "_x000D_", "_", "#", "=1", "0", "\u2019"}
	var b strings.Builder
	for range r.IntN(7) {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	s := b.String()
	if s == "" {
		return sheettest.Cell{}
	}
	// A bare CSV cell of a blank and a quote would be refused: the writer quotes
	// every cell that has a quote, so none is.
	return cell(s, sheet.Text)
}
