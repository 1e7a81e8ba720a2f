package curated

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// small is a valid data directory of two eras and three bodies.
func small(t testing.TB) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	for _, file := range []string{
		"sources.csv", "eras.csv", "scales.csv", "measures.csv", "editions.csv", "breaks.csv", "bodies.csv", "names.csv",
		"successions.csv", "matches.csv", "totals.csv", "movements.csv", "conflicts.csv", "changes.csv", "intake.csv",
		"claims/stars.csv", "claims/cqc.csv",
	} {
		raw, err := os.ReadFile("testdata/small/" + file)
		if err != nil {
			t.Fatal(err)
		}
		out[file] = &fstest.MapFile{Data: raw}
	}
	return out
}

func faultsOf(dir fstest.MapFS) []Fault {
	set, faults := Read(dir)
	return append(faults, Lint(set)...)
}

func TestTheSmallDirectoryIsClean(t *testing.T) {
	for _, f := range faultsOf(small(t)) {
		t.Error(f)
	}
}

// Each row breaks one thing of the valid directory; the fault must name the
// file and say what is wrong.
func TestLintFindsEachFault(t *testing.T) {
	tests := []struct {
		name, file, old, new string
		wantFile, want       string
	}{
		{"title that names its publisher twice", "sources.csv", ",Trust keeps its stars,", ",Local News: Local News: Trust keeps its stars,", "sources.csv", "names its publisher twice"},
		{"title that is its publisher", "sources.csv", ",Trust keeps its stars,", ",Local News,", "sources.csv", "name of the publisher only"},
		{"title that is a number", "sources.csv", ",Trust keeps its stars,", ",Local News: story 3067933,", "sources.csv", "part of an address"},
		{"title that is a file name", "sources.csv", ",Trust keeps its stars,", ",Local News: releases 125741.php,", "sources.csv", "part of an address"},
		{"page entered twice", "sources.csv", "Trust keeps its stars,Local News,https://local.example/2003", "\"Star ratings, all trusts\",Local News,http://www.paper.example/2003/", "sources.csv", "stands in row 1 already"},
		{"unknown source", "claims/stars.csv", "paper-2004,row 1", "paper-2005,row 1", "claims/stars.csv", `no source "paper-2005"`},
		{"level outside the scale", "claims/stars.csv", "Alpha,3,4,4", "Alpha,4,5,5", "claims/stars.csv", "outside scale"},
		{"value without a level", "claims/stars.csv", "Alpha,3,4,4", "Alpha,3,,", "claims/stars.csv", "has no level"},
		{"date outside the era", "claims/cqc.csv", "2014-03", "2011-03", "claims/cqc.csv", "before the era cqc began"},
		{"body not alive", "claims/stars.csv", "stars-2003,,RB1,trust,acute,acute,stars.overall,Beta,2", "stars-2003,,RX0,trust,acute,acute,stars.overall,Beta,2", "claims/stars.csv", `no body "RX0"`},
		{"body opened later", "bodies.csv", "Trust,2000-04-01", "Trust,2010-04-01", "claims/stars.csv", "opened on 2010-04-01"},
		{"body closed long before", "bodies.csv", "2004-03-31,legal", "1999-03-31,legal", "claims/stars.csv", "closed on 1999-03-31"},
		{"doubled claim id", "claims/stars.csv", "stars-2003.ra1.overall.2", "stars-2003.ra1.overall.1", "claims", "stands in row"},
		{"doubled claim", "claims/stars.csv", "stars-2003.ra1.overall.2,stars-2003,,RA1,trust,acute,acute,stars.overall,Alpha,1,2,2,,,,stated,local-press,local-2003,paragraph 1", "stars-2003.ra1.overall.2,stars-2003,,RA1,trust,acute,acute,stars.overall,Alpha,0,1,1,,,,stated,national-press,paper-2003,row 1", "claims", "stands in row"},
		{"total that does not add up", "totals.csv", "t1,stars-2003,acute,,stars.overall,3,4,4,1", "t1,stars-2003,acute,,stars.overall,3,4,4,2", "totals.csv", "adds up to 5, its base is 4"},
		{"set with two bases", "totals.csv", "1,,0,4,set-2003,stated,national-press,paper-2003,,\nt2", "1,,0,5,set-2003,stated,national-press,paper-2003,,\nt2", "totals.csv", "has base"},
		{"printed name without a match", "matches.csv", "acute,Delta", "acute,Dalta", "claims/stars.csv", `"Delta" has neither a body nor a row`},
		{"match that ought to be used", "matches.csv", "Delta,,none", "Delta,RA1,certain", "claims/stars.csv", "has no body here"},
		{"settled match without a body", "matches.csv", "Alpha,RA1,certain", "Alpha,,certain", "matches.csv", "needs a body"},
		{"open match without a reason", "matches.csv", ",two trusts bear the word", ",", "matches.csv", "needs a reason"},
		{"wrong header", "sources.csv", "id,title", "key,title", "sources.csv", "header is"},
		{"a date that is none", "editions.csv", "2003-07-16", "16/07/2003", "editions.csv", "want YYYY"},
		{"unknown edition", "claims/stars.csv", "1,stars-2004,,RA1", "1,stars-2006,,RA1", "claims/stars.csv", `no edition "stars-2006"`},
		{"measure of another era", "claims/stars.csv", "acute,stars.overall,Alpha,3,4,4", "acute,cqc.overall,Alpha,3,4,4", "claims/stars.csv", "is of era cqc"},
		{"status beside a level", "claims/stars.csv", "not rated,,,,,not-rated", "not rated,1,1,,,not-rated", "claims/stars.csv", "beside a level"},
		{"unknown status", "claims/stars.csv", ",not-rated,", ",unrated,", "claims/stars.csv", "is none of"},
		{"unknown doubt", "claims/stars.csv", ",implied,", ",guessed,", "claims/stars.csv", "no grade of doubt"},
		{"scale with a hole", "scales.csv", "stars,2,1,1 star,", "stars,5,1,1 star,", "scales.csv", "stands at place"},
		{"break that forbids nothing known", "breaks.csv", ",none,", ",everything,", "breaks.csv", "is no operation"},
		{"break told at length", "breaks.csv", "new publisher", strings.Repeat("new publisher ", 5) + "x", "breaks.csv", "longer than 60"},
		{"own successor", "successions.csv", "RB1,RA1", "RB1,RB1", "successions.csv", "succeeds itself"},
		{"name of nobody", "names.csv", "RA1,Alpha", "RZ9,Alpha", "names.csv", `no body "RZ9"`},
		{"white space", "bodies.csv", "Alpha Hospitals NHS Trust", "Alpha Hospitals NHS Trust ", "bodies.csv", "white space"},
		{"era the program lacks", "eras.csv", "cqc,CQC", "cqd,CQC", "eras.csv", "has no era"},
		{"conflict about an unknown source", "conflicts.csv", "local-2003", "local-2009", "conflicts.csv", "no source"},
		{"collected row both kept and excluded", "intake.csv", "paper.csv,4", "paper.csv,3", "intake.csv", "stars-2003.ra1.overall.2 is made from it"},
		{"collected row skipped", "intake.csv", "paper.csv,4", "paper.csv,6", "intake.csv", "1 rows before row 6 are neither kept nor excluded"},
		{"collected row excluded twice", "intake.csv", "paper.csv,5", "paper.csv,4", "intake.csv", "stands in row 1 already"},
		{"collected row excluded for no reason of the list", "intake.csv", "independent-provider", "unmatched", "intake.csv", "is none of"},
		{"collected row said by no claim", "intake.csv", "folded,stars-2003.ra1.overall.1", "folded,stars-2003.ra1.overall.9", "intake.csv", "no claim"},
		{"collected row folded into nothing", "intake.csv", "folded,stars-2003.ra1.overall.1", "folded,", "intake.csv", "needs the claim"},
		{"intake that is no row", "claims/stars.csv", "paper.csv:1", "paper.csv", "claims/stars.csv", "is no FILE:ROW"},
		{"control character", "bodies.csv", "Alphaton", "Alpha\x1fton", "bodies.csv", "control character"},
		{"not UTF-8", "bodies.csv", "Alphaton", "Alph\xff", "bodies.csv", "is not UTF-8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := small(t)
			was := string(dir[tt.file].Data)
			if !strings.Contains(was, tt.old) {
				t.Fatalf("%s has no %q to break", tt.file, tt.old)
			}
			dir[tt.file].Data = []byte(strings.Replace(was, tt.old, tt.new, 1))
			for _, f := range faultsOf(dir) {
				if f.File == tt.wantFile && strings.Contains(f.What, tt.want) {
					return
				}
			}
			t.Errorf("no fault in %s says %q; got %v", tt.wantFile, tt.want, faultsOf(dir))
		})
	}
}

func TestReadTellsOfAMissingFile(t *testing.T) {
	dir := small(t)
	delete(dir, "totals.csv")
	delete(dir, "claims/cqc.csv")
	delete(dir, "claims/stars.csv")
	_, faults := Read(dir)
	var text []string
	for _, f := range faults {
		text = append(text, f.String())
	}
	all := strings.Join(text, "\n")
	for _, want := range []string{"totals.csv: cannot be opened: file does not exist", "claims: holds no claims file"} {
		if !strings.Contains(all, want) {
			t.Errorf("faults do not say %q:\n%s", want, all)
		}
	}
}

// FuzzRead feeds foreign bytes to every CSV reader: faults, never a panic, and
// what was read without a fault of form must survive the linter.
func FuzzRead(f *testing.F) {
	for name, file := range small(f) {
		f.Add(name, file.Data)
	}
	f.Fuzz(func(t *testing.T, name string, raw []byte) {
		dir := small(t)
		if _, ok := dir[name]; !ok {
			t.Skip("no file of the data directory")
		}
		dir[name].Data = raw
		set, _ := Read(dir)
		Lint(set)
	})
}
