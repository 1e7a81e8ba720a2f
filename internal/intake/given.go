package intake

import (
	"os"
	"path/filepath"
	"strings"
)

// Given is the files that paths stand for. A directory of answers of the CQC's API,
// JSON files and nothing else, stands for those in it, by name; any other stays as
// it is, to be refused: what of it is meant nobody knows.
func Given(paths []string) []string {
	var out []string
	for _, path := range paths {
		if files := answersIn(path); len(files) > 0 {
			out = append(out, files...)
		} else {
			out = append(out, path)
		}
	}
	return out
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
