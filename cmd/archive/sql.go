package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"careratings/internal/output"
	"careratings/internal/store"
)

// terminalRows is how many rows of an answer a terminal gets unless --limit says
// otherwise.
const terminalRows = 1000

// sqlOptions is how archive sql runs and prints statements.
type sqlOptions struct {
	params  map[string]any
	limit   int // 0: none
	capped  bool
	timeout time.Duration // 0: none
}

func (a *app) sqlCommand() *cobra.Command {
	var file string
	var params []string
	var limit int
	var timeout time.Duration
	cmd := &cobra.Command{
		Use: "sql [QUERY]", Short: "Read-only SQL over the archive; on a terminal without QUERY a shell", GroupID: "archive", Args: cobra.MaximumNArgs(1),
		Long: "Runs SQL on the archive's views and tables, with the functions of docs/SQL.md. It only\n" +
			"reads: what would write, attach or load is refused before it runs. Without QUERY or\n" +
			"--file it opens a shell on a terminal, and reads SQL from standard input otherwise.\n\n" +
			"Several statements run in order, as in the sqlite3 shell, each printing its own answer;\n" +
			"the first mistake ends the run with exit code 2 and is shown with its place. Double\n" +
			"quotes are for names only, text goes in single ones.\n\n" +
			"A parameter is written :name and set with --param name=value: a whole or decimal number\n" +
			"is bound as a number, anything else as text, never spliced into the SQL. .tables lists\n" +
			"views and tables, .schema [TABLE] their columns with what they hold.\n\n" +
			"Answers are printed row by row and whole. Only a terminal gets the first 1000 rows unless\n" +
			"--limit says otherwise (0 for all); an answer that was cut, by rows or by --timeout, says so.",
		Example: "  archive sql \"SELECT body_name, value FROM rating WHERE edition = 'stars-2003' LIMIT 5\"\n" +
			"  archive sql \"SELECT edition, label FROM rating WHERE body = :body AND headline\" --param body=RWE\n" +
			"  archive sql .tables\n  archive sql '.schema rating' --format md",
		Annotations: map[string]string{"fields": "the columns of the query; of .tables: " + fieldList(output.Table{Columns: tablesColumns()}) + "; of .schema: " + fieldList(output.Table{Columns: schemaColumns()})},
		RunE: func(cmd *cobra.Command, args []string) error {
			o := sqlOptions{limit: limit, timeout: timeout}
			if limit < 0 || timeout < 0 {
				return usagef("--limit and --timeout are 0, for none, or more")
			}
			if !cmd.Flags().Changed("limit") && a.terminal {
				o.limit, o.capped = terminalRows, true
			}
			var err error
			if o.params, err = sqlParams(params); err != nil {
				return err
			}
			if cmd.Flags().Changed("json") && a.flags.fields == "" {
				return usagef("--json needs fields: some of the columns of the query")
			}
			return a.runSQL(cmd, file, args, o)
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	f := cmd.Flags()
	f.StringVarP(&file, "file", "f", "", "run the SQL in this `file`; - reads standard input")
	f.StringArrayVar(&params, "param", nil, "set a parameter: `NAME=VALUE` (may be repeated)")
	f.IntVar(&limit, "limit", 0, "print at most so many `rows` of each answer; 0 for all (a terminal gets 1000 unless this is given)")
	f.DurationVar(&timeout, "timeout", time.Minute, "stop a statement after this `time`; 0 for never")
	return cmd
}

func (a *app) runSQL(cmd *cobra.Command, file string, args []string, o sqlOptions) error {
	arch, err := a.openEmbedded(cmd, "SQL reads")
	if err != nil {
		return err
	}
	console, err := arch.Console(cmd.Context())
	if err != nil {
		return err
	}
	defer console.Close()
	switch {
	case len(args) == 1 && file != "":
		return usagef("give the SQL as an argument or with --file, not both")
	case len(args) == 1:
		return a.script(cmd, console, args[0], o)
	case file == "" && a.typing():
		return a.sqlShell(cmd, arch, console, o)
	}
	script, err := a.readScript(file)
	if err != nil {
		return err
	}
	return a.script(cmd, console, script, o)
}

// readScript reads a file of SQL, or standard input.
func (a *app) readScript(file string) (string, error) {
	in := a.in
	if file != "" && file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return "", fmt.Errorf("--file: %w", err)
		}
		defer f.Close()
		in = f
	}
	const most = 16 << 20
	raw, err := io.ReadAll(io.LimitReader(in, most+1))
	if err != nil {
		return "", fmt.Errorf("--file: %w", err)
	}
	if len(raw) > most {
		return "", usagef("--file: more than 16 MB of SQL")
	}
	return strings.TrimPrefix(string(raw), "\ufeff"), nil
}

