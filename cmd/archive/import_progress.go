package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"careratings/internal/intake"
	"careratings/internal/output"
)

// importLine draws how far an import is, on one line of the terminal.
type importLine struct {
	out   io.Writer
	now   func() time.Time
	began time.Time
	size  int64 // bytes of all files
	done  int64 // bytes of those that are finished
	rows  int   // of the file being read
	all   int   // rows of those that are finished
	drawn bool
}

// soon is how long an import may take without saying how far it is.
const soon = 300 * time.Millisecond

// sizeOfAll is the bytes of files together; what cannot be read counts nothing,
// and is told of when its turn comes.
func sizeOfAll(files []string) (n int64) {
	for _, f := range files {
		if info, err := os.Stat(f); err == nil {
			n += info.Size()
		}
	}
	return n
}

// tell draws the line: rows of the file, rows a second so far, and by the bytes
// still to be read how long the rest will take.
func (l *importLine) tell(p intake.Progress) {
	l.rows = p.Rows
	took := l.now().Sub(l.began)
	if took < soon {
		return
	}
	l.drawn = true
	text := fmt.Sprintf("%s: %d rows, %.0f a second", output.Clean(p.Name), p.Rows, float64(l.all+p.Rows)/took.Seconds())
	if done := l.done + p.Read; took >= time.Second && done > 0 && done < l.size {
		left := time.Duration(float64(took) * float64(l.size-done) / float64(done))
		text += ", about " + aboutSeconds(left) + " left"
	}
	fmt.Fprint(l.out, "\r\x1b[K"+text)
}

// finished takes the line away, so that remarks stand on their own, and counts
// the file.
func (l *importLine) finished(file string) {
	if l.drawn {
		fmt.Fprint(l.out, "\r\x1b[K")
	}
	l.done += sizeOfAll([]string{file})
	l.all, l.rows, l.drawn = l.all+l.rows, 0, false
}

// aboutSeconds is a time to wait, as exactly as one can know it.
func aboutSeconds(d time.Duration) string {
	switch s := int(d.Seconds() + 0.5); {
	case s < 10:
		return fmt.Sprintf("%d s", max(s, 1))
	case s < 90:
		return fmt.Sprintf("%d s", (s+2)/5*5)
	default:
		return fmt.Sprintf("%d min", (s+30)/60)
	}
}
