// Package web makes web pages of the archive's answers: as one self-contained
// file, and on a read-only server on this machine. Both are drawn from the same
// parts, and every view also gives the rows and the document that the command of
// the same name prints.
package web

import (
	"html/template"
	"strings"

	"careratings/internal/eras"
	"careratings/internal/output/cite"
)

// Page is one view, ready to be drawn. Its texts are plain; the template escapes
// them.
type Page struct {
	View     string // where it is served; empty for a file of its own
	Title    string
	Short    string // for the window, where the title is long
	Kicker   string // what kind of page it is, above the title
	Lead     []string
	Remarks  []string // how a question was understood
	Form     *Form
	Figures  []Figure
	Sections []Section
	Sources  []eras.Source // numbered from 1 in this order

	Command   string   // makes the page again
	Commands  []string // print its numbers
	Downloads []Link
	AsOf      string
	Archive   cite.Archive
	Citation  string
}

// Link is a word that leads somewhere.
type Link struct{ Text, Href string }

// Figure is a picture drawn into the page.
type Figure struct {
	SVG     template.HTML
	Caption string
}

// Section is a part under a heading of the second or third level.
type Section struct {
	ID, Heading string
	Level       int
	Text        []string
	List        []Item
	Tables      []Table
}

// Item is a line of a list.
type Item struct {
	Text, Href string
	Refs       []int
}

// Table is rows under columns. A sieve is offered over long ones by the script.
type Table struct {
	ID, Caption string
	Columns     []Column
	Rows        []Row
	Wide        bool // too many columns to be stacked on a narrow screen
	Keep        bool // in an order that is not for sorting
	Slim        bool // no wider than it need be
}

// Column is a heading; Doc is more on it.
type Column struct {
	Label, Doc string
	Number     bool
	Class      string // how wide it may be: whole, narrow or bar
}

// Classes are the column's, for the style sheet.
func (c Column) Classes() string {
	if c.Number {
		return strings.TrimSpace(c.Class + " num")
	}
	return c.Class
}

// Row is one line of a table: cells, or a break across all of them.
type Row struct {
	Cells []Cell
	Break string
}

// Cell is one field. Sort is what it is sorted by where that is not its text.
type Cell struct {
	Text, Small, Href, Sort string
	Refs                    []int
	Band                    *Band
}

// Band is a tie band as a bar, from 0 (worst) to 100; Open tells that an end is
// not known.
type Band struct {
	From, Width float64
	Open        bool
}

// Form asks for what a view needs.
type Form struct {
	Action, Button string
	Fields         []Field
}

// Field is one question of a form; with Options it is a choice.
type Field struct {
	Name, Label, Value, Hint string
	Options                  []Link // Href is the value
}

// headed are the sections a list of contents leads to.
func (p *Page) headed() []Section {
	var out []Section
	for _, s := range p.Sections {
		if s.Level == 2 {
			out = append(out, s)
		}
	}
	return out
}
