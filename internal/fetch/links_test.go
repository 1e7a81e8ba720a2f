package fetch

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLinks(t *testing.T) {
	const at = "https://www.cqc.example/about/using-data"
	tests := []struct {
		name, page string
		want       []string // address and name
	}{
		{
			"absolute, relative to the root and to the page",
			`<a href="https://other.example/a.csv">A</a> <A HREF='/files/b.csv'>B</A> <a class=x href=c.csv>C</a>`,
			[]string{"https://other.example/a.csv a.csv", "https://www.cqc.example/files/b.csv b.csv", "https://www.cqc.example/about/c.csv c.csv"},
		},
		{
			"entities, percent signs and spaces",
			`<a href="/f/Tom&amp;Co%20x.csv?v=1&amp;w=2">t</a><a href="/f/1 May 2018 Latest ratings.xlsx">s</a><a href="/f/100%.csv">p</a><a href="/f/5%25.csv#top">q</a>`,
			[]string{
				"https://www.cqc.example/f/Tom&Co%20x.csv?v=1&w=2 Tom&Co x.csv", "https://www.cqc.example/f/1%20May%202018%20Latest%20ratings.xlsx 1 May 2018 Latest ratings.xlsx",
				"https://www.cqc.example/f/100%25.csv 100%.csv", "https://www.cqc.example/f/5%25.csv 5%.csv",
			},
		},
		{"line ends and spaces around", "<a\n href=\"\n /f/lo\nng.csv \">", []string{"https://www.cqc.example/f/long.csv long.csv"}},
		{"the same address twice", `<a href="/f/a.csv">1</a><a href="/f/a.csv#x">2</a><a href="/g/a.csv">3</a>`, []string{"https://www.cqc.example/f/a.csv a.csv", "https://www.cqc.example/g/a.csv a.csv"}},
		{"base", `<base href="/data/"><base href="/nope/"><a href="a.csv">`, []string{"https://www.cqc.example/data/a.csv a.csv"}},
		{"base on another host", `<base href="//files.example/x/"><a href="a.csv">`, []string{"https://files.example/x/a.csv a.csv"}},
		{"an old link", `<a href="http://www.cqc.example/a.csv">`, []string{"https://www.cqc.example/a.csv a.csv"}},
		{"no files", `<a href="mailto:x@y.example">m</a><a href="javascript:go()">j</a><a href="#top">t</a><a name=x>n</a><a href="file:///etc/passwd">f</a><a href="/">r</a><a href="data:text/csv,a">d</a>`, []string{"https://www.cqc.example/about/using-data using-data"}},
		{"not links", `<!-- <a href="/c.csv"> --><script>x = '<a href="/s.csv">'</script><textarea><a href="/t.csv"></textarea><title><a href="/u.csv"></title>`, nil},
		{"image map, unclosed and misnested", `<map><area href="/a.csv"></map><p><b><a href=/b.csv>x</p><a href="/c.csv"`, []string{"https://www.cqc.example/a.csv a.csv", "https://www.cqc.example/b.csv b.csv"}},
		{"a name that is no UTF-8", `<a href="/Est%E9.csv">`, []string{"https://www.cqc.example/Est%E9.csv Est\ufffd.csv"}},
		{"nothing", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found, err := links([]byte(tt.page), mustParse(at))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, l := range found {
				got = append(got, l.url.String()+" "+l.name)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLinksOfAMonstrousTag(t *testing.T) {
	page := `<a href="/` + strings.Repeat("x", mostTag) + `.csv">`
	if _, err := links([]byte(page), mustParse("https://x.example/")); err == nil {
		t.Error("taken")
	}
}

// Whatever a page holds, links come out as addresses that can be asked for, with
// a name that is a name.
func FuzzLinks(f *testing.F) {
	for _, seed := range []string{
		`<base href="/x/"><a href="a%20b.csv?x=1&amp;y">`, `<a href="http://[::1]:99999/%zz%">`, "<a href='\x00'><!--", `<a href="//">`, `<a href="a/../../b.csv">`,
		"<a href=\"https://user:pass@host/a.csv\">", "<a href='/%2e%2e%2fa.csv'>",
	} {
		f.Add([]byte(seed))
	}
	at := mustParse("https://www.cqc.example/about/")
	f.Fuzz(func(t *testing.T, page []byte) {
		found, err := links(page, at)
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, l := range found {
			if l.url.Scheme != "https" && !isLoopback(l.url.Hostname()) || l.name == "" || l.name != strings.ToValidUTF8(l.name, "\ufffd") {
				t.Errorf("%q: %q", l.url, l.name)
			}
			if seen[l.url.String()] {
				t.Errorf("%q twice", l.url)
			}
			seen[l.url.String()] = true
			safe := fileName(l.name)
			if safe == "" || len(safe) > 130 || strings.ContainsAny(safe, "/\\:\x00 ") || safe[0] == '.' {
				t.Errorf("%q becomes the file %q", l.name, safe)
			}
			dated(l.name, l.url.Path)
		}
	})
}
