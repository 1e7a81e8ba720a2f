package native

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"careratings/internal/eras/sheet"

	"github.com/google/go-cmp/cmp"
)

func readAPI(t testing.TB, data []byte, lines bool, f *File) *factList {
	t.Helper()
	got := &factList{}
	if err := (cqcAPI{}).read(t.Context(), bytes.NewReader(data), lines, f, got); err != nil {
		t.Fatal(err)
	}
	return got
}

// The inputs hold every trap of the format; a golden says what is made of each.
func TestCQCAPI(t *testing.T) {
	for _, name := range []string{"location.json", "answers.ndjson", "list.json"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join("testdata", "cqc_api", name)
			f := &File{Name: name, Source: "cqc-api-example", Released: "2025-07-01"}
			got := readAPI(t, inputOf(t, path), strings.HasSuffix(name, "ndjson"), f)
			got.sound(t)
			got.golden(t, path)
			if strings.Contains(got.text.String(), "NEVERKEPT") {
				t.Error("a person's name, or a part of an answer that is not understood, was kept")
			}
		})
	}
}

func TestCQCAPIWithoutARelease(t *testing.T) {
	got := readAPI(t, []byte(`{"locationId":"RZ901","currentRatings":{"overall":{"rating":"No published rating"}}}`), false, &File{})
	if len(got.claims) != 1 || got.claims[0].RatedOn != "" {
		t.Errorf("an undated rating of an undated file: %+v, want one of unknown date", got.claims)
	}
}

