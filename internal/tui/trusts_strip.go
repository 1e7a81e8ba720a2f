package tui

import (
	"slices"
	"strings"
	"unicode"

	"careratings/internal/eras"
	"careratings/internal/output"
	"careratings/internal/overview"
	"careratings/internal/store"
)

// strip is the columns of the ratings beside each trust: an era a block, an
// edition a column, and in a rolling era a year.
type strip struct {
	blocks []stripBlock
	at     map[string][2]int // edition, or era and year, to block and column
	all    int               // columns there are
	cat    *store.Catalogue
}

type stripBlock struct {
	era   string
	label string
	signs string // one letter a column: the last digit of its year, a quarter, u for undated
	first int    // columns before it are not shown
}

func (b *stripBlock) width() int { return max(len(b.label), len(b.signs)-b.first) }

// newStrip makes the columns of the headline ratings held.
func newStrip(f *overview.Facts) strip {
	s := strip{at: map[string][2]int{}, cat: f.Catalogue}
	held := map[string]bool{}
	for i := range f.All {
		held[stripKey(&f.All[i])] = true
	}
	for _, e := range f.Catalogue.Eras {
		b := stripBlock{era: e.ID, label: stripLabel(e.ID)}
		add := func(key, sign string) {
			if held[key] {
				s.at[key] = [2]int{len(s.blocks), len(b.signs)}
				b.signs += sign
			}
		}
		for _, ed := range f.Catalogue.Editions {
			if ed.Era == e.ID {
				add(ed.ID, stripSign(ed))
			}
		}
		if e.Rolling {
			var years []string
			for key := range held {
				if strings.HasPrefix(key, e.ID+"/") {
					years = append(years, key)
				}
			}
			slices.Sort(years)
			for _, key := range years {
				add(key, yearSign(key))
			}
		}
		if b.signs != "" {
			s.blocks = append(s.blocks, b)
			s.all += len(b.signs)
		}
	}
	return s
}

// stripKey is the column of a rating.
func stripKey(r *eras.Rating) string {
	if c := r.Claims[0]; c.Edition == "" {
		day := r.RatedOn.Last()
		return c.Era + "/" + day[:min(4, len(day))]
	}
	return r.Claims[0].Edition
}

func stripLabel(era string) string {
	switch era {
	case "stars":
		return "stars"
	case "healthcheck":
		return "AHC"
	case "monitor":
		return "Mon"
	}
	return strings.ToUpper(era[:min(4, len(era))])
}

func yearSign(text string) string {
	if text == "" || !unicode.IsDigit(rune(text[len(text)-1])) {
		return "u"
	}
	return text[len(text)-1:]
}

func stripSign(e eras.Edition) string {
	if overview.Undated(e.ID) {
		return "u"
	}
	if i := strings.LastIndex(e.ID, "-q"); i >= 0 && i == len(e.ID)-3 {
		return e.ID[i+2:]
	}
	day := e.Published.Last()
	if day == "" || !e.Published.Known() {
		day = e.RatedTo
	}
	return yearSign(day[:min(4, len(day))])
}

// fit leaves the blocks that have room in width columns, in the order of time:
// the eras most asked for first, of the last one that is cut its latest columns.
func (s *strip) fit(width int) (blocks []int, shown int) {
	order := []string{"nof", "stars", "cqc", "healthcheck", "sof", "ccg", "im"}
	rank := func(i int) int {
		if at := slices.Index(order, s.blocks[i].era); at >= 0 {
			return at
		}
		return len(order)
	}
	var by []int
	for i := range s.blocks {
		s.blocks[i].first = 0
		by = append(by, i)
	}
	slices.SortStableFunc(by, func(x, y int) int { return rank(x) - rank(y) })
	left := width + 1
	for _, i := range by {
		b := &s.blocks[i]
		room := left - 1
		if room < len(b.label) || room < 1 {
			continue
		}
		b.first = max(0, len(b.signs)-room)
		left -= b.width() + 1
		shown += len(b.signs) - b.first
		blocks = append(blocks, i)
	}
	slices.Sort(blocks)
	return blocks, shown
}

