package export

import (
	"context"
	"io"
	"strconv"
)

// discard counts as a directory whose files go nowhere.
func discard() *Tree {
	return &Tree{create: func(string) (io.WriteCloser, error) { return nowhere{}, nil }}
}

type nowhere struct{}

func (nowhere) Write(p []byte) (int, error) { return len(p), nil }
func (nowhere) Close() error                { return nil }

// invented is the table of ratings with rows that are made up as they are asked
// for: as many values of each column as ratings have, in editions of the size given.
func invented(rows, perEdition int) *Table {
	t := reader{}.ratings()
	t.Rows = func(_ context.Context, row func([]Cell) error) error {
		cells := make([]Cell, len(t.Columns))
		words := make([]Cell, 512)
		for i := range words {
			words[i] = text("value-" + strconv.Itoa(i))
		}
		for n := range rows {
			for i, c := range t.Columns {
				switch {
				case i == 0:
					cells[i] = words[0]
				case i == 1:
					if n%perEdition == 0 {
						cells[i] = text("edition-" + strconv.Itoa(n/perEdition))
					}
				case c.Name == "rating":
					cells[i] = text("edition.body.measure." + strconv.Itoa(n))
				case c.Type == Integer:
					cells[i] = whole(n % 7)
				case c.Type == Number:
					cells[i] = numbered("1", float64(n%1000)/8)
				case c.Type == Boolean:
					cells[i] = truth(n%2 == 0)
				case c.Type == Date:
					cells[i] = Cell{kind: isDate, whole: int64(n % 5000), text: "2004-07-21"}
				default:
					cells[i] = words[(n*(i+1)/3)%len(words)]
				}
			}
			if err := row(cells); err != nil {
				return err
			}
		}
		return nil
	}
	return &t
}
