package imports

import (
	"context"
	"strconv"
	"strings"
	"sync"
)

// lookups are the small tables that every span refers to, kept in memory: to look
// each number up anew takes longer than to read the spans. They are read again when
// the journal has changed, whichever program changed it, since a number whose file
// was taken back is given again.
type lookups struct {
	mu    sync.Mutex
	stamp string // of the journal they were read at
	*tables
}

// tables are the lookups at one moment.
type tables struct {
	words    map[int]string
	releases map[released]bringer
	claims   bool               // there are claims beside those of care directories
	rosters  map[string]*roster // by level, those that were asked for
}

// released is a release of the care directory at a level.
type released struct {
	level string
	day   int32
}

// bringer is the file that brought a release, as a source.
type bringer struct{ key, day string }

// current is the tables as they are now. What refers to them is to be read before.
func (s *Store) current(ctx context.Context) (*tables, error) {
	s.lookups.mu.Lock()
	defer s.lookups.mu.Unlock()
	return s.lookups.current(ctx, s)
}

// rosterOf is the roster of a level, with the tables as they are now.
func (s *Store) rosterOf(ctx context.Context, level string) (*roster, *tables, error) {
	s.lookups.mu.Lock()
	defer s.lookups.mu.Unlock()
	t, err := s.lookups.current(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	if t.rosters[level] == nil {
		if t.rosters[level], err = s.readRoster(ctx, level); err != nil {
			return nil, nil, err
		}
	}
	return t.rosters[level], t, nil
}

func (l *lookups) current(ctx context.Context, s *Store) (*tables, error) {
	// The last file tells: numbers are given again only after it was taken back.
	last, err := s.text(ctx, "SELECT concat_ws(char(31), id, sha256, imported_at, took_ms) AS line FROM import_file ORDER BY id DESC LIMIT 1")
	if err != nil || l.tables != nil && l.stamp == last {
		return l.tables, err
	}
	t, err := s.readTables(ctx)
	if err != nil {
		return nil, err
	}
	l.tables, l.stamp = t, last
	return t, nil
}

func (s *Store) readTables(ctx context.Context) (*tables, error) {
	t := &tables{words: map[int]string{}, releases: map[released]bringer{}, rosters: map[string]*roster{}}
	text, err := s.text(ctx, "SELECT concat_ws(char(31), id, word) AS line FROM word")
	if err != nil {
		return nil, err
	}
	for line := range strings.SplitSeq(text, "\x1e") {
		number, word, _ := strings.Cut(line, "\x1f")
		id, _ := strconv.Atoi(number) // an empty text has none
		t.words[id] = word
	}
	text, err = s.text(ctx, "SELECT concat_ws(char(31), r.level, r.day, f.sha256) AS line FROM release r JOIN import_file f ON f.id = r.import")
	if err != nil {
		return nil, err
	}
	for line := range strings.SplitSeq(text, "\x1e") {
		level, line, _ := strings.Cut(line, "\x1f")
		day, sum, _ := strings.Cut(line, "\x1f")
		at := dayNumber(day)
		t.releases[released{level, at}] = bringer{sourceKey(sum), dayText(at)}
	}
	some, err := s.texts(ctx, "SELECT measure FROM import_claim LIMIT 1")
	t.claims = len(some) > 0
	return t, err
}

// word is the word with a number as a row has it.
func (t *tables) word(number string) string {
	id, err := strconv.Atoi(number)
	if err != nil {
		return ""
	}
	return t.words[id]
}
