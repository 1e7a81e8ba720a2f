package curated

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"careratings/internal/eras"
)

// The collected files are the rows the curated text was written from. They are
// no part of this repository: without them these tests are skipped.
const (
	collectedEnv     = "CARERATINGS_COLLECTED"
	collectedDefault = "../../../shared/evidence"
)

// fileOf maps an intake cell's file, where it is short, to the collected file.
func fileOf(intake string) string {
	const nof = "oversight/raw/nof-q4-2025-26_mental-health-and-community-trust-"
	switch intake {
	case "oversight/raw/data":
		return nof + "data.csv"
	case "oversight/raw/league":
		return nof + "league-table.csv"
	}
	return strings.TrimSuffix(intake, ".csv") + ".csv"
}

// collectedNames lists every collected file of ratings, totals, movements,
// breaks and official tables, as intake cells name them.
func collectedNames() []string {
	return []string{
		"seed.csv", "stars/ratings.csv", "stars/implied.csv", "healthcheck/ratings.csv", "interim/ratings.csv", "cqc/ratings.csv",
		"cqc/service_ratings.csv", "oversight/ratings.csv", "oversight/raw/data", "oversight/raw/league",
		"stars/totals", "healthcheck/totals", "interim/totals", "cqc/totals", "oversight/totals", "movements", "breaks",
	}
}

// record is a collected row by column.
type record map[string]string

// openCollected reads every collected file, or skips the test.
func openCollected(t *testing.T) map[string][]record {
	t.Helper()
	dir := os.Getenv(collectedEnv)
	if dir == "" {
		dir = collectedDefault
	}
	if _, err := os.Stat(filepath.Join(dir, "seed.csv")); errors.Is(err, fs.ErrNotExist) {
		t.Skipf("the collected files are not in %s (%s names another directory)", dir, collectedEnv)
	}
	out := map[string][]record{}
	for _, name := range collectedNames() {
		raw, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(fileOf(name))))
		if err != nil {
			t.Fatal(err)
		}
		all, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff")))).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, cells := range all[1:] {
			r := record{}
			for i, column := range all[0] {
				r[column] = cells[i]
			}
			out[name] = append(out[name], r)
		}
	}
	return out
}

func readCurated(t *testing.T) Set {
	t.Helper()
	set, faults := Read(os.DirFS(".."))
	if len(faults) > 0 {
		t.Fatal(faults[0])
	}
	return set
}

// TestEveryCollectedRowIsAccountedFor: each row is kept by a claim, total,
// movement or break, or excluded with a reason, and never both; no record names
// a row that is not there.
func TestEveryCollectedRowIsAccountedFor(t *testing.T) {
	files, set := openCollected(t), readCurated(t)
	kept, excluded := set.Kept(), map[Row]int{}
	for _, e := range set.Intake {
		excluded[Row{e.File, e.Row}]++
	}
	for name, rows := range files {
		for i := range rows {
			r := Row{name, i + 1}
			by := min(len(kept[r]), 1) + excluded[r]
			if by != 1 {
				t.Errorf("%s is accounted for %d times: kept by %v, excluded %d times", r, by, kept[r], excluded[r])
			}
			delete(kept, r)
			delete(excluded, r)
		}
	}
	for r, by := range kept {
		t.Errorf("%v are made from %s, which is not there", by, r)
	}
	for r := range excluded {
		t.Errorf("%s is excluded and not there", r)
	}
}

// TestEveryClaimSaysWhatWasCollected compares each claim with its row: name,
// type and value as printed, tier, place, address and date.
func TestEveryClaimSaysWhatWasCollected(t *testing.T) {
	files, set := openCollected(t), readCurated(t)
	urls := map[string]string{}
	for _, s := range set.Sources {
		urls[s.ID] = s.URL
	}
	for _, c := range set.Claims {
		rows, err := ParseIntake(c.Intake)
		if err != nil || len(rows) == 0 {
			t.Errorf("%s: intake %q", c.ID, c.Intake)
		}
		for _, row := range rows {
			if row.Number > len(files[row.File]) {
				t.Errorf("%s: %s is not there", c.ID, row)
				continue
			}
			r := files[row.File][row.Number-1]
			if strings.HasPrefix(row.File, "oversight/raw/") {
				checkOfficial(t, c, r)
				continue
			}
			value := r["value"]
			if value == "" { // the words then stand in the status
				value = r["status"]
			}
			same(t, c, "value", c.Value, value)
			same(t, c, "printed name", c.PrintedName, r["name_as_published"])
			same(t, c, "trust type", c.TrustType, r["trust_type"])
			same(t, c, "tier", c.Tier, r["source_tier"])
			same(t, c, "address", urls[c.Source], r["source_url"])
			if collected, _, _ := strings.Cut(r["locator"], "see notes"); !strings.HasPrefix(r["locator"], "oversight/raw/") { // written shorter
				same(t, c, "locator", c.Locator, strings.TrimRight(collected, " (;"))
			}
			if r["era"] == "cqc" && r["published_on"] != "" {
				same(t, c, "date", string(c.RatedOn), r["published_on"])
			}
			if r["code"] != "" && c.Level != "location" && c.Level != "service" {
				same(t, c, "code", c.Body, r["code"])
			}
		}
	}
}

func same(t *testing.T, c eras.Claim, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %s %q, collected as %q (%s)", c.ID, what, got, want, c.Intake)
	}
}

