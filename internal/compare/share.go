package compare

import (
	"math"
	"strconv"
)

// ShareText is a share, 0 to 1, in two digits: 0.51. A third stands where it is a 5
// and the last, as in 0.295: such bounds come of published percentages that were
// rounded, and "at least 0.30" of it would say more than is sure. A share that is
// no less than another is never printed as less.
func ShareText(share float64) string {
	thousandths := math.Round(share * 1000)
	if math.Abs(share*1000-thousandths) < 1e-6 && math.Mod(thousandths, 10) == 5 {
		return strconv.FormatFloat(thousandths/1000, 'f', 3, 64)
	}
	return strconv.FormatFloat(share, 'f', 2, 64)
}

// PercentText is a share as a percentage on the same terms: 51 %, 29.5 %, without
// the sign.
func PercentText(share float64) string {
	thousandths := math.Round(share * 1000)
	if math.Abs(share*1000-thousandths) < 1e-6 && math.Mod(thousandths, 10) == 5 {
		return strconv.FormatFloat(thousandths/10, 'f', 1, 64)
	}
	return strconv.FormatFloat(share*100, 'f', 0, 64)
}
