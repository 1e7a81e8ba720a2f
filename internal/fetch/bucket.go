package fetch

import (
	"context"
	"time"
)

// bucket holds requests to a rate: it fills with rate tokens a second, and holds
// at most one second's worth.
type bucket struct {
	client *Client
	rate   float64 // tokens a second, above 0
	tokens float64
	last   time.Time
}

func (c *Client) bucket(rate float64) *bucket {
	return &bucket{client: c, rate: rate, tokens: max(rate, 1), last: c.Now()}
}

// take waits for a token.
func (b *bucket) take(ctx context.Context) error {
	now := b.client.Now()
	b.tokens = min(b.tokens+max(now.Sub(b.last), 0).Seconds()*b.rate, max(b.rate, 1))
	b.last = now
	b.tokens--
	if b.tokens >= 0 {
		return nil
	}
	return b.client.Sleep(ctx, time.Duration(-b.tokens/b.rate*float64(time.Second)))
}
