package output

import "testing"

func TestCommandLine(t *testing.T) {
	for want, words := range map[string][]string{
		`archive diff cqc@2018-01-01 stars-2004`: {"archive", "diff", "cqc@2018-01-01", "stars-2004"},
		`a ''`:                                   {"a", ""},
		`a 'no stars' "king's mill"`:             {"a", "no stars", "king's mill"},
		`a '$(x)' 'it'\''s $x' '\' '*'`:          {"a", "$(x)", "it's $x", `\`, "*"},
	} {
		if got := CommandLine(words...); got != want {
			t.Errorf("%q: got %s, want %s", words, got, want)
		}
	}
}
