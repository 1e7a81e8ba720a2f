package main

import (
	"bufio"
	"context"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"careratings/data"
	"careratings/internal/output/cite"
	"careratings/internal/store"
	"careratings/internal/web"
)

// served asks the server's handler for an address.
func served(t *testing.T, h http.Handler, address string) (int, string) {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	r.Host = "localhost"
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

var (
	shownCommand = regexp.MustCompile(`The same on a command line: <code>([^<]*)</code>`)
	shownLink    = regexp.MustCompile(`<a href="([^"]*)">(CSV|JSON|this address again|picture \(SVG\))</a>`)
	shownDrawing = regexp.MustCompile(`Made by: (archive chart [^<]*)</text>`)
)

// Each page of the server names a command line and offers its CSV and its JSON: what
// that command prints in these formats is what the server gives, byte for byte. The
// address each page names for itself gives the same page again.
func TestServedIsWhatTheCommandPrints(t *testing.T) {
	arch, err := store.OpenEmbedded(data.Files, "archive.db")
	if err != nil {
		t.Fatal(err)
	}
	defer arch.Close()
	h := web.Handler(web.Site{Archive: arch, Who: cite.Archive{Data: "1.0.0"}}, web.Options{})
	pictures := 0
	for _, address := range []string{
		"/search?q=leicester", "/search?q=st+thomas%27", "/search?q=RWE",
		"/trajectory?trust=RWE", "/trajectory?trust=leicester", "/trajectory?trust=RX1&policy=legal&as-of=2010-01-01", "/trajectory?trust=RT5&measure=segment,overall",
		"/compare?trust=RWE&trust=RT5&trust=x-leicester-city-west-pct",
		"/league?edition=stars-2003&kind=acute", "/league?edition=nof-2025-26-q4&trust=RT5", "/league?edition=cqc@2020-02-05&measure=safe", "/league?edition=stars-2004&as-of=2004-08-01",
		"/diff?from=stars-2003&to=stars-2004&kind=acute", "/diff?from=stars-2004&to=nof-2025-26-q1&to-measure=rank&trust=RWE", "/diff?from=cqc:first&to=cqc:last&policy=legal&basis=common",
		"/crosstab?from=healthcheck-2008-09&to=nof-2025-26-q3", "/transitions?from=nof-2025-26-q3&to=nof-2025-26-q4&kind=mental-health-community",
		"/editions", "/editions?era=stars&q=2003", "/sources", "/source?id=bbc-3911983-336e06",
	} {
		code, page := served(t, h, address)
		command := shownCommand.FindStringSubmatch(page)
		links := shownLink.FindAllStringSubmatch(page, -1)
		if code != http.StatusOK || command == nil || len(links) < 3 {
			t.Errorf("%s: %d, command %q, links %q", address, code, command, links)
			continue
		}
		args, err := commandWords(html.UnescapeString(command[1]))
		if err != nil {
			t.Errorf("%s: %q: %v", address, command[1], err)
			continue
		}
		for _, link := range links {
			_, got := served(t, h, html.UnescapeString(link[1]))
			if link[2] == "this address again" {
				if _, again := served(t, h, html.UnescapeString(link[1])); again != got || !strings.Contains(got, "<h1>") {
					t.Errorf("%s: the address %s does not lead back", address, link[1])
				}
				continue
			}
			if drawn := shownDrawing.FindStringSubmatch(got); strings.HasPrefix(link[2], "picture") && drawn != nil {
				args, err := commandWords(html.UnescapeString(drawn[1]))
				if want := ask(t, args[1:]...); err != nil || want.out != got {
					t.Errorf("%s: the picture is not what %q draws (%v, %s)", address, args, err, want.err)
				}
				pictures++
				continue
			}
			want := ask(t, append(args[1:], "--format", strings.ToLower(link[2]))...)
			if want.code != exitDone || want.out != got {
				t.Errorf("%s: %s (%d bytes) is not what %q prints (%d bytes, %s)", address, link[1], len(got), args, len(want.out), want.err)
			}
		}
	}
	if pictures < 8 {
		t.Errorf("only %d pictures were compared", pictures)
	}
}

// serving runs the server and returns its address and what ends it, with its exit
// code.
func serving(t *testing.T, env func(string) string) (address string, end func() int) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	r, w := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		s := streams{in: strings.NewReader(""), out: w, err: io.Discard, env: env, now: time.Now}
		ended <- run(ctx, s, []string{"serve", "--addr", "127.0.0.1:0"})
		w.Close()
	}()
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil || !regexp.MustCompile(`^http://127\.0\.0\.1:[0-9]+/\n$`).MatchString(line) {
		t.Fatalf("printed %q, %v", line, err)
	}
	return strings.TrimSpace(line), func() int {
		stop()
		return <-ended
	}
}

