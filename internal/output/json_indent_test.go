package output

import (
	"bufio"
	"bytes"
	"encoding/json"
	"testing"
)

// What is indented is byte for byte what encoding/json makes of it.
func FuzzWriteIndented(f *testing.F) {
	for _, s := range []string{
		`{}`, `[]`, `null`, `"a"`, `-1.5e3`, `{"a":[],"b":{},"c":[{}],"d":[[]]}`, `[1,2,[3,{"x":null,"y":[true,false]}]]`,
		`{"quote \\\"":"back \\\\","end \\\\\\\\":"\\\\\\"","brace {":"[,:]"}`, `["\u2028é"]`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var compact, want, got bytes.Buffer
		if json.Compact(&compact, []byte(text)) != nil {
			return
		}
		if err := json.Indent(&want, compact.Bytes(), "", "  "); err != nil {
			t.Fatal(err)
		}
		w := bufio.NewWriterSize(&got, 16)
		writeIndented(w, compact.Bytes())
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		if got.String() != want.String() {
			t.Errorf("%q gives\n%s\nwant\n%s", text, &got, &want)
		}
	})
}
