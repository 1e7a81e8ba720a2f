package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/chart"
	"careratings/internal/output"
	"careratings/internal/trajectory"
	"careratings/internal/tui"
)

// drawing are the flags of every chart.
type drawing struct {
	out          string
	ascii, force bool
}

// picture is a chart laid out for paper and drawn as text.
type picture struct {
	sheet func() (*chart.Sheet, error)
	text  func(chart.TextOptions) (string, error)
}

func (a *app) chartCommand() *cobra.Command {
	d := &drawing{}
	cmd := &cobra.Command{
		Use: "chart", Short: "Pictures for print: a trajectory, a diff, a league, what is held", GroupID: "archive",
		Long: "Pictures of what the archive answers: SVG, PNG or PDF by the ending of -o, .txt for\n" +
			"characters. Without -o, or with -o -, a terminal shows characters and a pipe gets SVG.\n" +
			"A file that exists is left alone unless --force is given.",
		Example: "  archive chart trajectory RWE -o leicester.svg\n  archive chart coverage",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("no chart %q: use one of trajectory, diff, league, coverage", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	f := cmd.PersistentFlags()
	f.StringVarP(&d.out, "out", "o", "", "`file` to write: .svg, .png, .pdf or .txt; - for standard output")
	f.BoolVar(&d.ascii, "ascii", false, "draw with ASCII characters alone")
	f.BoolVar(&d.force, "force", false, "replace the file if it exists")
	for _, c := range []*cobra.Command{a.chartTrajectory(d), a.chartDiff(d), a.chartLeague(d), a.chartCoverage(d)} {
		cmd.AddCommand(c)
	}
	return cmd
}

// ready refuses, before any work, what no picture can heed or cannot be written.
func (a *app) ready(cmd *cobra.Command, d *drawing) error {
	for _, name := range []string{"format", "json"} {
		if f := cmd.Flags().Lookup(name); f != nil && f.Changed {
			return usagef("--%s is for rows; a chart is drawn as the ending of -o says: .svg, .png, .pdf or .txt", name)
		}
	}
	if d.out == "" || d.out == "-" {
		return nil
	}
	if !slices.Contains(chart.Formats(), endingOf(d.out)) && endingOf(d.out) != "txt" {
		return usagef("-o %s: the name must end in .svg, .png, .pdf or .txt", d.out)
	}
	if _, err := os.Lstat(d.out); err == nil && !d.force {
		return fmt.Errorf("-o: %s exists already; --force replaces it", d.out)
	}
	return nil
}

func endingOf(name string) string {
	return strings.ToLower(strings.TrimPrefix(filepath.Ext(name), "."))
}

// show draws a picture where it is wanted.
func (a *app) show(d *drawing, p picture) error {
	stdout := d.out == "" || d.out == "-"
	if stdout && a.terminal || endingOf(d.out) == "txt" {
		text, err := p.text(chart.TextOptions{Width: a.pageWidth(), ASCII: d.ascii || stdout && (!a.utf8() || a.env("TERM") == "dumb")})
		if err != nil {
			return emptyExit(err)
		}
		return a.deliver(d, []byte(text))
	}
	sheet, err := p.sheet()
	if err != nil {
		return emptyExit(err)
	}
	var b strings.Builder
	if err := sheet.Write(&b, map[bool]string{true: "svg", false: endingOf(d.out)}[stdout]); err != nil {
		return err
	}
	return a.deliver(d, []byte(b.String()))
}

// deliver writes whole or not at all.
func (a *app) deliver(d *drawing, raw []byte) error {
	if d.out == "" || d.out == "-" {
		_, err := a.out.Write(raw)
		return err
	}
	write := tui.WriteFile
	if d.force {
		write = replaceFile
	}
	if err := write(d.out, raw); err != nil {
		if cause := (*fs.PathError)(nil); errors.As(err, &cause) { // names the file beside it, which is gone
			return fmt.Errorf("-o: %s cannot be written: %w", output.Clean(d.out), cause.Err)
		}
		return fmt.Errorf("-o: %w", err)
	}
	a.remark("%s written, %d bytes", output.Clean(d.out), len(raw))
	return nil
}

// replaceFile puts a file in place of another in one step.
func replaceFile(name string, raw []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(name), ".chart-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(raw)
	if err := errors.Join(err, tmp.Chmod(0o644), tmp.Close()); err != nil { //nolint:gosec // a picture is meant to be read
		return err
	}
	return os.Rename(tmp.Name(), name)
}

func emptyExit(err error) error {
	var empty *chart.EmptyError
	if errors.As(err, &empty) {
		return noMatchf("%s", output.Clean(empty.What))
	}
	return err
}

// about is what stands around a picture: the documents behind it by id, and the
// command line spelled anew from what was asked, so that it does not depend on
// where the picture is written.
func (a *app) about(cmd *cobra.Command, args, sources []string) (chart.About, error) {
	arch, err := a.open()
	if err != nil {
		return chart.About{}, err
	}
	version, err := arch.Meta(cmd.Context(), "data_version")
	if err != nil {
		return chart.About{}, err
	}
	out := chart.About{AsOf: a.flags.asOf, Data: version, Command: commandLine(cmd, args)}
	found, err := arch.Sources(cmd.Context(), sources)
	if err != nil {
		return out, err
	}
	for _, id := range sources {
		if s, ok := found[id]; ok {
			out.Sources = append(out.Sources, trajectory.Source{ID: s.ID, Title: s.Title, Publisher: s.Publisher, URL: s.URL, Tier: s.Tier})
		}
	}
	return out, nil
}
