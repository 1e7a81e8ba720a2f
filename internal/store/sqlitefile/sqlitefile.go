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
	query := strings.Join(options, "&")
	if !filepath.IsAbs(path) {
		return "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() + "?" + query
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: query}).String()
}

// Reason is why a file cannot be reached, without its path: the caller names it.
func Reason(err error) string {
	if pe := (*fs.PathError)(nil); errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}
