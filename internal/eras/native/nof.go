package native

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/eras/sheet"
	"careratings/internal/pattern"
)

// nofRows is the most rows read of a file of the oversight framework, about ten
// times what four quarters of all trusts fill: what is remembered of each row
// stays within bounds.
const nofRows = 500_000

// opener opens a sheet from its beginning, as often as it is asked.
type opener func() (sheet.Reader, error)

// eachSheet reads every sheet of a book that has the header looked for; the
// error of one without it is reported only where no sheet has it.
func eachSheet(ctx context.Context, f *File, read func(open opener, name string) error) error {
	found, none := false, errNoHeader
	for _, name := range f.Book.Sheets() {
		err := read(func() (sheet.Reader, error) { return f.Book.Rows(ctx, name) }, name)
		switch {
		case errors.Is(err, errNoHeader):
			none = err
		case err != nil:
			return err
		default:
			found = true
		}
	}
	if !found {
		return none
	}
	return nil
}

// scoreHeaded is 100 for a head with all these columns in one row, else 0.
func scoreHeaded(h Head, marks []string) int {
	for _, s := range h.Sheets {
		for _, row := range s.Rows {
			if hasColumns(row, marks) {
				return 100
			}
		}
	}
	return 0
}

// nofFile is what is known while one file of the oversight framework is read.
type nofFile struct {
	*headedSheet
	file    *File
	to      Sink
	survey  nofSurvey
	release nofQuarter
	note    string // of every claim of a re-issued file

	begun     map[nofQuarter]bool
	bodies    map[string]Body
	seen      map[nofKey]nofSeen
	announced map[string]bool
}

// nofKey is what a claim is about; nofSeen is where it was said first.
type nofKey struct {
	quarter nofQuarter
	code    string
	measure string
}

type nofSeen struct {
	row   int
	value string
}

// nofRow is what the leading cells of a row say.
type nofRow struct {
	quarter nofQuarter
	claim   eras.Claim // all but the measure and its value
}

func newNOFFile(h *headedSheet, f *File, to Sink, s nofSurvey) *nofFile {
	n := &nofFile{
		headedSheet: h, file: f, to: to, survey: s, release: s.release,
		begun: map[nofQuarter]bool{}, bodies: map[string]Body{}, seen: map[nofKey]nofSeen{}, announced: map[string]bool{},
	}
	if i := issueOfName(f.Name); i > 1 {
		// The word makes the later issue win over the first: eras.Resolve.
		n.note = fmt.Sprintf("issue %d of the file (v%d), taken as corrected", i, i)
	}
	return n
}

