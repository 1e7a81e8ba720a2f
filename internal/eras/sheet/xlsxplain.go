package sheet

// plainCell reads a cell of the form that nearly all have,
//
//	<c r="A1" s="1" t="s"><v>12</v></c>
//
// with the names unprefixed, all of it in the window, and nothing in it that the
// scanner has to undo. Of any other cell it takes nothing and is false: the
// scanner reads it, or says what is wrong with it.
func (r *xlsxRows) plainCell(column *int) (bool, error) {
	s := r.s
	w := s.f.buf[s.f.pos:]
	if !r.unprefixed || s.closes || len(w) < 3 || w[0] != '<' || w[1] != 'c' {
		return false, nil
	}
	i, at, style := 2, *column+1, 0
	var kind xlsxKind
	for i+4 < len(w) && w[i] == ' ' && w[i+2] == '=' && w[i+3] == '"' {
		attribute, from := w[i+1], i+4
		for i = from; i < len(w) && w[i] != '"'; i++ {
		}
		if i == len(w) {
			return false, nil
		}
		value, row, ok := w[from:i], 0, false
		switch attribute {
		case 'r':
			if at, row, ok = reference(value); row != r.number {
				return false, nil
			}
		case 's':
			style, ok = count(value, 1<<20)
		case 't':
			kind, ok = xlsxKindOf(value)
		}
		if !ok {
			return false, nil
		}
		i++
	}
	const begin, end = "><v>", "</v></c>"
	if len(w)-i < len(begin) || string(w[i:i+len(begin)]) != begin || kind == xlInline {
		return false, nil
	}
	i += len(begin)
	from := i
	for i < len(w) && w[i] != '<' && !special[w[i]] {
		i++
	}
	if len(w)-i < len(end) || string(w[i:i+len(end)]) != end || i-from > r.lim.Cell || len(r.text)+i-from > r.lim.Row {
		return false, nil
	}
	s.f.pos += i + len(end)
	*column = at
	v := w[from:i]
	if kind != xlShared { // whose text stands elsewhere
		n := len(r.text)
		r.text = append(r.text, v...)
		v = r.text[n:len(r.text):len(r.text)]
	}
	return true, r.put(at, kind, style, v)
}
