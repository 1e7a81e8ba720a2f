package imports

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// lookups are the small tables that every span refers to, read once: to look each
// up anew takes longer than to read the spans. A number that is not among them
// came after they were read; they are then read again.
type lookups struct {
	mu       sync.Mutex
	words    map[int]string
	releases map[released]bringer
	rosters  map[string]*roster // by level
	claims   *bool              // whether there are claims beside care directories
}

// drop forgets what was read, as when this program changes it.
func (l *lookups) drop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.words, l.releases, l.rosters, l.claims = nil, nil, nil, nil
}

// released is a release of the care directory at a level.
type released struct {
	level string
	day   int32
}

// bringer is the file that brought a release, as a source.
type bringer struct{ key, day string }

func (l *lookups) read(ctx context.Context, s *Store) error {
	text, err := s.text(ctx, "SELECT concat_ws(char(31), id, word) AS line FROM word")
	if err != nil {
		return err
	}
	l.words = map[int]string{}
	for line := range strings.SplitSeq(text, "\x1e") {
		number, word, _ := strings.Cut(line, "\x1f")
		id, _ := strconv.Atoi(number) // an empty text has none
		l.words[id] = word
	}
	text, err = s.text(ctx, "SELECT concat_ws(char(31), r.level, r.day, f.sha256) AS line FROM release r JOIN import_file f ON f.id = r.import")
	if err != nil {
		return err
	}
	l.releases = map[released]bringer{}
	for line := range strings.SplitSeq(text, "\x1e") {
		level, line, _ := strings.Cut(line, "\x1f")
		day, sum, _ := strings.Cut(line, "\x1f")
		at := dayNumber(day)
		l.releases[released{level, at}] = bringer{sourceKey(sum), dayText(at)}
	}
	return nil
}

// hasClaims reports whether there are claims beside those of care directories.
func (s *Store) hasClaims(ctx context.Context) (bool, error) {
	l := &s.lookups
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.claims == nil {
		some, err := s.texts(ctx, "SELECT measure FROM import_claim LIMIT 1")
		if err != nil {
			return false, err
		}
		has := len(some) > 0
		l.claims = &has
	}
	return *l.claims, nil
}

// looked are the words by number and the files of releases that spans refer to.
func (s *Store) looked(ctx context.Context, spans []ratingSpan) (map[int]string, map[released]bringer, error) {
	l := &s.lookups
	l.mu.Lock()
	defer l.mu.Unlock()
	missing := func(sp ratingSpan) bool {
		_, word := l.words[sp.service]
		_, release := l.releases[released{sp.level, sp.from}]
		return !word || !release
	}
	if l.words == nil || slices.ContainsFunc(spans, missing) {
		if err := l.read(ctx, s); err != nil {
			return nil, nil, err
		}
		for _, sp := range spans {
			if _, ok := l.words[sp.service]; !ok {
				l.words[sp.service] = "" // it has no service
			}
		}
	}
	return l.words, l.releases, nil
}
