package trajectory_test

import (
	"os"
	"testing"

	"careratings/internal/store"
	"careratings/internal/trajectory"
)

// BenchmarkBuild times one trajectory in a running program, on the real
// archive: the document built, not printed. The budget is 1 ms.
func BenchmarkBuild(b *testing.B) {
	a, err := store.OpenEmbedded(os.DirFS("../../data"), "archive.db")
	if err != nil {
		b.Fatal(err)
	}
	defer a.Close()
	for _, code := range []string{"RWE", "RT5", "RX1"} {
		b.Run(code, func(b *testing.B) {
			body, ok, err := a.BodyByID(b.Context(), code)
			if err != nil || !ok {
				b.Fatalf("no body %s: %v", code, err)
			}
			for b.Loop() {
				if _, err := trajectory.Build(b.Context(), a, body, trajectory.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkFirst times the first trajectory of a program: open, ask, close.
func BenchmarkFirst(b *testing.B) {
	for b.Loop() {
		a, err := store.OpenEmbedded(os.DirFS("../../data"), "archive.db")
		if err != nil {
			b.Fatal(err)
		}
		body, _, err := a.BodyByID(b.Context(), "RWE")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := trajectory.Build(b.Context(), a, body, trajectory.Options{}); err != nil {
			b.Fatal(err)
		}
		if err := a.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