// script runs every statement of a script, or a dot command.
func (a *app) script(cmd *cobra.Command, console *store.Console, script string, o sqlOptions) error {
	if line := strings.TrimSpace(script); strings.HasPrefix(line, ".") {
		return a.dotCommand(cmd, line)
	}
	used := map[string]bool{}
	for at, n := 0, 0; ; n++ {
		st, err := console.Prepare(script, at)
		if err != nil {
			return sqlError(err)
		}
		if st == nil {
			if n == 0 {
				return usagef("there is no SQL to run; archive sql --help shows some")
			}
			break
		}
		at = st.Next
		for _, p := range st.Params {
			used[p] = true
			if _, ok := o.params[p]; !ok {
				return usagef("the parameter :%s has no value; give --param %s=VALUE", output.Clean(p), output.Clean(p))
			}
		}
		if n > 0 && a.formatIs(output.FormatTable) {
			fmt.Fprintln(a.out)
		}
		if err := a.statement(cmd.Context(), cmd, console, st, o); err != nil {
			return err
		}
	}
	for name := range o.params {
		if !used[name] {
			a.remark("the parameter %s is not used", output.Clean(name))
		}
	}
	return nil
}

func (a *app) formatIs(f output.Format) bool {
	got, err := a.format(output.FormatTSV)
	return err == nil && got == f
}

// errEnough ends an answer at its limit.
var errEnough = errors.New("enough rows")

// statement runs one statement and prints its answer as it comes.
func (a *app) statement(ctx context.Context, cmd *cobra.Command, console *store.Console, st *store.Statement, o sqlOptions) error {
	if o.timeout > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, o.timeout)
		defer stop()
	}
	p := &answerPrinter{app: a, cmd: cmd, limit: o.limit}
	p.head.Schema, p.head.Query, p.head.Params = "sql/1", strings.TrimSpace(st.Text), map[string]any{}
	for _, name := range st.Params {
		p.head.Params[name] = o.params[name]
	}
	err := console.Run(ctx, st, o.params, p.begin, p.row)
	switch {
	case err == nil, errors.Is(err, errEnough):
	case errors.Is(err, context.DeadlineExceeded):
		return p.broken("stopped after " + o.timeout.String() + "; --timeout allows more")
	case errors.Is(err, context.Canceled):
		return p.broken("interrupted")
	case p.rows > 0 && !output.IsClosedPipe(err):
		return errors.Join(sqlError(err), p.broken("stopped there"))
	default:
		return sqlError(err)
	}
	if err := p.end(); err != nil {
		return err
	}
	if p.cut && o.capped {
		// A cut nobody asked for is said whatever --quiet says.
		fmt.Fprintf(a.err, "only the first %d rows are shown; --limit 0 shows all\n", o.limit)
	} else if p.cut {
		a.remark("only the first %d rows are printed, as --limit says; there are more", o.limit)
	}
	return nil
}

// sqlError is a mistake in SQL with the line it is in and a mark under its place.
func sqlError(err error) error {
	wrong := (*store.StatementError)(nil)
	if !errors.As(err, &wrong) {
		return err
	}
	line, at := []rune(wrong.Excerpt), wrong.Column-1
	from := max(0, min(at-40, len(line)))
	to := min(len(line), from+72)
	before := output.Clean(string(line[from:min(max(at, from), to)]))
	if from > 0 {
		before = "..." + before
	}
	return usagef("%w\n  %s\n  %s^", wrong, before+output.Clean(string(line[min(max(at, from), to):to])), strings.Repeat(" ", output.Width(before)))
}

// sqlParams reads NAME=VALUE pairs. Only what is written as SQL writes a number is
// one: 5E1 and 007 are codes.
func sqlParams(assignments []string) (map[string]any, error) {
	out := map[string]any{}
	for _, as := range assignments {
		name, value, ok := strings.Cut(as, "=")
		name = strings.TrimLeft(strings.TrimSpace(name), ":@$")
		if !ok || name == "" {
			return nil, usagef("--param %s: want NAME=VALUE", output.Clean(as))
		}
		if _, twice := out[name]; twice {
			return nil, usagef("--param %s is given twice", output.Clean(name))
		}
		out[name] = sqlParam(value)
	}
	return out, nil
}

