//go:build unix

package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// sameQuery asks a plain SQLite shell for what the trajectory of RWE is made of:
// the claims with their sources, the regimes, and the peers of its editions.
const sameQuery = `
SELECT * FROM succession WHERE predecessor = (SELECT id FROM body WHERE key = 'RWE') OR successor = (SELECT id FROM body WHERE key = 'RWE');
SELECT * FROM era; SELECT * FROM edition; SELECT * FROM measure; SELECT * FROM level; SELECT * FROM break;
SELECT c.*, p.*, s.* FROM claim_row c JOIN source s ON s.id = c.source JOIN printed p ON p.id = c.printed
	WHERE c.body = (SELECT id FROM body WHERE key = 'RWE');
SELECT * FROM peer_count WHERE edition IN (SELECT edition FROM claim_row WHERE body = (SELECT id FROM body WHERE key = 'RWE'));
SELECT t.* FROM total t WHERE t.edition IN (SELECT e.key FROM claim_row c JOIN edition e ON e.id = c.edition
	WHERE c.body = (SELECT id FROM body WHERE key = 'RWE'));
`

// BenchmarkFirstAnswer runs the program as a user does, once for each answer,
// and reports the CPU time of a run (user and system, the median), the largest
// memory of any run, and the ratio to the sqlite3 shell that answers the same
// query from the same file. The budget: 15 ms, 25 MB, ratio 3.
func BenchmarkFirstAnswer(b *testing.B) {
	bin := filepath.Join(b.TempDir(), "archive")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		b.Fatalf("go build: %v\n%s", err, out)
	}
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		b.Log("no sqlite3 shell on this machine: no ratio to it")
	}
	var ours, theirs []float64
	var peak int64
	for b.Loop() {
		cpu, memory := runOnce(b, bin, "trajectory", "RWE", "--format", "json")
		ours, peak = append(ours, cpu), max(peak, memory)
		if shell != "" {
			cpu, _ = runOnce(b, shell, "../../data/archive.db", sameQuery)
			theirs = append(theirs, cpu)
		}
	}
	b.ReportMetric(median(ours), "cpu-ms/run")
	b.ReportMetric(float64(peak)/1e6, "peak-MB")
	if shell != "" {
		b.ReportMetric(median(theirs), "sqlite3-cpu-ms/run")
		b.ReportMetric(median(ours)/median(theirs), "x-sqlite3")
	}
}

// runOnce returns the CPU milliseconds and the peak resident bytes of one run.
func runOnce(b *testing.B, program string, args ...string) (cpuMS float64, peak int64) {
	b.Helper()
	cmd := exec.Command(program, args...)
	var out, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &stderr
	if err := cmd.Run(); err != nil || out.Len() == 0 {
		b.Fatalf("%s: %v\n%s", program, err, stderr.String())
	}
	p := cmd.ProcessState
	return (p.UserTime() + p.SystemTime()).Seconds() * 1000, maxRSS(p)
}

// maxRSS is the largest memory of a program that has ended, in bytes.
func maxRSS(p *os.ProcessState) int64 {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	switch {
	case !ok:
		return 0
	case runtime.GOOS == "darwin":
		return int64(usage.Maxrss) // darwin counts bytes, the others kilobytes
	}
	return int64(usage.Maxrss) * 1024
}

func median(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)/2]
}

// BenchmarkInit reports the package whose init takes longest, by the least of
// all runs: the clock runs on while the machine does other things. The budget
// is 1 ms.
func BenchmarkInit(b *testing.B) {
	bin := filepath.Join(b.TempDir(), "archive")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		b.Fatalf("go build: %v\n%s", err, out)
	}
	least := map[string]float64{}
	for b.Loop() {
		cmd := exec.Command(bin, "--help")
		cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
		var trace bytes.Buffer
		cmd.Stderr = &trace
		if err := cmd.Run(); err != nil {
			b.Fatal(err)
		}
		for name, ms := range initTimes(&trace) {
			if old, ok := least[name]; !ok || ms < old {
				least[name] = ms
			}
		}
	}
	worst, sum := "", 0.0
	for name, ms := range least {
		sum += ms
		if worst == "" || ms > least[worst] {
			worst = name
		}
	}
	if worst == "" {
		b.Fatal("inittrace told nothing")
	}
	b.Logf("costliest init: %s, %.3f ms of %.3f ms", worst, least[worst], sum)
	b.ReportMetric(least[worst], "costliest-init-ms")
	b.ReportMetric(sum, "all-inits-ms")
}

// initTimes reads lines such as
// "init modernc.org/libc @1.9 ms, 0.23 ms clock, 2312 bytes, 26 allocs".
func initTimes(trace *bytes.Buffer) map[string]float64 {
	out := map[string]float64{}
	for lines := bufio.NewScanner(trace); lines.Scan(); {
		f := strings.Fields(lines.Text())
		if len(f) < 6 || f[0] != "init" {
			continue
		}
		if ms, err := strconv.ParseFloat(f[4], 64); err == nil {
			out[f[1]] = ms
		}
	}
	return out
}
