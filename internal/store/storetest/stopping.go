package storetest

import (
	"context"
	"sync"
)

// Stopping is a context that ends when it has been looked at so many times, so
// that a question or an import can be interrupted at each of its steps.
type Stopping struct {
	context.Context
	mu    sync.Mutex
	looks int
	ended chan struct{}
	over  bool
}

// StopAfter gives a context that ends after so many looks.
func StopAfter(looks int) *Stopping {
	return &Stopping{Context: context.Background(), looks: looks, ended: make(chan struct{})}
}

func (s *Stopping) look() {
	if s.looks--; s.looks < 0 && !s.over {
		s.over = true
		close(s.ended)
	}
}

// Done implements context.Context.
func (s *Stopping) Done() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.look()
	return s.ended
}

// Err implements context.Context.
func (s *Stopping) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.look(); s.over {
		return context.Canceled
	}
	return nil
}

// Reached reports whether it has ended: what was asked took more looks.
func (s *Stopping) Reached() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.over
}
