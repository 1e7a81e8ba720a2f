package main

import (
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/output"
)

// helpCommand is help for commands and topics; a name that is neither is a usage
// error.
func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND or TOPIC]", Short: "Help on a command or a topic",
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var out []string
			for _, c := range root.Commands() {
				if !c.Hidden {
					out = append(out, c.Name()+"\t"+c.Short)
				}
			}
			return out, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return usagef("no help topic %q; archive --help lists commands and topics", output.Clean(strings.Join(args, " ")))
			}
			cmd.InitDefaultHelpFlag()
			return cmd.Help()
		},
	}
}

// helpTopics are help pages that are no commands: archive help formats, ...
func helpTopics() []*cobra.Command {
	return []*cobra.Command{
		topic("formats", "Output formats and JSON fields", `
table   aligned columns for reading; the default on a terminal
tsv     tab-separated with a header; the default of listings when piped
csv     RFC 4180; text a spreadsheet would run as a formula gets a leading '
json    one versioned document ("schema": "trajectory/1"); documents only grow
ndjson  one JSON object a row
md      a Markdown table

trajectory and trust print their page when piped, without colour.
--json FIELDS prints a flat array with just these fields; --json alone, or
together with --format, is an error that lists the fields.

Marks: [x] not available, [e] implied, doubtful or unconfirmed, [r] revised
after publication. In JSON a missing number is null and a reason stands beside it.
docs/FORMATS.md has every document field by field.`),
		topic("environment", "Environment variables", `
ARCHIVE_DB     archive file to read instead of the embedded one, as --archive
NO_COLOR       set to anything: no colour, as --no-color
TERM=dumb      no colour, no progress
COLUMNS        width of the page, if it is 40 or more
CQC_API_KEY    key of the CQC API, for archive fetch; never printed or stored
XDG_DATA_HOME  where imports and fetched originals are kept; default ~/.local/share
XDG_STATE_HOME where the shell of archive sql keeps its history; default ~/.local/state
HTTPS_PROXY    proxy that archive fetch goes through`),
		topic("exit-codes", "Exit codes", `
0  done
1  failure: an archive that cannot be read, a file that cannot be written
2  usage: unknown flag, format or field
3  nothing matches, or a name matches several bodies (they are listed)
4  refused: the evidence does not bear the comparison
5  a check found differences`),
		topic("method", "How standings and verdicts are worked out", `
A rating's standing is its tie band among the bodies the edition itself put in
one table: from the share of peers rated strictly worse to the share rated worse
or equal, 0 worst, 1 best. Its middle is the ridit. The plain counts stand beside
it: worse, tied, better.

The counts come from the edition's own ratings where the archive holds all of
them, else from one published set of totals, else from partial totals, else the
bound is unknown and said to be. Where a peer group has no total of its own, the
nearest published group that contains it is used and named. A rounded percentage
is an interval: 43 % is 42.5 to 43.5 %.

Of several claims about one rating one is chosen: superseded ones never; implied,
doubtful and unconfirmed ones only where nothing is stated; a narrower statement
inside a wider one; the nearest tier; a contemporary statement over a
retrospective one; the later correction over the earlier print. A stated claim
that the chosen one excludes makes a conflict, which every view marks.

Two eras' scales are never put on one axis, and no line is drawn across a break.
docs/METHOD.md has the formulas, references and worked examples.`),
	}
}

func topic(name, short, long string) *cobra.Command {
	return &cobra.Command{Use: name, Short: short, Long: short + "\n" + strings.TrimRight(long, "\n"), DisableFlagsInUseLine: true}
}
