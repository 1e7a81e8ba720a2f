package eras

// healthcheck is the regime of the Annual Health Check (Healthcare Commission,
// 2005/06 to 2007/08) and of the NHS performance ratings of 2008/09 (Care
// Quality Commission): quality of services, and use of resources or financial
// management, each weak, fair, good or excellent.
func healthcheck() Regime {
	return Regime{
		ID: "healthcheck", Headline: "healthcheck.quality", From: "2006-10-12", To: "2009-12-31",
		EditionPrefix: "healthcheck-", TwoPeerGroups: true,
	}
}
