package intake

import (
	"os"
	"path/filepath"
	"strings"

	"careratings/internal/eras/sheet"
)

// Given is the files that paths stand for. A directory of answers of the CQC's API,
// JSON files and nothing else, stands for those in it, by name; any other is refused:
// what of it is meant nobody knows. The error is that of the first path that is no
// file, so that nothing is begun where a name is mistyped.
func Given(paths []string) ([]string, error) {
	var out []string
	for _, path := range paths {
		if files := answersIn(path); len(files) > 0 {
			out = append(out, files...)
			continue
		}
		if info, err := os.Stat(path); err != nil || info.IsDir() {
			book, err := sheet.Open(path, sheet.DefaultLimits()) // the reader says what is wrong
			if err != nil {
				return nil, err
			}
			book.Close()
		}
		out = append(out, path)
	}
	return out, nil
}

// answersIn lists the files of a directory that has only JSON files; those whose
// name begins with a dot do not count.
func answersIn(dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil // it is a file, or will be refused for the same reason
	}
	var out []string
	for _, e := range entries {
		name := strings.ToLower(e.Name())
		switch kind := strings.TrimSuffix(name, ".gz"); {
		case strings.HasPrefix(name, "."):
		case e.Type().IsRegular() && (strings.HasSuffix(kind, ".json") || strings.HasSuffix(kind, ".ndjson") || strings.HasSuffix(kind, ".jsonl")):
			out = append(out, filepath.Join(dir, e.Name()))
		default:
			return nil
		}
	}
	return out
}
