package fetch

import (
	"time"
)

// Progress is how far a file has come.
type Progress struct {
	What  string        // name of the file, or id of the publication
	Unit  string        // "bytes" or "records"
	Done  int64         // with what an earlier run had brought
	Total int64         // -1: not known
	Rate  float64       // units a second, of this run
	Left  time.Duration // 0: not known
}

// meter reports progress at most ten times a second.
type meter struct {
	client *Client
	what   string
	unit   string
	total  int64
	from   int64 // done before this run
	begun  time.Time
	last   time.Time
}

func (c *Client) meter(what, unit string, done, total int64) *meter {
	return &meter{client: c, what: what, unit: unit, total: total, from: done, begun: c.Now()}
}

// at reports that done units are there; last says that it is all.
func (m *meter) at(done int64, last bool) {
	now := m.client.Now()
	if !last && now.Sub(m.last) < 100*time.Millisecond {
		return
	}
	m.last = now
	p := Progress{What: m.what, Unit: m.unit, Done: done, Total: m.total}
	if s := now.Sub(m.begun).Seconds(); s > 0 {
		p.Rate = float64(done-m.from) / s
	}
	if p.Rate > 0 && m.total > done {
		p.Left = time.Duration(float64(m.total-done) / p.Rate * float64(time.Second))
	}
	m.client.Progress(p)
}
