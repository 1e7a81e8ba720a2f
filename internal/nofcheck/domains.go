package nofcheck

// Domains lists the slugs of the five scored domains, in the files' order.
func Domains() []string {
	return []string{
		"access-to-services", "patient-safety", "finance-and-productivity", "people-and-workforce", "effectiveness-and-experience",
	}
}

// DomainOf is the domain of a metric as column Domain of NHS England's data file
// for mental health and community trusts, Q4 2025/26, prints it for all four
// quarters. The id is that of the value or of the score: OF0005 or OF1005. A
// metric of other tables is not known here: the domain is then empty and is to
// be taken from the file.
func DomainOf(id string) string {
	if len(id) != len("OF0005") || id[:2] != "OF" || id[2] != '0' && id[2] != '1' {
		return ""
	}
	switch id[3:] {
	case "005", "041":
		return "access-to-services"
	case "016", "061", "067":
		return "patient-safety"
	case "079", "080", "081", "086":
		return "finance-and-productivity"
	case "082", "084":
		return "people-and-workforce"
	case "035", "057", "063":
		return "effectiveness-and-experience"
	}
	return ""
}
