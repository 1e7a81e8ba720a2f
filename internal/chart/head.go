package chart

import (
	"fmt"
	"slices"
	"strings"

	"careratings/internal/trajectory"
)

// About is what stands around every picture.
type About struct {
	AsOf    string // day by which sources had spoken; empty for all that is held
	Data    string // version of the curated data
	Command string // the command line that makes the picture
	Sources []trajectory.Source
}

// margin around a sheet.
const margin = 28.0

// head sets title and subtitle from the top and returns the next baseline.
func (s *Sheet) head(title string, subtitle ...string) float64 {
	y := margin + 12
	s.Title = safe(title)
	big := style{15, true, ink()}
	for _, l := range s.wrap(title, big, s.W-2*margin) {
		s.text(margin, y, big, left, l)
		y += 18
	}
	y -= 3
	for _, line := range subtitle {
		y = s.block(margin, y, style{8.5, false, quiet()}, s.W-2*margin, line)
	}
	return y
}

// foot sets the notes and the source line from y on, and ends the sheet.
func (s *Sheet) foot(y float64, a About, notes []string) {
	small := style{6.8, false, quiet()}
	for _, n := range notes {
		y = s.block(margin, y, small, s.W-2*margin, n)
	}
	if len(a.Sources) > 0 {
		y = s.block(margin, y, small, s.W-2*margin, sourceLine(a.Sources))
	}
	when := "As of: all that the archive holds"
	if a.AsOf != "" {
		when = "As of " + a.AsOf + ": what sources had said by then"
	}
	y = s.block(margin, y, small, s.W-2*margin, fmt.Sprintf("%s. Data version %s. Made by: %s", when, a.Data, a.Command))
	s.H = y - lead(small) + margin*0.7
}

// sourceLine names the publishers of documents, those of most documents first.
func sourceLine(sources []trajectory.Source) string {
	var names, ids []string
	count := map[string]int{}
	for _, src := range sources {
		if slices.Contains(ids, src.ID) {
			continue
		}
		ids = append(ids, src.ID)
		name, _, _ := strings.Cut(src.Publisher, " (")
		if count[name]++; count[name] == 1 {
			names = append(names, name)
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return count[b] - count[a] })
	rest := ""
	if len(names) > 10 {
		rest = fmt.Sprintf("; and %d more", len(names)-10)
		names = names[:10]
	}
	return fmt.Sprintf("Sources (%s): %s%s.", counted(len(ids), "document"), strings.Join(names, "; "), rest)
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// columns sets texts under one another in columns of equal width, and returns
// the baseline after the longest. A number stands before each.
func (s *Sheet) columns(y float64, n int, st style, texts []string) float64 {
	const gutter, hang = 14.0, 13.0
	width := (s.W-2*margin+gutter)/float64(n) - gutter
	var lines [][]string
	total := 0
	for _, t := range texts {
		l := s.wrap(t, st, width-hang)
		lines = append(lines, l)
		total += len(l)
	}
	bottom, each := y, (total+n-1)/n
	col, used := 0, 0
	for i, l := range lines {
		if used > 0 && used+len(l) > each && col < n-1 {
			col, used = col+1, 0
		}
		x := margin + float64(col)*(width+gutter)
		for j, text := range l {
			base := y + float64(used)*lead(st)
			if j == 0 {
				s.text(x+hang-4, base, style{st.size, true, ink()}, right, fmt.Sprint(i+1))
			}
			s.text(x+hang, base, st, left, text)
			used++
			bottom = max(bottom, base+lead(st))
		}
	}
	return bottom
}
