package eras

// sof is the regime of the oversight segments before league tables: Single
// Oversight Framework (2016), System Oversight Framework (2021/22) and NHS
// Oversight Framework (2022/23), as versions of one era with breaks between
// them. Segment 1 is best; segments 3 and 4 meant a breach of licence,
// actual or suspected.
func sof() Regime {
	return Regime{
		ID: "sof", Headline: "sof.segment", From: "2016-10-01", To: "2025-06-25",
		EditionPrefix: "sof-",
	}
}