// each reads every row below the header.
func (n *nofFile) each(ctx context.Context, row func(r nofRow) error) error {
	for i := 0; ; i++ {
		if i%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := n.next(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if i >= nofRows {
			return fmt.Errorf("row %d: more than %d rows, ten times what four quarters of all trusts fill", n.row.Number, nofRows)
		}
		if err := n.to.Row(); err != nil {
			return err
		}
		r, reject := n.leading()
		if reject != nil {
			if err := n.to.Reject(*reject); err != nil {
				return err
			}
			continue
		}
		if err := n.begin(r); err != nil {
			return err
		}
		if err := row(r); err != nil {
			return err
		}
	}
}

// Organisation codes are three characters and more: G6V2S.
var nofCode = pattern.Of(`^[A-Z0-9]{3,8}$`)

// nofPeerGroup is the table that a type of trust is ranked in; until Q2 2025/26
// the trusts for mental health and community services were printed as non-acute
// hospital trusts.
func nofPeerGroup(trustType string) (string, bool) {
	switch strings.ToLower(trustType) {
	case "acute trust":
		return "acute", true
	case "ambulance trust":
		return "ambulance", true
	case "mental health and community trust", "non-acute hospital trust":
		return "mental-health-community", true
	}
	return "", false
}

// leading reads the cells that both files begin with.
func (n *nofFile) leading() (nofRow, *Reject) {
	fault := func(column, format string, args ...any) (nofRow, *Reject) {
		r := n.reject(column, n.cell(column), format, args...)
		return nofRow{}, &r
	}
	if r, ok := n.broken(); ok {
		return nofRow{}, &r
	}
	q := n.release
	if column := n.survey.quarterColumn; column != "" {
		var ok bool
		if q, ok = parseQuarter(n.cell(column)); !ok {
			return fault(column, `not a quarter; expected one like "Q1 2025/26"`)
		}
	}
	group, ok := nofPeerGroup(n.cell("Trust_type"))
	if !ok {
		return fault("Trust_type", "not a type of trust; expected Acute trust, Ambulance trust, "+
			"Mental health and community trust or Non-acute hospital trust")
	}
	code, name := n.cell("Trust_code"), n.cell("Trust_name")
	if !nofCode().MatchString(code) {
		return fault("Trust_code", "not an organisation code; expected capitals and digits like RYY or G6V2S")
	}
	if name == "" {
		return fault("Trust_name", "the trust has no name")
	}
	return nofRow{q, eras.Claim{
		Era: "nof", Edition: q.id(), Body: code, Level: "trust", PeerGroup: group, TrustType: n.cell("Trust_type"), PrintedName: name,
		Doubt: eras.Stated, Tier: "official", Source: n.file.Source, Note: n.note,
	}}, nil
}

// begin announces the row's edition when it is the first of it, and its trust
// when it is the first of it or says something else of it than a row before. A
// restated quarter says nothing of a trust that is known already.
func (n *nofFile) begin(r nofRow) error {
	if !n.begun[r.quarter] {
		n.begun[r.quarter] = true
		if err := n.to.Edition(r.quarter.edition(n.file, n.release)); err != nil {
			return err
		}
	}
	b := Body{
		Code: r.claim.Body, Scheme: "ods", Name: r.claim.PrintedName, Type: r.claim.TrustType, Region: n.cell("Region"),
	}
	known, ok := n.bodies[b.Code]
	if ok && (r.quarter != n.release || b.Name == known.Name && b.Type == known.Type && b.Region == known.Region) {
		return nil
	}
	b.At = n.at("Trust_code")
	n.bodies[b.Code] = b
	return n.to.Body(b)
}

// state emits what a cell says of a measure. A blank cell is a value that is not
// available; a second row that says the same of the same is rejected, one that
// says otherwise is kept beside the first.
func (n *nofFile) state(r nofRow, measure string, kind nofKind, column, locator string) error {
	c := r.claim
	c.Measure, c.Value, c.Locator = measure, n.cell(column), locator
	if c.Value == "" {
		c.Status = "not-available"
	} else {
		got, wrong := kind.read(c.Value)
		if wrong != "" {
			return n.to.Reject(n.reject(column, c.Value, "%s", wrong))
		}
		c.Low, c.High, c.Number = got.level, got.level, got.number
	}
	key := nofKey{r.quarter, c.Body, measure}
	said := c.Value
	if c.Number != "" {
		said = c.Number
	}
	if first, ok := n.seen[key]; !ok {
		n.seen[key] = nofSeen{n.row.Number, said}
	} else if first.value == said {
		return n.to.Reject(n.reject(column, c.Value, "row %d says the same of %s, %s and %s", first.row, r.quarter, c.Body, measure))
	}
	return n.to.Claim(Claim{Claim: c, At: n.at(column), Carried: r.quarter != n.release})
}

// announce tells of a measure that the archive may not know, once.
func (n *nofFile) announce(m eras.Measure) error {
	if n.announced[m.ID] {
		return nil
	}
	n.announced[m.ID] = true
	if n.file.Catalogue != nil {
		if _, ok := n.file.Catalogue.Measure(m.ID); ok {
			return nil
		}
	}
	return n.to.Measure(m)
}

// headerRemarks tells of columns that are not known and not read.
func (n *nofFile) headerRemarks(known []string) error {
	for _, c := range n.unknown(known) {
		at := At{Sheet: n.name, Row: n.header, Column: c}
		if err := remark(n.to, Reject{At: at, Value: clip(c), Reason: "this column is not known and was not read"}); err != nil {
			return err
		}
	}
	return nil
}

// headerComplete is an error that names the columns a header lacks.
func (h *headedSheet) headerComplete(required []string) error {
	if lacks := h.missing(required); len(lacks) > 0 {
		return fmt.Errorf("row %d: the header lacks the columns %s", h.header, strings.Join(lacks, ", "))
	}
	return nil
}
