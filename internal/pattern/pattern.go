// Package pattern holds regular expressions that are compiled when they are first
// asked for. Compiled when the program starts, those of the readers of files would
// cost every command a twentieth of its time, and most never read one.
package pattern

import (
	"regexp"
	"sync"
)

// Pattern is a regular expression; calling it returns it compiled.
type Pattern func() *regexp.Regexp

// Of is the pattern of an expression in the syntax of package regexp. One that is
// none panics when it is first called.
func Of(expr string) Pattern {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
