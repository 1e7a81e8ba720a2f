package imports

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"careratings/internal/store/health"
	"careratings/internal/store/sqlitefile"
)

// Backup writes a copy of the file of imports as it is at one moment, while
// others may read it, and after one import and before the next. The copy is put
// together beside its place, opened and examined there, and only then given its
// name: there is never half a copy. It returns its size in bytes. A file that has
// the name stays unless replace is set; the error is then an fs.ErrExist.
func (s *Store) Backup(ctx context.Context, path string, replace bool) (size int64, err error) {
	switch there, err := os.Lstat(path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return 0, &Error{path, "cannot be written: " + sqlitefile.Reason(err)}
	case there.IsDir():
		return 0, &Error{path, "is a directory; name the file to write"}
	case s.is(path):
		return 0, &Error{path, "is the file of imports itself; name another"}
	case !replace:
		return 0, &Error{path, "is there already; name another, or replace it with --force"}
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), ".backup-*")
	if err != nil {
		return 0, &Error{path, "cannot be written: " + sqlitefile.Reason(err)}
	}
	defer os.RemoveAll(dir)
	tmp := filepath.Join(dir, "copy.db")
	// query_only, which readers set, forbids VACUUM INTO too; mode=ro does not.
	from, _, err := openAs(s.path, "mode=ro", "_pragma=busy_timeout(10000)")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	if _, err := from.db.ExecContext(ctx, "VACUUM INTO ?", tmp); err != nil {
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		return 0, &Error{path, "cannot be written: " + err.Error()}
	}
	if err := s.sound(ctx, tmp); err != nil {
		return 0, err
	}
	info, err := settle(tmp)
	if err != nil {
		return 0, &Error{path, "cannot be written: " + sqlitefile.Reason(err)}
	}
	if replace {
		err = os.Rename(tmp, path)
	} else if err = os.Link(tmp, path); err != nil && !errors.Is(err, fs.ErrExist) {
		err = os.Rename(tmp, path) // the file system has no links
	}
	if err != nil {
		return 0, &Error{path, "cannot be written: " + sqlitefile.Reason(err)}
	}
	return info.Size(), nil
}

// is reports whether a path leads to the file of imports.
func (s *Store) is(path string) bool {
	a, err := os.Stat(s.path)
	if err != nil {
		return false
	}
	b, err := os.Stat(path)
	return err == nil && os.SameFile(a, b)
}

// sound opens a copy and examines its pages and references.
func (s *Store) sound(ctx context.Context, tmp string) (err error) {
	c, err := Open(tmp)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	pages, err := health.Pages(ctx, c.db, restore)
	if err != nil {
		return err
	}
	if pages.Faults > 0 {
		return &Error{s.path, fmt.Sprintf("is damaged, and no copy is kept: %s; archive doctor says more", pages.Found)}
	}
	return nil
}

// settle puts a file's content onto the disk.
func settle(path string) (fs.FileInfo, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	return info, errors.Join(err, f.Sync(), f.Close())
}
