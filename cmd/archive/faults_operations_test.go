//go:build unix

package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"careratings/internal/store/imports"
)

// operation is what is done to the file of imports while a fault strikes. args are
// those of the program; brings says how many imports there are once it is done.
type operation struct {
	name   string
	args   func(f *faulty) []string
	base   func(f *faulty) []byte // the file of imports before
	before int                    // imports in it
	after  int
	// output is what else the operation writes, in the directory; whole says why it
	// is not all there.
	output string
	whole  func(path string) error
}

func operations() []operation {
	first := func(f *faulty) []byte { return f.base }
	return []operation{
		{name: "import", args: func(f *faulty) []string { return []string{"import", "--month-first", f.files[1]} }, base: first, before: 1, after: 2},
		{name: "imports undo", args: func(*faulty) []string { return []string{"imports", "undo", "1"} }, base: first, before: 1, after: 0},
		{name: "upgrade from version 1", args: func(f *faulty) []string { return []string{"import", "--month-first", f.files[1]} }, base: oldest, before: 6, after: 7},
		{
			name: "backup", args: func(f *faulty) []string { return []string{"backup", filepath.Join(f.dir, "out")} }, base: first, before: 1, after: 1,
			output: "out", whole: wholeCopy,
		},
		{
			name: "export", args: func(f *faulty) []string {
				return []string{"export", filepath.Join(f.dir, "out"), "--what", "bodies", "--quiet"}
			}, base: first, before: 1, after: 1,
			output: "out", whole: wholePackage,
		},
	}
}

// wholeCopy opens a copy of a file of imports and looks for its one import.
func wholeCopy(path string) error {
	s, err := imports.Open(path)
	if err != nil {
		return err
	}
	defer s.Close()
	list, err := s.Entries(context.Background())
	if err == nil && len(list) != 1 {
		err = fmt.Errorf("%d imports", len(list))
	}
	return err
}

// wholePackage compares the files of a data package with their checksums.
func wholePackage(path string) error {
	raw, err := os.ReadFile(filepath.Join(path, "datapackage.json"))
	if err != nil {
		return err
	}
	var p struct {
		Resources []struct{ Path, Hash string }
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		return err
	}
	for _, r := range p.Resources {
		raw, err := os.ReadFile(filepath.Join(path, r.Path))
		if err != nil {
			return err
		}
		if sum := fmt.Sprintf("sha256:%x", sha256.Sum256(raw)); sum != r.Hash {
			return fmt.Errorf("%s has the checksum %s, not %s", r.Path, sum, r.Hash)
		}
	}
	if len(p.Resources) < 4 {
		return fmt.Errorf("%d tables", len(p.Resources))
	}
	return nil
}

// oldest is the kept file of imports of the first schema version.
func oldest(f *faulty) []byte {
	z, err := gzip.NewReader(bytes.NewReader(f.read("../../internal/store/imports/testdata/version-1.db.gz")))
	if err != nil {
		f.t.Fatal(err)
	}
	raw, err := io.ReadAll(z)
	if err != nil {
		f.t.Fatal(err)
	}
	return raw
}
