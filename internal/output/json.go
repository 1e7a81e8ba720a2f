package output

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// WriteJSONDocument writes v as one JSON document indented by two spaces and
// ended by a line feed. HTML is not escaped, so that titles read as they are;
// characters that could act on a terminal are escaped. Nothing is written when
// v cannot be encoded.
func WriteJSONDocument(w io.Writer, v any) error {
	out := indenter{bufio.NewWriterSize(w, 32<<10)}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("encode json: %w", err)
	}
	if err := out.w.Flush(); err != nil {
		return fmt.Errorf("write json: %w", err)
	}
	return nil
}

// indenter writes the compact JSON that an encoder hands to it whole, indented.
type indenter struct{ w *bufio.Writer }

func (i indenter) Write(compact []byte) (int, error) {
	writeIndented(i.w, escapeHarmful(bytes.TrimSuffix(compact, []byte("\n"))))
	i.w.WriteByte('\n')
	return len(compact), nil // a fault of writing is told when the rest is flushed
}

func writeJSON(w *bufio.Writer, t Table) error {
	keys, err := jsonKeys(t)
	if err != nil {
		return err
	}
	if len(t.Rows) == 0 {
		_, err := w.WriteString("[]\n")
		return err
	}
	w.WriteString("[\n")
	for i, row := range t.Rows {
		w.WriteString("  ")
		if err := writeObject(w, keys, row); err != nil {
			return err
		}
		if i < len(t.Rows)-1 {
			w.WriteByte(',')
		}
		w.WriteByte('\n')
	}
	_, err = w.WriteString("]\n")
	return err
}

func writeNDJSON(w *bufio.Writer, t Table) error {
	keys, err := jsonKeys(t)
	if err != nil {
		return err
	}
	for _, row := range t.Rows {
		if err := writeObject(w, keys, row); err != nil {
			return err
		}
		w.WriteByte('\n')
	}
	return nil
}

func jsonKeys(t Table) ([][]byte, error) {
	keys := make([][]byte, len(t.Columns))
	for i, c := range t.Columns {
		key, err := quote(c.Name)
		if err != nil {
			return nil, err
		}
		keys[i] = key
	}
	return keys, nil
}

// writeObject writes one row. Its only error from w is the last write's: a
// bufio.Writer keeps its first error and returns it from then on.
func writeObject(w *bufio.Writer, keys [][]byte, row []Value) error {
	for i, v := range row {
		if i == 0 {
			w.WriteByte('{')
		} else {
			w.WriteByte(',')
		}
		w.Write(keys[i])
		w.WriteByte(':')
		switch {
		case !v.set:
			w.WriteString("null")
		case v.kind == KindText:
			text, err := quote(v.text)
			if err != nil {
				return err
			}
			w.Write(text)
		default:
			w.WriteString(v.text)
		}
	}
	return w.WriteByte('}')
}

func quote(s string) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return nil, err
	}
	return escapeHarmful(bytes.TrimSuffix(buf.Bytes(), []byte("\n"))), nil
}

// escapeHarmful writes every harmful character of a JSON text as \uXXXX. Apart
// from the line feeds of the indentation such characters occur only inside
// strings, where the escape means the same.
func escapeHarmful(text []byte) []byte {
	first := harmfulAt(text, 0)
	if first < 0 {
		return text
	}
	out := make([]byte, 0, len(text)+64)
	done := 0
	for at := first; at >= 0; at = harmfulAt(text, done) {
		out = append(out, text[done:at]...)
		r, size := utf8.DecodeRune(text[at:])
		if r > 0xffff {
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		} else {
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		done = at + size
	}
	return append(out, text[done:]...)
}

// harmfulAt is the place of the first harmful character from a place on, or -1.
// Printable ASCII, nearly all of most texts, is passed over byte by byte.
func harmfulAt(text []byte, from int) int {
	for i := from; i < len(text); {
		if c := text[i]; c >= ' ' && c < 0x7f || c == '\n' {
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if harmful(r) {
			return i
		}
		i += size
	}
	return -1
}
