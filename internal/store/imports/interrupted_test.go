package imports

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"careratings/internal/store/storetest"
)

// An import or a taking back that is interrupted at any of its steps leaves the
// file as it was before or as it is after, and the next one on the same open file
// does what it is to do.
func TestInterruptedWritersLeaveBeforeOrAfter(t *testing.T) {
	m := months(t, 4, 60, 3)
	between := func(ctx context.Context, s *Store) error { // a release that lies between two
		_, err := takeUntil(ctx, t, s, m[1], nil)
		return err
	}
	last := func(ctx context.Context, s *Store) error {
		_, err := takeUntil(ctx, t, s, m[2], nil)
		return err
	}
	undo := func(ctx context.Context, s *Store) error {
		_, err := s.Undo(ctx, 2)
		return err
	}
	for name, c := range map[string]struct {
		held  []month
		write func(context.Context, *Store) error
	}{
		"import of a release between": {[]month{m[0], m[2]}, between},
		"import of the last release":  {m[:2], last},
		"taking back":                 {m, undo},
	} {
		t.Run(name, func(t *testing.T) {
			holding := func() *Store {
				s := created(t)
				for _, h := range c.held {
					if _, err := take(t, s, h, nil); err != nil {
						t.Fatal(err)
					}
				}
				return s
			}
			s := holding()
			before := dump(t, s)
			if err := c.write(context.Background(), s); err != nil {
				t.Fatal(err)
			}
			after := dump(t, s)
			s.Close()
			s = holding()
			for looks := 0; looks < 5000; looks += 3 {
				ctx := storetest.StopAfter(looks)
				err := c.write(ctx, s)
				now := dump(t, s)
				switch {
				case err == nil || now == after: // done, though it may have been told otherwise
					if d := cmp.Diff(after, now); d != "" {
						t.Fatalf("after %d looks it was done in part:\n%s", looks, d)
					}
					if !ctx.Reached() {
						return
					}
					s.Close()
					s = holding()
				case now != before:
					t.Fatalf("interrupted after %d looks with %v:\n%s", looks, err, cmp.Diff(before, now))
				}
			}
			t.Error("never came to its end")
		})
	}
}

// An import that is interrupted is rolled back by whoever began it, who waits for
// that; no other part of the program may still be at it when the program ends.
func TestAnInterruptedImportIsRolledBackBeforeItReturns(t *testing.T) {
	s := created(t)
	ctx, interrupt := context.WithCancel(t.Context())
	tx, err := s.Begin(ctx, Entry{Name: "a", SHA256: "a"})
	if err != nil {
		t.Fatal(err)
	}
	interrupt()
	for range 5_000 { // long enough for another to come in between
		if _, err := tx.tx.ExecContext(t.Context(), "DELETE FROM import_file"); err != nil {
			t.Fatalf("another has rolled back: %v", err)
		}
	}
	tx.Rollback()
	if got := listing(t, filepath.Dir(s.Path())); got != "imports.db" {
		t.Errorf("left behind: %s", got)
	}
}
