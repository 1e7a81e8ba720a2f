package export

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"careratings/internal/store/sqlitefile"
)

// File is a file written: its path in the export with forward slashes, its size
// and its SHA-256 in hex.
type File struct {
	Path   string
	Bytes  int64
	SHA256 string
}

// Tree is a directory being written. It keeps count of what is written to it.
type Tree struct {
	root   string
	create func(name string) (io.WriteCloser, error)
	Files  []File
}

// Into makes the directory dir: fill writes to a temporary one beside it, which
// takes the name when all of it is there. Whatever fails, nothing is left behind.
// A directory that is there already is an error; with force an earlier export, or
// an empty directory, is replaced, and nothing else.
func Into(dir string, force bool, fill func(*Tree) error) error {
	return into(dir, force, createFile, fill)
}

func createFile(name string) (io.WriteCloser, error) {
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) //nolint:gosec // an export is meant to be read
}

func into(dir string, force bool, create func(string) (io.WriteCloser, error), fill func(*Tree) error) error {
	if err := Free(dir, force); err != nil {
		return err
	}
	dir = filepath.Clean(dir)
	tmp, err := os.MkdirTemp(filepath.Dir(dir), ".export-*")
	if err != nil {
		return unwritable(dir, err)
	}
	defer os.RemoveAll(tmp)
	built := filepath.Join(tmp, "new")
	if err := os.Mkdir(built, 0o755); err != nil { //nolint:gosec // an export is meant to be read
		return unwritable(dir, err)
	}
	if err := fill(&Tree{root: built, create: create}); err != nil {
		return err
	}
	old := filepath.Join(tmp, "old")
	if force {
		if err := os.Rename(dir, old); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return unwritable(dir, err)
		}
	}
	if err := os.Rename(built, dir); err != nil {
		if force {
			err = errors.Join(err, ignoreMissing(os.Rename(old, dir)))
		}
		return unwritable(dir, err)
	}
	return nil
}

// Beside makes files in one directory: fill writes them, by their base names, to a
// temporary directory beside them, from where they are put in place when all are
// there. A file that is there already is an error, unless force says to replace it.
func Beside(paths []string, force bool, fill func(*Tree) error) error {
	return beside(paths, force, createFile, fill)
}

func beside(paths []string, force bool, create func(string) (io.WriteCloser, error), fill func(*Tree) error) error {
	for _, p := range paths {
		if err := FreeFile(p, force); err != nil {
			return err
		}
	}
	tmp, err := os.MkdirTemp(filepath.Dir(paths[0]), ".export-*")
	if err != nil {
		return unwritable(paths[0], err)
	}
	defer os.RemoveAll(tmp)
	if err := fill(&Tree{root: tmp, create: create}); err != nil {
		return err
	}
	for _, p := range paths {
		if err := os.Rename(filepath.Join(tmp, filepath.Base(p)), p); err != nil {
			return unwritable(p, err)
		}
	}
	return nil
}

// FreeFile reports why a file cannot be made, without making it.
func FreeFile(name string, force bool) error {
	info, err := os.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return unwritable(name, err)
	case info.IsDir():
		return fmt.Errorf("%s is a directory; name a file", name)
	case !force:
		return fmt.Errorf("%s exists already; --force replaces it", name)
	}
	return nil
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func unwritable(name string, err error) error {
	return fmt.Errorf("%s cannot be written: %s", name, sqlitefile.Reason(err))
}

// Free reports why a directory cannot be made, without making it.
func Free(dir string, force bool) error {
	info, err := os.Lstat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return unwritable(dir, err)
	case !force:
		return fmt.Errorf("%s exists already; --force replaces an earlier export", dir)
	case !info.IsDir():
		return fmt.Errorf("%s is no directory; remove it, or name another", dir)
	}
	held, err := os.ReadDir(dir)
	if err != nil {
		return unwritable(dir, err)
	}
	if len(held) > 0 && !isExport(dir) {
		return fmt.Errorf("%s holds something else than an export; --force does not remove it, name another directory", dir)
	}
	return nil
}

// Create begins a file of the tree, and the directories on its path.
func (t *Tree) Create(name string) (*Stream, error) {
	at := filepath.Join(t.root, filepath.FromSlash(name))
	if dir := path.Dir(name); dir != "." {
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil { //nolint:gosec // an export is meant to be read
			return nil, unwritable(name, err)
		}
	}
	f, err := t.create(at)
	if err != nil {
		return nil, unwritable(name, err)
	}
	return &Stream{tree: t, name: name, file: f, sum: sha256.New()}, nil
}

// Write makes a file of the tree in one go.
func (t *Tree) Write(name string, raw []byte) error {
	f, err := t.Create(name)
	if err != nil {
		return err
	}
	_, err = f.Write(raw)
	return errors.Join(err, f.Close())
}

// Stream is a file being written.
type Stream struct {
	tree *Tree
	name string
	file io.WriteCloser
	sum  hash.Hash
	n    int64
	err  error
}

// Write implements io.Writer.
func (s *Stream) Write(p []byte) (int, error) {
	n, err := s.file.Write(p)
	s.sum.Write(p[:n])
	s.n += int64(n)
	if err != nil && s.err == nil {
		s.err = unwritable(s.name, err)
	}
	return n, s.err
}

// Close ends the file and enters it into the tree.
func (s *Stream) Close() error {
	if err := s.file.Close(); err != nil && s.err == nil {
		s.err = unwritable(s.name, err)
	}
	if s.err == nil {
		s.tree.Files = append(s.tree.Files, File{s.name, s.n, hex.EncodeToString(s.sum.Sum(nil))})
	}
	return s.err
}