// checkOfficial compares a claim with its line of the official file: the value
// and the rank of a line are claims of their own.
func checkOfficial(t *testing.T, c eras.Claim, r record) {
	t.Helper()
	same(t, c, "code", c.Body, r["Trust_code"])
	same(t, c, "printed name", c.PrintedName, r["Trust_name"])
	column := "Value"
	if strings.HasSuffix(c.Measure, "rank") {
		column = "Rank"
	}
	if c.Value != r[column] && c.Value != r["Value"] { // some lines print a rank as their value
		t.Errorf("%s: value %q; the line has %s %q, value %q", c.ID, c.Value, column, r[column], r["Value"])
	}
}

// TestExcludedRowsAreWhatTheReasonSays holds each reason to the rows it is given
// for.
func TestExcludedRowsAreWhatTheReasonSays(t *testing.T) {
	files, set := openCollected(t), readCurated(t)
	claims := map[string]eras.Claim{}
	for _, c := range set.Claims {
		claims[c.ID] = c
	}
	for _, e := range set.Intake {
		at := Row{e.File, e.Row}
		r := files[e.File][e.Row-1]
		var said []eras.Claim
		for _, id := range e.Claims {
			said = append(said, claims[id])
		}
		switch e.Reason {
		case "third-party-cqc":
			if r["era"] != "cqc" || r["source_tier"] != "third-party-derived" {
				t.Errorf("%s: era %s, tier %s", at, r["era"], r["source_tier"])
			}
		case "independent-provider":
			if r["era"] != "cqc" || strings.Contains(r["trust_type"], "NHS") {
				t.Errorf("%s: %s is %q", at, r["name_as_published"], r["trust_type"])
			}
		case "folded":
			of := strings.ReplaceAll(r["value"], "ten", "10")
			if !slices.ContainsFunc(said, func(c eras.Claim) bool {
				return strconv.Itoa(c.Of) == of || r["status"] == "doubtful" && strings.Contains(c.Note, "of "+of)
			}) {
				t.Errorf("%s: no claim has the %q (%s)", at, r["value"], r["measure"])
			}
		case "exact-repetition":
			repeated(t, at, r, said)
		}
	}
}

// repeated checks that the claims named say what the row says: the same body,
// and each value the row prints.
func repeated(t *testing.T, at Row, r record, said []eras.Claim) {
	t.Helper()
	values := []string{r["value"]}
	code := r["code"]
	switch at.File {
	case "oversight/raw/league":
		code = r["Trust_code"]
		values = []string{
			r["Average_score"], r["Likely_range_of_average_score"], r["Segment"], r["Trust_in_financial_deficit"], r["Rank"], r["Likely_range_of_rank"],
		}
	case "oversight/raw/data":
		code = r["Trust_code"]
		values = []string{r["Value"]}
		if r["Rank"] != "" {
			values = append(values, r["Rank"])
		}
	}
	for _, v := range values {
		if !slices.ContainsFunc(said, func(c eras.Claim) bool { return sameWords(c, v) }) {
			t.Errorf("%s: no claim says %q; there are %v", at, v, said)
		}
	}
	for _, c := range said {
		if code != "" && c.Body != code {
			t.Errorf("%s is about %s, %s about %s", at, code, c.ID, c.Body)
		}
	}
}

// sameWords reports whether a claim says the value, in these words, as the same
// number (41 and 41st), or in the words that stand for them.
func sameWords(c eras.Claim, value string) bool {
	if strings.EqualFold(c.Value, value) || c.Number != "" && c.Number == value {
		return true
	}
	a, errA := strconv.ParseFloat(c.Number, 64)
	b, errB := strconv.ParseFloat(value, 64)
	if errA == nil && errB == nil && a == b {
		return true
	}
	said := map[string][]string{
		"failed": {"not met"}, "4": {"segment four"},
	}
	return slices.Contains(said[value], c.Value)
}

// TestEveryTotalSaysWhatWasCollected compares totals and movements with their
// rows: the number, its base and its address.
func TestEveryTotalSaysWhatWasCollected(t *testing.T) {
	files, set := openCollected(t), readCurated(t)
	urls := map[string]string{}
	for _, s := range set.Sources {
		urls[s.ID] = s.URL
	}
	check := func(id, intake string, want func(record) bool) {
		rows, _ := ParseIntake(intake)
		for _, row := range rows {
			if r := files[row.File][row.Number-1]; !want(r) {
				t.Errorf("%s differs from %s: %v", id, row, r)
			}
		}
	}
	for _, x := range set.Totals {
		check(x.ID, x.Intake, func(r record) bool {
			number := x.Count
			if r["is_percent"] == "1" {
				number = x.Percent
			}
			if strings.Contains(r["note"], "average, not a count") {
				return number == "" && strings.HasSuffix(x.Value, " "+r["count"])
			}
			return number == r["count"] && urls[x.Source] == r["source_url"] && (r["base"] == "" || x.Base == r["base"])
		})
	}
	for _, x := range set.Movements {
		check(x.ID, x.Intake, func(r record) bool {
			return x.Count == r["count"] && urls[x.Source] == r["source_url"] && x.FromEdition == r["from_edition"] && x.ToEdition == r["to_edition"]
		})
	}
	for _, x := range set.Breaks {
		check(x.ID, x.Intake, func(r record) bool {
			return urls[x.Source] == r["source_url"] && strings.Join(x.Forbids, " ") == r["forbids"]
		})
	}
}
