package sheet

import (
	"context"
	"io"
	"sync"
)

// Blocks are large enough that the two goroutines seldom meet and small enough
// for a processor's cache; what is left of a block when it has been scanned
// moves into the headroom before the next. The first is small, as most parts of a
// workbook are.
const (
	headroom   = 64 << 10
	blockSize  = 256 << 10
	firstBlock = 16 << 10
	blocks     = 3
)

type block struct {
	buf      []byte
	from, to int   // the bytes; before from is headroom
	err      error // what ends the stream after them
}

// feed is a window over a stream that another goroutine reads ahead. A scanner
// takes bytes from buf[pos:] and asks for more when a token is not all there.
type feed struct {
	buf []byte
	pos int
	err error // once buf has the last bytes: io.EOF, or what went wrong

	cur   []byte // the block that buf lies in, or nil
	spill []byte // holds what is longer than the headroom
	full  chan block
	free  chan []byte
	ctx   context.Context
	stop  context.CancelFunc
	done  sync.WaitGroup
}

// newFeed reads src ahead, as text that has been checked, until it is closed or
// ctx is done.
func newFeed(ctx context.Context, src io.Reader) *feed {
	f := &feed{full: make(chan block, blocks), free: make(chan []byte, blocks)}
	f.ctx, f.stop = context.WithCancel(ctx)
	for range blocks {
		f.free <- nil // made when needed: a small member needs one
	}
	f.done.Go(func() { f.produce(src) })
	return f
}

// produce fills blocks until the stream ends, fails or is not wanted any more.
func (f *feed) produce(src io.Reader) {
	text := newTextReader(src)
	for first := true; ; first = false {
		var buf []byte
		select {
		case buf = <-f.free:
		case <-f.ctx.Done():
			return
		}
		from := headroom
		switch {
		case first:
			buf, from = make([]byte, firstBlock), 0
		case buf == nil:
			buf = make([]byte, headroom+blockSize)
		}
		n, err := text.fill(buf[from:])
		select {
		case f.full <- block{buf, from, from + n, err}:
		case <-f.ctx.Done():
			return
		}
		if err != nil {
			return
		}
	}
}

// more puts further bytes behind buf[pos:] and moves pos to the start of the
// window. Slices of the window are invalid after it. It is false at the end of
// the stream, and err says which.
func (f *feed) more() bool {
	if f.err != nil {
		return false
	}
	var b block
	select {
	case b = <-f.full:
	case <-f.ctx.Done():
		f.err = f.ctx.Err()
		return false
	}
	if f.ctx.Err() != nil { // select takes either when both are ready
		f.err = f.ctx.Err()
		return false
	}
	rest := f.buf[f.pos:]
	f.err = b.err
	if from := b.from - len(rest); from >= 0 {
		copy(b.buf[from:], rest)
		f.release(f.cur)
		f.cur, f.buf, f.pos = b.buf, b.buf[from:b.to], 0
	} else {
		if need := len(rest) + b.to - b.from; need > cap(f.spill) {
			f.spill = make([]byte, 0, 2*need)
		}
		f.spill = append(f.spill[:0], rest...) // from the block, or down within itself
		f.spill = append(f.spill, b.buf[b.from:b.to]...)
		f.release(f.cur)
		f.release(b.buf)
		f.cur, f.buf, f.pos = nil, f.spill, 0
	}
	return b.to > b.from || f.more()
}

// release gives a block back to be filled.
func (f *feed) release(buf []byte) {
	switch len(buf) {
	case 0:
		return
	case firstBlock:
		buf = nil // to be replaced by one with headroom
	}
	f.free <- buf // never blocks: there are as many places as blocks
}

// drain reads the rest and drops it.
func (f *feed) drain() error {
	for f.pos = len(f.buf); f.more(); {
		f.pos = len(f.buf)
	}
	return f.end()
}

// end is the error that ended the stream; nil when it came to its end.
func (f *feed) end() error {
	if f.err == io.EOF {
		return nil
	}
	return f.err
}

// close stops reading ahead and waits for it.
func (f *feed) close() {
	f.stop()
	f.done.Wait()
}

// stream is a feed as an io.ReadCloser.
type stream struct {
	f  *feed
	at place
}

func (s *stream) Read(p []byte) (int, error) {
	if s.f.pos == len(s.f.buf) && !s.f.more() {
		if err := s.f.end(); err != nil {
			return 0, s.at.at(err, 0, 0)
		}
		return 0, io.EOF
	}
	n := copy(p, s.f.buf[s.f.pos:])
	s.f.pos += n
	return n, nil
}

func (s *stream) Close() error {
	s.f.close()
	return nil
}
