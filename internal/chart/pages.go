package chart

// A picture for print is one page, unless it is so tall that on paper nothing in it
// could be read. Such a one is cut between its panels into pages of A4 laid across,
// each at full size.

// cut is a place between two panels: how far down it is, and how many marks stand
// above it.
type cut struct {
	y     float64
	marks int
}

// mayEnd notes that a page may end at y.
func (s *Sheet) mayEnd(y float64) { s.cuts = append(s.cuts, cut{y, len(s.marks)}) }

// leaf is a page: some of the marks, and how far they are moved up.
type leaf struct {
	marks []mark
	up    float64
}

// leaves are the pages of a sheet, and the height of each.
func (s *Sheet) leaves() ([]leaf, float64) {
	if s.H <= s.W*a4 || len(s.cuts) == 0 {
		return []leaf{{marks: s.marks}}, s.H
	}
	height := s.W / a4
	cuts := append(append([]cut{{}}, s.cuts...), cut{s.H, len(s.marks)})
	for i := 1; i < len(cuts); i++ {
		height = max(height, cuts[i].y-cuts[i-1].y+2*margin)
	}
	var out []leaf
	from := cuts[0]
	up := 0.0
	for i := 1; i < len(cuts); i++ {
		if i+1 < len(cuts) && cuts[i+1].y-up <= height-margin/2 {
			continue
		}
		out = append(out, leaf{s.marks[from.marks:cuts[i].marks], up})
		from = cuts[i]
		up = from.y - margin
	}
	return out, height
}

// a4 is a side of A4 paper to its other.
const a4 = 1.4142135623730951
