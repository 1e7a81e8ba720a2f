package native

import (
	"strconv"

	"careratings/internal/eras"
)

// apiContext is what a rating takes from the part of the answer it stands in.
type apiContext struct {
	path      string
	level     string // location, provider or service
	service   string
	on        eras.Interval
	undated   bool // its date was rejected, and it is not taken
	inherited string
	note      string
}

// current states the ratings in force. Parts have dates of their own; where one
// is missing, nothing more is claimed than the answer allows.
func (r *apiReader) current(a *apiAnswer) error {
	for _, now := range a.Current {
		const path = "currentRatings"
		block, ok, err := r.date(path+".reportDate", now.ReportDate, "")
		if err != nil {
			return err
		}
		whole := apiContext{path: path + ".overall", level: r.level, on: block, undated: !ok, inherited: now.OrganisationID}
		if ok && block == "" {
			whole.on = r.byRelease()
		}
		part := whole
		part.path = path + ".serviceRatings"
		if block != "" {
			part.on = "/" + block // the latest report; a service may be older
		}
		if err := r.ratings(&now, whole, part, r.byRelease()); err != nil {
			return err
		}
	}
	return nil
}

// historic states the ratings of earlier reports, dated by the report.
func (r *apiReader) historic(a *apiAnswer) error {
	for i, then := range a.Historic {
		path := indexed("historicRatings", i)
		on, ok, err := r.date(path+".reportDate", then.ReportDate, r.byRelease())
		if err != nil {
			return err
		}
		whole := apiContext{path: path + ".overall", level: r.level, on: on, undated: !ok, inherited: then.OrganisationID}
		part := whole
		part.path = path + ".serviceRatings"
		if err := r.ratings(&then, whole, part, on); err != nil {
			return err
		}
	}
	return nil
}

// ratings states the overall rating and those of services. Resources that bear no
// date of their own are of resourcesOn: theirs can be another than the overall
// rating's.
func (r *apiReader) ratings(from *apiRatings, whole, part apiContext, resourcesOn eras.Interval) error {
	for _, o := range from.Overall {
		in, err := r.rated(&o, whole)
		if err != nil {
			return err
		}
		for _, u := range o.Resources {
			in := in
			in.path += ".useOfResources"
			in.undated = whole.undated
			if u.ReportDate != "" {
				in.undated = false
			}
			if err := r.within(&in, u.ReportDate, resourcesOn, u.OrganisationID); err != nil {
				return err
			}
			if err := r.rating(in, "cqc.use-of-resources", ".useOfResourcesRating", u.Rating); err != nil {
				return err
			}
			if err := r.rating(in, "cqc.combined", ".combinedQualityRating", u.Combined); err != nil {
				return err
			}
		}
	}
	for i, s := range from.Services {
		in := part
		in.path, in.level, in.service = indexed(part.path, i), "service", s.Name
		if s.Name == "" {
			if err := r.refuse(in.path+".name", "", "a service without a name"); err != nil {
				return err
			}
			continue
		}
		if _, err := r.rated(&s, in); err != nil {
			return err
		}
	}
	return nil
}

// rated states one rating with its key questions, and gives the context that
// holds inside it.
func (r *apiReader) rated(o *apiRated, in apiContext) (apiContext, error) {
	if o.ReportDate != "" {
		in.undated = false
	}
	if err := r.within(&in, o.ReportDate, in.on, o.OrganisationID); err != nil {
		return in, err
	}
	if err := r.rating(in, "cqc.overall", ".rating", o.Rating); err != nil {
		return in, err
	}
	return in, r.questions(o.Questions, in)
}

// within narrows a context to a part with this date and origin, where printed.
func (r *apiReader) within(in *apiContext, date string, otherwise eras.Interval, origin string) error {
	on, ok, err := r.date(in.path+".reportDate", date, otherwise)
	in.on, in.undated = on, in.undated || !ok
	if origin != "" {
		in.inherited = origin
	}
	return err
}

