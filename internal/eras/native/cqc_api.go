package native

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/eras/sheet"
	"careratings/internal/pattern"
)

// cqcAPI reads answers of the syndication API of the Care Quality Commission, as
// /locations/{id} and /providers/{id} give them: one answer, a list of answers, or
// one answer a line. A data row is what an answer states: the body, each printed
// rating, each relationship. Managers, nominated individuals and contacts are
// never decoded.
type cqcAPI struct{}

func (cqcAPI) ID() string   { return "cqc-api" }
func (cqcAPI) Version() int { return 1 }

// Score looks for the keys that every answer begins with.
func (cqcAPI) Score(h Head) int {
	if h.Format != sheet.JSON && h.Format != sheet.NDJSON {
		return 0
	}
	has := func(key string) bool { return bytes.Contains(h.Bytes, []byte(`"`+key+`"`)) }
	if !has("locationId") && !has("providerId") {
		return 0
	}
	if has("registrationStatus") || has("currentRatings") || has("organisationType") {
		return 95
	}
	return 20 // a list page, say: its entries will be rejected with the reason
}

func (a cqcAPI) Read(ctx context.Context, f *File, to Sink) (err error) {
	in, err := f.Book.Bytes()
	if err != nil {
		return err
	}
	defer func() {
		if e := in.Close(); err == nil {
			err = e
		}
	}()
	return a.read(ctx, in, f.Book.Format() == sheet.NDJSON, f, to)
}

// read is Read on the inflated stream. The error is one of the sink, of the
// stream, or says why the stream as a whole is no JSON.
func (cqcAPI) read(ctx context.Context, in io.Reader, lines bool, f *File, to Sink) error {
	if err := to.Edition(eras.Edition{ID: f.Edition, Era: "cqc", Published: f.Released}); err != nil {
		return err
	}
	r := apiReader{answerFacts: answerFacts{to: to, linked: links{}}, file: f, scored: map[string]bool{}}
	return eachAnswer(ctx, in, lines, maxAnswer, func(row int, raw []byte, fault error) error {
		r.row = row
		var a apiAnswer
		if fault == nil {
			fault = json.Unmarshal(raw, &a)
		}
		if fault != nil {
			return r.refuse("", "", answerFault(fault))
		}
		return r.answer(&a)
	})
}

// apiReader turns answers into facts, one after another.
type apiReader struct {
	answerFacts
	file   *File
	scored map[string]bool // measures of percentage scores announced so far

	// Of the answer being read:
	code, level, name, kind string
}

// answer states everything one answer says, in the answer's order.
func (r *apiReader) answer(a *apiAnswer) error {
	switch {
	case a.LocationID != "":
		r.code, r.level = a.LocationID, "location"
	case a.ProviderID != "":
		r.code, r.level = a.ProviderID, "provider"
	default:
		return r.refuse("", "", "neither locationId nor providerId: not an answer about a location or provider")
	}
	if !isCQCID(r.code) {
		return r.refuse(r.level+"Id", r.code, "not an id of the Care Quality Commission; expected one like RX901 or 1-128732982")
	}
	if t := a.OrganisationType; t != "" && !strings.EqualFold(t, r.level) {
		return r.refuse("organisationType", t, "the answer has a "+r.level+"Id; expected "+strings.ToUpper(r.level[:1])+r.level[1:])
	}
	r.name, r.kind = a.Name, a.Type
	if r.level == "provider" && isPersonsName(a) {
		r.name = ""
	}
	for _, state := range []func(*apiAnswer) error{r.body, r.relationships, r.current, r.historic, r.assessments} {
		if err := state(a); err != nil {
			return err
		}
	}
	return nil
}

// body states the body itself.
func (r *apiReader) body(a *apiAnswer) error {
	b := Body{
		Code: r.code, Scheme: "cqc-" + r.level, Name: r.name, Type: a.Type,
		Region: a.Region, Town: a.Town, County: a.County, Postcode: a.Postcode,
		At: r.at(r.level + "Id"),
	}
	if a.ODSCode != r.code {
		b.ODS = a.ODSCode
	}
	// That a provider is a trust is for the files of the NHS to say.
	switch {
	case r.level == "location":
		b.Kind, b.Parent = "cqc-location", a.ProviderID
	case a.Type != nhsType:
		b.Kind = "provider"
	}
	if b.Parent != "" && !isCQCID(b.Parent) {
		b.Parent = ""
		if err := r.refuse("providerId", a.ProviderID, "not an id of the Care Quality Commission"); err != nil {
			return err
		}
	}
	var err error
	if b.Opened, _, err = r.date("registrationDate", a.RegistrationDate, ""); err != nil {
		return err
	}
	var otherwise eras.Interval
	switch a.RegistrationStatus {
	case "", "Registered":
	case "Deregistered":
		otherwise = r.byRelease()
	default:
		err = r.refuse("registrationStatus", a.RegistrationStatus, "no registration status has this name; expected Registered or Deregistered")
		if err != nil {
			return err
		}
	}
	if b.Closed, _, err = r.date("deregistrationDate", a.DeregistrationDate, otherwise); err != nil {
		return err
	}
	if err := r.to.Row(); err != nil {
		return err
	}
	return r.to.Body(b)
}

// nhsType is how the Commission prints the type of an NHS body.
const nhsType = "NHS Healthcare Organisation"

// isPersonsName reports whether a provider's name is that of a person: of one who
// is the provider, or of partners named by title.
func isPersonsName(a *apiAnswer) bool {
	switch a.OwnershipType {
	case "Individual":
		return true
	case "Partnership":
		first, _, _ := strings.Cut(strings.TrimSpace(a.Name), " ")
		titles := []string{"mr", "mrs", "miss", "ms", "mx", "dr", "drs", "doctor", "doctors", "professor", "prof", "sir", "lady"}
		return slices.Contains(titles, strings.ToLower(strings.TrimRight(first, ".")))
	}
	return false
}

// relationships states who came before and after. The API does not date them.
func (r *apiReader) relationships(a *apiAnswer) error {
	for i, rel := range a.Relationships {
		path := indexed("relationships", i)
		if err := r.to.Row(); err != nil {
			return err
		}
		other, field := rel.RelatedLocationID, ".relatedLocationId"
		if r.level == "provider" {
			other, field = rel.RelatedProviderID, ".relatedProviderId"
		}
		s := Succession{Kind: rel.Reason, At: r.at(path)}
		switch rel.Type {
		case "HSCA Predecessor":
			s.Predecessor, s.Successor = other, r.code
		case "HSCA Successor":
			s.Predecessor, s.Successor = r.code, other
		default:
			if err := r.reject(path+".type", rel.Type, "no relationship has this name; expected HSCA Predecessor or HSCA Successor"); err != nil {
				return err
			}
			continue
		}
		var err error
		switch {
		case !isCQCID(other):
			err = r.reject(path+field, other, "not an id of the Care Quality Commission")
		case other == r.code:
			err = r.reject(path+field, other, "a body cannot follow itself")
		case r.linked.isNew(s):
			err = r.to.Succession(s)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// cqcIDs are the forms of the Commission's ids: codes of old registrations (RHAR1)
// and numbers of its register (1-128732982). They are upper case.
var cqcIDs = pattern.Of(`^([0-9A-Z]{3,12}|[0-9]{1,2}-[0-9]{1,15})$`)

func isCQCID(s string) bool { return cqcIDs().MatchString(s) }
