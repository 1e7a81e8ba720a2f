// Package chart draws what the archive answers as pictures for print: a trust's
// trajectory, two editions against each other, a league table and what is held.
// A picture is laid out once on a Sheet, in points, and the same marks are then
// written as SVG, PNG or PDF. Meaning is carried by place, shape and words;
// tones only repeat it, so that a grey copy says as much.
package chart

import (
	"image/color"
	"iter"
	"math"
	"strings"
	"sync"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	stdfont "golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"

	"careratings/internal/output"
)

// Sheet is a laid-out picture. Lengths are points (1/72 inch), x to the right
// and y down from the upper left corner.
type Sheet struct {
	W, H        float64
	Title, Desc string // for those who cannot see it
	Labels      []Label
	marks       []mark
	cuts        []cut // where a page may end
	regular     font.Face
	bold        font.Face
	widths      map[measured]float64 // of texts, which are measured again and again
}

// measured is a text as it is set.
type measured struct {
	text string
	size float64
	bold bool
}

// Label is a text on the sheet and the box it takes.
type Label struct {
	Text       string
	X, Y, W, H float64 // upper left corner and size
}

// mark draws itself on a canvas of a height.
type mark func(c vg.Canvas, height float64)

type align int

const (
	left align = iota
	middle
	right
)

// Tones; the names say what they are for. All text has at least 4.5 : 1 against
// what it stands on.
func ink() color.Color    { return color.NRGBA{0x1a, 0x1a, 0x1a, 0xff} }
func quiet() color.Color  { return color.NRGBA{0x55, 0x55, 0x55, 0xff} }
func faint() color.Color  { return color.NRGBA{0xc4, 0xc4, 0xc4, 0xff} }
func ground() color.Color { return color.NRGBA{0xf1, 0xf1, 0xee, 0xff} }
func paper() color.Color  { return color.NRGBA{0xff, 0xff, 0xff, 0xff} }
func deep() color.Color   { return color.NRGBA{0x14, 0x3d, 0x66, 0xff} }
func tint() color.Color   { return color.NRGBA{0x9f, 0xbd, 0xd8, 0xff} }

// fonts are the regular and the bold face, parsed once.
var fonts = sync.OnceValues(func() ([2]font.Face, error) {
	var out [2]font.Face
	for i, ttf := range [][]byte{liberationsansregular.TTF, liberationsansbold.TTF} {
		parsed, err := opentype.Parse(ttf)
		if err != nil {
			return out, err
		}
		out[i] = font.Face{Font: font.Font{Typeface: "Liberation", Variant: "Sans", Weight: []stdfont.Weight{stdfont.WeightNormal, stdfont.WeightBold}[i]}, Face: parsed}
	}
	return out, nil
})

// newSheet is an empty sheet of a width; its height is set when all is placed.
func newSheet(width float64) (*Sheet, error) {
	faces, err := fonts()
	return &Sheet{W: width, regular: faces[0], bold: faces[1], widths: map[measured]float64{}}, err
}

// style is how a text is set.
type style struct {
	size float64
	bold bool
	tone color.Color
}

func (s *Sheet) face(st style) font.Face {
	f := s.regular
	if st.bold {
		f = s.bold
	}
	f.Font.Size = vg.Length(st.size)
	return f
}

// width is how wide a text is when set.
func (s *Sheet) width(text string, st style) float64 {
	key := measured{text, st.size, st.bold}
	if w, ok := s.widths[key]; ok {
		return w
	}
	f := s.face(st)
	w := f.Width(text).Points()
	s.widths[key] = w
	return w
}

// safe makes any text one line that acts on nothing: control and reordering
// characters are spelled out, and what XML cannot hold is replaced.
func safe(text string) string {
	return strings.Map(func(r rune) rune {
		if r&0xfffe == 0xfffe {
			return '\ufffd'
		}
		return r
	}, output.Clean(text))
}

// text sets a line at a baseline and keeps its box.
func (s *Sheet) text(x, y float64, st style, a align, text string) {
	text = strings.TrimSpace(safe(text))
	if text == "" {
		return
	}
	w := s.width(text, st)
	switch a {
	case middle:
		x -= w / 2
	case right:
		x -= w
	}
	s.Labels = append(s.Labels, Label{text, x, y - 0.74*st.size, w, 0.95 * st.size})
	f := s.face(st)
	s.marks = append(s.marks, func(c vg.Canvas, height float64) {
		c.SetColor(st.tone)
		c.FillString(f, vg.Point{X: vg.Length(x), Y: vg.Length(height - y)}, text)
	})
}

