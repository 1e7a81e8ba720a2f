package main

import (
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"careratings/internal/eras"
	"careratings/internal/eras/native"
	"careratings/internal/flat"
	"careratings/internal/intake"
	"careratings/internal/output"
	"careratings/internal/store/imports"
)

func (a *app) importCommand() *cobra.Command {
	var o intake.Options
	var most float64
	var released string
	var template bool
	cmd := &cobra.Command{
		Use: "import FILE...", Short: "Take in official files, beside the embedded archive", GroupID: "files",
		Long: "Take in official files: NHS Oversight Framework data and league tables, CQC care directories\n" +
			"(CSV, XLSX, ODS), answers of the CQC API, ODS reference files, and claims transcribed by hand.\n" +
			"Zip and gzip are read directly; a directory with nothing but answers (*.json) stands for them.\n" +
			"Every file is recognised by its content, taken in whole or not at all, and can be taken back\n" +
			"(archive imports undo). Where more than --most of the rows are not understood nothing is stored.",
		Example: "  archive import --template",
	}
	f := cmd.Flags()
	f.StringVar(&o.Adapter, "as", "", "read the files as this `format`, where it is not recognised")
	f.StringVar(&o.Era, "era", "", "the `era` the files are of: no other format is thought of")
	f.StringVar(&o.Edition, "edition", "", "the `edition` the files belong to, where they do not say")
	f.StringVar(&released, "released", "", "the `day` of the release, where the file's name does not say")
	f.BoolVar(&o.MonthFirst, "month-first", false, "dates such as 4/25/2016 are month-first")
	f.BoolVar(&o.Check, "check", false, "read and report, store nothing")
	f.IntVar(&o.Jobs, "jobs", 1, "how many `files` are checksummed ahead")
	f.Float64Var(&most, "most", 1, "the `percentage` of rows that may be rejected")
	f.BoolVar(&template, "template", false, "print a claims file to fill in by hand")
	var failed error
	l := a.listing(cmd, listing{schema: "imported/1", columns: flat.ImportColumns(), rows: func(cmd *cobra.Command, args []string) ([][]output.Value, error) {
		if len(args) == 0 {
			return nil, usagef("name the files to import; --template prints one to fill in")
		}
		if released != "" {
			iv, err := eras.ParseInterval(released)
			if err != nil || len(released) != len(time.DateOnly) || iv.First() == "" {
				return nil, usagef("--released %s: want a day as YYYY-MM-DD", released)
			}
			o.Released = iv
		}
		if most < 0 || most > 100 {
			return nil, usagef("--most %g: want a percentage from 0 to 100", most)
		}
		o.Most, o.Now = most/100, a.now
		files, err := intake.Given(args)
		if err != nil {
			return nil, err
		}
		rows, err := a.importFiles(cmd, files, o)
		if len(rows) > 0 {
			failed = err // what was taken in before stays, and is listed
			return rows, nil
		}
		return nil, err
	}})
	list := l.RunE
	l.RunE = func(cmd *cobra.Command, args []string) error {
		if template {
			_, err := fmt.Fprint(a.out, native.PlainTemplate())
			return err
		}
		return errors.Join(list(cmd, args), failed)
	}
	return l
}

// importFiles takes in the files one after another and returns what became of
// each, up to the first that fails.
func (a *app) importFiles(cmd *cobra.Command, files []string, o intake.Options) ([][]output.Value, error) {
	path, err := a.importsPath()
	if err != nil {
		return nil, err
	}
	a.creating = true
	arch, err := a.open()
	if err != nil {
		return nil, err
	}
	o.Known, o.Same = arch.HoldsClaim(cmd.Context()), arch.HoldsExactly(cmd.Context())
	cat, err := arch.Catalogue(cmd.Context())
	if err != nil {
		return nil, err
	}
	o.Catalogue = cat
	if _, ok := cat.Era(o.Era); o.Era != "" && !ok {
		return nil, usagef("no era %q; archive eras lists them", o.Era)
	}
	s, err := imports.Create(path)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	var line importLine
	if a.terminal && !a.flags.quiet {
		line = importLine{out: a.err, now: a.now, began: a.now(), size: sizeOfAll(files)}
		o.Progress = line.tell
	}
	at := 0
	var rows [][]output.Value
	// A history keeps some 80 MB alive; collecting in time keeps the peak under
	// 200 MB together with SQLite's own memory, which the limit does not count.
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(118 << 20))
	for outcomes, err := range intake.Files(cmd.Context(), s, files, o) {
		line.finished(files[at])
		at++
		for i, out := range outcomes {
			failed := err != nil && i == len(outcomes)-1
			if !failed {
				rows = append(rows, flat.ImportRow(out.Entry))
			}
			switch {
			case failed:
			case out.Already:
				as := ""
				if out.Given != out.Name {
					as = " (" + output.Clean(out.Name) + ")"
				}
				a.remark("%s: imported before, as number %d%s", output.Clean(out.Given), out.ID, as)
			case o.Check:
				a.remark("%s: %d rows read, %d rejected; nothing stored (--check)", output.Clean(out.Name), out.Read, out.Rejected)
			}
			for _, r := range out.Rejects {
				a.remark("  rejected: %s", output.Clean(flat.RejectText(r)))
			}
			for _, r := range out.Remarks {
				a.remark("  remark: %s", output.Clean(flat.RejectText(r)))
			}
		}
		if err != nil {
			return rows, err
		}
	}
	return rows, nil
}
