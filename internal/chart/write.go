package chart

import (
	"bytes"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/png"
	"io"
	"slices"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	stdfont "golang.org/x/image/font"
	"golang.org/x/text/encoding/charmap"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgpdf"
	"gonum.org/v1/plot/vg/vgsvg"
)

// dpi of a PNG: print quality at the size of the sheet.
const dpi = 200

// Formats are the endings of pictures.
func Formats() []string { return []string{"svg", "png", "pdf"} }

// Write writes the sheet in one of Formats. The same sheet gives the same bytes.
func (s *Sheet) Write(w io.Writer, format string) error {
	switch format {
	case "svg":
		return s.svg(w)
	case "png":
		return s.png(w)
	case "pdf":
		return s.pdf(w)
	}
	return fmt.Errorf("no picture format %q: use one of %s", format, strings.Join(Formats(), ", "))
}

func (s *Sheet) draw(c vg.Canvas) {
	for _, m := range s.marks {
		m(c, s.H)
	}
}

// svg writes real text: fonts of the same widths are named, and none is needed.
func (s *Sheet) svg(w io.Writer) error {
	body, err := s.body()
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, s.opening(fmt.Sprintf(`width="%.2fpt" height="%.2fpt"`, s.W, s.H), "")+body)
	return err
}

// opening is the start of an SVG up to the transform of its outermost group. Its
// ids begin with prefix, so that several can stand in one page.
func (s *Sheet) opening(size, prefix string) string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" %s viewBox="0 0 %.2f %.2f" role="img" aria-labelledby="%st %[4]sd">
<title id="%[4]st">%[5]s</title>
<desc id="%[4]sd">%[6]s</desc>
<rect width="%.2[2]f" height="%.2[3]f" fill="#ffffff"/>
<g font-family="'Liberation Sans', Arial, Helvetica, 'Nimbus Sans', sans-serif" transform=`,
		size, s.W, s.H, prefix, html.EscapeString(safe(s.Title)), html.EscapeString(safe(s.Desc)))
}

// body is the drawing as SVG, from the value of its outermost transform on.
func (s *Sheet) body() (string, error) {
	c := vgsvg.New(vg.Length(s.W), vg.Length(s.H))
	s.draw(c)
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return "", err
	}
	_, body, ok := strings.Cut(b.String(), "<g transform=")
	if !ok {
		return "", fmt.Errorf("the drawing library's SVG has no outermost group")
	}
	return s.hold(familyOf().Replace(body)), nil
}

// Inline is the sheet as an SVG element to stand inside an HTML page, as wide as
// its place. Its ids begin with prefix, a word of the page's own; it has no style
// attribute, which a page's security policy would have to allow.
func (s *Sheet) Inline(prefix string) (string, error) {
	body, err := s.body()
	if err != nil {
		return "", err
	}
	return s.opening(`class="chart"`, prefix+"-") + attributes(strings.ReplaceAll(body, "\n\tstyle=", " style=")), nil
}

// attributes turns each style attribute into attributes of its properties' names.
func attributes(body string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(body, ` style="`)
		style, after, closed := strings.Cut(rest, `"`)
		if !ok || !closed {
			return b.String() + body
		}
		b.WriteString(before)
		for property := range strings.SplitSeq(style, ";") {
			if name, value, ok := strings.Cut(property, ":"); ok {
				fmt.Fprintf(&b, ` %s="%s"`, strings.TrimSpace(name), strings.TrimSpace(value))
			}
		}
		body = after
	}
}

// hold gives each text the width it was laid out with, so that another font does
// not make it run into its neighbour. The texts come in the order of Labels.
func (s *Sheet) hold(body string) string {
	var b strings.Builder
	for _, l := range s.Labels {
		before, after, ok := strings.Cut(body, "<text ")
		if !ok {
			break
		}
		fmt.Fprintf(&b, `%s<text textLength="%.2f" lengthAdjust="spacingAndGlyphs" `, before, l.W)
		body = after
	}
	return b.String() + body
}

// familyOf takes the library's font off each text, leaving weight and size: the
// outermost group names the family.
func familyOf() *strings.Replacer {
	const common = "font-family:Liberation Sans;font-variant:normal;font-weight:"
	return strings.NewReplacer(common+"normal;font-style:normal;", "", common+"bold;font-style:normal;", "font-weight:bold;")
}

