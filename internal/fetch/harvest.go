package fetch

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"careratings/internal/eras"
)

// Ask is what is asked of the API.
type Ask struct {
	Key   string
	Rate  float64   // calls a second; 0: DefaultRate
	Since time.Time // changes only
}

// DefaultRate is polite: a public client makes 2,000 calls a minute, and the API's
// own limit is not published.
const DefaultRate = 10

// mostPasses is how often a list is read that was short of its own total, because
// it moved while it was read or its pages repeat.
const mostPasses = 3

// mostGone is how many ids running may be gone before it is the API that is.
const mostGone = 200

// oldest is the age beyond which a part of a harvest is not gone on with: its
// records would be of too different days.
const oldest = 7 * 24 * time.Hour

// harvestState is the first line of a harvest's list of ids.
type harvestState struct {
	Base  string    `json:"base"`
	Path  string    `json:"path"`
	Since time.Time `json:"since"`
	Until time.Time `json:"until"` // when it began
}

// harvest is one list of the API being got: the ids first, then a record each.
// Three parts hold it, each of whole lines, so that it can stop anywhere:
// ID.ids.part, ID.ndjson.part and ID.gone.part.
type harvest struct {
	client *Client
	api    *api
	entry  Entry
	list   list
	state  harvestState
	paths  struct{ ids, records, gone string }
	ids    []string
	seen   map[string]bool
}

// Harvest gets a list of the API and every record on it, as NDJSON: one record a
// line, as the API sent it but for what it tells of persons. Ids that the API
// lists and does not have are kept in a second file. Stopped, by a fault or by
// ctx, it goes on at the next call. The result is empty when nothing changed.
func (c *Client) Harvest(ctx context.Context, o *Originals, e Entry, ask Ask) ([]Result, error) {
	l, err := listOf(e.Pattern)
	if err != nil {
		return nil, err
	}
	if l.changes == ask.Since.IsZero() {
		return nil, fmt.Errorf("%s: a day to count changes from goes with lists of changes, and only with them", e.ID)
	}
	if ask.Rate <= 0 {
		ask.Rate = DefaultRate
	}
	a, err := c.newAPI(e.Page, ask.Key, ask.Rate)
	if err != nil {
		return nil, err
	}
	h := &harvest{client: c, api: a, entry: e, list: l, seen: map[string]bool{}}
	h.state = harvestState{Base: a.base, Path: l.path, Since: ask.Since.UTC(), Until: c.Now().UTC().Truncate(time.Second)}
	name := e.ID
	if l.changes {
		name += "_since_" + ask.Since.Format(time.DateOnly)
	}
	h.paths.ids, h.paths.records, h.paths.gone = o.path(name+".ids.part"), o.path(name+".ndjson.part"), o.path(name+".gone.part")
	ids, err := openAlone(h.paths.ids) // keeps other runs off all three
	if err != nil {
		return nil, err
	}
	defer ids.Close()
	if err := h.listIDs(ctx, ids); err != nil {
		return nil, h.kept(err)
	}
	if err := h.records(ctx); err != nil {
		return nil, h.kept(err)
	}
	return h.finish(o, name)
}

func (h *harvest) kept(err error) error {
	return fmt.Errorf("%w; what was got of %s is kept, and the next run goes on from there", err, h.entry.ID)
}

// listIDs reads the ids, from the part and then from the API.
func (h *harvest) listIDs(ctx context.Context, f *os.File) error {
	pages, complete, err := h.resume(f)
	if err != nil || complete {
		return err
	}
	last := 0 // page read last in this pass
	if n := len(pages); n > 0 {
		last = pages[n-1].Number
	}
	for pass := 1; pass <= mostPasses; pass++ {
		total, listed := 0, 0
		for _, p := range pages {
			listed += len(p.IDs)
		}
		for n := last + 1; ; n++ {
			p, err := h.api.page(ctx, h.list, n, h.state.Since, h.state.Until)
			if err != nil {
				return err
			}
			if err := appendLine(f, p); err != nil {
				return err
			}
			h.take(p.IDs)
			listed += len(p.IDs)
			total = p.Total
			m := h.client.meter(h.entry.ID, "ids", int64(listed), int64(p.Total))
			m.at(int64(listed), n >= p.Pages)
			if n >= p.Pages || len(p.IDs) == 0 {
				break
			}
		}
		if len(h.ids) >= total || h.list.changes && listed >= total { // a body may change twice
			return appendLine(f, map[string]bool{"complete": true})
		}
		h.client.Remark(fmt.Sprintf("%s: the list says %d and has %d; reading it again", h.entry.ID, total, len(h.ids)))
		last, pages = 0, nil
		if pass == mostPasses {
			return fmt.Errorf("%s%s: the list says %d and %d readings of it have %d", h.state.Base, h.list.path, total, pass, len(h.ids))
		}
	}
	return nil
}

// take adds ids that are new, in their order.
func (h *harvest) take(ids []string) {
	for _, id := range ids {
		if !h.seen[id] {
			h.seen[id] = true
			h.ids = append(h.ids, id)
		}
	}
}

