package main

import (
	"bytes"
	"context"
	"encoding/json"
	goflag "flag"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = goflag.Bool("update", false, "rewrite the goldens and the stories' expected output")

// The stories of testdata/script, each a user's errand. Besides testscript's own
// commands they know:
//
//	archive ARGS...          runs the program, which must exit with 0
//	exits N archive ARGS...  runs the program, which must exit with N
//	oneline stderr           the file is one line, no stack trace
//	json stdout              the file is one JSON value
//	formats SCHEMA ARGS...   runs a command in every format; see formats_test.go
//
// The program runs in-process. $TTY makes its output a terminal of that many
// columns, $STDIN names the file it reads as standard input.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                "testdata/script",
		UpdateScripts:      *update,
		RequireUniqueNames: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"archive": func(ts *testscript.TestScript, neg bool, args []string) {
				if neg {
					ts.Fatalf("say which exit code: exits N archive ...")
				}
				scripted(ts, exitDone, args)
			},
			"exits": func(ts *testscript.TestScript, neg bool, args []string) {
				if neg || len(args) < 2 || args[1] != "archive" {
					ts.Fatalf("usage: exits N archive ARGS...")
				}
				want, err := strconv.Atoi(args[0])
				ts.Check(err)
				scripted(ts, want, args[2:])
			},
			"oneline": func(ts *testscript.TestScript, neg bool, args []string) {
				if fault := notOneSentence(ts.ReadFile(args[0])); neg != (fault != "") {
					ts.Fatalf("%s: %s", args[0], fault)
				}
			},
			"json": func(ts *testscript.TestScript, neg bool, args []string) {
				if neg == json.Valid([]byte(ts.ReadFile(args[0]))) {
					ts.Fatalf("%s: valid JSON is %v", args[0], neg)
				}
			},
			"formats": everyFormat,
		},
	})
}

// scripted runs the program for a story and checks its exit code.
func scripted(ts *testscript.TestScript, want int, args []string) {
	s := streams{in: strings.NewReader(""), out: ts.Stdout(), err: ts.Stderr(), env: ts.Getenv, now: time.Now}
	if file := ts.Getenv("STDIN"); file != "" {
		s.in = strings.NewReader(ts.ReadFile(file))
	}
	if tty := ts.Getenv("TTY"); tty != "" {
		width, err := strconv.Atoi(tty)
		ts.Check(err)
		s.terminal, s.width = true, width
	}
	if got := run(context.Background(), s, args); got != want {
		ts.Fatalf("archive %s: exit code %d, want %d", strings.Join(args, " "), got, want)
	}
}

// notOneSentence says what keeps a message on stderr from being one clear
// sentence, or nothing.
func notOneSentence(message string) string {
	switch {
	case message == "":
		return "nothing is said"
	case strings.Count(message, "\n") != 1 || !strings.HasSuffix(message, "\n"):
		return "not one line"
	case strings.Contains(message, "goroutine ") || strings.Contains(message, "panic"):
		return "a stack trace"
	}
	return ""
}

// answer is one run of the program outside a story.
type answer struct {
	code     int
	out, err string
}

// ask runs the program in-process, without a terminal.
func ask(t testing.TB, args ...string) answer {
	t.Helper()
	return askIn(t, streams{}, args...)
}

// askIn is ask with some of the streams set.
func askIn(t testing.TB, s streams, args ...string) answer {
	t.Helper()
	var out, errs bytes.Buffer
	s.err = &errs
	if s.out == nil {
		s.out = &out
	}
	if s.in == nil {
		s.in = strings.NewReader("")
	}
	if s.env == nil {
		s.env = func(string) string { return "" }
	}
	s.now = time.Now
	code := run(t.Context(), s, args)
	return answer{code, out.String(), errs.String()}
}
