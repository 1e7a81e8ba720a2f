package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"path"
	"strings"
	"time"

	"careratings/internal/output"
)

// Options say how a handler guards itself. The zero Options serve this machine
// alone.
type Options struct {
	Hosts    []string                     // names it answers to beside this machine's own
	Remote   bool                         // any address in numbers is a name of its own, too
	Most     int                          // requests worked on at a time; 0 for 32
	Patience time.Duration                // how long one answer may take; 0 for 20 s
	Cache    int                          // bytes of pages kept; 0 for 32 MB, negative for none
	Failed   func(path string, err error) // is told what a 500 hides
}

const longestQuery = 4096 // bytes of an address's query

// handler serves the views of one archive, which never changes while it is open.
type handler struct {
	site  Site
	opt   Options
	views map[string]view
	kept  *kept
	room  chan struct{}
}

// reply is an answer as it goes over the wire.
type reply struct {
	status int
	kind   string // its content type
	name   string // of the file, for what is taken along
	body   []byte
	tag    string
}

// Handler serves the views of a site: GET and HEAD, read-only.
func Handler(s Site, opt Options) http.Handler {
	if opt.Most == 0 {
		opt.Most = 32
	}
	if opt.Patience == 0 {
		opt.Patience = 20 * time.Second
	}
	if opt.Cache == 0 {
		opt.Cache = 32 << 20
	}
	if opt.Failed == nil {
		opt.Failed = func(string, error) {}
	}
	s.served = true
	h := &handler{site: s, opt: opt, views: map[string]view{}, kept: newKept(opt.Cache), room: make(chan struct{}, opt.Most)}
	for _, v := range views() {
		h.views[v.path] = v
	}
	return h
}

// ServeHTTP implements http.Handler. A reply is made whole before any of it is
// written, so that a slow reader holds nothing but its own connection.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	guard(w.Header())
	var out *reply
	switch {
	case !h.answersTo(r.Host):
		out = h.problem(&Problem{Status: http.StatusMisdirectedRequest, What: "This server does not go by that name; --host gives it another."}, "")
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		out = h.problem(&Problem{Status: http.StatusMethodNotAllowed, What: "The archive is read-only here: only GET and HEAD are answered."}, "")
	case len(r.URL.RawQuery) > longestQuery:
		out = h.problem(&Problem{Status: http.StatusRequestURITooLong, What: fmt.Sprintf("The address's query is longer than %d bytes.", longestQuery)}, "")
	default:
		out = h.reply(r)
	}
	if out.status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "2")
	}
	send(w, r, out)
}

// guard sets what every reply carries: pages run no script and load nothing but
// their own, stand in no frame, and tell nobody where they were.
func guard(head http.Header) {
	head.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Referrer-Policy", "no-referrer")
	head.Set("Cross-Origin-Opener-Policy", "same-origin")
	head.Set("Cross-Origin-Resource-Policy", "same-origin")
	head.Set("Cache-Control", "no-cache") // asked again each time, answered 304 while it holds
}

func send(w http.ResponseWriter, r *http.Request, out *reply) {
	head := w.Header()
	head.Set("Content-Type", out.kind)
	if out.name != "" {
		head.Set("Content-Disposition", `inline; filename="`+out.name+`"`)
	}
	if out.status == http.StatusOK {
		head.Set("ETag", out.tag)
		if strings.Contains(r.Header.Get("If-None-Match"), out.tag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	head.Set("Content-Length", fmt.Sprint(len(out.body)))
	w.WriteHeader(out.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(out.body) // a reader that has gone needs no answer
	}
}

func (h *handler) reply(r *http.Request) *reply {
	switch r.URL.Path {
	case "/page.css":
		return sealed("text/css; charset=utf-8", []byte(pageCSS))
	case "/page.js":
		return sealed("text/javascript; charset=utf-8", []byte(pageJS))
	}
	ending := path.Ext(r.URL.Path)
	v, ok := h.views[strings.TrimSuffix(r.URL.Path, ending)]
	if !ok || ending != "" && ending != ".csv" && ending != ".json" && ending != ".svg" {
		return h.problem(notFoundf("There is no page at this address."), ending)
	}
	q, err := parse(r.URL.RawQuery, v.params)
	if err != nil {
		return h.problem(problemOf(err), ending)
	}
	key := r.URL.Path + "?" + q.values.Encode()
	if out, ok := h.kept.get(key); ok {
		return out
	}
	ctx, stop := context.WithTimeout(r.Context(), h.opt.Patience)
	defer stop()
	select {
	case h.room <- struct{}{}:
		defer func() { <-h.room }()
	case <-ctx.Done():
		return h.problem(&Problem{Status: http.StatusServiceUnavailable, What: "Too many questions at once; try again."}, ending)
	}
	out, err := h.made(ctx, v, q, ending)
	if err != nil {
		p := problemOf(err)
		if p.Status == http.StatusInternalServerError {
			h.opt.Failed(r.URL.Path, err)
		}
		return h.problem(p, ending)
	}
	h.kept.put(key, out)
	return out
}

// made is the answer of a view in the form that an ending asks for.
func (h *handler) made(ctx context.Context, v view, q params, ending string) (out *reply, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	a, err := v.answer(ctx, h.site, q)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if ending != "" && a.bare {
		return nil, badf("This page asks a question; it has no rows to take along.")
	}
	kind := ""
	switch ending {
	case ".csv":
		kind = "text/csv; charset=utf-8"
		err = output.Write(&b, output.FormatCSV, a.table, output.Options{})
	case ".json":
		kind = "application/json"
		err = output.WriteJSONDocument(&b, a.document)
	case ".svg":
		kind = "image/svg+xml"
		err = drawSVG(&b, a)
	default:
		kind = "text/html; charset=utf-8"
		var p *Page
		if p, err = a.dressed(v.path); err == nil {
			err = writeServed(&b, p)
		}
	}
	if err != nil {
		return nil, err
	}
	out = sealed(kind, b.Bytes())
	if ending != "" {
		out.name = slug(strings.TrimPrefix(a.command(), "archive ")) + ending
	}
	return out, nil
}

func drawSVG(b *bytes.Buffer, a *answer) error {
	if a.sheet == nil && a.bald != "" {
		return badf("%s", a.bald)
	}
	if a.sheet == nil {
		return notFoundf("This view has no picture.")
	}
	sheet, err := a.sheet()
	if nothingToDraw(err) && err != nil {
		return notFoundf("This view has no picture: nothing in it can be drawn.")
	}
	if err != nil {
		return err
	}
	return sheet.Write(b, "svg")
}

// problem is a problem in the form that was asked for: a page, or where rows were
// wanted one sentence as JSON or text.
func (h *handler) problem(p *Problem, ending string) *reply {
	var b bytes.Buffer
	kind := "text/html; charset=utf-8"
	var err error
	switch ending {
	case ".json":
		kind = "application/json"
		err = output.WriteJSONDocument(&b, map[string]any{"error": p.What, "status": p.Status})
	case ".csv", ".svg":
		kind = "text/plain; charset=utf-8"
		b.WriteString(p.What + "\n")
	default:
		err = writeServed(&b, p.page())
	}
	if err != nil {
		h.opt.Failed("", errors.Join(p, err))
	}
	return &reply{status: p.Status, kind: kind, body: b.Bytes()}
}

func sealed(kind string, body []byte) *reply {
	sum := sha256.Sum256(body)
	return &reply{status: http.StatusOK, kind: kind, body: body, tag: `"` + hex.EncodeToString(sum[:16]) + `"`}
}
