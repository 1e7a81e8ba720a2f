package output

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
)

func streamed(t *testing.T, f Format, n int) string {
	t.Helper()
	var b bytes.Buffer
	s, err := NewStream(&b, f, []Column{{Name: "n"}, {Name: "word"}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if err := s.Row([]Value{Int(i), Text("=x|<b>\n" + strings.Repeat("y", i%7))}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A stream is byte for byte what Write gives of the whole, on both sides of the
// edges of its batches; only a long table is drawn in parts.
func TestAStreamIsTheWholeTable(t *testing.T) {
	for _, n := range []int{0, 1, streamBatch - 1, streamBatch, streamBatch + 1, 2*streamBatch + 5} {
		whole := Table{Columns: []Column{{Name: "n", Kind: KindInt}, {Name: "word"}}}
		if n == 0 {
			whole.Columns[0].Kind = KindText // nothing tells that it is a number
		}
		for i := range n {
			whole.Rows = append(whole.Rows, []Value{Int(i), Text("=x|<b>\n" + strings.Repeat("y", i%7))})
		}
		for _, f := range Formats() {
			got := streamed(t, f, n)
			if f == FormatTable && n > streamBatch {
				if parts := strings.Count(got, "--  --"); parts != (n+streamBatch-1)/streamBatch {
					t.Errorf("%d rows: %d parts", n, parts)
				}
				continue
			}
			var want bytes.Buffer
			if err := Write(&want, f, whole, Options{}); err != nil {
				t.Fatal(err)
			}
			if got != want.String() {
				t.Errorf("%s, %d rows: the stream differs from the whole", f, n)
			}
		}
	}
}

func TestAStreamedDocument(t *testing.T) {
	for _, n := range []int{0, 1, streamBatch, streamBatch + 1} {
		var b bytes.Buffer
		s, err := NewStream(&b, FormatJSON, []Column{{Name: "n"}}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Document(map[string]string{"schema": "x/1"}); err != nil {
			t.Fatal(err)
		}
		for i := range n {
			if err := s.Row([]Value{Int(i)}); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Close(map[string]bool{"complete": true}); err != nil {
			t.Fatal(err)
		}
		var doc struct {
			Schema   string
			Rows     []map[string]int
			Complete bool
		}
		if err := json.Unmarshal(b.Bytes(), &doc); err != nil || doc.Schema != "x/1" || len(doc.Rows) != n || doc.Rows == nil || !doc.Complete {
			t.Errorf("%d rows: %v, %+v", n, err, doc)
		}
	}
}

// A column may hold cells of several kinds, as SQL allows: each is written by its
// own.
func TestAStreamTakesMixedKinds(t *testing.T) {
	var b bytes.Buffer
	s, err := NewStream(&b, FormatNDJSON, []Column{{Name: "v"}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []Value{Int(1), Number(2.5), Text("x"), Absent("NULL")} {
		if err := s.Row([]Value{v}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(nil); err != nil {
		t.Fatal(err)
	}
	if want := "{\"v\":1}\n{\"v\":2.5}\n{\"v\":\"x\"}\n{\"v\":null}\n"; b.String() != want {
		t.Errorf("got %q", b.String())
	}
	if err := s.Row(nil); err == nil {
		t.Error("a row without cells is taken")
	}
	if _, err := NewStream(io.Discard, FormatCSV, []Column{{Name: "a"}, {Name: "a"}}, Options{}); err == nil {
		t.Error("two columns of one name are taken")
	}
}

// The memory of a stream does not grow with its rows.
func BenchmarkStream(b *testing.B) {
	s, err := NewStream(io.Discard, FormatCSV, []Column{{Name: "a"}, {Name: "b"}}, Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := s.Row([]Value{Int(7), Text("some words")}); err != nil {
			b.Fatal(err)
		}
	}
}
