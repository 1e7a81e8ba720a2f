package chart

import (
	"cmp"
	"math"
	"slices"
)

// axis is time from left to right. A year is as wide as any other wherever the
// ratings leave room; where they lie close together, it is widened until no
// text meets its neighbour. Every row of a picture has the same axis.
type axis struct {
	from, to    float64 // years
	left, right float64 // points
	moments     []instant
}

type instant struct {
	year float64
	nth  int // among a row's ratings of the same moment
	x    float64
}

// ahead is the room between two ratings of a row, beyond their texts.
func ahead(before, s *stop) float64 {
	switch {
	case s.first, before.point.Era != s.point.Era:
		return 13
	case s.gap.note > 0:
		return 8
	}
	return 5
}

// layAxis places the ratings of all rows between left and right. It returns the
// width that is missing, 0 where all fit.
func layAxis(panels []panel, from, to, left, right float64) (*axis, float64) {
	a := &axis{from: from, to: to, left: left, right: right}
	type pair struct {
		at, before int // before is -1 at a row's beginning
		need       float64
	}
	var rows [][]instant
	for i := range panels {
		for j := range panels[i].rows {
			var list []instant
			for k, s := range panels[i].rows[j].stops {
				m := instant{year: s.year}
				if k > 0 && list[k-1].year >= m.year {
					m.year, m.nth = list[k-1].year, list[k-1].nth+1
				}
				list = append(list, m)
			}
			rows = append(rows, list)
			a.moments = append(a.moments, list...)
		}
	}
	slices.SortFunc(a.moments, byTime)
	a.moments = slices.CompactFunc(a.moments, func(x, y instant) bool { return byTime(x, y) == 0 })
	before := make([][]pair, len(a.moments))
	last := make([]float64, len(a.moments)) // room needed behind
	n := 0
	for i := range panels {
		for j := range panels[i].rows {
			stops := panels[i].rows[j].stops
			at := -1
			for k := range stops {
				here, _ := slices.BinarySearchFunc(a.moments, rows[n][k], byTime)
				need := stops[k].need / 2
				if k > 0 {
					need += stops[k-1].need/2 + ahead(&stops[k-1], &stops[k])
				}
				before[here] = append(before[here], pair{here, at, need})
				at = here
			}
			if at >= 0 {
				last[at] = max(last[at], stops[len(stops)-1].need/2)
			}
			n++
		}
	}
	place := func(perYear float64) float64 {
		end := left
		x, year := left, from
		for k := range a.moments {
			x += perYear * max(0, a.moments[k].year-year)
			year = max(year, a.moments[k].year)
			for _, p := range before[k] {
				behind := left
				if p.before >= 0 {
					behind = a.moments[p.before].x
				}
				x = max(x, behind+p.need)
			}
			a.moments[k].x = x
			end = max(end, x+last[k])
		}
		return max(end, x+perYear*max(0, to-year))
	}
	low, high := 0.0, (right-left)/(to-from)
	if over := place(0) - right; over > 0 {
		return a, over
	}
	for range 50 {
		mid := (low + high) / 2
		if place(mid) <= right {
			low = mid
		} else {
			high = mid
		}
	}
	place(low)
	n = 0
	for i := range panels {
		for j := range panels[i].rows {
			for k := range panels[i].rows[j].stops {
				here, _ := slices.BinarySearchFunc(a.moments, rows[n][k], byTime)
				panels[i].rows[j].stops[k].x = a.moments[here].x
			}
			n++
		}
	}
	return a, 0
}

func byTime(x, y instant) int {
	return cmp.Or(cmp.Compare(x.year, y.year), cmp.Compare(x.nth, y.nth))
}

// x is the place of a time, between the ratings on either side of it.
func (a *axis) x(year float64) float64 {
	y0, x0 := a.from, a.left
	for _, m := range a.moments {
		if m.year >= year {
			return between(year, y0, x0, m.year, m.x)
		}
		y0, x0 = m.year, m.x
	}
	return between(year, y0, x0, a.to, a.right)
}

func between(year, y0, x0, y1, x1 float64) float64 {
	if y1 <= y0 {
		return x0
	}
	return math.Round((x0+(x1-x0)*(year-y0)/(y1-y0))*100) / 100
}
