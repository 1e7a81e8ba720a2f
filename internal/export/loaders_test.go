package export

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tool finds a program, or skips the test and says so.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("no %s here: %v", name, err)
	}
	return path
}

func ran(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1", "PYTHONIOENCODING=utf-8")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, said.String())
	}
	return string(out)
}

// load.py compiles, checks the files, counts the rows, and reads values in their
// types.
func checkPython(t *testing.T, dir string) {
	python := tool(t, "python3")
	ran(t, dir, python, "-c", "import ast; ast.parse(open('load.py', encoding='utf-8').read())")
	if got := ran(t, dir, python, "load.py"); !strings.HasPrefix(got, "ratings\t18129\nstandings\t18129\nclaims\t19967\n") {
		t.Errorf("load.py prints %q", got)
	}
	got := ran(t, dir, python, "-c", `import load
for row in load.rows("ratings"):
    if row["rating"] == "stars-2004.rwe.overall.1" or row["number"] == -3.77 and row["body"] == "RWE":
        print(row["level"], repr(row["number"]), repr(row["value"]), row["headline"], row["service"], row["edition"])
`)
	want := "4 None '3' True None stars-2004\nNone -3.77 '-3.77' False None nof-2025-26-q3\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// A file that was changed is told.
	changed := filepath.Join(t.TempDir(), "changed")
	if err := os.CopyFS(changed, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(changed, "levels.csv"), []byte("scale\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), python, filepath.Join(changed, "load.py")).CombinedOutput(); err == nil || !strings.Contains(string(out), "levels.csv is not the file that was exported") {
		t.Errorf("%v, %s", err, out)
	}
}

func checkR(t *testing.T, dir string) {
	r := tool(t, "Rscript")
	got := ran(t, dir, r, "-e", `source("load.R"); x <- load_table("ratings"); cat(nrow(x), class(x$first_day), class(x$headline), sum(x$level, na.rm = TRUE) > 0, "\n")`)
	if strings.TrimSpace(got) != "18129 Date logical TRUE" {
		t.Errorf("R prints %q", got)
	}
}

// What no tool at hand can check of the loaders: every bracket and quote closes, and
// every column of every table is loaded.
func TestLoadersAreWhole(t *testing.T) {
	tables := Tables(archiveOf(t), []string{"all"})
	for _, f := range []Format{CSV, NDJSON, Parquet} {
		p := &packaged{format: f}
		for _, table := range tables {
			p.tables = append(p.tables, Written{Table: table})
		}
		scripts := map[string]string{"load.R": p.r(), "load.do": p.stata()}
		for name, script := range scripts {
			code := regexp.MustCompile("(?m)^[#*].*$").ReplaceAllString(script, "")
			code = regexp.MustCompile("`\"[^\n]*?\"'").ReplaceAllString(code, "") // Stata's compound quotes
			code = regexp.MustCompile(`"[^"\n]*"`).ReplaceAllString(code, "")
			for _, pair := range []string{"()", "{}"} {
				if a, b := strings.Count(code, pair[:1]), strings.Count(code, pair[1:]); a != b {
					t.Errorf("%s %s: %d of %c and %d of %c", f, name, a, pair[0], b, pair[1])
				}
			}
			if strings.Contains(code, `"`) {
				t.Errorf("%s %s: a quote is not closed", f, name)
			}
			if name == "load.do" && f != CSV {
				continue
			}
			for _, table := range tables {
				for _, c := range table.Columns {
					if !strings.Contains(script, c.Name) {
						t.Errorf("%s %s does not load %s.%s", f, name, table.Name, c.Name)
					}
					if len(c.Name) > 32 {
						t.Errorf("%s.%s is too long a name for Stata", table.Name, c.Name)
					}
				}
			}
		}
	}
}
