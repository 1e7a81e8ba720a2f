package web

import "strings"

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
