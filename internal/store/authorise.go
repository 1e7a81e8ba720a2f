package store

import (
	"fmt"
	"strings"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// authorise is SQLite's authorizer (https://sqlite.org/c3ref/set_authorizer.html)
// of a Console: SQLite asks it about everything a statement would do while it
// compiles the statement, also about what a PRAGMA, a view or a table-valued
// function compiles in turn. What is not known to be reading is denied. The code
// of what was denied is left in the byte at note, for the error's words.
func authorise(tls *libc.TLS, note uintptr, action int32, first, second, _, _ uintptr) int32 {
	switch action {
	case sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE:
		return sqlite3.SQLITE_OK
	case sqlite3.SQLITE_FUNCTION:
		if harmlessFunction(libc.GoString(second)) {
			return sqlite3.SQLITE_OK
		}
	case sqlite3.SQLITE_PRAGMA:
		if readingPragma(libc.GoString(first), second != 0) {
			return sqlite3.SQLITE_OK
		}
	}
	libc.Xmemset(tls, note, action, 1)
	return sqlite3.SQLITE_DENY
}

// harmlessFunction reports whether a function does nothing but compute. The
// library has no function that opens a file but the first; the others of the
// list are those of the sqlite3 shell and of tokenizers, should a later library
// bring them.
func harmlessFunction(name string) bool {
	switch strings.ToLower(name) {
	case "load_extension", "readfile", "writefile", "edit", "lsmode", "fsdir", "fts3_tokenizer", "fts5", "sqlite_log":
		return false
	}
	return true
}

// readingPragma reports whether a PRAGMA only tells something. Most of them tell
// something without an argument and set it with one.
func readingPragma(name string, argument bool) bool {
	switch strings.ToLower(name) {
	case "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list",
		"foreign_key_check", "integrity_check", "quick_check":
		return true
	case "function_list", "collation_list", "module_list", "pragma_list", "database_list", "compile_options",
		"user_version", "application_id", "schema_version", "data_version", "encoding", "page_count", "page_size", "freelist_count", "query_only":
		return !argument
	}
	return false
}

// deniedWords says what the authorizer refused, by SQLite's code for it.
func deniedWords(action byte) string {
	switch action {
	case sqlite3.SQLITE_ATTACH:
		return "attaching another file is refused"
	case sqlite3.SQLITE_DETACH:
		return "detaching is refused"
	case sqlite3.SQLITE_PRAGMA:
		return "this PRAGMA is refused; those that describe tables are answered"
	case sqlite3.SQLITE_FUNCTION:
		return "this function is refused"
	case sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_SAVEPOINT:
		return "a transaction has nothing to do here"
	case 0:
		return "this is refused"
	}
	return "it would write"
}

// authoriser is the address by which SQLite calls authorise. It takes a function
// that is declared, no closure: such a function's value is a pointer to
// read-only data, which C code may keep.
func authoriser() uintptr {
	return *(*uintptr)(unsafe.Pointer(&struct {
		f func(*libc.TLS, uintptr, int32, uintptr, uintptr, uintptr, uintptr) int32
	}{authorise}))
}

// StatementError is a mistake in SQL, with its place: Line and Column count from
// 1, Column in characters; Excerpt is that line.
type StatementError struct {
	Message      string
	Line, Column int
	Excerpt      string
	// Refused says that the statement is not one that reads.
	Refused bool
}

func (e *StatementError) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Message)
}

// statementError places a message at a byte of the script.
func statementError(script string, at int, refused bool, message string) *StatementError {
	at = min(max(at, 0), len(script))
	before := script[:at]
	start := strings.LastIndexByte(before, '\n') + 1
	line, _, _ := strings.Cut(script[start:], "\n")
	return &StatementError{
		Message: message, Line: strings.Count(before, "\n") + 1, Column: len([]rune(script[start:at])) + 1,
		Excerpt: strings.TrimSuffix(line, "\r"), Refused: refused,
	}
}
