package output

import "strings"

// plainInShells are the characters that no shell acts on.
const plainInShells = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.,:@/+"

// CommandLine spells a command line from its words, quoted as a shell takes them.
func CommandLine(words ...string) string {
	out := make([]string, len(words))
	for i, w := range words {
		switch {
		case w != "" && strings.Trim(w, plainInShells) == "":
			out[i] = w
		case strings.Contains(w, "'") && !strings.ContainsAny(w, "\"$`\\!"):
			out[i] = `"` + w + `"`
		default:
			out[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
	}
	return strings.Join(out, " ")
}
