package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A list of names that is longer than any list is refused in a sentence, not
// answered for its beginning.
func TestAListThatIsTooLong(t *testing.T) {
	path := filepath.Join(t.TempDir(), "names")
	if err := os.WriteFile(path, []byte(strings.Repeat("#\n", longestList<<19)+"RWE\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := ask(t, "trajectory", "--trusts", path)
	checkFailure(t, got, exitFailure, "--trusts: a list of more than 16 MiB")
	endless := io.MultiReader(strings.NewReader("name\nLeicester\n"), blanks{})
	checkFailure(t, askIn(t, streams{in: endless}, "resolve", "-"), exitFailure, "resolve: a list of more than 16 MiB")
}

// SQL that does not end is refused before any of it is run.
func TestSQLThatIsTooLong(t *testing.T) {
	endless := io.MultiReader(strings.NewReader("SELECT 1;"), blanks{})
	got := askIn(t, streams{in: endless}, "sql", "--file", "-")
	checkFailure(t, got, exitUsage, "more than 16 MB of SQL")
}

// blanks is a reader of blanks without end.
type blanks struct{}

func (blanks) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}
