package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/output"
	"careratings/internal/output/cite"
	"careratings/internal/store"
)

// readCommands are the commands whose answer can be cited.
func readCommands() []string {
	return []string{
		"trajectory", "trusts", "trust", "lineage", "eras", "editions", "measures", "breaks", "sources", "query", "sql", "diff", "crosstab", "transitions", "agree",
		"sensitivity", "runs", "coverage", "conflicts", "gaps", "changes", "league", "reconcile",
	}
}

// isCommandLine reports whether an argument is a command line, not a name.
func isCommandLine(cmd *cobra.Command, arg string) bool {
	first, rest, more := strings.Cut(strings.TrimSpace(arg), " ")
	if first == cmd.Root().Name() && more {
		return true
	}
	return more && rest != "" && slices.Contains(readCommands(), first)
}

// citeView cites what a command line prints, under --as-of by that day: its
// checksum, and the sources it shows. key and what may be empty.
func (a *app) citeView(ctx context.Context, arch *store.Archive, who cite.Archive, key, what, line string) ([]cite.Item, error) {
	args, err := viewWords(line, readCommands())
	if err != nil {
		return nil, usagef("%s: %w", output.Clean(line), err)
	}
	if a.flags.asOf != "" {
		if slices.ContainsFunc(args, isFlag("--as-of")) {
			return nil, usagef("%s: --as-of is given twice; give it to archive cite or inside the command line", output.Clean(line))
		}
		args, line = append(args, "--as-of", a.flags.asOf), a.asOfLine(strings.TrimSpace(line))
	}
	printed, err := a.nested(ctx, args)
	if err != nil {
		return nil, err
	}
	document, err := a.nested(ctx, append(withoutFormat(args), "--format", "json"))
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(printed)
	if key == "" {
		key = strings.Join(args, "-")
	}
	items := []cite.Item{cite.OfView(who, key, what, "archive "+strings.TrimPrefix(strings.TrimSpace(line), "archive "), hex.EncodeToString(sum[:]))}
	named := map[string]bool{}
	for _, d := range documents(document) {
		sourcesIn(d, false, named)
	}
	found, err := arch.Sources(ctx, slices.Sorted(maps.Keys(named)))
	if err != nil {
		return nil, err
	}
	for _, id := range slices.Sorted(maps.Keys(found)) {
		items = append(items, cite.OfSource(found[id], ""))
	}
	return items, nil
}

// viewWords are the words of a command line whose answer is taken, without the
// program's name.
func viewWords(line string, allowed []string) ([]string, error) {
	args, err := commandWords(line)
	if err != nil {
		return nil, err
	}
	if args[0] == "archive" {
		args = args[1:]
	}
	switch {
	case len(args) == 0 || !slices.Contains(allowed, args[0]):
		return nil, fmt.Errorf("only what one of these commands prints can be taken: %s", strings.Join(allowed, ", "))
	case slices.ContainsFunc(args, isFlag("--archive")):
		return nil, errors.New("--archive goes before the command line, not into it")
	}
	return args, nil
}

// isFlag tells a flag among words, with its value or before it.
func isFlag(name string) func(word string) bool {
	return func(word string) bool { return word == name || strings.HasPrefix(word, name+"=") }
}

// nested runs a command line and returns what it prints when piped. Its error has
// the exit code and the words of the command's own.
func (a *app) nested(ctx context.Context, args []string) ([]byte, error) {
	var out, errs bytes.Buffer
	if code := a.runNested(ctx, &out, &errs, args); code != exitDone {
		return nil, &exitError{code, errors.New(strings.TrimSpace(strings.TrimPrefix(errs.String(), "archive: ")))}
	}
	return out.Bytes(), nil
}

// runNested runs a command line on the same archive as if it were piped, and
// returns its exit code.
func (a *app) runNested(ctx context.Context, out, errs io.Writer, args []string) int {
	s := streams{in: strings.NewReader(""), out: out, err: errs, now: a.now, env: func(name string) string {
		switch name {
		case "ARCHIVE_DB":
			return a.archivePath()
		case "COLUMNS":
			return ""
		}
		return a.env(name)
	}}
	return run(ctx, s, args)
}

// withoutFormat is a command line without what chooses its format.
func withoutFormat(args []string) []string {
	var out []string
	for i := 0; i < len(args); i++ {
		switch {
		case args[i] == "--format" || args[i] == "--json":
			i++
		case strings.HasPrefix(args[i], "--format=") || strings.HasPrefix(args[i], "--json="):
		default:
			out = append(out, args[i])
		}
	}
	return out
}

// documents reads the JSON documents that stand one after another.
func documents(raw []byte) []any {
	var out []any
	d := json.NewDecoder(bytes.NewReader(raw))
	for {
		var v any
		if err := d.Decode(&v); err != nil {
			return out
		}
		out = append(out, v)
	}
}

// sourcesIn collects the words that stand, at any depth, under a key that names a
// source or sources.
func sourcesIn(v any, under bool, into map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			sourcesIn(value, under || strings.Contains(key, "source"), into)
		}
	case []any:
		for _, value := range v {
			sourcesIn(value, under, into)
		}
	case string:
		if under {
			for word := range strings.FieldsFuncSeq(v, func(r rune) bool { return strings.ContainsRune(" ;,|", r) }) {
				into[word] = true
			}
		}
	}
}

// commandWords splits a command line as a shell does, with double and single
// quotes. There is at least one word.
func commandWords(line string) ([]string, error) {
	var out []string
	var word strings.Builder
	inside, quote := false, rune(0)
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote, inside = r, true
		case quote == 0 && (r == ' ' || r == '\t' || r == '\n'):
			if inside {
				out = append(out, word.String())
				word.Reset()
			}
			inside = false
		default:
			inside = true
			word.WriteRune(r)
		}
	}
	if quote != 0 {
		return nil, errors.New("a quote is not closed")
	}
	if inside {
		out = append(out, word.String())
	}
	if len(out) == 0 {
		return nil, errors.New("an empty command line")
	}
	return out, nil
}