// resume reads the part of the ids. One of another question, or too old, is
// dropped with the other parts, and a new one begins.
func (h *harvest) resume(f *os.File) (pages []page, complete bool, err error) {
	lines, err := wholeLines(f)
	if err != nil {
		return nil, false, err
	}
	var was harvestState
	if len(lines) > 0 {
		err = json.Unmarshal(lines[0], &was)
	}
	age := h.state.Until.Sub(was.Until)
	same := was.Base == h.state.Base && was.Path == h.state.Path && was.Since.Equal(h.state.Since) && age >= 0 && age < oldest
	if err != nil || !same {
		if len(lines) > 0 {
			h.client.Remark(h.entry.ID + ": what an earlier run left is too old, or of another question, and is begun anew")
		}
		return nil, false, h.beginAnew(f)
	}
	h.state = was
	for _, line := range lines[1:] {
		var p struct {
			page
			Complete bool `json:"complete"`
		}
		if err := json.Unmarshal(line, &p); err != nil {
			return nil, false, h.beginAnew(f)
		}
		complete = p.Complete
		if p.Number == 1 {
			pages = nil // a further pass
		}
		if !p.Complete {
			pages = append(pages, p.page)
		}
		h.take(p.IDs)
	}
	return pages, complete, nil
}

func (h *harvest) beginAnew(f *os.File) error {
	h.ids, h.seen = nil, map[string]bool{}
	for _, path := range []string{h.paths.records, h.paths.gone} {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	if err := f.Truncate(0); err != nil {
		return err
	}
	return appendLine(f, h.state)
}

// wholeLines reads the lines of a part and cuts off a last one that a run killed
// in the middle left torn.
func wholeLines(f *os.File) ([][]byte, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(bufio.NewReader(f))
	if err != nil {
		return nil, err
	}
	whole := bytes.LastIndexByte(raw, '\n') + 1
	if err := f.Truncate(int64(whole)); err != nil {
		return nil, err
	}
	if _, err := f.Seek(int64(whole), io.SeekStart); err != nil {
		return nil, err
	}
	lines := bytes.Split(raw[:whole], []byte("\n"))
	return lines[:len(lines)-1], nil
}

// appendLine adds a value as a line at the end of a part.
func appendLine(f *os.File, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekEnd); err != nil {
		return err
	}
	_, err = f.Write(append(raw, '\n'))
	return err
}

// goneRecord is an id that the API lists and does not have.
type goneRecord struct {
	ID     string    `json:"id"`
	Status int       `json:"status"`
	Asked  time.Time `json:"asked"`
}

// records gets the record of each id that is not in a part yet.
func (h *harvest) records(ctx context.Context) error {
	got, err := openOwn(h.paths.records, os.O_RDWR|os.O_CREATE)
	if err != nil {
		return err
	}
	defer got.Close()
	gone, err := openOwn(h.paths.gone, os.O_RDWR|os.O_CREATE)
	if err != nil {
		return err
	}
	defer gone.Close()
	done, err := h.done(got, gone)
	if err != nil {
		return err
	}
	m := h.client.meter(h.entry.ID, "records", int64(len(done)), int64(len(h.ids)))
	n, running := len(done), 0
	for _, id := range h.ids {
		if done[id] {
			continue
		}
		line, status, err := h.api.record(ctx, h.list, id)
		if err != nil {
			return err
		}
		if status == 0 {
			running = 0
			_, err = got.Write(append(line, '\n'))
		} else {
			running++
			err = appendLine(gone, goneRecord{id, status, h.client.Now().UTC().Truncate(time.Second)})
		}
		if err != nil {
			return err
		}
		if running >= mostGone {
			return fmt.Errorf("%s%s: %d ids running are answered with %d or the like", h.state.Base, h.list.records, running, status)
		}
		n++
		m.at(int64(n), n == len(h.ids))
	}
	return errors.Join(got.Sync(), gone.Sync())
}

// done lists the ids that the parts hold already.
func (h *harvest) done(got, gone *os.File) (map[string]bool, error) {
	done := map[string]bool{}
	for _, part := range []struct {
		file *os.File
		key  string
	}{{got, h.list.idKey}, {gone, "id"}} {
		end := int64(0)
		in := bufio.NewReaderSize(part.file, 1<<20)
		for {
			line, err := in.ReadBytes('\n')
			if errors.Is(err, io.EOF) {
				break // a last line without its end is torn
			}
			if err != nil {
				return nil, err
			}
			id, err := idOf(line, part.key)
			if err != nil {
				break
			}
			done[id] = true
			end += int64(len(line))
		}
		if err := part.file.Truncate(end); err != nil {
			return nil, err
		}
		if _, err := part.file.Seek(end, io.SeekStart); err != nil {
			return nil, err
		}
	}
	return done, nil
}

// finish names the files and enters them into the journal.
func (h *harvest) finish(o *Originals, name string) ([]Result, error) {
	day := h.state.Until.Format(time.DateOnly)
	var out []Result
	for _, part := range []struct{ path, name string }{
		{h.paths.records, name + "_" + day + ".ndjson"},
		{h.paths.gone, name + "_" + day + ".gone.ndjson"},
	} {
		r, err := h.keep(o, part.path, part.name)
		if err != nil {
			return nil, err
		}
		if r.File != "" {
			out = append(out, r)
		}
	}
	for _, path := range []string{h.paths.records, h.paths.gone, h.paths.ids} {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, err
		}
	}
	return out, nil
}

// keep keeps a part that holds something.
func (h *harvest) keep(o *Originals, path, name string) (Result, error) {
	f, err := os.Open(path)
	if err != nil {
		return Result{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return Result{}, err
	}
	return o.keep(whole{
		content: f, limit: info.Size(), tmp: path + ".whole", name: name,
		original: Original{FetchedAt: h.client.Now(), ID: h.entry.ID, Date: eras.Interval(h.state.Until.Format(time.DateOnly)), URL: h.state.Base + h.list.path},
		check:    func(*os.File, int64) (string, error) { return string(NDJSON), nil },
	})
}
