package compare

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLines(t *testing.T) {
	own := &Held{Body: "NEW", Levels: At(3)}
	old := []Held{{Body: "A", Levels: At(2)}, {Body: "B", Levels: At(4)}}
	vague := []Held{{Body: "A", Levels: Span{1, 3}}, {Body: "B", Levels: At(2)}, {Body: "C", Levels: At(4)}}
	for name, test := range map[string]struct {
		policy Policy
		own    *Held
		old    []Held
		want   string
	}{
		"strands":                    {Strands, own, old, "NEW 3-3, A 2-2 via, B 4-4 via"},
		"strands, before":            {Strands, nil, old, "A 2-2 via, B 4-4 via"},
		"legal":                      {Legal, own, old, "NEW 3-3"},
		"legal, before":              {Legal, nil, old, ""},
		"inherit, rated":             {Inherit, own, old, "NEW 3-3"},
		"inherit, not yet":           {Inherit, nil, old, "A 2-2 via, B 4-4 via"},
		"worst":                      {Worst, own, old, "A 2-2 via"},
		"best":                       {Best, own, old, "B 4-4 via"},
		"worst of partly known":      {Worst, nil, vague, "A or B 1-2 via"},
		"best is known all the same": {Best, nil, vague, "C 4-4 via"},
		"worst of nothing":           {Worst, nil, nil, ""},
		"strands of nothing":         {Strands, nil, nil, ""},
	} {
		var lines []string
		for _, h := range Lines(test.policy, test.own, test.old) {
			text := fmt.Sprintf("%s %d-%d", h.Body, h.Levels.Low, h.Levels.High)
			if h.ThroughMerger {
				text += " via"
			}
			lines = append(lines, text)
		}
		if got := strings.Join(lines, ", "); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	if old[0].ThroughMerger {
		t.Error("Lines changed what it was given")
	}
}

func TestParsePolicy(t *testing.T) {
	for _, p := range Policies() {
		if got, err := ParsePolicy(string(p)); got != p || err != nil {
			t.Errorf("%s: %s, %v", p, got, err)
		}
	}
	if got, err := ParsePolicy(""); got != Strands || err != nil {
		t.Errorf("default: %s, %v", got, err)
	}
	if _, err := ParsePolicy("average"); err == nil || !strings.Contains(err.Error(), "strands, legal, inherit, worst, best") {
		t.Errorf("average: %v", err)
	}
}

func TestOncePerSuccessor(t *testing.T) {
	strand := func(from, to string, a, b float64) Strand {
		return Strand{Pair: Pair{Lineage: to, A: a, B: b}, From: from, To: to}
	}
	kept, leftOut := OncePerSuccessor([]Strand{
		strand("A", "M", 1, 3), strand("M", "M", 2, 3), strand("B", "M", 4, 3), // absorbed two
		strand("C", "N", 2, 2), strand("D", "N", 2, 2), // merged, agreeing
		strand("E", "O", 1, 2), strand("F", "O", 3, 2), // merged, disagreeing
		strand("P", "P", 4, 4),
	})
	want := []Pair{{Lineage: "M", A: 2, B: 3}, {Lineage: "N", A: 2, B: 2}, {Lineage: "P", A: 4, B: 4}}
	if diff := cmp.Diff(want, kept); diff != "" || leftOut != 1 {
		t.Errorf("left out %d, kept (-want +got): %s", leftOut, diff)
	}
	if kept, leftOut := OncePerSuccessor(nil); kept != nil || leftOut != 0 {
		t.Errorf("nothing: %v, %d", kept, leftOut)
	}
}
