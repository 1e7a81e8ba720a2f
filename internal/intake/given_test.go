package intake_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/intake"
)

// A directory stands for the answers in it only where there is nothing else in it
// that would be left out without a word.
func TestADirectoryOfAnswers(t *testing.T) {
	dir := t.TempDir()
	write := func(names ...string) {
		for _, name := range names {
			path := filepath.Join(dir, name)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte("{}"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	write("answers/b.json", "answers/a.JSON", "answers/c.ndjson.gz", "answers/.hidden", "mixed/a.json", "mixed/ratings.csv", "deep/a.json", "deep/more/b.json", "one.csv")
	if err := os.Mkdir(filepath.Join(dir, "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	in := func(name string) string { return filepath.Join(dir, name) }
	got, err := intake.Given([]string{in("one.csv"), in("answers")})
	want := []string{in("one.csv"), in("answers/a.JSON"), in("answers/b.json"), in("answers/c.ndjson.gz")}
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Error(err, d)
	}
	for name, said := range map[string]string{
		"mixed": "mixed: a directory; name the files in it", "deep": "deep: a directory; name the files in it",
		"empty": "empty: a directory; name the files in it", "none": "none: no such file or directory",
	} {
		if got, err := intake.Given([]string{in("one.csv"), in(name)}); err == nil || err.Error() != said {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}