// fullWidth is the width of all columns.
func (s *strip) fullWidth() int {
	n := -1
	for i := range s.blocks {
		n += max(len(s.blocks[i].label), len(s.blocks[i].signs)) + 1
	}
	return max(0, n)
}

// heads are the line of eras and the ruler of editions above the strips.
func (s *strip) heads(l look, blocks []int, width int) (names, ruler string) {
	for n, i := range blocks {
		b := &s.blocks[i]
		if n > 0 {
			names, ruler = names+"|", ruler+"|"
		}
		names += l.fit(b.label, b.width())
		ruler += l.fit(b.signs[b.first:], b.width())
	}
	return l.fit(names, width), l.fit(ruler, width)
}

// draw is the strip of one body: a letter or digit for each edition.
func (s *strip) draw(l look, ratings []*eras.Rating, blocks []int, width int) string {
	cells := map[[2]int]stripCell{}
	for _, r := range ratings {
		at, ok := s.at[stripKey(r)]
		if !ok {
			continue
		}
		c := s.cell(r)
		if old, twice := cells[at]; twice && old.sign != c.sign && r.Claims[0].Edition != "" {
			c = stripCell{sign: '+'}
		} else if twice && r.Claims[0].Edition == "" && old.day > c.day {
			c = old // of a year the latest
		}
		cells[at] = c
	}
	var b strings.Builder
	used := 0
	for n, i := range blocks {
		if n > 0 {
			b.WriteByte('|')
			used++
		}
		bl := &s.blocks[i]
		for col := bl.first; col < len(bl.signs); col++ {
			if c, ok := cells[[2]int{i, col}]; ok {
				b.WriteString(l.style.Paint(c.paint, string(c.sign)))
			} else {
				b.WriteString(l.sign("·", "."))
			}
		}
		b.WriteString(strings.Repeat(" ", bl.width()-len(bl.signs)+bl.first))
		used += bl.width()
	}
	return b.String() + strings.Repeat(" ", max(0, width-used))
}

type stripCell struct {
	sign  rune
	paint output.Paint
	day   string
}

// cell is the sign of a rating: the first letter or digit of the publisher's
// own; what is not one firm level has a sign of its own.
func (s *strip) cell(r *eras.Rating) stripCell {
	c := r.Claims[0]
	m, _ := s.cat.Measure(c.Measure)
	levels := s.cat.Scale(m.Scale)
	out := stripCell{sign: '?', day: r.RatedOn.Last()}
	switch {
	case c.Status != "":
		out.sign = '-'
	case r.Conflict:
		out.sign = '!'
	case !r.Counts() || c.Low != c.High || c.Low < 1 || c.Low > len(levels):
	default:
		if code := strings.ToUpper(levels[c.Low-1].Code); code != "" && code[0] > ' ' && code[0] <= '~' {
			out.sign = rune(code[0])
		}
		switch {
		case c.Low == 1:
			out.paint = output.Red
		case c.Low == len(levels):
			out.paint = output.Green
		case 2*c.Low <= len(levels):
			out.paint = output.Yellow
		}
	}
	return out
}

// legend says what the signs mean, those of doubt first and then the eras'
// that are shown.
func (s *strip) legend(l look, blocks []int) string {
	text := l.sign("·", ".") + " not held ? range or doubt ! sources disagree - not rated + two differ"
	words := map[string]string{
		"stars":       "stars 0-3",
		"healthcheck": "AHC health check E(xcellent) G(ood) F(air) W(eak)",
		"cqc":         "CQC by year O(utstanding) G R(equires improvement) I(nadequate)",
		"nof":         "NOF segment, 1 best",
		"sof":         "SOF segment, 1 best",
		"ccg":         "CCG as CQC",
		"im":          "IM band, 1 worst",
		"monitor":     "Mon risk rating, 1 worst",
	}
	for _, i := range blocks {
		if w := words[s.blocks[i].era]; w != "" {
			text += "; " + w
		} else {
			text += "; " + s.blocks[i].label + " the publisher's own letter or digit"
		}
	}
	return text + ". Ruler: last digit of the year, of NOF the quarter, u not dated"
}
