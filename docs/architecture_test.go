// Package docs_test holds the code to what docs/ARCHITECTURE.md says of it.
package docs_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "careratings/"

// layers are the packages from the ground up. A package imports those of lower
// layers only, so that no arrow runs back and there is no cycle.
func layers() [][]string {
	return [][]string{
		{"internal/pattern"},
		{"internal/compare", "internal/eras", "internal/output", "internal/backdrop", "internal/store/health", "internal/store/sqlitefile", "internal/eras/sheet", "data"},
		{"internal/bodies", "internal/nofcheck", "internal/eras/sheet/sheettest", "internal/store/storetest", "internal/fetch", "internal/output/cite", "data/curated"},
		{"internal/eras/native", "internal/eras/native/gen"},
		{"internal/store/imports"},
		{"internal/store", "internal/intake"},
		{"internal/trajectory", "internal/holdings", "data/queries"},
		{"internal/moves", "internal/league", "internal/output/face"},
		{"internal/overview", "internal/flat", "internal/chart", "internal/export"},
		{"internal/tui", "internal/web"},
		{"cmd/archive", "cmd/archivebuild", "cmd/archivedocs", "cmd/archivegen"},
	}
}

// owners are the packages that may import a technology; the packages within them
// may too.
func owners() map[string][]string {
	return map[string][]string{
		"database/sql":                       {"internal/store"},
		"modernc.org/":                       {"internal/store"},
		"github.com/charmbracelet/bubbletea": {"internal/tui"},
		"github.com/charmbracelet/lipgloss":  {"internal/tui", "internal/backdrop"},
		"github.com/spf13/":                  {"cmd/archive"},
		"github.com/parquet-go/":             {"internal/export"},
		"net/http":                           {"internal/fetch", "internal/web"},
		"os/exec":                            {},
		"os/signal":                          {"cmd/archive", "internal/tui"},
		"log":                                {},
		"unsafe":                             {"internal/store"},
		module + "data":                      {"cmd/archive"}, // so that the archive can be built when it is missing
	}
}

// outside is what only cmd touches: the clock, the streams, the environment and
// the end of the process are handed to the packages below.
func outside() []string {
	return []string{"os.Exit", "os.Stdin", "os.Stdout", "os.Stderr", "os.Args", "os.Getenv", "os.LookupEnv", "time.Now", "time.Since"}
}

// source is a Go file of the program, parsed.
type source struct {
	name string // slashed, from the root of the repository
	test bool
	file *ast.File
	set  *token.FileSet
}

func (s source) dir() string { return path.Dir(s.name) }

func sources(t *testing.T) []source {
	t.Helper()
	var out []source
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || name != ".." && strings.HasPrefix(d.Name(), ".")) {
			return fs.SkipDir
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		out = append(out, source{strings.TrimPrefix(filepath.ToSlash(name), "../"), strings.HasSuffix(name, "_test.go"), f, set})
		return err
	})
	if err != nil || len(out) < 200 {
		t.Fatalf("%d files, %v", len(out), err)
	}
	return out
}

func imports(s source) []string {
	var out []string
	for _, i := range s.file.Imports {
		out = append(out, strings.Trim(i.Path.Value, `"`))
	}
	return out
}

// An import leads to a lower layer.
func TestArrowsRunOneWay(t *testing.T) {
	height := map[string]int{}
	for i, l := range layers() {
		for _, p := range l {
			height[p] = i
		}
	}
	seen := map[string]bool{}
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		from, ok := height[s.dir()]
		if !ok {
			t.Errorf("%s: the package has no place among the layers above, nor in docs/ARCHITECTURE.md", s.name)
			continue
		}
		seen[s.dir()] = true
		for _, i := range imports(s) {
			p, own := strings.CutPrefix(i, module)
			if to, ok := height[p]; own && (!ok || to >= from) {
				t.Errorf("%s imports %s, which lies no lower", s.name, p)
			}
		}
	}
	page, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	for p := range height {
		if !seen[p] {
			t.Errorf("%s is gone; take it out of the layers", p)
		}
		if !strings.Contains(string(page), p+"/ ") && !strings.Contains(string(page), p+"`") {
			t.Errorf("docs/ARCHITECTURE.md does not say what %s is for", p)
		}
	}
}

// Each technology has one package that imports it.
func TestEachTechnologyHasItsOwner(t *testing.T) {
	used := map[string]bool{}
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		for _, i := range imports(s) {
			for technology, owned := range owners() {
				if i != technology && !(strings.HasSuffix(technology, "/") && strings.HasPrefix(i, technology)) {
					continue
				}
				used[technology] = true
				if !slices.ContainsFunc(owned, func(p string) bool { return s.dir() == p || strings.HasPrefix(s.dir(), p+"/") }) {
					t.Errorf("%s imports %s; that is for %s", s.name, i, strings.Join(owned, " and "))
				}
			}
		}
	}
	for technology, owned := range owners() {
		if len(owned) > 0 && !used[technology] {
			t.Errorf("nothing imports %s any more", technology)
		}
	}
}

// Below cmd nothing reads the clock, the environment or a standard stream, and
// nothing ends the process.
func TestOnlyCommandsTouchTheWorldOutside(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || strings.HasPrefix(s.name, "cmd/") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && slices.Contains(outside(), x.Name+"."+sel.Sel.Name) {
				t.Errorf("%s: %s.%s is for cmd", s.set.Position(n.Pos()), x.Name, sel.Sel.Name)
			}
			return true
		})
	}
}

// A file is short enough to be read at once, and a package is called what it
// holds.
func TestFilesAreShortAndPackagesAreNamed(t *testing.T) {
	const most = 400
	for _, s := range sources(t) {
		if n := s.set.Position(s.file.FileEnd).Line - 1; n > most && !ast.IsGenerated(s.file) {
			t.Errorf("%s has %d lines, more than %d", s.name, n, most)
		}
		if name := path.Base(s.dir()); slices.Contains([]string{"util", "utils", "helper", "helpers", "common", "misc", "shared", "manager"}, name) {
			t.Errorf("%s: a package called %s says nothing of what it holds", s.name, name)
		}
	}
}
