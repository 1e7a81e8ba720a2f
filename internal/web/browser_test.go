package web

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// browser is a headless Chromium that is driven through two pipes.
type browser struct {
	t       *testing.T
	in      io.Writer
	out     *bufio.Reader
	session string
	asked   int
	faults  []string // what the page's console or its policy complained of
}

// openBrowser starts the Chromium that $CHROMIUM names, with one empty page.
func openBrowser(t *testing.T) *browser {
	t.Helper()
	program := os.Getenv("CHROMIUM")
	if program == "" {
		t.Skip("$CHROMIUM names no browser")
	}
	theirIn, ourOut, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	ourIn, theirOut, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	home, err := os.MkdirTemp("", "browser-*") // t.TempDir would fail where a process of the browser still writes
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	cmd := exec.CommandContext(ctx, program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--user-data-dir="+home, "--remote-debugging-pipe", "about:blank")
	cmd.ExtraFiles = []*os.File{theirIn, theirOut}
	if err := cmd.Start(); err != nil {
		stop()
		t.Skipf("%s cannot be started: %v", program, err)
	}
	theirIn.Close()
	theirOut.Close()
	b := &browser{t: t, in: ourOut, out: bufio.NewReaderSize(ourIn, 1<<20)}
	t.Cleanup(func() {
		b.call("Browser.close", nil, nil)
		ourOut.Close()
		_ = cmd.Wait() // it was told to end
		ourIn.Close()
		stop()
		_ = os.RemoveAll(home)
	})
	var target struct{ TargetID string }
	b.call("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	b.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	b.session = attached.SessionID
	for _, domain := range []string{"Page", "Runtime", "Log"} {
		b.call(domain+".enable", nil, nil)
	}
	return b
}

// call sends one command and reads until its answer, noting complaints on the way.
func (b *browser) call(method string, args, answer any) {
	b.t.Helper()
	b.asked++
	message := map[string]any{"id": b.asked, "method": method}
	if args != nil {
		message["params"] = args
	}
	if b.session != "" {
		message["sessionId"] = b.session
	}
	raw, err := json.Marshal(message)
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.in.Write(append(raw, 0)); err != nil {
		b.t.Fatalf("%s: %v", method, err)
	}
	for {
		got := b.read(method)
		if got.ID != b.asked {
			continue
		}
		if got.Error != nil {
			b.t.Fatalf("%s: %s", method, got.Error.Message)
		}
		if answer != nil {
			if err := json.Unmarshal(got.Result, answer); err != nil {
				b.t.Fatal(err)
			}
		}
		return
	}
}

type told struct {
	ID     int
	Method string
	Result json.RawMessage
	Params json.RawMessage
	Error  *struct{ Message string }
}

func (b *browser) read(waiting string) told {
	b.t.Helper()
	raw, err := b.out.ReadBytes(0)
	if err != nil {
		if waiting == "Browser.close" && errors.Is(err, io.EOF) {
			return told{ID: b.asked}
		}
		b.t.Fatalf("%s: %v", waiting, err)
	}
	var got told
	if err := json.Unmarshal(raw[:len(raw)-1], &got); err != nil {
		b.t.Fatal(err)
	}
	switch got.Method {
	case "Log.entryAdded", "Runtime.exceptionThrown":
		b.faults = append(b.faults, string(got.Params))
	}
	return got
}

// visit loads a page and waits until it stands.
func (b *browser) visit(address string) {
	b.t.Helper()
	b.call("Page.navigate", map[string]any{"url": address}, nil)
	for b.read("load").Method != "Page.loadEventFired" {
	}
}

// eval is the value of an expression in the page.
func (b *browser) eval(expression string) any {
	b.t.Helper()
	var got struct {
		Result           struct{ Value any }
		ExceptionDetails json.RawMessage
	}
	b.call("Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true}, &got)
	if got.ExceptionDetails != nil {
		b.t.Fatalf("%s: %s", expression, got.ExceptionDetails)
	}
	return got.Result.Value
}

func (b *browser) size(width, height int) {
	b.t.Helper()
	b.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}, nil)
}

// click presses the mouse in the middle of an element.
func (b *browser) click(selector string) {
	b.t.Helper()
	at, ok := b.eval(fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.scrollIntoView({block: "center", behavior: "instant"}); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()`, selector)).([]any)
	if !ok {
		b.t.Fatalf("no %s", selector)
	}
	for _, what := range []string{"mousePressed", "mouseReleased"} {
		b.call("Input.dispatchMouseEvent", map[string]any{"type": what, "x": at[0], "y": at[1], "button": "left", "clickCount": 1}, nil)
	}
}

func (b *browser) key(name, text string) {
	b.t.Helper()
	for _, what := range []string{"keyDown", "keyUp"} {
		args := map[string]any{"type": what, "key": name, "code": name}
		if what == "keyDown" && text != "" {
			args["text"] = text
		}
		if name == "Tab" {
			args["windowsVirtualKeyCode"] = 9
		}
		if name == "Enter" {
			args["windowsVirtualKeyCode"] = 13
		}
		b.call("Input.dispatchKeyEvent", args, nil)
	}
}

// keep writes a picture or a print of the page where $WEB_PICTURES says, to be looked at.
func (b *browser) keep(name, method string, args map[string]any) []byte {
	b.t.Helper()
	var got struct{ Data string }
	b.call(method, args, &got)
	raw, err := base64.StdEncoding.DecodeString(got.Data)
	if err != nil {
		b.t.Fatal(err)
	}
	if dir := os.Getenv("WEB_PICTURES"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
			b.t.Fatal(err)
		}
	}
	return raw
}

const firstRows = `[...document.querySelectorAll("#ratings-table tbody tr:not([hidden])")].slice(0, 3).map((r) => r.cells[2]?.textContent ?? "break").join("|")`

// A page stands in a browser as it is meant to, wide and narrow, light and dark:
// nothing runs off the page, columns sort by a click and by the keyboard, rows are
// sieved, its own policy stops nothing of it, and it prints.
func TestInABrowser(t *testing.T) {
	b := openBrowser(t)
	file, err := filepath.Abs("../../docs/examples/leicester.html")
	if err != nil {
		t.Fatal(err)
	}
	report := "file://" + file
	for _, width := range []int{1280, 390} {
		b.size(width, 900)
		for _, scheme := range []string{"light", "dark"} {
			b.call("Emulation.setEmulatedMedia", map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": scheme}}}, nil)
			b.visit(report)
			if over := b.eval(`document.documentElement.scrollWidth - document.documentElement.clientWidth`); over != 0.0 {
				t.Errorf("%d wide, %s: %v pixels run off the page", width, scheme, over)
			}
			if n := b.eval(`document.querySelectorAll("svg.chart text").length`); n == 0.0 {
				t.Error("the chart has no text")
			}
			b.keep(fmt.Sprintf("leicester-%d-%s.png", width, scheme), "Page.captureScreenshot", map[string]any{"format": "png"})
		}
	}
	b.size(1280, 900)
	b.visit(report)
	asPage := b.eval(firstRows)
	b.click("#ratings-table thead th:nth-child(3) button")
	if got := b.eval(firstRows); got != "band 1 !|excellent|excellent" {
		t.Errorf("a click on Rating left %v", got)
	}
	if got := b.eval(`document.querySelector("#ratings-table thead th:nth-child(3)").getAttribute("aria-sort")`); got != "ascending" {
		t.Errorf("aria-sort is %v", got)
	}
	b.eval(`document.querySelector("#ratings-table thead th:nth-child(3) button").focus()`)
	b.key("Enter", "\r")
	if got := b.eval(`document.querySelector("#ratings-table thead th:nth-child(3)").getAttribute("aria-sort")`); got != "descending" {
		t.Errorf("after the enter key aria-sort is %v", got)
	}
	b.key("Enter", "\r")
	if got := b.eval(firstRows); got != asPage {
		t.Errorf("a third press left %v, want the page's order %v", got, asPage)
	}
	b.click("#sieve-ratings-table")
	for _, letter := range "three" {
		b.key(string(letter), string(letter))
	}
	if got := b.eval(firstRows); got != "three stars|three stars" {
		t.Errorf("sieved by three: %v", got)
	}
	b.visit(report)
	b.key("Tab", "")
	if got := b.eval(`document.activeElement.className`); got != "skip" {
		t.Errorf("the first stop of the tab key is %v", got)
	}
	pdf := b.keep("leicester.pdf", "Page.printToPDF", map[string]any{"preferCSSPageSize": true})
	if !strings.HasPrefix(string(pdf), "%PDF-") || len(pdf) < 20_000 {
		t.Errorf("printed %d bytes", len(pdf))
	}
	b.size(718, 1000) // A4 between its margins
	b.call("Emulation.setEmulatedMedia", map[string]any{"media": "print"}, nil)
	b.keep("leicester-print.png", "Page.captureScreenshot", map[string]any{"format": "png", "captureBeyondViewport": true, "clip": map[string]any{"x": 0, "y": 0, "width": 718, "height": 2600, "scale": 1}})
	for _, fault := range b.faults {
		t.Errorf("the browser complains: %s", fault)
	}
}

// The server's pages stand under their policy, and a question typed into its form
// leads to an answer.
func TestServedInABrowser(t *testing.T) {
	b := openBrowser(t)
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, l, Handler(realSite(t), failing(t))) }()
	base := "http://" + l.Addr().String()
	b.size(1280, 900)
	b.visit(base + "/")
	b.click("#field-q")
	for _, letter := range "leicester" {
		b.key(string(letter), string(letter))
	}
	b.key("Enter", "\r")
	for b.read("the answer").Method != "Page.loadEventFired" {
	}
	if got := b.eval(`document.querySelector("#bodies tbody tr th").textContent`); got != "RWE" {
		t.Errorf("the first body found is %v", got)
	}
	for _, path := range []string{
		"/trajectory?trust=RWE", "/compare?trust=RWE&trust=RT5", "/league?edition=nof-2025-26-q4", "/diff?from=stars-2003&to=stars-2004", "/crosstab?from=stars-2003&to=stars-2004",
		"/editions", "/sources", "/source?id=bbc-3911983-336e06", "/trajectory?trust=london", "/compare",
	} {
		for _, width := range []int{1280, 390} {
			b.size(width, 900)
			b.visit(base + path)
			if over := b.eval(`document.documentElement.scrollWidth - document.documentElement.clientWidth`); over != 0.0 {
				t.Errorf("%s, %d wide: %v pixels run off the page", path, width, over)
			}
			b.keep(fmt.Sprintf("served%s-%d.png", slug(path), width), "Page.captureScreenshot", map[string]any{"format": "png"})
		}
	}
	for _, fault := range b.faults {
		if !strings.Contains(fault, "404") { // what is not found says so in the log, too
			t.Errorf("the browser complains: %s", fault)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
