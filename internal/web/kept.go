package web

import (
	"container/list"
	"sync"
)

// kept are the latest replies by address, at most so many bytes of them. An archive
// does not change while it is open, so a reply holds as long as the server runs.
type kept struct {
	most int

	mu    sync.Mutex
	used  int
	order *list.List // the latest asked for first
	at    map[string]*list.Element
}

type keptReply struct {
	key   string
	reply *reply
}

func newKept(most int) *kept {
	return &kept{most: most, order: list.New(), at: map[string]*list.Element{}}
}

func (k *kept) get(key string) (*reply, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	e, ok := k.at[key]
	if !ok {
		return nil, false
	}
	k.order.MoveToFront(e)
	held, ok := e.Value.(keptReply)
	return held.reply, ok
}

// put keeps a reply, and lets go of those asked for longest ago. One that would
// take more than an eighth of the room is not kept.
func (k *kept) put(key string, r *reply) {
	if weight(key, r) > k.most/8 {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, ok := k.at[key]; ok {
		return
	}
	k.at[key] = k.order.PushFront(keptReply{key, r})
	k.used += weight(key, r)
	for k.used > k.most {
		last := k.order.Back()
		old, _ := k.order.Remove(last).(keptReply)
		delete(k.at, old.key)
		k.used -= weight(old.key, old.reply)
	}
}

// weight is about what a reply takes in memory.
func weight(key string, r *reply) int { return len(r.body) + 2*len(key) + 512 }