func TestCQCAPIWords(t *testing.T) {
	want := map[string]string{
		"Outstanding": "4", "Good": "3", "Requires improvement": "2", "Requires Improvement": "2", "Inadequate": "1",
		"No published rating": "not-rated", "No action": "not-rated", "Not rated": "not-rated", "Not Rated": "not-rated",
		"Inspected but not rated": "inspected-not-rated", "Insufficient evidence to rate": "insufficient-evidence",
		"Not applicable": "not-applicable", "Regulations met": "not-rated", "Not all regulations met": "not-rated",
		"We have suspended the ratings on this page": "suspended",
		// What clients invent, or nobody prints, is no rating.
		"Not Yet Inspected": "", "good": "", "Good ": "", "3": "", "": "",
	}
	got := map[string]string{}
	for word := range want {
		level, status, ok := ratingWord(word)
		switch {
		case !ok:
			got[word] = ""
		case level > 0:
			got[word] = fmt.Sprint(level)
		default:
			got[word] = status
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("words (-want +got):\n%s", diff)
	}
}

func TestCQCDates(t *testing.T) {
	for _, c := range []struct {
		printed    string
		monthFirst bool
		want       string
	}{
		{"2019-05-08", false, "2019-05-08"},
		{"2019-05-08T23:30:00Z", false, "2019-05-08"},
		{"2019-05-08 09:30:00", false, "2019-05-08"},
		{"08/05/2019", false, "2019-05-08"},
		{"08/05/2019", true, "2019-08-05"},
		{"6/17/2010", true, "2010-06-17"},
		{"06/17/2010", false, ""},
		{"6/17/2010 12:00:00 AM", false, ""},
		{"2019-02-30", false, ""},
		{"43593", false, ""},
	} {
		got, ok := cqcDate(c.printed, c.monthFirst)
		if string(got) != c.want || ok != (c.want != "") {
			t.Errorf("%q, month first %v: %q %v, want %q", c.printed, c.monthFirst, got, ok, c.want)
		}
	}
}

func TestCQCAPIScore(t *testing.T) {
	record := inputOf(t, "testdata/ord/record.json")
	for _, c := range []struct {
		format sheet.Format
		head   []byte
		api    int
		ord    int
	}{
		{sheet.JSON, inputOf(t, "testdata/cqc_api/location.json"), 95, 0},
		{sheet.NDJSON, inputOf(t, "testdata/cqc_api/answers.ndjson"), 95, 0},
		{sheet.CSV, inputOf(t, "testdata/cqc_api/location.json"), 0, 0},
		{sheet.JSON, []byte(`{"total":1,"locations":[{"locationId":"RZ901"}]}`), 20, 0},
		{sheet.JSON, record, 0, 95},
		{sheet.JSON, []byte(`{}`), 0, 0},
	} {
		h := Head{Format: c.format, Bytes: c.head}
		if api, o := (cqcAPI{}).Score(h), (ord{}).Score(h); api != c.api || o != c.ord {
			t.Errorf("%s %.40q: scores %d and %d, want %d and %d", c.format, c.head, api, o, c.api, c.ord)
		}
	}
}

func TestEachAnswer(t *testing.T) {
	long := strings.Repeat("x", 100)
	for _, c := range []struct {
		name  string
		in    string
		lines bool
		want  string
		err   string
	}{
		{name: "one value over lines", in: "{\n \"a\": 1\n}\n", want: `1 {"a":1}`},
		{name: "one value after a mark and a blank line", in: "\xEF\xBB\xBF\n{\"a\":1}", want: `2 {"a":1}`},
		{name: "lines told by the first", in: "{\"a\":1}\r\n\n{\"a\":2}", want: `1 {"a":1} 3 {"a":2}`},
		{name: "a broken line among lines", in: "{\"a\":1}\n{\"a\":\n{\"a\":3}\n", want: `1 {"a":1} 2 {"a": 3 {"a":3}`},
		{name: "a broken first line of known lines", in: "{\"a\":\n{\"a\":2}\n", lines: true, want: `1 {"a": 2 {"a":2}`},
		{name: "a list", in: "[ {\"a\":\"],}\\\"\"} ,\n[1,[2]], 3]\n", want: `1 {"a":"],}\""} 2 [1,[2]] 3 3`},
		{name: "an empty list", in: "[]", want: ``},
		{name: "a long line is passed over", in: "{\"a\":\"" + long + "\"}\n{\"a\":2}", lines: true, want: `1 too long 2 {"a":2}`},
		{name: "a long entry is passed over", in: "[{\"a\":\"" + long + "\"},{\"a\":2}]", want: `1 too long 2 {"a":2}`},
		{name: "another encoding", in: "{\"a\":\"caf\xe9\"}\n", want: "1 not UTF-8"},
		{name: "nothing", in: " \n", err: "empty"},
		{name: "no JSON", in: "<html>\n", err: "not JSON"},
		{name: "one value cut short", in: "{\"a\":\n", err: "not JSON"},
		{name: "one value too long", in: "{\"a\":\n\"" + long + "\"}", err: "too long"},
		{name: "a list cut short", in: "[{\"a\":1},", want: `1 {"a":1}`, err: "entry 2"},
		{name: "a list cut within an entry", in: "[{\"a\":", err: "entry 1"},
		{name: "something after a list", in: "[1]]", want: "1 1", err: "after its end"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			err := eachAnswer(t.Context(), strings.NewReader(c.in), c.lines, 64, func(row int, raw []byte, fault error) error {
				text := string(raw)
				var packed bytes.Buffer
				if json.Compact(&packed, raw) == nil {
					text = packed.String()
				}
				switch {
				case errors.Is(fault, errAnswerTooLong):
					text = "too long"
				case fault != nil:
					text = fault.Error()
				}
				got = append(got, fmt.Sprint(row, " ", strings.TrimSpace(text)))
				return nil
			})
			if all := strings.Join(got, " "); all != c.want {
				t.Errorf("answers %q, want %q", all, c.want)
			}
			if (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
				t.Errorf("error %v, want %q", err, c.err)
			}
		})
	}
}

// endless is a line without an end: what is held of it must not grow with it.
type endless struct{ n, most int64 }

func (e *endless) Read(p []byte) (int, error) {
	if e.n >= e.most {
		return 0, io.EOF
	}
	for i := range p {
		p[i] = 'x'
	}
	e.n += int64(len(p))
	return len(p), nil
}

