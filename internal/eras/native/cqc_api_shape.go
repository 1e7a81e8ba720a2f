package native

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// apiAnswer is as much of an answer as is read. Anything that can name a person
// (contacts, regulatedActivities, nominated individuals) is not listed here and
// so is never decoded. Older answers lack whole parts; null reads as absent.
type apiAnswer struct {
	LocationID         string                `json:"locationId"`
	ProviderID         string                `json:"providerId"`
	OrganisationType   string                `json:"organisationType"`
	OwnershipType      string                `json:"ownershipType"`
	Type               string                `json:"type"`
	Name               string                `json:"name"`
	ODSCode            string                `json:"odsCode"`
	RegistrationStatus string                `json:"registrationStatus"`
	RegistrationDate   string                `json:"registrationDate"`
	DeregistrationDate string                `json:"deregistrationDate"`
	Town               string                `json:"postalAddressTownCity"`
	County             string                `json:"postalAddressCounty"`
	Postcode           string                `json:"postalCode"`
	Region             string                `json:"region"`
	Relationships      many[apiRelationship] `json:"relationships"`
	Current            many[apiRatings]      `json:"currentRatings"`
	Historic           many[apiRatings]      `json:"historicRatings"`
	Assessments        many[apiAssessment]   `json:"assessment"`
}

// apiRelationship is one link to a former or later registration.
type apiRelationship struct {
	RelatedLocationID string `json:"relatedLocationId"`
	RelatedProviderID string `json:"relatedProviderId"`
	Type              string `json:"type"`
	Reason            string `json:"reason"`
}

// apiRatings are the ratings in force, or those of one earlier report.
type apiRatings struct {
	ReportDate     string         `json:"reportDate"`
	OrganisationID string         `json:"organisationId"`
	Overall        many[apiRated] `json:"overall"`
	Services       many[apiRated] `json:"serviceRatings"`
}

// apiRated is the rating of the whole (no name) or of one service.
type apiRated struct {
	Name           string             `json:"name"`
	Rating         string             `json:"rating"`
	ReportDate     string             `json:"reportDate"`
	OrganisationID string             `json:"organisationId"`
	Resources      many[apiResources] `json:"useOfResources"`
	Questions      many[apiQuestion]  `json:"keyQuestionRatings"`
}

type apiResources struct {
	OrganisationID string `json:"organisationId"`
	Rating         string `json:"useOfResourcesRating"`
	Combined       string `json:"combinedQualityRating"`
	ReportDate     string `json:"reportDate"`
}

// apiQuestion is one key question. Score is a percentage, under the single
// assessment framework only; one version of the schema misspells its key.
type apiQuestion struct {
	Name           string   `json:"name"`
	Rating         string   `json:"rating"`
	ReportDate     string   `json:"reportDate"`
	ReportLinkID   string   `json:"reportLinkId"`
	OrganisationID string   `json:"organisationId"`
	Score          apiScore `json:"percentageScore"`
	MisspeltScore  apiScore `json:"percengtageScore"`
}

// apiAssessment is one assessment plan of the single assessment framework.
type apiAssessment struct {
	Published string `json:"assessmentPlanPublishedDateTime"`
	Ratings   struct {
		Overall many[apiAssessed] `json:"overall"`
		Groups  many[apiAssessed] `json:"asgRatings"`
	} `json:"ratings"`
}

// apiAssessed is the rating of the whole, or of one assessment service group.
type apiAssessed struct {
	Name      string            `json:"name"`
	Rating    string            `json:"rating"`
	Status    string            `json:"status"`
	Assessed  string            `json:"assessmentDate"`
	Questions many[apiQuestion] `json:"keyQuestionRatings"`
}

// apiScore is a number as printed, with or without quotes.
type apiScore string

func (s *apiScore) UnmarshalJSON(raw []byte) error {
	if string(raw) == "null" {
		return nil
	}
	if raw[0] == '"' {
		var text string
		if err := json.Unmarshal(raw, &text); err != nil {
			return err
		}
		*s = apiScore(strings.TrimSpace(text))
		return nil
	}
	var n json.Number
	if err := json.Unmarshal(raw, &n); err != nil {
		return fmt.Errorf("a score is neither a number nor text")
	}
	*s = apiScore(n)
	return nil
}

// percent is the score where it is a decimal number from 0 to 100.
func (s apiScore) percent() (string, bool) {
	text := strings.TrimSuffix(string(s), "%")
	if strings.Trim(text, "0123456789.") != "" {
		return "", false
	}
	v, err := strconv.ParseFloat(text, 64)
	return text, err == nil && v <= 100
}

// many is a list that some answers print as its only entry.
type many[T any] []T

func (m *many[T]) UnmarshalJSON(raw []byte) error {
	switch raw = bytes.TrimSpace(raw); {
	case string(raw) == "null":
		return nil
	case raw[0] == '[':
		return json.Unmarshal(raw, (*[]T)(m))
	}
	var one T
	if err := json.Unmarshal(raw, &one); err != nil {
		return err
	}
	*m = many[T]{one}
	return nil
}
