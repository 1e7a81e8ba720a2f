package fetch

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// personal reports whether a key of a CQC record tells of a person: the names of
// registered managers and nominated individuals stand under contacts.
func personal(key string) bool {
	key = strings.ToLower(key)
	return key == "contacts" || strings.HasPrefix(key, "person") || strings.HasPrefix(key, "registeredmanager") ||
		strings.HasPrefix(key, "nominatedindividual")
}

// withoutPersons is a JSON value on one line, its keys in their order and its
// numbers digit for digit, without the members that tell of persons. They are
// kept nowhere.
func withoutPersons(raw []byte) ([]byte, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var out bytes.Buffer
	if err := copyValue(&out, d); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one JSON value")
	}
	return out.Bytes(), nil
}

// copyValue copies the next value. The decoder bounds how deep values nest.
func copyValue(out *bytes.Buffer, d *json.Decoder) error {
	t, err := d.Token()
	if err != nil {
		return err
	}
	switch t {
	case json.Delim('['):
		return copyMembers(out, d, '[', ']', nil)
	case json.Delim('{'):
		return copyMembers(out, d, '{', '}', func() (bool, error) { return copyKey(out, d) })
	}
	return writeToken(out, t)
}

// copyMembers copies the members of an array or object up to its end. key copies
// the key of the next member, or skips the member.
func copyMembers(out *bytes.Buffer, d *json.Decoder, begin, end byte, key func() (bool, error)) error {
	out.WriteByte(begin)
	empty := out.Len()
	for d.More() {
		before := out.Len()
		if before > empty {
			out.WriteByte(',')
		}
		if key != nil {
			kept, err := key()
			if err != nil {
				return err
			}
			if !kept {
				out.Truncate(before)
				continue
			}
		}
		if err := copyValue(out, d); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return err
	}
	out.WriteByte(end)
	return nil
}

// copyKey copies a key, or passes over a member that tells of persons.
func copyKey(out *bytes.Buffer, d *json.Decoder) (kept bool, err error) {
	t, err := d.Token()
	if err != nil {
		return false, err
	}
	if key, ok := t.(string); ok && personal(key) {
		var skipped json.RawMessage
		return false, d.Decode(&skipped)
	}
	if err := writeToken(out, t); err != nil {
		return false, err
	}
	out.WriteByte(':')
	return true, nil
}

func writeToken(out *bytes.Buffer, t json.Token) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	if err := e.Encode(t); err != nil {
		return err
	}
	out.Truncate(out.Len() - 1) // Encode ends the line
	return nil
}