// fit cuts a text to a width, with an ellipsis where something is lost.
func (s *Sheet) fit(text string, st style, width float64) string {
	text = strings.TrimSpace(safe(text))
	if s.width(text, st) <= width {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)
	for low < high {
		mid := (low + high + 1) / 2
		if s.width(strings.TrimSpace(string(runes[:mid]))+"…", st) <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return strings.TrimSpace(string(runes[:low])) + "…"
}

// words splits a text at plain spaces; a no-break space holds together.
func words(text string) iter.Seq[string] {
	return strings.FieldsFuncSeq(safe(text), func(r rune) bool { return r == ' ' })
}

// wrap breaks a text at spaces into lines of a width; a longer word is cut.
func (s *Sheet) wrap(text string, st style, width float64) []string {
	var lines []string
	line := ""
	for word := range words(text) {
		word = s.fit(word, st, width)
		if line != "" && s.width(line+" "+word, st) > width {
			lines, line = append(lines, line), word
			continue
		}
		line = strings.TrimSpace(line + " " + word)
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// block wraps a text at x from a first baseline on and returns the baseline
// after the last line.
func (s *Sheet) block(x, y float64, st style, width float64, text string) float64 {
	for _, l := range s.wrap(text, st, width) {
		s.text(x, y, st, left, l)
		y += lead(st)
	}
	return y
}

func lead(st style) float64 { return math.Round(st.size*1.25*4) / 4 }

func (s *Sheet) fill(x, y, w, h float64, tone color.Color) {
	s.marks = append(s.marks, func(c vg.Canvas, height float64) {
		c.SetColor(tone)
		c.Fill(outline(height, [2]float64{x, y}, [2]float64{x + w, y}, [2]float64{x + w, y + h}, [2]float64{x, y + h}))
	})
}

func (s *Sheet) frame(x, y, w, h float64, p pen) {
	s.marks = append(s.marks, func(c vg.Canvas, height float64) {
		p.take(c)
		c.Stroke(outline(height, [2]float64{x, y}, [2]float64{x + w, y}, [2]float64{x + w, y + h}, [2]float64{x, y + h}))
	})
}

// pen is how a line is drawn.
type pen struct {
	width float64
	tone  color.Color
	dash  []vg.Length
}

func (p pen) take(c vg.Canvas) {
	c.SetColor(p.tone)
	c.SetLineWidth(vg.Length(p.width))
	c.SetLineDash(p.dash, 0)
}

// line draws through points.
func (s *Sheet) line(p pen, at ...[2]float64) {
	s.marks = append(s.marks, func(c vg.Canvas, height float64) {
		p.take(c)
		path := outline(height, at...)
		c.Stroke(path[:len(path)-1])
	})
}

// dot is a filled disc.
func (s *Sheet) dot(x, y, r float64, tone color.Color) {
	s.marks = append(s.marks, func(c vg.Canvas, height float64) {
		c.SetColor(tone)
		var p vg.Path
		p.Move(vg.Point{X: vg.Length(x + r), Y: vg.Length(height - y)})
		p.Arc(vg.Point{X: vg.Length(x), Y: vg.Length(height - y)}, vg.Length(r), 0, 2*math.Pi)
		p.Close()
		c.Fill(p)
	})
}

// hatch fills a box with slanting lines.
func (s *Sheet) hatch(x, y, w, h float64, p pen) {
	const step = 5
	s.marks = append(s.marks, func(c vg.Canvas, height float64) {
		p.take(c)
		var path vg.Path
		for d := step / 2.0; d < w+h; d += step {
			up, over := max(0, d-w), max(0, d-h) // what lies outside the box
			path.Move(vg.Point{X: vg.Length(x + d - up), Y: vg.Length(height - y - up)})
			path.Line(vg.Point{X: vg.Length(x + over), Y: vg.Length(height - y - d + over)})
		}
		c.Stroke(path)
	})
}

// outline is a closed path through points given from the top.
func outline(height float64, at ...[2]float64) vg.Path {
	path := make(vg.Path, 0, len(at)+1)
	for i, p := range at {
		pt := vg.Point{X: vg.Length(p[0]), Y: vg.Length(height - p[1])}
		if i == 0 {
			path.Move(pt)
			continue
		}
		path.Line(pt)
	}
	path.Close()
	return path
}
