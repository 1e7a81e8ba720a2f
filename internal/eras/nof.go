package eras

// nof is the regime of the NHS Oversight Framework from 2025/26: metric scores
// averaged, quartiled into segments 1 (best) to 4, a financial override, a
// segment 5 beside the table, and league tables by trust type each quarter.
func nof() Regime {
	return Regime{
		ID: "nof", Headline: "nof.segment", From: "2025-06-26",
		EditionPrefix: "nof-",
	}
}
