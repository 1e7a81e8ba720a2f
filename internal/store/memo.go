package store

import (
	"encoding/json"
	"sync"
)

// memo keeps what was read, by key: an archive never changes while it is open.
// What it holds is shared between callers. The zero memo is empty; it is safe
// for concurrent use.
type memo[T any] struct {
	mu   sync.RWMutex
	held map[string]T
}

func (m *memo[T]) peek(key string) (T, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	v, ok := m.held[key]
	return v, ok
}

func (m *memo[T]) keep(key string, v T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.held == nil {
		m.held = map[string]T{}
	}
	m.held[key] = v
}

// get returns what is kept under key, reading it first if need be. An error is
// not kept.
func (m *memo[T]) get(key string, read func() (T, error)) (T, error) {
	if v, ok := m.peek(key); ok {
		return v, nil
	}
	v, err := read()
	if err == nil {
		m.keep(key, v)
	}
	return v, err
}

// keyList passes any number of keys as one parameter, for json_each to take
// apart.
func keyList(keys []string) string {
	raw, err := json.Marshal(keys)
	if err != nil {
		panic(err) // strings always encode
	}
	return string(raw)
}
