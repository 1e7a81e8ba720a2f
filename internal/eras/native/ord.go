package native

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"slices"

	"careratings/internal/eras"
	"careratings/internal/eras/sheet"
	"careratings/internal/pattern"
)

// ord reads records of the Organisation Reference Data API (ORD 2-0-0) of the
// Organisation Data Service: one record, a list of them, or one a line. A data row
// is what a record states: the body, each succession. A record has operational and
// legal dates; the latter are when a body began and ended in law. Contacts are
// never decoded. A record that is for reference only has no successions: their
// absence says nothing.
type ord struct{}

func (ord) ID() string   { return "ord" }
func (ord) Version() int { return 1 }

// Score looks for the keys that every record begins with.
func (ord) Score(h Head) int {
	if h.Format != sheet.JSON && h.Format != sheet.NDJSON {
		return 0
	}
	for _, key := range []string{`"Organisation"`, `"OrgId"`, `"orgRecordClass"`} {
		if !bytes.Contains(h.Bytes, []byte(key)) {
			return 0
		}
	}
	return 95
}

func (a ord) Read(ctx context.Context, f *File, to Sink) (err error) {
	in, err := f.Book.Bytes()
	if err != nil {
		return err
	}
	defer func() {
		if e := in.Close(); err == nil {
			err = e
		}
	}()
	return a.read(ctx, in, f.Book.Format() == sheet.NDJSON, to)
}

// read is Read on the inflated stream. The error is one of the sink, of the
// stream, or says why the stream as a whole is no JSON.
func (ord) read(ctx context.Context, in io.Reader, lines bool, to Sink) error {
	r := ordReader{answerFacts{to: to, linked: links{}}}
	return eachAnswer(ctx, in, lines, maxAnswer, func(row int, raw []byte, fault error) error {
		r.row = row
		var record ordRecord
		if fault == nil {
			fault = json.Unmarshal(raw, &record)
		}
		switch {
		case fault != nil:
			return r.refuse("", "", answerFault(fault))
		case record.Organisation == nil:
			return r.refuse("", "", "no Organisation: not a record of an organisation")
		}
		return r.organisation(record.Organisation)
	})
}

// ordRecord is as much of a record as is read.
type ordRecord struct {
	Organisation *ordOrganisation
}

type ordOrganisation struct {
	Name           string
	Date           many[ordDate]
	OrgID          ordID `json:"OrgId"`
	Status         string
	LastChangeDate string
	OrgRecordClass string `json:"orgRecordClass"`
	GeoLoc         struct {
		Location struct{ Town, County, PostCode, Country string }
	}
	Roles struct {
		Role many[ordRole]
	}
	Rels struct {
		Rel many[ordRelation]
	}
	Succs struct {
		Succ many[ordSuccession]
	}
}

type ordID struct {
	Extension string `json:"extension"`
}

type ordDate struct{ Type, Start, End string }

type ordRole struct {
	ID string `json:"id"`
}

type ordTarget struct {
	OrgID ordID `json:"OrgId"`
}

type ordRelation struct {
	ID     string `json:"id"`
	Status string
	Target ordTarget
}

type ordSuccession struct {
	Type   string
	Date   many[ordDate]
	Target ordTarget
}

type ordReader struct{ answerFacts }

func (r *ordReader) organisation(o *ordOrganisation) error {
	b := Body{
		Code: o.OrgID.Extension, Scheme: "ods", Name: o.Name, Town: o.GeoLoc.Location.Town,
		County: o.GeoLoc.Location.County, Postcode: o.GeoLoc.Location.PostCode, At: r.at("OrgId.extension"),
	}
	if !isODSCode(b.Code) {
		return r.refuse("OrgId.extension", b.Code, "not an organisation code; expected capital letters and digits, like RX9")
	}
	if b.Name == "" {
		return r.refuse("Name", "", "an organisation without a name")
	}
	if o.GeoLoc.Location.Country == "WALES" {
		b.Region = "Wales"
	}
	operational, legal, err := r.dates("Date", o.Date)
	if err != nil {
		return err
	}
	b.Opened, b.Closed = operational.from, operational.to
	b.LegalOpened, b.LegalClosed = legal.from, legal.to
	if err := r.status(o, &b); err != nil {
		return err
	}
	for i, role := range o.Roles.Role {
		if !ordRoles().MatchString(role.ID) {
			err := r.refuse(indexed("Roles.Role", i)+".id", role.ID, "not the id of a role; expected one like RO197")
			if err != nil {
				return err
			}
			continue
		}
		if !slices.Contains(b.Roles, role.ID) {
			b.Roles = append(b.Roles, role.ID)
		}
	}
	b.Kind = kindOfRoles(b.Roles)
	switch o.OrgRecordClass {
	case "RC1":
	case "RC2":
		b.Kind, b.Parent = "site", operatorOf(o.Rels.Rel)
	default:
		err := r.refuse("orgRecordClass", o.OrgRecordClass, "no class of records has this name; expected RC1 or RC2")
		if err != nil {
			return err
		}
	}
	if err := r.to.Row(); err != nil {
		return err
	}
	if err := r.to.Body(b); err != nil {
		return err
	}
	return r.successions(b.Code, o.Succs.Succ)
}

