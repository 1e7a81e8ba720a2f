package native

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/eras/sheet"
)

// plainClaims reads claims.csv, the archive's own format for what is transcribed
// by hand: star ratings, Health Check tables, lists of segments. PlainTemplate
// describes it. Every fault of a row is a Reject of its own, and a row with one
// makes no claim.
type plainClaims struct{}

func (plainClaims) ID() string   { return "plain-claims" }
func (plainClaims) Version() int { return 2 }

func (plainClaims) Score(h Head) int { return scoreHeaded(h, plainMarks()) }

func plainMarks() []string { return []string{"measure", "value", "source_title", "tier"} }

// plainColumn is a column of the format and what its cells hold.
type plainColumn struct{ name, about string }

// plainColumns lists the columns in the order of the template. Most share their
// name and meaning with the archive's own claims files.
func plainColumns() []plainColumn {
	return []plainColumn{
		{"edition", "edition id, as archive editions lists them: stars-2004; empty for CQC ratings"},
		{"rated_on", "date of the rating where it has its own: 2016-04-25, 2016-04, 2016 or /2016-04-25 (on or before)"},
		{"body", "code of the trust; or leave it empty and give printed_name"},
		{"printed_name", "name of the trust as the document prints it"},
		{"trust_type", "type of trust as printed: acute, mental health, Acute trust"},
		{"peer_group", "table it is listed in, where trust_type does not say it: " + strings.Join(eras.PeerGroups(), " ")},
		{"level", "what is rated: " + strings.Join(plainLevels(), " ") + "; empty is trust, and CQC ratings must say it"},
		{"measure", "measure id, as archive measures lists them: stars.overall"},
		{"value", "the rating as printed: two stars, Good, segment 3, 2.31, 41 of 134, 1 to 11; A or B where it is one of two"},
		{"doubt", "stated (or empty), implied, unconfirmed, doubtful or superseded"},
		{"tier", "how near the document is to the publisher: " + strings.Join(eras.Tiers(), " ")},
		{"source_title", "title of the document; a value without one is refused"},
		{"source_url", "its address"},
		{"source_publisher", "who published it"},
		{"published_on", "when, in the forms of rated_on"},
		{"locator", "place in the document: page 4, row 12"},
		{"note", "remark"},
	}
}

func plainColumnNames() []string {
	var out []string
	for _, c := range plainColumns() {
		out = append(out, c.name)
	}
	return out
}

func plainLevels() []string {
	return []string{"trust", "provider", "location", "service", "icb", "ccg", "system", "national"}
}

// PlainTemplate is an empty claims.csv that says how to fill it in. Rows that
// begin with # are not read.
func PlainTemplate() string {
	var b strings.Builder
	b.WriteString("# Claims: one row for one document saying one thing. Save as CSV in UTF-8.\n")
	b.WriteString("# Check with archive import --check FILE. Rows that begin with # and rows without a value are not read.\n")
	b.WriteString("# Columns may be left out or stand in another order; measure; value; source_title and tier must be there.\n")
	for _, c := range plainColumns() {
		fmt.Fprintf(&b, "# %s: %s\n", c.name, strings.ReplaceAll(c.about, ",", ";"))
	}
	b.WriteString(strings.Join(plainColumnNames(), ",") + "\n")
	return b.String()
}

// Read reads every sheet that has the header. It needs the file's Catalogue.
func (p plainClaims) Read(ctx context.Context, f *File, to Sink) error {
	return eachSheet(ctx, f, func(open opener, name string) error {
		rows, err := open()
		if err != nil {
			return err
		}
		defer rows.Close()
		return p.read(ctx, rows, name, f, to)
	})
}

func (plainClaims) read(ctx context.Context, rows sheet.Reader, name string, f *File, to Sink) error {
	if f.Catalogue == nil {
		return errors.New("plain claims cannot be checked: no catalogue of editions and measures is given")
	}
	sources, ok := to.(SourceSink)
	if !ok {
		return errors.New("plain claims cannot be kept: the sink takes no sources")
	}
	h, err := openHeaded(rows, name, plainMarks())
	if err != nil {
		return err
	}
	misread := h.unknown(append(plainColumnNames(), exportedColumns()...))
	for _, c := range misread {
		at := At{Sheet: name, Row: h.header, Column: c}
		reason := "no column is called so; expected " + strings.Join(plainColumnNames(), ", ")
		if err := to.Reject(Reject{At: at, Value: clip(c), Reason: reason}); err != nil {
			return err
		}
	}
	p := plainFile{headedSheet: h, file: f, to: sources, sources: map[string]bool{}, begun: map[string]bool{}, seen: map[plainKey]int{}, described: map[string]eras.Source{}}
	if err := p.each(ctx); err != nil {
		return err
	}
	if len(misread) > 0 {
		// What stood in it may have been a source: the rows are told of, none taken.
		return fmt.Errorf("row %d: unknown columns %s", h.header, strings.Join(misread, ", "))
	}
	return nil
}

// plainFile is what is known while one file is read.
type plainFile struct {
	*headedSheet
	file    *File
	to      SourceSink
	sources map[string]bool
	begun   map[string]bool // editions announced
	seen    map[plainKey]int

	described map[string]eras.Source // as rows that were exported describe them
}

// plainKey is all that a claim says; seen tells the row that said it first.
type plainKey struct {
	edition, body, name, group, measure, value, source, locator, service, claim string
	on                                                                          eras.Interval
}

func (p *plainFile) each(ctx context.Context) error {
	for i := 0; ; i++ {
		if i%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := p.next(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if len(p.row.Cells) > 0 && strings.HasPrefix(tidy(string(p.row.Cells[0].Text)), "#") {
			continue
		}
		if err := p.to.Row(); err != nil {
			return err
		}
		if err := p.claim(); err != nil {
			return err
		}
	}
}

// claim reads one row: all its faults, or its source and its claim.
func (p *plainFile) claim() error {
	if r, ok := p.broken(); ok {
		return p.to.Reject(r)
	}
	if p.cell("value") == "" && p.cell("source_title") == "" && p.cell("source_url") == "" {
		return remark(p.to, p.reject("value", "", "the row is not filled in"))
	}
	row := plainRow{plainFile: p}
	c, s := row.read()
	if len(row.faults) == 0 {
		k := plainKey{c.Edition, c.Body, c.PrintedName, c.PeerGroup, c.Measure, c.Value, c.Source, c.Locator, c.Service, p.cell("claim"), c.RatedOn}
		if first, ok := p.seen[k]; ok {
			row.bad("value", "row %d says the same", first)
		} else {
			p.seen[k] = p.row.Number
		}
	}
	for _, r := range row.faults {
		if err := p.to.Reject(r); err != nil {
			return err
		}
	}
	if len(row.faults) > 0 {
		return nil
	}
	return p.emit(c, s)
}

func (p *plainFile) emit(c eras.Claim, s eras.Source) error {
	if !p.sources[s.ID] {
		p.sources[s.ID] = true
		if err := p.to.Source(s); err != nil {
			return err
		}
	}
	if e, ok := p.file.Catalogue.Edition(c.Edition); ok && !p.begun[c.Edition] {
		p.begun[c.Edition] = true
		if err := p.to.Edition(e); err != nil {
			return err
		}
	}
	return p.to.Claim(Claim{Claim: c, At: p.at("value")})
}
