package chart

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"sync"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
)

// The library embeds every font under one file name, so that a PDF in two fonts holds
// the letters of one and the widths of both: bold text would be regular letters set
// too far apart. The other font is added as PDF allows additions: new versions of
// objects after the end, with a table of their own.

// inPDF are the parts of the library's PDF that are read.
type inPDF struct{ file, descriptor, trailer *regexp.Regexp }

var pdfForm = sync.OnceValue(func() inPDF {
	return inPDF{
		file:       regexp.MustCompile(`(\d+) 0 obj\n<</Length \d+\n/Filter /FlateDecode\n/Length1 (\d+)\n`),
		descriptor: regexp.MustCompile(`(\d+) 0 obj\n(<</Type /FontDescriptor /FontName /(LiberationSans(?:-Bold)?) [^\n]*/FontFile2 )(\d+)( 0 R>>)\nendobj`),
		trailer:    regexp.MustCompile(`trailer\n<<\n/Size (\d+)\n(/Root \d+ 0 R\n/Info \d+ 0 R)\n>>\nstartxref\n(\d+)\n%%EOF\n$`),
	}
})

// letters is a font by its name in a PDF.
func letters(name string) []byte {
	if name == "LiberationSans-Bold" {
		return liberationsansbold.TTF
	}
	return liberationsansregular.TTF
}

func deflated(raw []byte) ([]byte, error) {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, err := z.Write(raw)
	err = errors.Join(err, z.Close())
	return b.Bytes(), err
}

// fontsApart gives each font of a PDF of the library its own letters. A PDF in one
// font is returned as it is.
func fontsApart(raw []byte) ([]byte, error) {
	form := pdfForm()
	fonts := form.descriptor.FindAllSubmatch(raw, -1)
	if len(fonts) < 2 {
		return raw, nil
	}
	held, end := form.file.FindSubmatch(raw), form.trailer.FindSubmatch(raw)
	if held == nil || end == nil {
		return nil, errors.New("the PDF has not the form that its fonts can be told apart in")
	}
	size, err := strconv.Atoi(string(end[1]))
	if err != nil {
		return nil, err
	}
	out := bytes.NewBuffer(bytes.Clone(raw))
	var table bytes.Buffer
	added := func(object string) {
		fmt.Fprintf(&table, "%s 1\n%010d 00000 n \n", object, out.Len())
	}
	for _, f := range fonts {
		ttf := letters(string(f[3]))
		if strconv.Itoa(len(ttf)) == string(held[2]) {
			continue // its letters are those that are held
		}
		stream, err := deflated(ttf)
		if err != nil {
			return nil, err
		}
		added(string(f[1]))
		fmt.Fprintf(out, "%s 0 obj\n%s%d%s\nendobj\n", f[1], f[2], size, f[5])
		added(strconv.Itoa(size))
		fmt.Fprintf(out, "%d 0 obj\n<</Length %d\n/Filter /FlateDecode\n/Length1 %d\n>>\nstream\n%s\nendstream\nendobj\n", size, len(stream), len(ttf), stream)
		size++
	}
	start := out.Len()
	fmt.Fprintf(out, "xref\n%strailer\n<<\n/Size %d\n%s\n/Prev %s\n>>\nstartxref\n%d\n%%%%EOF\n", table.String(), size, end[2], end[3], start)
	return out.Bytes(), nil
}
