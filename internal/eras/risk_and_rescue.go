package eras

// im is the regime of CQC's intelligent monitoring: priority bands for
// inspection, where band 1 is the most concern. CQC said that a band is no
// judgement of care.
func im() Regime {
	return Regime{
		ID: "im", Headline: "im.band", From: "2013-10-24", To: "2016-12-31",
		EditionPrefix: "im-",
	}
}

// firstwave is the risk category under which CQC chose the trusts of its first
// wave of hospital inspections, July 2013.
func firstwave() Regime {
	return Regime{
		ID: "firstwave", Headline: "firstwave.risk", From: "2013-07-01", To: "2013-12-31",
		EditionPrefix: "firstwave-",
	}
}

// keogh is the review of fourteen trusts with high mortality, July 2013; its
// outcome is a yes or no, not a level.
func keogh() Regime {
	return Regime{
		ID: "keogh", Headline: "keogh.outcome", From: "2013-07-01", To: "2013-12-31",
		EditionPrefix: "keogh-",
	}
}

// specialmeasures is the regime of special measures for quality (from July
// 2013) and for finance (from July 2016): a status with dates, not a level.
// The Recovery Support Programme took its place in July 2021.
func specialmeasures() Regime {
	return Regime{
		ID: "specialmeasures", Headline: "specialmeasures.quality", From: "2013-07-01", To: "2021-06-30",
		EditionPrefix: "specialmeasures-",
	}
}
