package imports

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"

	"modernc.org/sqlite"
	"modernc.org/sqlite/vtab"
)

// feed hands rows to SQLite as a virtual table, so that one INSERT ... SELECT
// stores them all: a statement a row takes nearly three times as long. One feed
// serves one file of imports; its rows are set before each use.
type feed struct {
	n   int
	row func(i int, cells []driver.Value)
}

// feedWidth is how many columns a feed has.
const feedWidth = 12

// connector opens connections that know the feed, without registering a driver
// for the whole process.
type connector struct {
	driver *sqlite.Driver
	dsn    string
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c connector) Driver() driver.Driver                        { return c.driver }

// connect opens a database whose connections know the feed.
func connect(dsn string, f *feed) (*sql.DB, error) {
	d := &sqlite.Driver{}
	if err := d.RegisterModule("feed", f); err != nil {
		return nil, err
	}
	return sql.OpenDB(connector{d, dsn}), nil
}

// pour stores n rows by one statement that selects from the feed.
func (f *feed) pour(ctx context.Context, tx *sql.Tx, insert string, n int, row func(i int, cells []driver.Value)) error {
	if _, err := tx.ExecContext(ctx, "CREATE VIRTUAL TABLE IF NOT EXISTS temp.feed USING feed"); err != nil {
		return err
	}
	f.n, f.row = n, row
	defer func() { f.n, f.row = 0, nil }()
	_, err := tx.ExecContext(ctx, insert)
	return err
}

// Create implements vtab.Module.
func (f *feed) Create(ctx vtab.Context, _ []string) (vtab.Table, error) {
	columns := "CREATE TABLE feed (c0"
	for i := 1; i < feedWidth; i++ {
		columns += fmt.Sprintf(", c%d", i)
	}
	return feedTable{f}, ctx.Declare(columns + ")")
}

// Connect implements vtab.Module.
func (f *feed) Connect(ctx vtab.Context, args []string) (vtab.Table, error) {
	return f.Create(ctx, args)
}

type feedTable struct{ *feed }

func (feedTable) BestIndex(*vtab.IndexInfo) error { return nil }
func (t feedTable) Open() (vtab.Cursor, error)    { return &feedCursor{feed: t.feed}, nil }
func (feedTable) Disconnect() error               { return nil }
func (feedTable) Destroy() error                  { return nil }

type feedCursor struct {
	*feed
	at    int
	cells [feedWidth]driver.Value
}

func (c *feedCursor) load() {
	if c.at < c.n {
		c.row(c.at, c.cells[:])
	}
}

func (c *feedCursor) Filter(int, string, []vtab.Value) error {
	c.at = 0
	c.load()
	return nil
}

func (c *feedCursor) Next() error {
	c.at++
	c.load()
	return nil
}

func (c *feedCursor) Eof() bool                        { return c.at >= c.n }
func (c *feedCursor) Column(i int) (vtab.Value, error) { return c.cells[i], nil }
func (c *feedCursor) Rowid() (int64, error)            { return int64(c.at), nil }
func (c *feedCursor) Close() error                     { return nil }