// questions states key questions by their names: their order differs.
func (r *apiReader) questions(all []apiQuestion, in apiContext) error {
	for i, q := range all {
		in := in
		in.path += ".keyQuestionRatings"
		measure, ok := keyQuestion(q.Name)
		if !ok {
			err := r.refuse(indexed(in.path, i)+".name", q.Name, "no key question has this name; expected Safe, Effective, Caring, Responsive or Well-led")
			if err != nil {
				return err
			}
			continue
		}
		in.path += "[name=" + q.Name + "]"
		if q.ReportDate != "" || q.ReportLinkID != "" {
			in.inherited = q.OrganisationID // from a report of its own
		}
		if q.ReportDate != "" {
			in.undated = false
		}
		if err := r.within(&in, q.ReportDate, in.on, q.OrganisationID); err != nil {
			return err
		}
		if err := r.rating(in, measure, ".rating", q.Rating); err != nil {
			return err
		}
		for _, score := range []apiScore{q.Score, q.MisspeltScore} {
			if err := r.score(in, measure, score); err != nil {
				return err
			}
		}
	}
	return nil
}

// rating states one printed rating; an empty one is not printed and states nothing.
func (r *apiReader) rating(in apiContext, measure, field, printed string) error {
	if printed == "" {
		return nil
	}
	level, status, ok := ratingWord(printed)
	if !ok {
		return r.refuse(in.path+field, printed, "no rating has this name; expected "+ratingWords)
	}
	return r.claim(in, field, eras.Claim{Measure: measure, Value: printed, Low: level, High: level, Status: status})
}

// score states a percentage score, as a measure of its own.
func (r *apiReader) score(in apiContext, measure string, printed apiScore) error {
	if printed == "" {
		return nil
	}
	const field = ".percentageScore"
	number, ok := printed.percent()
	if !ok {
		return r.refuse(in.path+field, string(printed), "not a percentage; expected a number from 0 to 100")
	}
	m := eras.Measure{
		ID: measure + ".percentage", Era: "cqc", Kind: "number", Unit: "percent", Better: "higher",
		Label: "key question: " + measure[len("cqc."):] + ", percentage score",
		About: "Under the single assessment framework only.",
	}
	if !r.scored[m.ID] {
		r.scored[m.ID] = true
		if err := r.to.Measure(m); err != nil {
			return err
		}
	}
	return r.claim(in, field, eras.Claim{Measure: m.ID, Value: string(printed), Number: number})
}

// claim states what of it is said of the answer's body, in its context.
func (r *apiReader) claim(in apiContext, field string, of eras.Claim) error {
	path := in.path + field
	if in.undated {
		return r.refuse(path, of.Value, "its date was not understood")
	}
	if first := in.on.Last(); first != "" && first < cqcBegan() {
		return r.refuse(path, string(in.on), "dated before ratings began; expected a day from "+cqcBegan())
	}
	of.Era, of.Edition, of.Source, of.Doubt = "cqc", r.file.Edition, r.file.Source, eras.Stated
	of.Body, of.PrintedName, of.TrustType = r.code, r.name, r.kind
	of.Level, of.Service, of.RatedOn, of.Note = in.level, in.service, in.on, in.note
	c := Claim{Claim: of, At: r.at(path)}
	if in.inherited != r.code {
		c.Inherited = in.inherited
	}
	if err := r.to.Row(); err != nil {
		return err
	}
	return r.to.Claim(c)
}

// date reads a printed date, or gives the other where none is printed. One that is
// not understood is rejected, and ok is false.
func (r *apiReader) date(path, printed string, otherwise eras.Interval) (on eras.Interval, ok bool, err error) {
	if printed == "" {
		return otherwise, true, nil
	}
	on, ok = cqcDate(printed, r.file.MonthFirst)
	if !ok {
		err = r.refuse(path, printed, "not a date; expected one like 2019-05-08 or 08/05/2019")
	}
	return on, ok, err
}

// byRelease is the date of what was so at the release: on that day or before.
func (r *apiReader) byRelease() eras.Interval {
	if last := r.file.Released.Last(); last != "" {
		return eras.Interval("/" + last)
	}
	return ""
}

func indexed(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }
