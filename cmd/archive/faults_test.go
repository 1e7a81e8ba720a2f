//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"careratings/internal/eras/native/gen"
	"careratings/internal/store/imports"
)

// faulty is a directory with two releases of a care directory, the first of them
// imported, and the program.
type faulty struct {
	t     *testing.T
	bin   string
	dir   string
	files [2]string
	base  []byte // the file of imports with the first release
}

func newFaulty(t *testing.T) *faulty {
	t.Helper()
	f := newFaultyWithout(t)
	f.good("import", "--month-first", f.files[0])
	f.base = f.read(f.file())
	return f
}

// newFaultyWithout is newFaulty without a program and with nothing imported.
func newFaultyWithout(t *testing.T) *faulty {
	t.Helper()
	f := &faulty{t: t, dir: t.TempDir()}
	h := gen.New(gen.Options{Seed: 3, Rows: 1_500})
	for i := range f.files {
		var b bytes.Buffer
		if err := h.CSV(&b); err != nil {
			t.Fatal(err)
		}
		f.files[i] = filepath.Join(f.dir, h.Released()+"_Latest_ratings.csv")
		f.write(f.files[i], b.Bytes())
		h.Advance()
	}
	return f
}

func (f *faulty) file() string { return filepath.Join(f.dir, "imports.db") }

func (f *faulty) write(path string, raw []byte) {
	f.t.Helper()
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		f.t.Fatal(err)
	}
}

func (f *faulty) read(path string) []byte {
	f.t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		f.t.Fatal(err)
	}
	return raw
}

// start puts the file of imports back as it was before an operation and takes
// away all else that operations write.
func (f *faulty) start(o operation) {
	f.t.Helper()
	for _, name := range append(f.beside(o), o.output) {
		if name != "" {
			os.RemoveAll(filepath.Join(f.dir, name))
		}
	}
	f.write(f.file(), o.base(f))
}

// beside lists what lies in the directory and is neither a release nor the file of
// imports nor the output: what an operation leaves while it is under way.
func (f *faulty) beside(o operation) (names []string) {
	list, err := os.ReadDir(f.dir)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, e := range list {
		switch path := filepath.Join(f.dir, e.Name()); {
		case path == f.file(), path == f.files[0], path == f.files[1], o.output != "" && e.Name() == o.output:
		default:
			names = append(names, e.Name())
		}
	}
	return names
}

// good runs the program in-process, which must succeed.
func (f *faulty) good(args ...string) string {
	f.t.Helper()
	got := askIn(f.t, streams{env: f.env}, args...)
	if got.code != exitDone {
		f.t.Fatalf("archive %s: exit code %d: %s", strings.Join(args, " "), got.code, got.err)
	}
	return got.out
}

func (f *faulty) env(name string) string {
	return map[string]string{"ARCHIVE_DB": f.file(), "XDG_DATA_HOME": f.dir}[name]
}

// imported counts the files in a file of imports.
func (f *faulty) imported(path string) int {
	f.t.Helper()
	var rows []struct{ ID int }
	if err := json.Unmarshal([]byte(f.good("imports", "--archive", path, "--json", "id")), &rows); err != nil {
		f.t.Fatal(err)
	}
	return len(rows)
}

// sound holds the file of imports to what archive doctor checks of it.
func (f *faulty) sound(what string) {
	f.t.Helper()
	s, err := imports.Open(f.file())
	if err != nil {
		f.t.Fatal(err)
	}
	defer s.Close()
	found, err := s.CheckUp(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	for _, c := range found {
		if c.Faults > 0 {
			f.t.Errorf("%s: %s: %s", what, c.Check, c.Found)
		}
	}
}

// whole checks what must hold after any fault: the first command that reads
// answers, the operation was done or not at all, the check-up finds no fault, and the operation can be done after all.
func (f *faulty) whole(o operation, what string, done bool) {
	f.t.Helper()
	n := f.imported(f.file())
	if n != o.after && (done || n != o.before) {
		f.t.Errorf("%s: %d imports, want %d or %d", what, n, o.before, o.after)
	}
	f.sound(what)
	there := false
	if o.output != "" {
		path := filepath.Join(f.dir, o.output)
		_, err := os.Lstat(path)
		there = err == nil
		if there {
			if err := o.whole(path); err != nil {
				f.t.Errorf("%s: half of it is there: %v", what, err)
			}
		}
		if done && !there {
			f.t.Errorf("%s: done, and nothing is there", what)
		}
	}
	if o.output != "" && !there || o.output == "" && n == o.before {
		f.good(o.args(f)...)
	}
	if n = f.imported(f.file()); n != o.after {
		f.t.Errorf("%s: done again, %d imports, want %d", what, n, o.after)
	}
}

// child is the program as a process, ready to be started.
func (f *faulty) child(ctx context.Context, prefix []string, args []string) (*exec.Cmd, *bytes.Buffer) {
	line := append(append([]string{}, prefix...), append([]string{f.bin}, args...)...)
	cmd := exec.CommandContext(ctx, line[0], line[1:]...)
	cmd.Env = append(os.Environ(), "ARCHIVE_DB="+f.file(), "XDG_DATA_HOME="+f.dir)
	var said bytes.Buffer
	cmd.Stderr = &said
	return cmd, &said
}

// oneSentence checks what a program said that failed.
func (f *faulty) oneSentence(what string, err error, said string) {
	f.t.Helper()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != exitFailure {
		f.t.Errorf("%s: %v, want exit code 1", what, err)
	}
	if fault := notOneSentence(said); fault != "" {
		f.t.Errorf("%s: %s: %q", what, fault, said)
	}
}

// diskFull has the disk full, wherever in the operation it becomes so.
func diskFull(t *testing.T) string {
	f := newFaulty(t)
	f.bin = build(t, ".")
	const points = 6
	for _, o := range operations() {
		f.start(o)
		f.good(o.args(f)...)
		size := int64(len(f.read(f.file()))) // what the operation may write at most
		if o.name == "export" {
			size = int64(len(f.read(filepath.Join(f.dir, o.output, "bodies.csv"))))
		}
		refused := 0
		for i := range points {
			what := fmt.Sprintf("%s, %d of %d", o.name, i+1, points)
			f.start(o)
			blocks := size * int64(i) / points / 512
			cmd, said := f.child(t.Context(), []string{"sh", "-c", `ulimit -f "$0" && exec "$@"`, fmt.Sprint(blocks)}, o.args(f))
			err := cmd.Run()
			if err != nil {
				refused++
				f.oneSentence(what, err, said.String())
			}
			f.whole(o, what, err == nil)
		}
		if refused < points/2 {
			t.Errorf("%s: only %d of %d limits were felt", o.name, refused, points)
		}
	}
	f.smallDisk()
	return fmt.Sprintf("full disk (a limit on the size of files) | %s | %d each | one sentence and exit code 1; as before or done, and sound; done when there is room", operationNames(), points)
}

// smallDisk imports onto a file system with no more room, where this machine lets
// a test mount one.
func (f *faulty) smallDisk() {
	disk := f.t.TempDir()
	size := fmt.Sprintf("size=%d", len(f.base)+16<<10)
	if os.Getuid() != 0 || exec.Command("mount", "-t", "tmpfs", "-o", size, "tmpfs", disk).Run() != nil {
		f.t.Log("no file system can be mounted here: only limits on the size of files were tried")
		return
	}
	defer func() { _ = exec.Command("umount", disk).Run() }() // t.TempDir complains if it stays
	path := filepath.Join(disk, "imports.db")
	f.write(path, f.base)
	got := askIn(f.t, streams{env: f.env}, "import", "--month-first", "--archive", path, f.files[1])
	if fault := notOneSentence(got.err); got.code != exitFailure || fault != "" {
		f.t.Errorf("a small disk: exit code %d, %s: %q", got.code, fault, got.err)
	}
	if n := f.imported(path); n != 1 || !bytes.Equal(f.read(path), f.base) {
		f.t.Errorf("a small disk: %d imports, or other bytes than before", n)
	}
	got = askIn(f.t, streams{env: f.env}, "backup", "--archive", path, filepath.Join(disk, "copy.db"))
	if fault := notOneSentence(got.err); got.code != exitFailure || fault != "" {
		f.t.Errorf("a copy onto a small disk: exit code %d, %s: %q", got.code, fault, got.err)
	}
	if list, err := os.ReadDir(disk); err != nil || len(list) != 1 {
		f.t.Errorf("a small disk: %v, %v", list, err)
	}
}

// interruptedAndKilled sends SIGINT or SIGKILL at moments spread over the operation.
func interruptedAndKilled(t *testing.T) string {
	f := newFaulty(t)
	f.bin = build(t, ".")
	const moments = 5
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGKILL} {
		for _, o := range operations() {
			stopped := 0
			for i := range moments {
				what := fmt.Sprintf("%s, %v, %d of %d", o.name, sig, i+1, moments)
				f.start(o)
				ctx, cancel := context.WithTimeout(t.Context(), patience)
				cmd, said := f.child(ctx, nil, o.args(f))
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				ended := make(chan error, 1)
				go func() { ended <- cmd.Wait() }()
				err := f.signalAfter(o, cmd, sig, i, ended)
				cancel()
				if err != nil {
					stopped++
				}
				early := err != nil && said.Len() == 0 && i == 0 // before main began, a signal simply ends it
				if err != nil && sig == syscall.SIGINT && !early {
					f.oneSentence(what, err, said.String())
				}
				if sig == syscall.SIGINT {
					if left := f.beside(o); len(left) > 0 && !early {
						t.Errorf("%s: left behind: %v", what, left)
					}
				}
				f.whole(o, what, err == nil)
			}
			t.Logf("%s, %v: %d of %d stopped", o.name, sig, stopped, moments)
		}
	}
	return fmt.Sprintf("interrupted (SIGINT), killed (SIGKILL) | %s | %d moments each | as before or done, and sound; interrupted, nothing is left beside the file", operationNames(), moments)
}

func operationNames() string {
	var names []string
	for _, o := range operations() {
		names = append(names, o.name)
	}
	return strings.Join(names, ", ")
}

// signalAfter sends a signal once the operation has begun to write, after so many
// looks as the moment asks for; the first moment does not wait. It returns how the
// program ended.
func (f *faulty) signalAfter(o operation, cmd *exec.Cmd, sig syscall.Signal, moment int, ended chan error) error {
	for looks := 0; looks < moment*moment*10; {
		select {
		case err := <-ended:
			return err
		default:
			if len(f.beside(o)) > 0 {
				looks++
			}
		}
	}
	_ = cmd.Process.Signal(sig) // it may have ended
	return <-ended
}
