package fetch

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// part is a file that is not all there yet, FILE.part, with what must be known to
// go on with it in FILE.part.json beside it. It holds the bytes as they were sent.
type part struct {
	file  *os.File
	path  string
	size  int64
	state partState
	kept  bool // the file is among the originals
}

// partState is what the server said of the file when its first byte came.
type partState struct {
	URL          string   `json:"url"`
	ETag         string   `json:"etag,omitempty"`
	LastModified string   `json:"last_modified,omitempty"`
	Total        int64    `json:"total"` // bytes; -1: not said
	Encoding     string   `json:"encoding,omitempty"`
	Digests      []digest `json:"digests,omitempty"`
}

// openPart opens the part of an address and takes it for this process alone. A
// part without a readable state, or of another address, starts anew.
func openPart(path, url string) (*part, error) {
	f, err := openAlone(path)
	if err != nil {
		return nil, err
	}
	p := &part{file: f, path: path}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	p.size = info.Size()
	raw, err := os.ReadFile(p.statePath())
	if err != nil || json.Unmarshal(raw, &p.state) != nil || p.state.URL != url {
		if err := p.reset(partState{URL: url, Total: -1}); err != nil {
			return nil, errors.Join(err, f.Close())
		}
	}
	return p, nil
}

func (p *part) statePath() string { return p.path + ".json" }

// reset empties the part for the file that state describes.
func (p *part) reset(state partState) error {
	if p.size > 0 {
		if err := p.file.Truncate(0); err != nil {
			return err
		}
	}
	p.size, p.state = 0, state
	raw, err := json.Marshal(state)
	if err != nil {
		return err
	}
	tmp := p.statePath() + ".new"
	f, err := openOwn(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC)
	if err != nil {
		return err
	}
	_, err = f.Write(raw)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(tmp, p.statePath())
}

// drop forgets what the part holds.
func (p *part) drop() error { return p.reset(partState{URL: p.state.URL, Total: -1}) }

// validator is what If-Range takes: a strong ETag, else the date; empty when the
// server gave neither, so that nothing tells whether the file is still the same.
func (p *part) validator() string {
	if e := p.state.ETag; e != "" && e[0] == '"' { // W/"..." promises no equal bytes
		return e
	}
	return p.state.LastModified
}

func (p *part) write(b []byte) error {
	n, err := p.file.WriteAt(b, p.size)
	p.size += int64(n)
	return err
}

// remove takes the part away.
func (p *part) remove() error {
	var faults []error
	for _, path := range []string{p.path, p.statePath()} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

// resumable reports whether another run can go on with the part.
func (p *part) resumable() bool { return p.size > 0 && p.validator() != "" && !p.kept }

// close leaves a part for the next run, if it can go on with it.
func (p *part) close() error {
	err := p.file.Close()
	if !p.resumable() {
		err = errors.Join(err, p.remove())
	}
	return err
}

// openAlone opens a file to write to and keeps other runs off it until it is
// closed.
func openAlone(path string) (*os.File, error) {
	for {
		f, err := openOwn(path, os.O_RDWR|os.O_CREATE)
		if err != nil {
			return nil, err
		}
		if err := lock(f); err != nil {
			return nil, errors.Join(fmt.Errorf("%s: another run is getting this file: %w", path, err), f.Close())
		}
		// A run that ended in between may have given what was opened its final name.
		mine, err1 := f.Stat()
		there, err2 := os.Stat(path)
		if err1 == nil && err2 == nil && os.SameFile(mine, there) {
			return f, nil
		}
		if err := errors.Join(err1, f.Close()); err != nil {
			return nil, err
		}
		if err2 != nil && !errors.Is(err2, fs.ErrNotExist) {
			return nil, err2
		}
	}
}
