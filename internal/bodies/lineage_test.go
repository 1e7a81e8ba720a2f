package bodies_test

import (
	"fmt"
	"slices"
	"testing"

	"careratings/internal/bodies"
	"careratings/internal/eras"

	"github.com/google/go-cmp/cmp"
)

func kin(successions []bodies.Succession, code string) []string {
	var out []string
	for _, k := range bodies.Lineage(successions, code) {
		out = append(out, fmt.Sprintf("%s %s %s %d", k.Code, k.Relation, k.On, k.Steps))
	}
	return out
}

func TestLineageOfTheArchive(t *testing.T) {
	tests := map[string][]string{
		"RX1": {"RCS predecessor 2006-04-01 1", "RFK predecessor 2006-04-01 1", "CHL predecessor 1992-04-01 2"},
		"RWE": {"RFB predecessor 2000-04-01 1", "RFD predecessor 2000-04-01 1", "RFL predecessor 2000-04-01 1"},
		"RFK": {"RX1 successor 2006-04-01 1"}, // its sibling Nottingham City is no kin
		"RTG": {"RFP predecessor 1998-04-01 1", "RK8 predecessor 1998-04-01 1", "RJF predecessor 2018-07-01 1", "MH1 predecessor 1993-04-01 2"},
		"RV6": {"RFC predecessor 1999-04-01 1", "RKW predecessor 1999-04-01 1", "RKY predecessor 1999-04-01 1", "RX9 successor 2006-07-01 1"},
	}
	for code, want := range tests {
		if diff := cmp.Diff(want, kin(curated(t).successions, code)); diff != "" {
			t.Errorf("lineage of %s (-want +got):\n%s", code, diff)
		}
	}
}

func TestStrandsOfTheArchive(t *testing.T) {
	c := curated(t)
	tests := map[string][]string{
		"RX1": {"RX1", "RCS", "RFK"}, // without the unit of before 1992
		"RTG": {"RTG", "RFP", "RK8", "RJF"},
		"RX9": {"RX9", "RBX", "RHY", "RV6", "RFC", "RKW", "RKY"},
		"RHA": {"RHA", "RCP", "RFJ", "RK6", "RFG"}, // without Rampton's authority
	}
	for code, want := range tests {
		self := c.byID[code].Kind
		got := bodies.Strands(c.successions, code, func(id string) bool { return bodies.SameFamily(self, c.byID[id].Kind) })
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("strands of %s (-want +got):\n%s", code, diff)
		}
	}
}

func link(predecessor, successor, on string) bodies.Succession {
	return bodies.Succession{Predecessor: predecessor, Successor: successor, On: eras.Interval(on), Kind: "merge"}
}

func TestLineageOfGraphs(t *testing.T) {
	tests := []struct {
		name string
		in   []bodies.Succession
		want []string
	}{
		{"nobody", nil, nil},
		{"a body that succeeds itself", []bodies.Succession{link("A", "A", "2001")}, nil},
		{
			"a circle",
			[]bodies.Succession{link("A", "B", "2001"), link("B", "A", "2002")},
			[]string{"B both 2002 1"},
		},
		{
			"a longer circle that does not pass A",
			[]bodies.Succession{link("A", "B", "2001"), link("B", "C", "2002"), link("C", "B", "2003")},
			[]string{"B successor 2001 1", "C successor 2002 2"},
		},
		{
			"a split that merges again",
			[]bodies.Succession{link("A", "B", "2001"), link("A", "C", "2001"), link("B", "D", "2002"), link("C", "D", "2003")},
			[]string{"B successor 2001 1", "C successor 2001 1", "D successor 2003 2"},
		},
		{
			"siblings",
			[]bodies.Succession{link("P", "A", "2001"), link("P", "S", "2001"), link("A", "Z", "2005"), link("Y", "Z", "2005")},
			[]string{"P predecessor 2001 1", "Z successor 2005 1"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, kin(tt.in, "A")); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			reversed := slices.Clone(tt.in)
			slices.Reverse(reversed)
			if diff := cmp.Diff(tt.want, kin(reversed, "A")); diff != "" {
				t.Errorf("depends on the order of the links (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLineageLinks(t *testing.T) {
	in := []bodies.Succession{link("A", "B", "2001"), link("A", "C", "2001"), link("B", "D", "2002"), link("C", "D", "2003")}
	all := bodies.Lineage(in, "A")
	if diff := cmp.Diff(in[2:], all[2].Links); diff != "" {
		t.Errorf("links of D (-want +got):\n%s", diff)
	}
}

func TestFourNamesOfRTG(t *testing.T) {
	var got []string
	for _, e := range curated(t).names {
		if e.Name.Body == "RTG" && (e.Name.Kind == "official" || e.Name.Kind == "former") {
			got = append(got, fmt.Sprintf("%s: %s to %s", e.Name.Name, e.Name.From, e.Name.To))
		}
	}
	want := []string{
		"University Hospitals of Derby and Burton NHS Foundation Trust: 2018-07 to ",
		"Derby Hospitals NHS Foundation Trust: 2004-07-01 to 2014/2015-10",
		"Southern Derbyshire Acute Hospitals NHS Trust: 1998-04-01 to 2001-09-25/2004-07-01",
		"Derby Teaching Hospitals NHS Foundation Trust: 2014/2015-10 to 2018-07",
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
