package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"careratings/data"
	_ "careratings/internal/backdrop" // before Bubble Tea can ask the terminal its colours
	"careratings/internal/eras"
	"careratings/internal/output"
	"careratings/internal/store"
	"careratings/internal/store/imports"
	"careratings/internal/tui"
)

// app is one run of the program: its streams, the global flags, and the archive
// once a command has asked for it.
type app struct {
	streams
	flags   globalFlags
	archive *store.Archive

	creating bool // the file that --archive names need not be there yet
}

type globalFlags struct {
	archive string
	asOf    string
	format  string
	fields  string
	trusts  string
	region  string
	noColor bool
	quiet   bool
}

// run executes one command line and returns the exit code. Errors are reported
// here and nowhere else.
func run(ctx context.Context, s streams, args []string) int {
	a := &app{streams: s}
	root := a.root(args...)
	root.SetArgs(args)
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	err := root.ExecuteContext(ctx)
	if a.archive != nil {
		// It is open for reading alone: nothing is lost by a query that the interface
		// left under way.
		_ = a.archive.Close()
	}
	if code := codeOf(err); code != exitDone {
		for line := range strings.SplitSeq("archive: "+strings.TrimPrefix(said(err), "archive: "), "\n") {
			fmt.Fprintln(s.err, output.Clean(line)) // it can quote what was typed
		}
		return code
	}
	return exitDone
}

// said is what an error says, an interruption in plain words.
func said(err error) string {
	if err.Error() == context.Canceled.Error() {
		return "interrupted: of what was under way nothing is kept, what was done before stays"
	}
	return strings.ReplaceAll(err.Error(), context.Canceled.Error(), "interrupted")
}

// root is the program's command with all under it, or, where the first of args names
// one of them, with that one alone: to make all takes as long as some answers.
func (a *app) root(args ...string) *cobra.Command {
	root := &cobra.Command{
		Use:   "archive",
		Short: "How English NHS bodies have been rated since 2001, with sources",
		Long: "archive carries the history of how English NHS bodies have been rated since 2001\n" +
			"(star ratings, Annual Health Check, CQC, oversight segments, league tables), each\n" +
			"value with its source, and says what may honestly be said about the change.",
		SilenceErrors:              true,
		SuggestionsMinimumDistance: 2,
		SilenceUsage:               true,
		Args:                       noCommand,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.refuseUnheeded(cmd); err != nil {
				return err
			}
			_, err := a.format(output.FormatTSV) // a wrong format is said before any work
			return err
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if a.terminal && a.env("TERM") != "dumb" {
				return a.interact(cmd, tui.Options{Open: a.open, Label: a.archiveLabel(), AsOf: a.flags.asOf, Colour: a.colour(a.flags.noColor), Mouse: true})
			}
			return cmd.Help()
		},
	}
	root.CompletionOptions.HiddenDefaultCmd = false
	f := root.PersistentFlags()
	f.StringVar(&a.flags.archive, "archive", "", "archive `file` to read instead of the embedded one ($ARCHIVE_DB)")
	f.StringVar(&a.flags.asOf, "as-of", "", "answer from what sources had said by this `date` (YYYY-MM-DD)")
	f.StringVar(&a.flags.format, "format", "", "output `format`: table, json, ndjson, csv, tsv or md")
	f.StringVar(&a.flags.fields, "json", "", "print a JSON array with just these `fields`, separated by commas")
	f.StringVar(&a.flags.trusts, "trusts", "", "read trusts from this `file`, one a line")
	f.StringVar(&a.flags.region, "region", "", "only bodies of this `region`")
	f.BoolVar(&a.flags.noColor, "no-color", false, "no colour (also $NO_COLOR)")
	f.BoolVar(&a.flags.quiet, "quiet", false, "no remarks on stderr")
	root.SetFlagErrorFunc(a.flagError)
	root.AddGroup(
		&cobra.Group{ID: "trust", Title: "One trust:"},
		&cobra.Group{ID: "compare", Title: "Two editions:"},
		&cobra.Group{ID: "archive", Title: "What is in the archive:"},
		&cobra.Group{ID: "files", Title: "Official files:"},
		&cobra.Group{ID: "check", Title: "Where it is weak:"},
	)
	if len(args) > 0 {
		for _, c := range a.commands() {
			if c.name == args[0] {
				root.AddCommand(c.make())
				plainUsage(root)
				return root
			}
		}
	}
	for _, c := range a.commands() {
		root.AddCommand(c.make())
	}
	root.AddCommand(helpTopics()...)
	root.SetHelpCommand(helpCommand(root))
	plainUsage(root)
	return root
}

// noCommand refuses a first word that names no command, and says what may be meant.
func noCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	what := fmt.Sprintf("unknown command %q", args[0])
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		what += ", perhaps " + strings.Join(near, " or ")
	}
	return usagef("%s; archive --help lists the commands, and archive trajectory NAME shows a trust", what)
}

// plainUsage has the commands under one say in plain words which arguments they take.
func plainUsage(cmd *cobra.Command) {
	for _, c := range cmd.Commands() {
		c.Args = usageArgs(c.Args)
		plainUsage(c)
	}
}

