package sheet_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/eras/sheet"
	"careratings/internal/eras/sheet/sheettest"
)

// A file reads the same wherever the blocks that it is read in begin: each
// sample is moved byte by byte over the end of the first block.
func TestBlocks(t *testing.T) {
	const firstBlock = 16 << 10
	row := `<table:table-row table:style-name='r>1'><table:table-cell office:value-type="date" office:date-value="2016-04-25"><text:p>x</text:p></table:table-cell>` +
		`<table:table-cell office:value-type="string" calcext:value-type="string"><text:p>St é &amp; co</text:p></table:table-cell>` +
		`<table:table-cell office:value-type="string" calcext:value-type="string"><text:p>a b</text:p></table:table-cell>` +
		`<table:table-cell><text:p>a<!-- x --> &#8217;<![CDATA[b]]]>` + "\r\n" + `<text:s/>c</text:p><text:p>d</text:p></table:table-cell ></table:table-row>`
	cells := `<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" s="1"><v>42485</v></c><c t="inlineStr"><is><r><t>a` + "\r\n" + `b</t></r></is></c></row>` +
		`<row><c r="C2"><v>12.5</v></c><!-- x --><c t="str"><f>A1</f><v>&#233;<![CDATA[&]]></v></c></row>`
	for _, c := range []struct {
		name, sheet, sample string
		file                func(pad, sample string) []byte
		before              int // bytes before the pad
	}{
		{"CSV", "", "x,\"a\"\"b\r\nc\",é\r\n\"d\"\r\n\"\",5\" e,\"\"\"f\"\r\n\r\ng,\"h\",i\r\nj,k\r\n\"l\"\r\n", func(pad, sample string) []byte {
			return []byte(pad + "\r\n" + sample)
		}, 0},
		{"CSV, quoted pad", "", ",\"a\"\"b\r\nc\",d\r\n", func(pad, sample string) []byte {
			return []byte("\"" + pad + "\"" + sample)
		}, 1},
		{"ODS", "t", row, func(pad, sample string) []byte {
			return ods(t, "<!--"+pad+"-->"+sample)
		}, len(sheettest.ODSHead) + 30},
		{"XLSX", "t", cells, func(pad, sample string) []byte {
			return xlsx(t, xlsxParts("<!--"+pad+"-->"+sample))
		}, 90},
	} {
		t.Run(c.name, func(t *testing.T) {
			read := func(n int) []numbered {
				pad := strings.Repeat("p", n)
				rows, err := rowsOf(c.file(pad, c.sample), c.sheet, sheet.DefaultLimits())
				if err != nil {
					t.Fatalf("after %d bytes: %v", n, err)
				}
				for i := range rows {
					for j := range rows[i].Cells {
						if rows[i].Cells[j].Text == pad {
							rows[i].Cells[j].Text = "p"
						}
					}
				}
				return rows
			}
			want := read(1)
			for n := firstBlock - c.before - len(c.sample) - 20; n < firstBlock-c.before+20; n++ {
				if d := cmp.Diff(want, read(n)); d != "" {
					t.Fatalf("after %d bytes: %s", n, d)
				}
			}
		})
	}
}
