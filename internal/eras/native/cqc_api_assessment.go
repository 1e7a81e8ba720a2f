package native

import (
	"strings"

	"careratings/internal/eras"
)

// assessments states the ratings of the single assessment framework. A rating is
// dated by the publication of its plan, as one of a report is by the report; an
// unpublished date leaves the day of the assessment as the earliest it can be.
func (r *apiReader) assessments(a *apiAnswer) error {
	for i, plan := range a.Assessments {
		path := indexed("assessment", i)
		on, ok, err := r.date(path+".assessmentPlanPublishedDateTime", plan.Published, "")
		if err != nil {
			return err
		}
		in := apiContext{on: on, undated: !ok}
		for j, o := range plan.Ratings.Overall {
			in.path, in.level = indexed(path+".ratings.overall", j), r.level
			if err := r.assessed(&o, in); err != nil {
				return err
			}
		}
		for j, g := range plan.Ratings.Groups {
			in.path, in.level, in.service = indexed(path+".ratings.asgRatings", j), "service", g.Name
			if g.Name == "" {
				if err := r.refuse(in.path+".name", "", "a service group without a name"); err != nil {
					return err
				}
				continue
			}
			if err := r.assessed(&g, in); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *apiReader) assessed(o *apiAssessed, in apiContext) error {
	note := []string{"single assessment framework"}
	assessed, ok, err := r.date(in.path+".assessmentDate", o.Assessed, "")
	if err != nil {
		return err
	}
	if ok && assessed != "" {
		note = append(note, "assessed "+string(assessed))
	}
	if o.Status != "" {
		note = append(note, "status "+o.Status)
	}
	in.note = strings.Join(note, "; ")
	if in.on == "" && !in.undated {
		in.on = r.since(assessed)
	}
	if err := r.rating(in, "cqc.overall", ".rating", o.Rating); err != nil {
		return err
	}
	return r.questions(o.Questions, in)
}

// since is the stretch from a day to the release.
func (r *apiReader) since(day eras.Interval) eras.Interval {
	last := r.file.Released.Last()
	switch {
	case day == "":
		return r.byRelease()
	case last == "" || last < string(day):
		return day + "/"
	}
	return day + eras.Interval("/"+last)
}