// usageArgs makes a wrong number of arguments a usage error in plain words.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	if check == nil {
		return nil
	}
	return func(cmd *cobra.Command, args []string) error {
		err := check(cmd, args)
		var own *exitError
		if err != nil && !errors.As(err, &own) {
			if strings.HasPrefix(err.Error(), "unknown command") {
				return usagef("%s takes no argument, and %q is one", cmd.CommandPath(), args[0])
			}
			said := strings.NewReplacer("accepts", "takes", "requires", "takes", "1 arg(s)", "one argument", "arg(s)", "arguments", ", only received ", ", not ", ", received ", ", not ").Replace(err.Error())
			return usagef("%s %s; usage: %s", cmd.CommandPath(), said, strings.TrimSuffix(cmd.UseLine(), " [flags]"))
		}
		return err
	}
}

// flagError turns a mistake in the flags into a usage error. --json without
// fields lists the fields of the command.
func (a *app) flagError(cmd *cobra.Command, err error) error {
	if strings.Contains(err.Error(), "flag needs an argument: --json") {
		return usagef("--json needs fields; %s has: %s", cmd.CommandPath(), cmd.Annotations["fields"])
	}
	return usagef("%w (%s --help lists the flags)", err, cmd.CommandPath())
}

// open returns the archive: the file of --archive or $ARCHIVE_DB, else the
// embedded one.
func (a *app) open() (*store.Archive, error) {
	if a.archive != nil {
		return a.archive, nil
	}
	if a.flags.asOf != "" {
		if iv, err := eras.ParseInterval(a.flags.asOf); err != nil || len(iv) != len("2006-01-02") || strings.Contains(string(iv), "/") {
			return nil, usagef("--as-of %s: want one day as YYYY-MM-DD", a.flags.asOf)
		}
	}
	path := a.flags.archive
	if path == "" {
		path = a.env("ARCHIVE_DB")
	}
	var err error
	if path == "" {
		path = a.defaultImports()
	}
	_, missing := os.Stat(path)
	switch {
	case path == a.defaultImports() || a.creating:
		if path == "" || missing != nil { // nothing was imported
			a.archive, err = store.OpenEmbedded(data.Files, "archive.db")
			return a.archive, err
		}
	case !imports.Is(path):
		a.archive, err = store.OpenFile(path)
		return a.archive, err
	}
	beside, err := imports.Open(path)
	if err != nil {
		return nil, err
	}
	if a.archive, err = store.OpenEmbedded(data.Files, "archive.db"); err != nil {
		return nil, errors.Join(err, beside.Close())
	}
	a.archive.Attach(beside)
	return a.archive, nil
}

// remark says something beside the answer; it can quote names and files.
func (a *app) remark(format string, args ...any) {
	if a.flags.quiet {
		return
	}
	for line := range strings.SplitSeq(fmt.Sprintf(format, args...), "\n") {
		fmt.Fprintln(a.err, output.Clean(line))
	}
}

// format is the format to print in: the one asked for, else a table on a
// terminal and piped otherwise.
func (a *app) format(piped output.Format) (output.Format, error) {
	if a.flags.format == "" {
		if a.terminal {
			return output.FormatTable, nil
		}
		return piped, nil
	}
	f, err := output.ParseFormat(a.flags.format)
	if err != nil {
		return "", usagef("--format: %w", err)
	}
	return f, nil
}

// print writes the rows of a command in the format asked for. The JSON format
// prints document, which carries its schema; --json prints chosen fields of the
// rows.
func (a *app) print(cmd *cobra.Command, t output.Table, document any) error {
	if cmd.Flags().Changed("json") {
		if a.flags.format != "" {
			return usagef("--json picks fields of a flat array and --format a document: give one of them; fields: %s", fieldList(t))
		}
		picked, err := output.SelectFields(t, a.flags.fields)
		if err != nil {
			return usagef("--json: %w", err)
		}
		return output.Write(a.out, output.FormatJSON, picked, output.Options{})
	}
	f, err := a.format(output.FormatTSV)
	if err != nil {
		return err
	}
	if f == output.FormatJSON {
		return output.WriteJSONDocument(a.out, document)
	}
	return output.Write(a.out, f, t, output.Options{Width: a.width, Style: output.NewStyle(a.colour(a.flags.noColor)), Terminal: a.terminal})
}

func fieldList(t output.Table) string {
	names := make([]string, 0, len(t.Columns))
	for _, c := range t.Columns {
		names = append(names, c.Name)
	}
	return strings.Join(names, ", ")
}

// longestList is how many MiB a list of names has at most.
const longestList = 16

// readLines reads a list of names, one a line; empty lines and lines that begin
// with # are passed over.
func readLines(r io.Reader) ([]string, error) {
	raw, err := io.ReadAll(io.LimitReader(r, longestList<<20+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > longestList<<20 {
		return nil, fmt.Errorf("a list of more than %d MiB; split it", longestList)
	}
	var out []string
	for l := range strings.Lines(strings.TrimPrefix(string(raw), "\ufeff")) {
		if l = strings.TrimSpace(l); l != "" && !strings.HasPrefix(l, "#") {
			out = append(out, l)
		}
	}
	return out, nil
}

func (a *app) catalogue(cmd *cobra.Command) (*store.Catalogue, error) {
	arch, err := a.open()
	if err != nil {
		return nil, err
	}
	return arch.Catalogue(cmd.Context())
}

// openEmbedded is open for what reads the embedded archive alone, with a remark
// where files were imported; what says who reads: "SQL reads".
func (a *app) openEmbedded(cmd *cobra.Command, what string) (*store.Archive, error) {
	arch, err := a.open()
	if err != nil || arch.Imports() == nil {
		return arch, err
	}
	list, err := arch.Imports().Entries(cmd.Context())
	if len(list) > 0 {
		a.remark("%s the embedded archive alone: what was imported is not in this answer", what)
	}
	return arch, err
}
