package eras

// wcc is the world class commissioning assurance of PCTs; only totals of it
// were published nationally.
func wcc() Regime {
	return Regime{
		ID: "wcc", Headline: "wcc.categories", From: "2008-04-01", To: "2010-12-31",
		EditionPrefix: "wcc-",
	}
}

// ccg is NHS England's annual assessment of clinical commissioning groups.
func ccg() Regime {
	return Regime{
		ID: "ccg", Headline: "ccg.overall", From: "2016-04-01", To: "2020-12-31",
		EditionPrefix: "ccg-",
	}
}
