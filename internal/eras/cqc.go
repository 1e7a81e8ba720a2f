package eras

// cqc is the regime of the Care Quality Commission's ratings from 2013: rolling
// judgements on five key questions and overall, use of resources and the
// combined rating of acute trusts, at provider, location and service level.
// A provider's overall rating is its own judgement, never the sum of its
// locations'.
func cqc() Regime {
	return Regime{
		ID: "cqc", Headline: "cqc.overall", From: "2013-01-01",
		Rolling: true, SameRatingDays: 31,
	}
}