func sqlParam(value string) any {
	if n, err := strconv.ParseInt(value, 10, 64); err == nil && strconv.FormatInt(n, 10) == value {
		return n
	}
	whole, part, decimal := strings.Cut(strings.TrimPrefix(value, "-"), ".")
	if f, err := strconv.ParseFloat(value, 64); err == nil && decimal && part != "" && strings.Trim(part, "0123456789") == "" && (whole == "0" || whole != "" && whole[0] != '0') {
		return f
	}
	return value
}

// answerPrinter prints the rows of one statement as they come.
type answerPrinter struct {
	app    *app
	cmd    *cobra.Command
	head   sqlHead
	limit  int
	stream *output.Stream
	pick   []int // columns of --json; nil for all
	rows   int
	cut    bool
}

// sqlHead and sqlTail are what sql/1 says before and after its rows.
type sqlHead struct {
	Schema string         `json:"schema"`
	Query  string         `json:"query"`
	Params map[string]any `json:"params"`
}

type sqlTail struct {
	Count    int  `json:"count"`
	Complete bool `json:"complete"`
}

func (p *answerPrinter) begin(names []string) error {
	a := p.app
	columns := make([]output.Column, 0, len(names))
	taken := map[string]bool{}
	for _, name := range names {
		if name == "" {
			name = "column"
		}
		unique := name
		for n := 2; taken[unique]; n++ {
			unique = fmt.Sprintf("%s_%d", name, n)
		}
		taken[unique] = true
		columns = append(columns, output.Column{Name: unique})
	}
	f, document := output.FormatJSON, false
	if p.cmd.Flags().Changed("json") {
		t := output.Table{Columns: columns}
		if a.flags.format != "" {
			return usagef("--json picks fields of a flat array and --format a document: give one of them; fields: %s", fieldList(t))
		}
		picked, err := output.SelectFields(t, a.flags.fields)
		if err != nil {
			return usagef("--json: %w", err)
		}
		for _, c := range picked.Columns {
			for i := range columns {
				if columns[i].Name == c.Name {
					p.pick = append(p.pick, i)
				}
			}
		}
		columns = picked.Columns
	} else {
		var err error
		if f, err = a.format(output.FormatTSV); err != nil {
			return err
		}
		document = f == output.FormatJSON
	}
	if len(columns) == 0 {
		return nil // a statement without an answer
	}
	var err error
	p.stream, err = output.NewStream(a.out, f, columns, output.Options{Width: a.width, Style: output.NewStyle(a.colour(a.flags.noColor)), Terminal: a.terminal})
	if err == nil && document {
		err = p.stream.Document(p.head)
	}
	return err
}

func (p *answerPrinter) row(cells []any) error {
	if p.limit > 0 && p.rows == p.limit {
		p.cut = true
		return errEnough
	}
	p.rows++
	values := make([]output.Value, 0, len(cells))
	for _, c := range cells {
		values = append(values, sqlCell(c))
	}
	if p.pick != nil {
		picked := make([]output.Value, 0, len(p.pick))
		for _, i := range p.pick {
			picked = append(picked, values[i])
		}
		values = picked
	}
	return p.stream.Row(values)
}

func (p *answerPrinter) end() error {
	if p.stream == nil {
		return nil
	}
	return p.stream.Close(sqlTail{Count: p.rows, Complete: !p.cut})
}

// broken ends an answer that was stopped: the rows read so far are printed, and
// that they are not all is the error.
func (p *answerPrinter) broken(why string) error {
	if p.stream == nil || p.rows == 0 {
		return errors.New(why)
	}
	if err := p.stream.Abandon(); err != nil {
		return err
	}
	return fmt.Errorf("%s: the answer is not complete (%d rows printed)", why, p.rows)
}

// sqlCell is a value of SQL as it is printed: numbers in full, a blob as SQL
// writes one, NULL as such where people read.
func sqlCell(v any) output.Value {
	switch v := v.(type) {
	case nil:
		return output.Absent("NULL")
	case int64:
		if n := int(v); int64(n) == v {
			return output.Int(n)
		}
		return output.Text(strconv.FormatInt(v, 10))
	case float64:
		if math.IsInf(v, 0) {
			return output.Text(strconv.FormatFloat(v, 'f', -1, 64))
		}
		return output.Number(v)
	case []byte:
		return output.Text("x'" + hex.EncodeToString(v) + "'")
	}
	return output.Text(fmt.Sprint(v))
}
