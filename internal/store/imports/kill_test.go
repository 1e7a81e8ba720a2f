//go:build unix

package imports

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// Killed at a random moment of an import, the archive is as it was before or as
// it is after: a child process is killed a hundred times, nearly always while its
// transaction is open, which its journal file shows.
func TestKilledImportsLeaveAWholeArchive(t *testing.T) {
	if path := os.Getenv("IMPORTS_KILL"); path != "" {
		s, err := Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := take(t, s, months(t, 11, 6_000, 2)[1], nil); err != nil {
			t.Fatal(err)
		}
		return
	}
	if testing.Short() {
		t.Skip("a hundred processes are killed")
	}
	all := months(t, 11, 6_000, 2)
	dir := t.TempDir()
	base := filepath.Join(dir, "base.db")
	s, err := Create(base)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := take(t, s, all[0], nil); err != nil {
		t.Fatal(err)
	}
	before := dump(t, s)
	whole, err := os.ReadFile(base)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := take(t, s, all[1], nil); err != nil {
		t.Fatal(err)
	}
	after := dump(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	inside, finished := 0, 0
	kills := 0
	for i := 0; i < 100 || inside < 80 && i < 300; i++ {
		kills++
		path := filepath.Join(dir, "work.db")
		os.Remove(path + "-journal")
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		child := exec.Command(self, "-test.run", "^TestKilledImportsLeaveAWholeArchive$")
		child.Env = append(os.Environ(), "IMPORTS_KILL="+path)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		done := make(chan struct{})
		go func() { _ = child.Wait(); close(done) }()
		// The transaction is open while its journal is there; how many more looks are
		// taken at it before the kill is chance.
		open := func() bool { _, err := os.Stat(path + "-journal"); return err == nil }
		for wait, looks := r.IntN(30_000), 0; looks <= wait; {
			select {
			case <-done:
				looks = wait + 1
			default:
				if open() {
					looks++
				}
			}
		}
		held := open()
		_ = child.Process.Signal(syscall.SIGKILL)
		<-done
		if held && open() {
			inside++
		}
		s, err := Create(path)
		if err != nil {
			t.Fatalf("kill %d: %v", i, err)
		}
		switch got := dump(t, s); got {
		case before:
		case after:
			finished++
		default:
			t.Fatalf("kill %d left neither what was before nor what is after", i)
		}
		var check string
		if err := s.db.QueryRow("PRAGMA integrity_check").Scan(&check); err != nil || check != "ok" {
			t.Fatalf("kill %d: %s, %v", i, check, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d of %d kills inside an open transaction; %d imports had finished", inside, kills, finished)
	if inside < 80 {
		t.Errorf("only %d of %d kills came inside an open transaction", inside, kills)
	}
}
