package fetch

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// Whatever comes in place of a file, it is one of the formats known or called by
// what it is, in one line of a bounded length.
func FuzzKindOf(f *testing.F) {
	for _, seed := range []string{"code\nRWE\n", "<html><title>x", "<!DOCTYPE html>", "PK\x03\x04", "%PDF-1.7", "{}", "\xef\xbb\xbf[", "\xff\xfea\x00", "\x00", "", "<title>x"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		kind, what, err := kindOf(bytes.NewReader(raw), raw[:min(len(raw), 4096)], int64(len(raw)))
		if err != nil {
			return
		}
		if what == "" || len(what) > 400 || strings.ContainsAny(what, "\n\r") || kind != "" && !slices.Contains(formats(), kind) {
			t.Errorf("%q is %q, %q", raw, kind, what)
		}
	})
}
