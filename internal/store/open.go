// Package store is the only package that speaks SQL: it compiles the curated
// text into one archive file, opens archives read-only, and answers the
// program's questions with one function per query.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"sync"

	_ "modernc.org/sqlite" // the database driver
	"modernc.org/sqlite/vfs"

	"careratings/internal/bodies"
	"careratings/internal/eras"
	"careratings/internal/store/imports"
	"careratings/internal/store/sqlitefile"
)

// Archive is an open archive, read-only. It is safe for concurrent use.
type Archive struct {
	db    *sql.DB
	vfs   *vfs.FS
	label string
	dsn   string
	image func() (io.ReadCloser, error) // opens the file itself

	imports *imports.Store // set beside it, or nil

	once         sync.Once
	catalogue    *Catalogue
	catalogueErr error

	mu    sync.Mutex
	stmts map[string]*sql.Stmt

	about    memo[[]eras.Claim]
	peers    memo[*Peers]
	links    memo[[]bodies.Succession]
	linking  memo[bool]
	held     memo[map[string]bool]
	sourced  memo[eras.Source]
	disputes memo[[]Conflict]
	spells   memo[[]Spell]
	past     memo[map[string][]PastName]

	strangers memo[[]bodies.Body]
	newNames  memo[[]bodies.Entry]
	retold    memo[map[string][]eras.Rating]
}

// OpenError says why an archive file cannot be used and what to do.
type OpenError struct {
	Path string
	What string
}

func (e *OpenError) Error() string { return fmt.Sprintf("archive %s: %s", e.Path, e.What) }

// OpenEmbedded opens the archive file name of a read-only file system in place;
// nothing is written anywhere.
func OpenEmbedded(fsys fs.FS, name string) (*Archive, error) {
	vfsName, handle, err := vfs.New(fsys)
	if err != nil {
		return nil, fmt.Errorf("open the embedded archive: %w", err)
	}
	dsn := "file:" + url.PathEscape(name) + "?vfs=" + url.QueryEscape(vfsName) + "&mode=ro&immutable=1&_pragma=query_only(1)"
	a := &Archive{vfs: handle, label: "embedded", dsn: dsn, image: func() (io.ReadCloser, error) { return fsys.Open(name) }}
	if a.db, err = sql.Open(driverName, dsn); err != nil {
		handle.Close()
		return nil, fmt.Errorf("open the embedded archive: %w", err)
	}
	return a, nil
}

// OpenFile opens an archive file that Build made, read-only. The error is an
// *OpenError for a file that is missing, empty, no SQLite file, no archive, of
// another schema version, or damaged.
func OpenFile(path string) (*Archive, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &OpenError{path, "no such file; name an archive file, or leave out --archive and $ARCHIVE_DB for the embedded one"}
	case err != nil:
		return nil, &OpenError{path, "cannot be read: " + sqlitefile.Reason(err)}
	case info.IsDir():
		return nil, &OpenError{path, "is a directory, not an archive file"}
	}
	if err := checkHeader(path, info.Size()); err != nil {
		return nil, err
	}
	dsn := sqlitefile.DSN(path, "mode=ro", "immutable=1", "_pragma=query_only(1)")
	db, err := sql.Open(driverName, dsn)
	if err != nil {
		return nil, &OpenError{path, "cannot be opened: " + err.Error()}
	}
	a := &Archive{db: db, label: path, dsn: dsn, image: func() (io.ReadCloser, error) { return os.Open(path) }}
	if err := a.check(); err != nil {
		db.Close()
		return nil, err
	}
	return a, nil
}

// checkHeader reads the first page's header: the kind of file, and whether it
// is as long as it says.
func checkHeader(path string, size int64) error {
	f, err := os.Open(path)
	if err != nil {
		return &OpenError{path, "cannot be read: " + sqlitefile.Reason(err)}
	}
	defer f.Close()
	head := make([]byte, 100)
	if n, _ := f.Read(head); n < len(head) || string(head[:16]) != "SQLite format 3\x00" {
		return &OpenError{path, "is not an SQLite file; build one with archivebuild, or leave out --archive"}
	}
	page := int64(head[16])<<8 | int64(head[17])
	if page == 1 {
		page = 65536
	}
	pages := int64(head[28])<<24 | int64(head[29])<<16 | int64(head[30])<<8 | int64(head[31])
	if size < page*pages {
		return &OpenError{path, fmt.Sprintf("is cut off (%d bytes of %d); take a fresh copy", size, page*pages)}
	}
	return nil
}

func (a *Archive) check() error {
	ctx := context.Background()
	var app, version int64
	if err := a.db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&app); err != nil {
		return &OpenError{a.label, "is damaged: " + err.Error()}
	}
	if app != applicationID {
		return &OpenError{a.label, "is an SQLite file but no archive; build one with archivebuild, or leave out --archive"}
	}
	if err := a.db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return &OpenError{a.label, "is damaged: " + err.Error()}
	}
	if version != SchemaVersion {
		return &OpenError{a.label, fmt.Sprintf("has schema version %d, this program reads version %d; rebuild it with the archivebuild of this release", version, SchemaVersion)}
	}
	return nil
}

// Close releases the archive.
func (a *Archive) Close() error {
	err := a.db.Close()
	if a.imports != nil {
		err = errors.Join(err, a.imports.Close())
	}
	if a.vfs != nil {
		err = errors.Join(err, a.vfs.Close())
	}
	return err
}

// Label names the archive for status lines: "embedded" or the file's path.
func (a *Archive) Label() string { return a.label }
