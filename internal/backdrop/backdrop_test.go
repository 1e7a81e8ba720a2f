package backdrop

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/charmbracelet/lipgloss"
)

const bubbletea = "github.com/charmbracelet/bubbletea"

type here struct{}

// A renamed module would bring the query back without any other sign.
func TestPathSortsBeforeBubbleTea(t *testing.T) {
	if path := reflect.TypeFor[here]().PkgPath(); path >= bubbletea {
		t.Errorf("%s sorts after %s: Go would initialise Bubble Tea first", path, bubbletea)
	}
}

// With a further import this package could become ready after Bubble Tea.
func TestImportsOnlyLipGloss(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, imp := range f.Imports {
			if imp.Path.Value != `"github.com/charmbracelet/lipgloss"` {
				t.Errorf("%s imports %s", name, imp.Path.Value)
			}
		}
	}
}

func TestBackgroundIsSet(t *testing.T) {
	if !lipgloss.HasDarkBackground() {
		t.Error("the background is light, so init did not set it")
	}
}