// fetched is what an address answers with.
func fetched(t *testing.T, address string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(got)
}

// The server prints its address, answers there, and ends without an error when it is
// told to.
func TestServeCommand(t *testing.T) {
	address, end := serving(t, func(string) string { return "" })
	_, got := fetched(t, address+"trajectory.csv?trust=RWE")
	if want := ask(t, "trajectory", "RWE", "--format", "csv"); got != want.out {
		t.Errorf("%d bytes over the wire, %d printed", len(got), len(want.out))
	}
	if code := end(); code != exitDone {
		t.Errorf("stopped with exit code %d", code)
	}
}

// Of an imported care directory the server shows the locations, as the commands do
// with --level.
func TestServedReleases(t *testing.T) {
	home := t.TempDir()
	env := func(name string) string { return map[string]string{"XDG_DATA_HOME": home}[name] }
	const head = "Location ID,Location Name,Location Primary Inspection Category,Location Region,Service / Population Group,Domain,Latest Rating,Publication Date,Report Type,Inherited Rating (Y/N),Provider ID,Provider Name\n"
	for name, rows := range map[string]string{
		"2020-03-01": "1-101,Elm House,Residential social care,London,Overall,Overall,Good,05/02/2019,Location,N,1-90,Elm Limited\n1-102,Oak Surgery,GP Practices,London,Overall,Overall,Requires improvement,01/03/2018,Location,N,1-91,Oak Partners\n",
		"2020-04-01": "1-101,Elm House,Residential social care,London,Overall,Overall,Inadequate,05/03/2020,Location,N,1-90,Elm Limited\n1-102,Oak Surgery,GP Practices,London,Overall,Overall,Good,09/03/2020,Location,N,1-91,Oak Partners\n",
	} {
		file := filepath.Join(home, name+".csv")
		if err := os.WriteFile(file, []byte(head+rows), 0o600); err != nil {
			t.Fatal(err)
		}
		if a := askIn(t, streams{env: env}, "import", file); a.code != exitDone {
			t.Fatal(a.err)
		}
	}
	address, end := serving(t, env)
	for _, c := range []struct{ query, command, says string }{
		{"league%s?edition=cqc@2020-04-01&level=location", "league cqc@2020-04-01 --level location", "Elm House"},
		{"league%s?edition=cqc@2020-04-01&level=location&kind=GP+Practices", "league cqc@2020-04-01 --level location --kind 'GP Practices'", "Oak Surgery"},
		{"diff%s?from=cqc@2020-03-01&to=cqc@2020-04-01&level=location", "diff cqc@2020-03-01 cqc@2020-04-01 --level location", "down (-2)"},
		{"transitions%s?from=cqc@2020-03-01&to=cqc@2020-04-01&level=location", "transitions cqc@2020-03-01 cqc@2020-04-01 --level location", "Wilson"},
	} {
		args, err := commandWords(c.command)
		if err != nil {
			t.Fatal(err)
		}
		code, got := fetched(t, address+fmt.Sprintf(c.query, ".json"))
		if want := askIn(t, streams{env: env}, append(args, "--format", "json")...); code != http.StatusOK || got != want.out {
			t.Errorf("%s: %d, %s\nwant %s%s", c.query, code, got, want.out, want.err)
		}
		if code, page := fetched(t, address+fmt.Sprintf(c.query, "")); code != http.StatusOK || !strings.Contains(page, c.says) || !strings.Contains(page, "level location") {
			t.Errorf("%s: %d, no %q", c.query, code, c.says)
		}
	}
	if code, page := fetched(t, address+"league?edition=cqc@2020-04-01&level=ward"); code != http.StatusBadRequest || !strings.Contains(page, "use trust, location, provider") {
		t.Errorf("another level: %d, %s", code, page)
	}
	if code := end(); code != exitDone {
		t.Errorf("stopped with exit code %d", code)
	}
}
