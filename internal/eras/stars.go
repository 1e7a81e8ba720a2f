package eras

// stars is the regime of the NHS performance ratings ("star ratings"): five
// yearly editions, none to three stars, published by the Department of Health
// (2001, 2002), the Commission for Health Improvement (2003) and the
// Healthcare Commission (2004, 2005).
func stars() Regime {
	return Regime{
		ID: "stars", Headline: "stars.overall", From: "2001-09-25", To: "2005-12-31",
		EditionPrefix: "stars-", TwoPeerGroups: true,
	}
}
