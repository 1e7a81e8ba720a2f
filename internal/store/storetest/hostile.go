// Package storetest spoils archives, for tests of what prints them.
package storetest

import (
	"database/sql"
	"errors"
	"fmt"
	"os"

	"careratings/internal/store/sqlitefile"

	_ "modernc.org/sqlite" // the database driver
)

// Attack is text that acts on a terminal: it clears the screen, sets the clipboard
// and the title, uses one-byte controls, reorders the line, begins a new one and
// hides what comes after it.
const Attack = "\x1b[2J\x1b]52;c;YQ==\a\x1b]0;x\x1b\\\u009b31m\u202eX\u2066\r\nY\b\x7f\u2028\u200b\x1bP+q\x1b\\"

// freeText are the columns of free text of an archive; ids and codes are
// left, since what refers to them would not be found.
func freeText() map[string][]string {
	return map[string][]string{
		"source": {"title", "publisher", "url", "licence", "note"}, "era": {"label", "publisher", "about"}, "level": {"label", "meaning"},
		"measure": {"label", "about"}, "edition": {"label", "period", "publisher", "framework", "vintage", "about"}, "break": {"why", "about"},
		"body": {"name", "region", "town", "county", "postcode", "note"}, "name_row": {"name"}, "printed": {"name"},
		"claim_row": {"value", "locator", "note"}, "total": {"value", "note"}, "movement": {"from_value", "to_value", "note"},
		"conflict": {"about", "sides", "kind"}, "spell": {"note"}, "match": {"basis", "reason", "candidates"}, "change": {"before", "after", "why"},
		"column_doc": {"doc"}, "succession": {"note", "kind"},
	}
}

// Hostile writes a copy of an archive to path, with the Attack behind every text
// of others.
func Hostile(archive, path string) (err error) {
	raw, err := os.ReadFile(archive)
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", sqlitefile.DSN(path, "_pragma=synchronous(0)", "_pragma=journal_mode(off)"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	for table, columns := range freeText() {
		for _, c := range columns {
			if _, err := db.Exec(fmt.Sprintf(`UPDATE "%s" SET "%s" = "%s" || ?`, table, c, c), Attack); err != nil {
				return fmt.Errorf("%s.%s: %w", table, c, err)
			}
		}
	}
	// What is kept of answers is made from the rows; without it they are asked.
	_, err = db.Exec("DELETE FROM kept_answer")
	return err
}
