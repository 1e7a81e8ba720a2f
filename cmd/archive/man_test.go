package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// manPage is the manual page of a command (section 1) or topic (section 7), by the
// name of its file. It bears no date, so that it changes only with its content.
func manPage(cmd *cobra.Command) map[string]string {
	name, section := strings.ReplaceAll(cmd.CommandPath(), " ", "-"), 1
	if !cmd.Runnable() {
		section = 7
	}
	var b strings.Builder
	fmt.Fprintf(&b, ".TH %s %d \"\" \"archive\" \"archive manual\"\n.SH NAME\n%s \\- %s\n", roff(strings.ToUpper(name)), section, roff(name), roff(cmd.Short))
	long := cmd.Long
	if cmd.Runnable() {
		fmt.Fprintf(&b, ".SH SYNOPSIS\n.B %s\n", roff(strings.TrimSuffix(cmd.UseLine(), " [flags]")))
	} else {
		_, long, _ = strings.Cut(long, "\n")
	}
	if long != "" {
		b.WriteString(".SH DESCRIPTION\n")
		for i, p := range blocks(long) {
			switch {
			case p.kept:
				b.WriteString(".PP\n.nf\n" + roffLines(p.lines) + ".fi\n")
			case i > 0:
				b.WriteString(".PP\n" + roffLines(p.lines))
			default:
				b.WriteString(roffLines(p.lines))
			}
		}
	}
	if cmd.Parent() == nil {
		b.WriteString(".SH COMMANDS\nEach has a page of its own, archive\\-COMMAND.\n")
		for _, c := range visible(cmd) {
			if c != cmd && c.Runnable() {
				fmt.Fprintf(&b, ".TP\n.B %s\n%s", roff(strings.TrimSuffix(c.UseLine(), " [flags]")), roffLines([]string{c.Short}))
			}
		}
	}
	if cmd.Runnable() {
		manFlags(&b, "OPTIONS", flagsOf(cmd.LocalNonPersistentFlags()))
		manFlags(&b, "OPTIONS OF EVERY COMMAND", flagsOf(cmd.Root().PersistentFlags()))
	}
	if cmd.Example != "" {
		b.WriteString(".SH EXAMPLES\n.nf\n")
		for line := range strings.Lines(cmd.Example) {
			b.WriteString(roffLines([]string{strings.TrimSpace(line)}))
		}
		b.WriteString(".fi\n")
	}
	b.WriteString(".SH SEE ALSO\n")
	if cmd.Parent() != nil {
		b.WriteString(".BR archive (1),\n")
	}
	b.WriteString(".BR archive\\-formats (7),\n.BR archive\\-environment (7),\n.BR archive\\-exit\\-codes (7),\n.BR archive\\-method (7)\n")
	return map[string]string{fmt.Sprintf("%s.%d", name, section): b.String()}
}

func manFlags(b *strings.Builder, title string, flags []*pflag.Flag) {
	if len(flags) == 0 {
		return
	}
	fmt.Fprintf(b, ".SH %s\n", title)
	for _, f := range flags {
		typed, does := flagWords(f)
		fmt.Fprintf(b, ".TP\n.B %s\n%s", roff(typed), roffLines([]string{does}))
	}
}

// roff escapes text for a line of roff: a minus that can be copied, a backslash
// that stays one.
func roff(s string) string {
	return strings.NewReplacer("\\", "\\e", "-", "\\-").Replace(s)
}

// roffLines are lines of text, none of which is taken as a request.
func roffLines(lines []string) string {
	var b strings.Builder
	for _, l := range lines {
		l = roff(l)
		if strings.HasPrefix(l, ".") || strings.HasPrefix(l, "'") {
			l = "\\&" + l
		}
		b.WriteString(l + "\n")
	}
	return b.String()
}

// What could be taken as a request of roff is text.
func TestRoffIsText(t *testing.T) {
	for in, want := range map[string]string{
		".so /etc/passwd": "\\&.so /etc/passwd\n",
		"'tis -x \\n(.t":  "\\&'tis \\-x \\en(.t\n",
		"plain":           "plain\n",
	} {
		if got := roffLines([]string{in}); got != want {
			t.Errorf("roffLines(%q) = %q, want %q", in, got, want)
		}
	}
}
