package compare

import "testing"

// A bound of a rounded percentage keeps its half: of a published 30 % no more than
// 29.5 % is sure. The processor's own rounding does not show.
func TestShareText(t *testing.T) {
	for _, c := range []struct {
		share         float64
		text, percent string
	}{
		{0, "0.00", "0"},
		{1, "1.00", "100"},
		{0.295, "0.295", "29.5"},
		{1 - 0.435, "0.565", "56.5"},
		{1 - 0.165, "0.835", "83.5"},
		{0.57, "0.57", "57"}, // 0.57*100 is 56.99999999999999
		{24.0 / 161, "0.15", "15"},
		{31.0 / 61, "0.51", "51"},
		{0.2949, "0.29", "29"},
	} {
		if text, percent := ShareText(c.share), PercentText(c.share); text != c.text || percent != c.percent {
			t.Errorf("%v: %s and %s %%, want %s and %s", c.share, text, percent, c.text, c.percent)
		}
	}
}

// What is not less is not printed as less, so that a verdict of two bands can be
// read off them.
func TestShareTextKeepsOrder(t *testing.T) {
	last := ""
	for i := range 20001 {
		text := ShareText(float64(i) / 20000)
		if text+"0" < last {
			t.Fatalf("%v is printed as %s, after %s", float64(i)/20000, text, last)
		}
		if len(text) == 4 {
			text += "0"
		}
		last = text
	}
}
