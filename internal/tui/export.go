package tui

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	charts "careratings/internal/chart"
	"careratings/internal/eras"
	"careratings/internal/output"
)

// export asks for a file name, prefilled, and writes exactly what is seen; the
// ending chooses the format.
func (f *frame) export() tea.Cmd {
	if _, ok := f.top().Table(); !ok {
		return notice("nothing is listed to export")
	}
	f.prompt = &prompt{question: "export to (" + exportFormats(f.top()) + "):", text: fileName(f.commandLine()) + ".csv", done: f.writeFile}
	return nil
}

// fileName makes a file name of a command line: its words, joined.
func fileName(command string) string {
	words := strings.Fields(strings.TrimPrefix(command, "archive "))
	for i, w := range words {
		words[i] = strings.Trim(strings.Map(func(r rune) rune {
			switch {
			case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '.', r == '@':
				return r
			}
			return '-'
		}, w), "-")
	}
	return strings.Join(words, "-")
}

func (f *frame) writeFile(name string) tea.Cmd {
	if ending := strings.ToLower(strings.TrimPrefix(filepath.Ext(name), ".")); slices.Contains(charts.Formats(), ending) {
		return f.drawFile(name, ending)
	}
	format, err := output.ParseFormat(strings.TrimPrefix(filepath.Ext(name), "."))
	if err != nil {
		return notice("not written: the name must end in .csv, .json, .ndjson, .tsv or .md")
	}
	t, ok := f.top().Table()
	if !ok {
		return notice("not written: still loading")
	}
	var data bytes.Buffer
	var document any
	if n, is := f.top().(nested); is && format == output.FormatJSON {
		document = n.Document()
	}
	if document != nil {
		err = output.WriteJSONDocument(&data, document)
	} else {
		err = output.Write(&data, format, t, output.Options{})
	}
	if err != nil {
		return notice("not written: " + err.Error())
	}
	save := f.save
	return func() tea.Msg {
		if err := save(name, data.Bytes()); err != nil {
			return noticeMsg{"not written: " + err.Error()}
		}
		return noticeMsg{fmt.Sprintf("%d rows written to %s", len(t.Rows), name)}
	}
}

// askDay asks for the day by which sources had spoken.
func (f *frame) askDay() tea.Cmd {
	f.prompt = &prompt{question: "as of (YYYY-MM-DD, empty for today):", text: f.session.asOf, done: func(day string) tea.Cmd {
		if iv, err := eras.ParseInterval(day); err != nil || day != "" && (len(day) != len("2006-01-02") || iv.First() == "") {
			return notice("not a day: " + day)
		}
		f.session.asOf = day
		return f.toggled()
	}}
	return nil
}
