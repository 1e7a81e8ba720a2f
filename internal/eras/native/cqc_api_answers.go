package native

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// maxAnswer bounds the bytes of one JSON answer: the largest known have some
// hundred kilobytes, a trust with twelve years of reports under two million.
const maxAnswer = 16 << 20

var (
	errAnswerTooLong = errors.New("too long an answer")
	errAnswerUTF8    = errors.New("not UTF-8")
)

// eachAnswer gives the answers of a JSON stream one after another, each at most
// limit bytes long: the entries of a list (row is the place in it), the lines of
// NDJSON (row is the line), or the one value of the file. What is held at any
// time is one answer. An answer that is too long or no UTF-8 is given as a fault;
// the error says that the stream itself is broken, or is what each gave.
//
// Without lines, a file whose first line is a whole object is NDJSON as well.
func eachAnswer(ctx context.Context, r io.Reader, lines bool, limit int, each func(row int, raw []byte, fault error) error) error {
	in := bufio.NewReaderSize(r, 64<<10)
	if bom, err := in.Peek(3); err == nil && string(bom) == "\xEF\xBB\xBF" {
		_, _ = in.Discard(3)
	}
	a := answerStream{ctx: ctx, in: in, limit: limit, each: each}
	first, line, err := a.skipSpace()
	switch {
	case err == io.EOF:
		return errors.New("an empty file; expected JSON")
	case err != nil:
		return err
	case first == '[' && !lines:
		_, _ = in.Discard(1)
		return a.list()
	}
	return a.lines(line, lines)
}

type answerStream struct {
	ctx   context.Context
	in    *bufio.Reader
	limit int
	each  func(row int, raw []byte, fault error) error
}

func (a *answerStream) give(row int, raw []byte, long bool) error {
	if err := a.ctx.Err(); err != nil {
		return err
	}
	switch {
	case long:
		return a.each(row, nil, fmt.Errorf("%w: over %d bytes", errAnswerTooLong, a.limit))
	case !utf8.Valid(raw):
		return a.each(row, nil, errAnswerUTF8)
	}
	return a.each(row, raw, nil)
}

// lines reads from the start of a line on. Unless sure that the file is NDJSON it
// takes a first line that is no whole value as the beginning of the one value.
func (a *answerStream) lines(row int, sure bool) error {
	for first := true; ; first, row = false, row+1 {
		raw, long, err := a.line(nil)
		if err != nil && err != io.EOF {
			return err
		}
		if first && !sure && !json.Valid(raw) {
			return a.one(row, raw, long, err)
		}
		if raw = bytes.TrimSpace(raw); len(raw) > 0 || long {
			if err := a.give(row, raw, long); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
	}
}

// one reads the rest of a file that is one value.
func (a *answerStream) one(row int, raw []byte, long bool, err error) error {
	for err == nil && !long {
		raw, long, err = a.line(raw)
	}
	if err != nil && err != io.EOF {
		return err
	}
	if long {
		return fmt.Errorf("%w: over %d bytes without a line end; expected a list or one answer a line", errAnswerTooLong, a.limit)
	}
	// Utterly broken files end here, not in a thousand rejects.
	if !json.Valid(raw) && utf8.Valid(raw) {
		var v json.RawMessage
		return errors.New(answerFault(json.Unmarshal(raw, &v)))
	}
	return a.give(row, raw, false)
}

// line appends the next line to raw, with its end; past the limit it reads on
// without keeping anything.
func (a *answerStream) line(raw []byte) (_ []byte, long bool, err error) {
	for {
		part, err := a.in.ReadSlice('\n')
		if long = long || len(raw)+len(part) > a.limit; long {
			raw = nil
		} else {
			raw = append(raw, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return raw, long, err
		}
		if err := a.ctx.Err(); err != nil {
			return nil, false, err
		}
	}
}

// list reads the entries of a list whose bracket has been read.
func (a *answerStream) list() error {
	for row := 1; ; row++ {
		next, _, err := a.skipSpace()
		if err == nil && next == ']' && row == 1 {
			_, _ = a.in.Discard(1)
			return a.end()
		}
		if err != nil {
			return listFault(row, err)
		}
		raw, long, err := a.entry()
		if err != nil {
			return listFault(row, err)
		}
		if err := a.give(row, raw, long); err != nil {
			return err
		}
		next, _, err = a.skipSpace()
		if err != nil {
			return listFault(row, err)
		}
		_, _ = a.in.Discard(1)
		if next == ']' {
			return a.end()
		}
		if next != ',' {
			return fmt.Errorf("a list of answers: %q after entry %d; expected a comma or the end", next, row)
		}
	}
}

func listFault(row int, err error) error {
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("a list of answers: entry %d: %w", row, err)
}

// end checks that nothing follows the list's bracket.
func (a *answerStream) end() error {
	switch next, _, err := a.skipSpace(); {
	case err == io.EOF:
		return nil
	case err != nil:
		return err
	default:
		return fmt.Errorf("a list of answers: %q after its end", next)
	}
}

// entry reads one value of a list, up to the comma or bracket after it. It only
// follows brackets and strings; whether the value is JSON is seen when it is read.
func (a *answerStream) entry() (raw []byte, long bool, err error) {
	depth, quoted, escaped := 0, false, false
	for n := 0; ; n++ {
		c, err := a.in.ReadByte()
		if err != nil {
			return nil, false, err
		}
		switch {
		case escaped:
			escaped = false
		case quoted:
			quoted, escaped = c != '"', c == '\\'
		case c == '"':
			quoted = true
		case c == '{' || c == '[':
			depth++
		case depth > 0 && (c == '}' || c == ']'):
			depth--
		case depth == 0 && (c == ',' || c == ']'):
			return raw, long, a.in.UnreadByte()
		}
		if long = long || n >= a.limit; long {
			raw = nil
		} else {
			raw = append(raw, c)
		}
		if n&0xFFFFF == 0xFFFFF && a.ctx.Err() != nil {
			return nil, false, a.ctx.Err()
		}
	}
}

// skipSpace shows the next byte that is not white space, and the line it is on.
func (a *answerStream) skipSpace() (next byte, line int, err error) {
	for line = 1; ; {
		b, err := a.in.Peek(1)
		if err != nil {
			return 0, line, err
		}
		switch b[0] {
		case '\n':
			line++
		case ' ', '\t', '\r':
		default:
			return b[0], line, nil
		}
		_, _ = a.in.Discard(1)
	}
}

// answerFault says what is wrong with an answer without quoting it: it may hold a
// person's name.
func answerFault(err error) string {
	var kind *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &kind):
		value, _, _ := strings.Cut(kind.Value, " ")
		return fmt.Sprintf("%s is of another type than expected: %s", kind.Field, value)
	case errors.As(err, &syntax):
		return fmt.Sprintf("not JSON: %v at byte %d", err, syntax.Offset)
	}
	return err.Error()
}