// ordRoles are the ids of roles.
var ordRoles = pattern.Of(`^RO[0-9]{1,4}$`)

// status checks the status, and bounds the end of a body that has ended without
// saying when: its record was last changed on the day or after.
func (r *ordReader) status(o *ordOrganisation, b *Body) error {
	switch o.Status {
	case "Active":
		return nil
	case "Inactive":
		if b.Closed != "" || b.LegalClosed != "" || o.LastChangeDate == "" {
			return nil
		}
		changed, ok := odsDate(o.LastChangeDate)
		if !ok {
			return r.refuse("LastChangeDate", o.LastChangeDate, "not a date; expected one like 2018-07-01")
		}
		b.Closed = "/" + changed
		return nil
	}
	return r.refuse("Status", o.Status, "no status has this name; expected Active or Inactive")
}

// kindOfRoles is the kind of body that roles state; what a trust does (ambulance,
// mental health) no role tells. A care trust that became a foundation trust is one.
func kindOfRoles(roles []string) string {
	has := func(id string) bool { return slices.Contains(roles, id) }
	switch {
	case has("RO198"):
		return "site"
	case has("RO57"):
		return "foundation-trust"
	case has("RO107"):
		return "care-trust"
	case has("RO197"):
		return "trust"
	case has("RO179"):
		return "pct"
	case has("RO318"):
		return "icb"
	case has("RO98"):
		return "ccg"
	}
	return ""
}

// operatorOf is the organisation that runs a site now, or ran it last: RE6 is "is
// operated by".
func operatorOf(relations []ordRelation) string {
	code := ""
	for _, rel := range relations {
		if rel.ID == "RE6" && isODSCode(rel.Target.OrgID.Extension) && (code == "" || rel.Status == "Active") {
			code = rel.Target.OrgID.Extension
		}
	}
	return code
}

// stretch is when something began and ended.
type stretch struct{ from, to eras.Interval }

// dates reads the operational and the legal dates.
func (r *ordReader) dates(path string, all []ordDate) (operational, legal stretch, err error) {
	seen := map[string]bool{}
	for i, d := range all {
		at := indexed(path, i)
		into := &operational
		switch {
		case d.Type == "Legal":
			into = &legal
		case d.Type != "Operational":
			if err := r.refuse(at+".Type", d.Type, "no kind of date has this name; expected Operational or Legal"); err != nil {
				return operational, legal, err
			}
			continue
		}
		if seen[d.Type] {
			if err := r.refuse(at+".Type", d.Type, "a second pair of dates of this kind"); err != nil {
				return operational, legal, err
			}
			continue
		}
		seen[d.Type] = true
		for _, end := range []struct {
			name, printed string
			into          *eras.Interval
		}{{".Start", d.Start, &into.from}, {".End", d.End, &into.to}} {
			day, ok := odsDate(end.printed)
			if *end.into = day; !ok {
				if err := r.refuse(at+end.name, end.printed, "not a date; expected one like 2018-07-01"); err != nil {
					return operational, legal, err
				}
			}
		}
	}
	return operational, legal, nil
}

// successions states who came before and after, by the legal date where there is
// one.
func (r *ordReader) successions(code string, all []ordSuccession) error {
	for i, succ := range all {
		path := indexed("Succs.Succ", i)
		operational, legal, err := r.dates(path+".Date", succ.Date)
		if err != nil {
			return err
		}
		other := succ.Target.OrgID.Extension
		s := Succession{On: legal.from, At: r.at(path)}
		if s.On == "" {
			s.On = operational.from
		}
		if err := r.to.Row(); err != nil {
			return err
		}
		switch succ.Type {
		case "Predecessor":
			s.Predecessor, s.Successor = other, code
		case "Successor":
			s.Predecessor, s.Successor = code, other
		default:
			if err := r.reject(path+".Type", succ.Type, "no succession has this name; expected Predecessor or Successor"); err != nil {
				return err
			}
			continue
		}
		switch {
		case !isODSCode(other):
			err = r.reject(path+".Target.OrgId.extension", other, "not an organisation code; expected capital letters and digits, like RX9")
		case other == code:
			err = r.reject(path+".Target.OrgId.extension", other, "a body cannot follow itself")
		case r.linked.isNew(s):
			err = r.to.Succession(s)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
