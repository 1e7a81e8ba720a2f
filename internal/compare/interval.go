package compare

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Interval is a closed range of shares, 0 <= Low <= High <= 1.
type Interval struct {
	Low, High float64
}

// String prints both ends with six decimals.
func (i Interval) String() string {
	return formatShare(i.Low) + "-" + formatShare(i.High)
}

func (i Interval) valid() bool {
	return i.Low >= 0 && i.High <= 1 && i.Low <= i.High
}

// RoundedPercent reads a printed percentage as the shares that round to it:
// "43" is 0.425 to 0.435, "43.2" is 0.4315 to 0.4325, cut off at 0 and 1. A
// trailing per cent sign is allowed. Both ends are included, because
// publishers round halves either way.
//
// The ends are computed by one division of whole numbers, so that equal shares
// written differently come out as equal floats. Text that is no plain decimal
// between 0 and 100 is an error.
func RoundedPercent(text string) (Interval, error) {
	fault := fmt.Errorf("percentage %q: want a decimal between 0 and 100", text)
	plain := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "%"))
	whole, fraction, _ := strings.Cut(plain, ".")
	if whole == "" || len(fraction) > 9 || len(whole) > 3 {
		return Interval{}, fault
	}
	digits, err := strconv.ParseUint(whole+fraction, 10, 63)
	if err != nil {
		return Interval{}, fault
	}
	scale := 200 * math.Pow10(len(fraction))
	if float64(2*digits) > scale {
		return Interval{}, fault
	}
	return Interval{
		Low:  math.Max(0, (float64(2*digits)-1)/scale),
		High: math.Min(1, (float64(2*digits)+1)/scale),
	}, nil
}

// formatShare prints six decimals, and no minus before a zero.
func formatShare(x float64) string {
	return strings.Replace(strconv.FormatFloat(x, 'f', 6, 64), "-0.000000", "0.000000", 1)
}
