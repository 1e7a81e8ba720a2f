// Package sqlitefile has what every opener of an SQLite file in the store needs:
// the file's address and the reason why it cannot be reached.
package sqlitefile

import (
	"errors"
	"io/fs"
	"net/url"
	"path/filepath"
	"strings"
)

// DSN builds the address of a database file; only a file: URL honours mode=ro,
// and PRAGMAs reach every pooled connection only from here.
func DSN(path string, options ...string) string {
	return address(filepath.ToSlash(path), filepath.IsAbs(path), strings.Join(options, "&"))
}

// address is the URL of a slashed path; C:/x is /C:/x in it, or C: would be taken
// for a host.
func address(slashed string, absolute bool, query string) string {
	if !absolute {
		return "file:" + (&url.URL{Path: slashed}).EscapedPath() + "?" + query
	}
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed
	}
	return (&url.URL{Scheme: "file", Path: slashed, RawQuery: query}).String()
}

// Reason is why a file cannot be reached, without its path: the caller names it.
func Reason(err error) string {
	if pe := (*fs.PathError)(nil); errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}
