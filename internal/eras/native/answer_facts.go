package native

import "strings"

// answerFacts is where a stream of JSON answers is, and the sink that hears of it.
type answerFacts struct {
	to     Sink
	row    int // of the answer being read
	linked links
}

func (r *answerFacts) at(path string) At { return At{Row: r.row, Column: path} }

// refuse counts a row and rejects it.
func (r *answerFacts) refuse(path, value, reason string) error {
	if err := r.to.Row(); err != nil {
		return err
	}
	return r.reject(path, value, reason)
}

func (r *answerFacts) reject(path, value, reason string) error {
	return r.to.Reject(Reject{At: r.at(path), Value: shortened(value), Reason: reason})
}

// links keeps a succession that both its ends state from being reported twice. A
// second date for the same pair is reported: which holds is not for a file to say.
type links map[[3]string]struct{}

func (l links) isNew(s Succession) bool {
	key := [3]string{s.Predecessor, s.Successor, string(s.On)}
	_, known := l[key]
	l[key] = struct{}{}
	return !known
}

// shortened cuts a value to the length that a Reject may quote.
func shortened(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if runes := []rune(s); len(runes) > 200 {
		return string(runes[:199]) + "…"
	}
	return s
}
