package native

import "careratings/internal/eras"

// Catalogue tells what the archive knows of the regimes: the editions, the
// measures and the levels of a scale, worst first (nil for an unknown scale).
type Catalogue interface {
	Edition(id string) (eras.Edition, bool)
	Measure(id string) (eras.Measure, bool)
	Scale(name string) []eras.Level
}

// SourceSink is a Sink that takes documents too, which formats need that state
// their documents row by row: each is announced before the claims that name it.
type SourceSink interface {
	Sink
	Source(s eras.Source) error
}

// RemarkSink is a Sink that takes what is odd and loses nothing: a column that is
// not known, a row that is not filled in, a metric in another unit.
type RemarkSink interface {
	Sink
	Remark(r Reject) error
}

// remark tells a sink of something odd. One that takes no remarks gets it as a
// Reject, so that it is told of at all.
func remark(to Sink, r Reject) error {
	if s, ok := to.(RemarkSink); ok {
		return s.Remark(r)
	}
	return to.Reject(r)
}