func (s *Sheet) png(w io.Writer) error {
	c := vgimg.NewWith(vgimg.UseWH(vg.Length(s.W), vg.Length(s.H)), vgimg.UseDPI(dpi))
	s.draw(c)
	return png.Encode(w, indexed(c.Image()))
}

// indexed is the picture with a palette, which halves its file and the time to
// write it: each channel is rounded to five bits, so that the steps between
// a letter and its ground do not fill the palette. Where more than 256 colours
// are left, it is returned as it was.
func indexed(in image.Image) image.Image {
	full, ok := in.(*image.RGBA)
	if !ok {
		return in
	}
	const most = 256
	out := image.NewPaletted(full.Rect, nil)
	var five [256]uint8 // each channel's value in five bits
	for v := range five {
		five[v] = uint8((v*31 + 127) / 255) //nolint:gosec // at most 31
	}
	var place [1 << 15]int16 // of each colour, one more than its index
	for y := range full.Rect.Dy() {
		row := full.Pix[y*full.Stride:]
		for x := range full.Rect.Dx() {
			r, g, b := five[row[4*x]], five[row[4*x+1]], five[row[4*x+2]]
			at := &place[int(r)<<10|int(g)<<5|int(b)]
			if *at == 0 {
				if len(out.Palette) == most {
					return in
				}
				out.Palette = append(out.Palette, color.RGBA{widened(r), widened(g), widened(b), 0xff})
				*at = int16(len(out.Palette)) //nolint:gosec // at most 256
			}
			out.Pix[y*out.Stride+x] = uint8(*at - 1) //nolint:gosec // at most 255
		}
	}
	return out
}

// widened is five bits as eight, black and white kept.
func widened(v uint8) uint8 { return uint8((int(v)*255 + 15) / 31) } //nolint:gosec // at most 255

// pdf writes one page, or of a very tall sheet several. The library stamps the hour
// of writing, which is replaced so that the same picture has the same bytes.
func (s *Sheet) pdf(w io.Writer) error {
	fpdf.SetDefaultCatalogSort(true)
	leaves, height := s.leaves()
	c := vgpdf.New(vg.Length(s.W), vg.Length(height))
	for i, l := range leaves {
		if i > 0 {
			c.NextPage()
		}
		for _, m := range l.marks {
			m(western{c}, height+l.up)
		}
	}
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return err
	}
	raw, err := fontsApart(undated(b.Bytes()))
	if err != nil {
		return err
	}
	_, err = w.Write(raw)
	return err
}

// undated puts one fixed day in place of every date in a PDF.
func undated(raw []byte) []byte {
	out := slices.Clone(raw)
	const layout = "20060102150405"
	for _, key := range []string{"/CreationDate (D:", "/ModDate (D:"} {
		at := bytes.Index(out, []byte(key))
		if at < 0 || at+len(key)+len(layout) > len(out) {
			continue
		}
		copy(out[at+len(key):], time.Unix(0, 0).UTC().Format(layout))
	}
	return out
}

// western is a PDF canvas, whose texts are in Windows-1252 and whose bold font
// goes by a name of its own.
type western struct{ *vgpdf.Canvas }

func (c western) FillString(f font.Face, at vg.Point, text string) {
	if f.Font.Weight == stdfont.WeightBold {
		f.Font.Weight, f.Font.Variant = stdfont.WeightNormal, "SansBold"
	}
	// The library embeds a font once for each size, so there is one size.
	const one = 10
	k := f.Font.Size.Points() / one
	f.Font.Size = one
	c.Push()
	defer c.Pop()
	c.Translate(at)
	c.Scale(k, k)
	c.Canvas.FillString(f, vg.Point{}, toWestern(text))
}

// toWestern is text in Windows-1252, with a question mark for what it lacks.
func toWestern(text string) string {
	out := make([]byte, 0, len(text))
	for _, r := range text {
		b, ok := charmap.Windows1252.EncodeRune(r)
		if !ok {
			b = '?'
		}
		out = append(out, b)
	}
	return string(out)
}