func TestEachAnswerHoldsOneAnswer(t *testing.T) {
	in := io.MultiReader(strings.NewReader("{}\n"), &endless{most: 200 << 20}, strings.NewReader("\n{}\n"))
	var faults, whole int
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	err := eachAnswer(t.Context(), in, true, 1<<20, func(_ int, _ []byte, fault error) error {
		if fault != nil {
			faults++
		} else {
			whole++
		}
		return nil
	})
	runtime.ReadMemStats(&after)
	if err != nil || faults != 1 || whole != 2 {
		t.Errorf("%d faults and %d answers, error %v, want 1 and 2", faults, whole, err)
	}
	if n := after.TotalAlloc - before.TotalAlloc; n > 16<<20 {
		t.Errorf("%d bytes were allocated for lines of at most 1 MiB", n)
	}
}

func TestCQCAPIStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := (cqcAPI{}).read(ctx, strings.NewReader(`[{"locationId":"RZ901"}]`), false, &File{}, &factList{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want the context's", err)
	}
}

func FuzzCQCAPI(f *testing.F) {
	for _, name := range []string{"location.json", "answers.ndjson", "list.json"} {
		data := inputOf(f, filepath.Join("testdata", "cqc_api", name))
		f.Add(data, true)
		f.Add(data, false)
	}
	f.Fuzz(func(t *testing.T, data []byte, lines bool) {
		got := &factList{}
		file := &File{Released: "2025-07-01"}
		err := (cqcAPI{}).read(t.Context(), bytes.NewReader(data), lines, file, got)
		got.sound(t)
		if err == nil && got.rows == 0 && bytes.Contains(data, []byte(`{"locationId"`)) {
			t.Error("an answer was dropped without a reject")
		}
	})
}

func BenchmarkCQCAPI(b *testing.B) {
	var answer bytes.Buffer
	if err := json.Compact(&answer, inputOf(b, "testdata/cqc_api/location.json")); err != nil {
		b.Fatal(err)
	}
	answer.WriteByte('\n')
	data := bytes.Repeat(answer.Bytes(), 1000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if err := (cqcAPI{}).read(b.Context(), bytes.NewReader(data), true, &File{}, discard{}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestCQCAPIAgainstCurated compares real answers with what was curated from the
// same answers in another way: every claim must be there with the same value.
func TestCQCAPIAgainstCurated(t *testing.T) {
	type key struct{ body, level, service, measure, on, value string }
	const captured = "2021-04-08"
	for _, id := range []string{"RA430", "RBA11", "RH5A8"} {
		data := collectedFile(t, "cqc/samples/api_location_"+id+"_"+captured+".json")
		got := readAPI(t, data, false, &File{Source: "s", Released: captured})
		got.sound(t)
		if len(got.rejects) > 0 {
			t.Errorf("%s: rejects %+v", id, got.rejects)
		}
		read, levels := map[key]int{}, map[key]Claim{}
		for _, c := range got.claims {
			k := key{c.Body, c.Level, c.Service, c.Measure, string(c.RatedOn), c.Value}
			read[k]++
			levels[k] = c
		}
		want := map[key]int{}
		for _, row := range curatedRows(t, "claims/cqc.csv") {
			if row["body"] != id || !strings.Contains(row["locator"], captured) {
				continue
			}
			k := key{row["body"], row["level"], row["service"], row["measure"], row["rated_on"], row["value"]}
			want[k]++
			c, ok := levels[k]
			inherited := ""
			for _, prefix := range []string{"inherited from ", "organisationId "} {
				if rest, found := strings.CutPrefix(row["note"], prefix); found {
					inherited = rest
				}
			}
			levelOf := ""
			if c.Low > 0 {
				levelOf = fmt.Sprint(c.Low)
			}
			if ok && (levelOf != row["low"] || c.Status != row["status"] || c.PrintedName != row["printed_name"] ||
				c.TrustType != row["trust_type"] || c.Level != "service" && c.Inherited != inherited) {
				t.Errorf("%s: %+v, curated as %v", id, c, row)
			}
		}
		if len(want) == 0 {
			t.Errorf("%s: nothing curated to compare with", id)
		}
		if diff := cmp.Diff(want, read); diff != "" {
			t.Errorf("%s (-curated +read):\n%s", id, diff)
		}
		t.Logf("%s: %d claims, %d successions, %d rows", id, len(got.claims), len(got.successions), got.rows)
	}
}
