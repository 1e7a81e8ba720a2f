package output

import (
	"strings"
	"testing"
)

func TestListDocumentKeepsColumnOrderAndNulls(t *testing.T) {
	rows := Rows{
		Columns: []Column{{Name: "z"}, {Name: "a", Kind: KindInt}},
		Rows:    [][]Value{{Text("one"), Int(1)}, {Absent("[x]"), Absent("")}},
	}
	var b strings.Builder
	if err := WriteJSONDocument(&b, ListDocument{Schema: "things/1", Rows: rows}); err != nil {
		t.Fatal(err)
	}
	want := `{
  "schema": "things/1",
  "rows": [
    {
      "z": "one",
      "a": 1
    },
    {
      "z": null,
      "a": null
    }
  ]
}
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestListDocumentRefusesARaggedTable(t *testing.T) {
	rows := Rows{Columns: []Column{{Name: "a"}}, Rows: [][]Value{{Text("1"), Text("2")}}}
	if err := WriteJSONDocument(&strings.Builder{}, ListDocument{Rows: rows}); err == nil {
		t.Error("a row of two values under one column was written")
	}
}
