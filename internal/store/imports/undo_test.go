package imports

import "testing"

// What was taken back can be imported again on the same open file, as if for the
// first time: nothing that is remembered of it is taken for still there.
func TestTakenBackAndImportedAgain(t *testing.T) {
	all := months(t, 11, 300, 2)
	s := created(t)
	for i, m := range []month{all[0], all[1], all[0]} {
		if _, err := take(t, s, m, nil); err != nil {
			t.Fatal(err)
		}
		found, err := s.CheckUp(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			if f.Faults > 0 {
				t.Errorf("import %d: %s: %s", i+1, f.Check, f.Found)
			}
		}
		if _, err := s.Undo(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
	}
}
