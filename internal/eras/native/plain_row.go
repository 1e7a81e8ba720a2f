package native

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/pattern"
)

// plainRow is one row being checked, with the faults found.
type plainRow struct {
	*plainFile
	faults []Reject
}

func (r *plainRow) bad(column, format string, args ...any) {
	r.faults = append(r.faults, r.reject(column, r.cell(column), format, args...))
}

func (r *plainRow) need(column, why string) string {
	v := r.cell(column)
	if v == "" {
		r.bad(column, "%s", why)
	}
	return v
}

// oneOf is the cell, which must be one of the words allowed, or the word
// otherwise where it is empty.
func (r *plainRow) oneOf(column string, allowed []string, otherwise string) string {
	v := r.cell(column)
	if v == "" {
		return otherwise
	}
	if !slices.Contains(allowed, v) {
		r.bad(column, "not known; expected %s", strings.Join(allowed, ", "))
	}
	return v
}

func (r *plainRow) date(column string) eras.Interval {
	iv, err := eras.ParseInterval(r.cell(column))
	if err != nil {
		r.bad(column, "not a date; expected 2016-04-25, 2016-04, 2016, FROM/TO or /ON-OR-BEFORE")
	}
	return iv
}

// read checks every cell of the row. Where there are faults, what it returns is
// not to be used.
func (r *plainRow) read() (eras.Claim, eras.Source) {
	source := r.source()
	c := eras.Claim{
		ID: r.cell("claim"), RatedOn: r.date("rated_on"), Body: r.cell("body"), PrintedName: r.cell("printed_name"), TrustType: r.cell("trust_type"),
		Doubt: eras.Doubt(r.oneOf("doubt", plainDoubts(), string(eras.Stated))), Tier: r.cell("tier"),
		Source: source.ID, CountsFrom: source.CountsFrom, Locator: r.cell("locator"), Note: r.cell("note"),
	}
	r.identity(c)
	c.Measure = r.need("measure", "the row names no measure")
	m, ok := r.file.Catalogue.Measure(c.Measure)
	if !ok {
		if c.Measure != "" {
			r.bad("measure", "no measure is called so: archive measures lists them")
		}
		r.need("value", "the row has no value")
		return c, source
	}
	c.Era = m.Era
	r.when(&c)
	r.group(&c)
	if r.exported() {
		c.Service = r.cell("service")
		r.asRead(&c, m)
	} else {
		r.value(&c, m)
	}
	return c, source
}

func plainDoubts() []string {
	return []string{string(eras.Stated), string(eras.Implied), string(eras.Unconfirmed), string(eras.Doubtful), string(eras.Superseded)}
}

var plainCode = pattern.Of(`^[A-Za-z0-9][A-Za-z0-9-]{1,79}$`)

func (r *plainRow) identity(c eras.Claim) {
	switch {
	case c.Body == "" && c.PrintedName == "":
		r.bad("body", "the row names nobody: give a code in body or a name in printed_name")
	case c.Body != "" && !plainCode().MatchString(c.Body):
		r.bad("body", "not a code; give a name in printed_name")
	}
}

// when checks edition and date against the era of the measure.
func (r *plainRow) when(c *eras.Claim) {
	era, ok := eras.ByID(c.Era)
	if !ok {
		r.bad("measure", "the measure is of era %s, which this program does not know", c.Era)
		return
	}
	c.Edition = r.cell("edition")
	if era.Rolling {
		if c.Edition != "" {
			r.bad("edition", "ratings of era %s have no edition: give their date in rated_on", c.Era)
		}
		if r.cell("rated_on") == "" && !r.exported() {
			r.bad("rated_on", "a rating of era %s needs its date", c.Era)
		}
	} else {
		c.Edition = cmp.Or(c.Edition, r.file.Edition)
		switch e, known := r.file.Catalogue.Edition(c.Edition); {
		case c.Edition == "":
			r.bad("edition", "the row names no edition")
		case !known:
			r.bad("edition", "no edition is called so: archive editions lists them")
		case e.Era != c.Era:
			r.bad("edition", "an edition of era %s, but %s is a measure of era %s", e.Era, c.Measure, c.Era)
		}
	}
	if last := c.RatedOn.Last(); last != "" && last < era.From {
		r.bad("rated_on", "before the era %s began (%s)", c.Era, era.From)
	}
	if first := c.RatedOn.First(); first != "" && era.To != "" && first > era.To {
		r.bad("rated_on", "after the era %s ended (%s)", c.Era, era.To)
	}
}

// group settles the peer group and what is rated.
func (r *plainRow) group(c *eras.Claim) {
	c.PeerGroup = r.oneOf("peer_group", eras.PeerGroups(), "")
	if c.PeerGroup == "" && c.TrustType != "" && c.Era != "cqc" && !r.exported() { // CQC's types are of organisations, not tables
		group, ok := plainPeerGroup(c.Era, c.TrustType)
		if !ok {
			r.bad("trust_type", "this type is not known: give peer_group, one of %s", strings.Join(eras.PeerGroups(), ", "))
		}
		c.PeerGroup = group
	}
	otherwise := "trust"
	if c.PeerGroup == "icb" || c.PeerGroup == "ccg" {
		otherwise = c.PeerGroup
	}
	if c.Era == "cqc" && r.cell("level") == "" {
		r.bad("level", "a CQC rating must say what is rated; expected %s", strings.Join(plainLevels(), ", "))
	}
	c.Level = r.oneOf("level", plainLevels(), otherwise)
}

// plainPeerGroup is the peer group of a type of trust as printed. Two regimes
// rate in one table what others keep apart.
func plainPeerGroup(era, trustType string) (string, bool) {
	if group, ok := nofPeerGroup(trustType); ok && era == "nof" {
		return group, true
	}
	s := strings.TrimSuffix(strings.TrimSuffix(slug(trustType), "-trusts"), "-trust")
	switch {
	case era == "monitor":
		return "foundation-trusts", true
	case era == "im" && (s == "acute" || s == "specialist"):
		return "acute-and-specialist", true
	case s == "primary-care":
		return "pct", true
	case s == "care":
		return "care-trust", true
	case s == "foundation":
		return "foundation-trusts", true
	case slices.Contains(eras.PeerGroups(), s):
		return s, true
	}
	return "", false
}

// source reads the document the row cites. Its id is made of all that is said of
// it, so that rows which say the same cite the same.
func (r *plainRow) source() eras.Source {
	s := eras.Source{
		Title: r.need("source_title", "the value has no source: give its title"), Publisher: r.cell("source_publisher"), URL: r.cell("source_url"),
		Tier: r.need("tier", "the source has no tier; expected "+strings.Join(eras.Tiers(), ", ")), PublishedOn: r.date("published_on"),
	}
	if s.Tier != "" {
		s.Tier = r.oneOf("tier", eras.Tiers(), "")
	}
	if u, err := url.Parse(s.URL); s.URL != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		r.bad("source_url", "not an address; expected one that begins https://")
	}
	if s.PublishedOn.Known() {
		s.CountsFrom, s.DatedBy = s.PublishedOn, "printed"
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{s.Title, s.Publisher, s.URL, s.Tier, string(s.PublishedOn)}, "\x00")))
	name := slug(cmp.Or(s.Publisher, s.Title))
	s.ID = strings.Trim(name[:min(len(name), 24)], "-") + "-" + hex.EncodeToString(sum[:6])
	if r.exported() {
		s = r.exportedSource(s)
	}
	return s
}
