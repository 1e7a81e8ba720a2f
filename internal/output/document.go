package output

import (
	"bufio"
	"bytes"
	"encoding/json"
)

// Rows is a table inside a versioned JSON document: an array of objects with
// the keys in column order, absent values null.
type Rows Table

// MarshalJSON implements json.Marshaler.
func (r Rows) MarshalJSON() ([]byte, error) {
	if err := Table(r).check(); err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	w := bufio.NewWriter(&buf)
	if err := writeJSON(w, Table(r)); err != nil {
		return nil, err
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

var _ json.Marshaler = Rows{}

// ListDocument is the JSON document of a command that lists rows: the name and
// version of its schema, and the rows.
type ListDocument struct {
	Schema string `json:"schema"`
	Rows   Rows   `json:"rows"`
}
