package eras

// monitor is the regime of Monitor's risk ratings of NHS foundation trusts:
// risk of breaching the terms of authorisation, not quality of care. The
// finance scale and the governance scale both changed kind in 2013.
func monitor() Regime {
	return Regime{
		ID: "monitor", Headline: "monitor.finance", From: "2004-04-01", To: "2016-09-30",
		EditionPrefix: "monitor-",
	}
}

// tda is the NHS Trust Development Authority's segmentation of NHS trusts of
// January 2015, drawn up, never used, and released in October 2016.
func tda() Regime {
	return Regime{
		ID: "tda", Headline: "tda.category", From: "2013-04-01", To: "2016-12-31",
		EditionPrefix: "tda-",
	}
}

// dhframework is the Department of Health's NHS Performance Framework for NHS
// trusts, from 2009/10.
func dhframework() Regime {
	return Regime{
		ID: "dhframework", Headline: "dhframework.category", From: "2009-04-01", To: "2013-03-31",
		EditionPrefix: "dhframework-",
	}
}
