package bodies

// shortestSlip is the length below which a word is never read as a slip of
// another: one letter changes too much of "hull" or "bury" for a guess.
const shortestSlip = 5

// oneSlip reports whether b is a with exactly one letter left out, added,
// changed, or swapped with its neighbour: a Damerau-Levenshtein distance
// (optimal string alignment) of 1.
func oneSlip(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) < len(y) {
		return equalFrom(x, i, y, i+1)
	}
	if i == len(x) {
		return false // equal
	}
	if equalFrom(x, i+1, y, i+1) {
		return true
	}
	return i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && equalFrom(x, i+2, y, i+2)
}

func equalFrom(x []rune, i int, y []rune, j int) bool {
	if len(x)-i != len(y)-j {
		return false
	}
	for ; i < len(x); i, j = i+1, j+1 {
		if x[i] != y[j] {
			return false
		}
	}
	return true
}

// slipOf reports whether the key wanted can be meant by the words typed: the
// same words in any order, all but one found as they are, that one a slip of
// another word; or the whole key one slip away, which also covers a space left
// out.
func slipOf(typed, key string, typedWords, keyWords []string) bool {
	if len([]rune(typed)) >= shortestSlip && oneSlip(typed, key) {
		return true
	}
	slips := 0
	for _, t := range typedWords {
		exact, slip := false, false
		for _, k := range keyWords {
			exact = exact || k == t
			slip = slip || len([]rune(t)) >= shortestSlip && len([]rune(k)) >= shortestSlip && oneSlip(t, k)
		}
		switch {
		case exact:
		case slip:
			slips++
		default:
			return false
		}
	}
	return slips == 1
}
