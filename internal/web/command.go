package web

import "strings"

// plain are the characters that no shell acts on.
const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.,:@/"

// Command spells a command line from its words, quoted as a shell takes them.
func Command(words ...string) string {
	out := make([]string, len(words))
	for i, w := range words {
		switch {
		case w != "" && strings.Trim(w, plain) == "":
			out[i] = w
		case strings.Contains(w, "'") && !strings.ContainsAny(w, "\"$`\\!"):
			out[i] = `"` + w + `"`
		default:
			out[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
	}
	return strings.Join(out, " ")
}

// drawing is the command line that draws what another prints.
func drawing(command string) string {
	name, rest, _ := strings.Cut(strings.TrimPrefix(command, "archive "), " ")
	switch name {
	case "crosstab":
		return "archive chart diff " + rest
	case "transitions":
		return "archive chart diff " + rest + " --transitions"
	}
	return "archive chart " + name + " " + rest
}
