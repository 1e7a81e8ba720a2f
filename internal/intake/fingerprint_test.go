package intake

import (
	"context"
	"errors"
	"io"
	"testing"
)

// stopped is a long file whose reading is given up after its first bytes.
type stopped struct {
	stop  context.CancelFunc
	reads int
}

func (s *stopped) Read(p []byte) (int, error) {
	s.stop()
	if s.reads++; s.reads > 9 {
		return 0, io.EOF
	}
	return len(p), nil
}

// An import is given up at once while the checksum of a long file is made.
func TestAChecksumIsGivenUp(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	if sum, _, err := sumOf(ctx, &stopped{stop: stop}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %s, %v", sum, err)
	}
}
