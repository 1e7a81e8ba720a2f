package sqlitefile

import (
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	_ "modernc.org/sqlite" // the database driver
)

// The address of a file is one that SQLite takes for that file, on every system.
func TestAddress(t *testing.T) {
	for _, tt := range []struct {
		path     string
		absolute bool
		want     string
	}{
		{"/var/lib/a b#1?.db", true, "file:///var/lib/a%20b%231%3F.db?mode=ro"},
		{"C:/Users/me/imports.db", true, "file:///C:/Users/me/imports.db?mode=ro"},
		{"//server/share/imports.db", true, "file:////server/share/imports.db?mode=ro"},
		{"here/100%.db", false, "file:here/100%25.db?mode=ro"},
	} {
		if got := address(tt.path, tt.absolute, "mode=ro"); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.path, got, tt.want)
		}
	}
}

// A file with an awkward name is made where it was named, and nothing beside it.
func TestDSNOpensTheFileNamed(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for _, path := range []string{filepath.Join(dir, "a #?%20&mode=ro.db"), "b #?%20&mode=ro.db"} {
		db, err := sql.Open("sqlite", DSN(path, "mode=rwc"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec("CREATE TABLE t (x)"); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		db.Close()
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 2 {
		t.Errorf("%v, %v", list, err)
	}
}

func TestReasonLeavesThePathOut(t *testing.T) {
	if got := Reason(&fs.PathError{Op: "open", Path: "x", Err: errors.New("gone")}); got != "gone" {
		t.Errorf("%q", got)
	}
	if got := Reason(errors.New("other")); got != "other" {
		t.Errorf("%q", got)
	}
}
