package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"modernc.org/libc"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Console runs SQL that people type. It has a connection of its own, which can
// read the archive and nothing else:
//
//   - the file is opened mode=ro and immutable, or is the embedded one;
//   - query_only, defensive mode, an untrusted schema, no double-quoted strings;
//   - an authorizer denies at compile time whatever is not reading (see authorise);
//   - no database can be attached, by the limit for it, so VACUUM INTO has nowhere
//     to go;
//   - a statement runs only if sqlite3_stmt_readonly says that it reads.
//
// A Console is for one goroutine.
type Console struct {
	archive *Archive
	db      *sql.DB
	conn    *sql.Conn
	tls     *libc.TLS
	note    uintptr // a byte of C memory: what the authorizer last denied
}

// largestText bounds a value, so that one call of randomblob does not take the
// machine's memory; the archive's own are a hundredth of it.
const largestText = 64 << 20

// Statement is one compiled-and-found-good statement of a script.
type Statement struct {
	Text   string
	Params []string // the names of its parameters, without the sign before them
	Next   int      // where in the script the next statement begins

	script string
	at     int // where in the script it begins, blanks and comments passed over
}

// Console opens a console on the archive. Close it.
func (a *Archive) Console(ctx context.Context) (*Console, error) {
	db, err := sql.Open(driverName, a.dsn+"&_defensive=1&_dqs=0&_pragma=trusted_schema(0)")
	if err != nil {
		return nil, a.fault(err)
	}
	c := &Console{archive: a, db: db, tls: libc.NewTLS()}
	if c.note = libc.Xmalloc(c.tls, 1); c.note == 0 {
		return nil, errors.Join(errors.New("no memory"), c.Close())
	}
	if err := c.connect(ctx); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// Close releases the console; the archive stays open.
func (c *Console) Close() error {
	var err error
	if c.conn != nil {
		err = c.conn.Close()
	}
	err = errors.Join(err, c.db.Close())
	if c.note != 0 {
		libc.Xfree(c.tls, c.note)
	}
	c.tls.Close()
	return err
}

// connect opens the connection and guards it. A connection that turns out not to
// be guarded is an error: nothing ever runs without.
func (c *Console) connect(ctx context.Context) error {
	var err error
	if c.conn, err = c.db.Conn(ctx); err != nil {
		return c.archive.fault(err)
	}
	for limit, value := range map[int]int{
		sqlite3.SQLITE_LIMIT_ATTACHED: 0, sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
		sqlite3.SQLITE_LIMIT_LENGTH: largestText, sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
	} {
		if _, err := sqlite.Limit(c.conn, limit, value); err != nil {
			return c.archive.fault(err)
		}
	}
	err = c.with(func(db uintptr) error {
		if rc := sqlite3.Xsqlite3_set_authorizer(c.tls, db, authoriser(), c.note); rc != sqlite3.SQLITE_OK {
			return fmt.Errorf("no authorizer can be set (%d)", rc)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, forbidden := range []string{"ATTACH ':memory:' AS x", "CREATE TEMP TABLE x (y)", "SELECT load_extension('x')"} {
		if _, err := c.Prepare(forbidden, 0); err == nil {
			return fmt.Errorf("the console cannot be guarded (%s is allowed): nothing is run", forbidden)
		}
	}
	return nil
}

// with calls f with SQLite's handle of the connection, which the driver keeps to
// itself: it is read from its field db. Should a later driver call it otherwise,
// the console does not open.
func (c *Console) with(f func(db uintptr) error) error {
	return c.conn.Raw(func(conn any) error {
		field := reflect.Indirect(reflect.ValueOf(conn)).FieldByName("db")
		if !field.IsValid() || field.Kind() != reflect.Uintptr || field.Uint() == 0 {
			return fmt.Errorf("the database library %T has no handle to guard: nothing is run", conn)
		}
		return f(uintptr(field.Uint()))
	})
}

// Prepare compiles the first statement of a script from a place on, without
// running it. At the end of the script (blanks and comments left) the statement
// is nil. A mistake is a *StatementError.
func (c *Console) Prepare(script string, from int) (*Statement, error) {
	if at := strings.IndexByte(script[from:], 0); at >= 0 {
		return nil, statementError(script, from+at, false, "a NUL character")
	}
	var st *Statement
	err := c.with(func(db uintptr) error {
		next := from
		for st == nil && next < len(script) {
			var err error
			if st, next, err = c.compile(db, script, next); err != nil {
				return err
			}
		}
		return nil
	})
	return st, err
}

// compile compiles one statement; it is nil where there is none but a comment or
// a semicolon.
func (c *Console) compile(db uintptr, script string, from int) (*Statement, int, error) {
	text, err := libc.CString(script[from:])
	if err != nil {
		return nil, 0, err
	}
	defer libc.Xfree(c.tls, text)
	const word = strconv.IntSize / 8
	out := libc.Xcalloc(c.tls, 2, word)
	if out == 0 {
		return nil, 0, errors.New("no memory")
	}
	defer libc.Xfree(c.tls, out)
	libc.Xmemset(c.tls, c.note, 0, 1)
	rc := sqlite3.Xsqlite3_prepare_v2(c.tls, db, text, -1, out, out+word)
	compiled, tail := pointerAt(out), pointerAt(out+word)
	defer sqlite3.Xsqlite3_finalize(c.tls, compiled)
	if denied := libc.GoBytes(c.note, 1)[0]; rc != sqlite3.SQLITE_OK && denied != 0 {
		return nil, 0, statementError(script, from+leadingBlanks(script[from:]), true, "only reading the archive is allowed here: "+deniedWords(denied))
	}
	if rc != sqlite3.SQLITE_OK {
		message := libc.GoString(sqlite3.Xsqlite3_errmsg(c.tls, db))
		at := int(sqlite3.Xsqlite3_error_offset(c.tls, db))
		if at < 0 {
			at = mentioned(script[from:], message)
		}
		return nil, 0, statementError(script, from+at, false, message)
	}
	next := from + int(tail-text)
	if compiled == 0 {
		return nil, next, nil
	}
	if sqlite3.Xsqlite3_stmt_readonly(c.tls, compiled) == 0 {
		return nil, 0, statementError(script, from+leadingBlanks(script[from:]), true, "only reading the archive is allowed here: it would write")
	}
	st := &Statement{Text: script[from:next], Next: next, script: script, at: from + leadingBlanks(script[from:])}
	for i := range sqlite3.Xsqlite3_bind_parameter_count(c.tls, compiled) {
		name := libc.GoString(sqlite3.Xsqlite3_bind_parameter_name(c.tls, compiled, i+1))
		if name == "" || name[0] == '?' {
			at := strings.IndexByte(st.Text, '?')
			return nil, 0, statementError(script, from+max(at, 0), false, "a parameter needs a name, as in :name")
		}
		st.Params = append(st.Params, name[1:])
	}
	return st, next, nil
}

// Complete reports whether a text ends a statement, as the sqlite3 shell judges
// it: by a semicolon that is in no string, comment or trigger.
func (c *Console) Complete(text string) bool {
	s, err := libc.CString(text)
	if err != nil {
		return true
	}
	defer libc.Xfree(c.tls, s)
	return sqlite3.Xsqlite3_complete(c.tls, s) != 0
}

// Run runs a statement of Prepare. It calls begin with the names of the columns
// and row with the cells of each row: nil, int64, float64, string or []byte,
// which are the callee's. It stops at the first error of either and returns it.
// When ctx ends it returns ctx's error. Sorts that outgrow SQLite's cache use an
// unnamed temporary file; nothing else is written. What the statement itself does
// wrong as it runs (a value too big, malformed JSON) is a *StatementError.
func (c *Console) Run(ctx context.Context, st *Statement, params map[string]any, begin func([]string) error, row func([]any) error) error {
	args := make([]any, 0, len(st.Params))
	for _, name := range st.Params {
		args = append(args, sql.Named(name, params[name]))
	}
	err := c.run(ctx, st, args, begin, row)
	if ctx.Err() != nil {
		// The driver gives up a connection that was interrupted.
		err = errors.Join(ctx.Err(), c.conn.Close(), c.connect(context.WithoutCancel(ctx)))
	}
	return err
}

func (c *Console) run(ctx context.Context, st *Statement, args []any, begin func([]string) error, row func([]any) error) error {
	rows, err := c.conn.QueryContext(ctx, st.Text, args...)
	if err != nil {
		return c.failed(st, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return c.archive.fault(err)
	}
	if err := begin(columns); err != nil {
		return err
	}
	into := make([]any, len(columns))
	for rows.Next() {
		cells := make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			return c.archive.fault(err)
		}
		if err := row(cells); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return c.failed(st, err)
	}
	return nil
}

// failed tells the statement's fault from the archive's.
func (c *Console) failed(st *Statement, err error) error {
	e := (*sqlite.Error)(nil)
	if !errors.As(err, &e) {
		return c.archive.fault(err)
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_AUTH:
		return statementError(st.script, st.at, true, "only reading the archive is allowed here: "+deniedWords(libc.GoBytes(c.note, 1)[0]))
	case sqlite3.SQLITE_ERROR, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_RANGE, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_NOMEM:
		message := strings.TrimSuffix(e.Error(), fmt.Sprintf(" (%d)", e.Code()))
		return statementError(st.script, st.at, e.Code() == sqlite3.SQLITE_READONLY, strings.TrimPrefix(message, "SQL logic error: "))
	}
	return c.archive.fault(err)
}

// pointerAt reads a pointer from C memory.
func pointerAt(p uintptr) uintptr {
	b := libc.GoBytes(p, strconv.IntSize/8)
	if len(b) == 4 {
		return uintptr(binary.NativeEndian.Uint32(b))
	}
	return uintptr(binary.NativeEndian.Uint64(b))
}

// mentioned is where a statement has the name that a message of SQLite ends in
// (no such table: x), for which SQLite itself gives no place; else where the
// statement begins.
func mentioned(s, message string) int {
	if _, name, ok := strings.Cut(message, ": "); ok && name != "" {
		if at := strings.Index(s, name); at >= 0 {
			return at
		}
	}
	return leadingBlanks(s)
}

// leadingBlanks is the length of the blanks and comments before a statement.
func leadingBlanks(s string) int {
	at := 0
	for at < len(s) {
		rest := s[at:]
		trimmed := strings.TrimLeft(rest, " \t\r\n\f;")
		at += len(rest) - len(trimmed)
		end := ""
		switch {
		case strings.HasPrefix(trimmed, "--"):
			end = "\n"
		case strings.HasPrefix(trimmed, "/*"):
			end = "*/"
		default:
			return at
		}
		i := strings.Index(trimmed, end)
		if i < 0 {
			return at
		}
		at += i + len(end)
	}
	return at
}
