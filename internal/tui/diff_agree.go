package tui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"careratings/internal/compare"
	"careratings/internal/flat"
	"careratings/internal/moves"
	"careratings/internal/output"
)

// agree opens how far the two agree.
func (s *diffScreen) agree() tea.Cmd {
	if s.read == nil || s.read.problem != nil {
		return notice("there is nothing to agree yet")
	}
	d := &diffAgree{session: s.session, ask: s.read.ask}
	if r := s.selected(); r != nil && r.From != nil && r.To != nil {
		d.trust = r.Trust.Code
	}
	return open(d)
}

// diffAgree is how far two moments order the same lineages alike, and how much
// the verdict of one trust depends on choices nobody can prove right.
type diffAgree struct {
	asker
	session *session
	ask     diffAsk
	trust   string // whose verdict is weighed; empty for none
	read    *diffAgreed
	weighed *diffWeighed
	width   int
	list    list
	lines   []string
}

// diffAgreed is the agreement; problem is the reason why there is none.
type diffAgreed struct {
	problem     error
	agreement   moves.Agreement
	transitions *moves.CrossTab
	refused     error
}

// diffWeighed is the sensitivity of one verdict, or why there is none.
type diffWeighed struct {
	problem error
	moves.Sensitivity
}

func (d *diffAgree) Title() string { return d.ask.from + " to " + d.ask.to + ", agreement" }

func (d *diffAgree) Init() tea.Cmd {
	d.ask.policy, d.ask.basis, d.ask.asOf = d.session.policy, d.session.basis, d.session.asOf
	q := d.ask
	return ask(&d.asker, "counting pairs that agree", func(ctx context.Context) (*diffAgreed, error) { return readAgreement(ctx, d.session, q) })
}

// readAgreement computes what archive agree prints.
func readAgreement(ctx context.Context, s *session, q diffAsk) (*diffAgreed, error) {
	a, err := s.open()
	if err != nil {
		return nil, err
	}
	cat, err := a.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	from, to, err := q.moments(cat)
	if err != nil {
		return &diffAgreed{problem: err}, nil //nolint:nilerr // the pane shows it
	}
	c, err := moves.Compare(ctx, a, from, to, q.options(false, true))
	var none *moves.NoSuch
	switch {
	case errors.As(err, &none):
		return &diffAgreed{problem: err}, nil
	case err != nil:
		return nil, err
	}
	out := &diffAgreed{}
	if out.agreement, err = c.Agreement(moves.AgreementOptions{Permutations: 999, Seed: 1}); err != nil {
		return nil, err
	}
	tab, err := c.Transitions()
	if err == nil {
		out.transitions = &tab
	} else {
		out.refused = err
	}
	return out, nil
}

// weigh asks for the sensitivity of the trust.
func (d *diffAgree) weigh() tea.Cmd {
	d.weighed = nil
	if d.trust == "" {
		return nil
	}
	q, trust := d.ask, d.trust
	return ask(&d.asker, "weighing every reading of "+trust, func(ctx context.Context) (*diffWeighed, error) {
		a, err := d.session.open()
		if err != nil {
			return nil, err
		}
		cat, err := a.Catalogue(ctx)
		if err != nil {
			return nil, err
		}
		from, to, err := q.moments(cat)
		if err != nil {
			return &diffWeighed{problem: err}, nil //nolint:nilerr // the pane shows it
		}
		w := &diffWeighed{}
		w.Sensitivity, err = moves.SensitivityOf(ctx, a, from, to, trust, q.asOf)
		var none *moves.NoSuch
		var refused *compare.Refusal
		if errors.As(err, &none) || errors.As(err, &refused) {
			w.problem = err
			return w, nil
		}
		return w, err
	})
}

func (d *diffAgree) Update(msg tea.Msg) tea.Cmd {
	if got, err, ok := take[*diffAgreed](&d.asker, msg); ok {
		if err != nil {
			return trouble(err)
		}
		d.read = got
		d.write()
		if got.problem != nil {
			return nil
		}
		return d.weigh()
	}
	if got, err, ok := take[*diffWeighed](&d.asker, msg); ok {
		if err != nil {
			return trouble(err)
		}
		d.weighed = got
		d.write()
		return nil
	}
	switch msg := msg.(type) {
	case toggleMsg:
		return d.Init()
	case tea.KeyMsg:
		switch msg.String() {
		case "up", "k":
			d.list.to(d.list.top - 1)
		case "down", "j":
			d.list.to(d.list.top + d.list.height)
		default:
			d.list.key(msg)
		}
	case tea.MouseMsg:
		d.list.mouse(msg)
	}
	return nil
}

// write makes the lines; they are drawn as they are.
func (d *diffAgree) write() {
	d.lines = nil
	l := d.session.look
	add := func(text string) {
		for i, line := range output.Wrap(l.letters(output.Clean(text)), max(1, d.width-4)) {
			d.lines = append(d.lines, l.fit([]string{"  ", "    "}[min(i, 1)]+line, d.width))
		}
	}
	head := func(text string) { d.lines = append(d.lines, "", l.style.Bold(l.fit("  "+text, d.width))) }
	switch {
	case d.read == nil:
	case d.read.problem != nil:
		add(d.read.problem.Error())
	default:
		d.writeAgreement(add, head)
		d.writeSensitivity(add, head)
	}
	d.list.reset(len(d.lines))
}

func (d *diffAgree) writeAgreement(add, head func(string)) {
	g := d.read.agreement
	head(fmt.Sprintf("AGREEMENT OF ORDER (n = %d pairs of %s)", g.N, plural(g.Lineages, "lineage")))
	add(fmt.Sprintf("%d pairs of lineages stand in the same order on both sides, %d in the opposite; %d left out. Peers: %s; policy: %s.",
		g.Concordant, g.Discordant, g.LeftOut, d.ask.basis, d.ask.policy))
	if g.Reason != "" {
		add("Not computed: " + g.Reason)
	}
	for _, e := range []struct {
		name string
		moves.Estimate
	}{{"Kendall's tau-b", g.TauB}, {"Somers' D", g.SomersD}, {"Spearman's rho", g.Spearman}} {
		switch {
		case e.Value == nil:
			add(e.name + ": not known, " + e.Reason)
		case e.Low == nil || e.High == nil:
			add(fmt.Sprintf("%s: %+.2f (n = %d; no interval: %s)", e.name, *e.Value, g.N, e.Reason))
		default:
			add(fmt.Sprintf("%s: %+.2f (95 %% interval %+.2f to %+.2f, jackknife, n = %d)", e.name, *e.Value, *e.Low, *e.High, g.N))
		}
	}
	if g.TauBMax != nil {
		add(fmt.Sprintf("The margins allow tau-b up to %+.2f.", *g.TauBMax))
	}
	if g.P != nil {
		add(fmt.Sprintf("p = %.4f, from %d permutations within peer group, seed %d.", *g.P, g.Permutations, g.Seed))
	}
	head("AGREEMENT OF LEVEL")
	var refused *compare.Refusal
	switch {
	case errors.As(d.read.refused, &refused):
		text := "Kappa is refused: " + refused.Why
		if refused.BreakID != "" {
			text += " (" + refused.BreakID + ")"
		}
		add(text + ". Agreement of order claims no change of level and is allowed.")
	case d.read.refused != nil:
		add(d.read.refused.Error())
	case d.read.transitions.Kappa != nil:
		k := d.read.transitions.Kappa
		add(fmt.Sprintf("Cohen's kappa %s, linear weights %s, quadratic %s (n = %d)", diffNumber(k.Plain), diffNumber(k.Linear), diffNumber(k.Quadratic), k.N))
		if k.Reason != "" {
			add(k.Reason)
		}
	}
}

func (d *diffAgree) writeSensitivity(add, head func(string)) {
	switch {
	case d.trust == "":
		head("SENSITIVITY")
		add("Open this from a trust rated on both sides to weigh how its verdict depends on choices nobody can prove right.")
	case d.weighed == nil:
		head("SENSITIVITY OF THE VERDICT ON " + d.trust)
		add("Not weighed yet; r reads again.")
	case d.weighed.problem != nil:
		head("SENSITIVITY OF THE VERDICT ON " + d.trust)
		add(d.weighed.problem.Error())
	default:
		w := d.weighed
		head("SENSITIVITY OF THE VERDICT ON " + w.Trust.Code + " " + w.Trust.Name)
		m := w.Mapped
		add(w.FromLabel + d.session.look.sign(" → ", " -> ") + w.ToLabel + fmt.Sprintf(": %d maps of the one scale on the other, times %d readings, are %d outcomes: %d up, %d same, %d down, %d not resolved.",
			w.Maps, len(w.Readings), m.Up+m.Same+m.Down+m.NotResolved, m.Up, m.Same, m.Down, m.NotResolved))
		if len(w.Flips) == 0 {
			add("No single choice changes the outcome.")
		} else {
			add("The outcome changes with: " + strings.Join(w.Flips, ", ") + ".")
		}
		l := d.session.look
		row := func(a, b, c, e string) string {
			return "    " + l.fit(a, 11) + l.fit(b, 10) + l.fit(c, 9) + e
		}
		d.lines = append(d.lines, "", l.style.Dim(l.fit(row("peers", "policy", "missing", "verdict of the standings"), d.width)))
		for _, r := range w.Readings {
			d.lines = append(d.lines, l.fit(row(r.Peers, r.Policy, r.Missing, r.Verdict), d.width))
		}
	}
}

func (d *diffAgree) View() string {
	l := d.session.look
	if d.read == nil {
		text := d.Working()
		if text == "" {
			text = "cancelled; r reads again"
		}
		return l.fit("  "+text, d.width)
	}
	first, last := d.list.shown()
	return strings.Join(d.lines[first:last], "\n")
}

func (d *diffAgree) SetSize(width, height int) {
	d.width = width
	d.list.setHeight(height)
	d.write()
}

func (d *diffAgree) Actions() []action {
	return append([]action{
		{Keys: []string{"enter"}, Name: "open the trust", Run: func() tea.Cmd {
			if d.trust == "" {
				return notice("no trust was selected in the diff")
			}
			return open(newTrajectory(d.session, d.trust))
		}},
		{Keys: []string{"r"}, Name: "read again", Run: d.Init},
	}, listActions()...)
}

func (d *diffAgree) Command() string {
	return "archive agree " + strings.Join(d.ask.arguments(), " ")
}

func (d *diffAgree) Table() (output.Table, bool) {
	if d.read == nil || d.read.problem != nil {
		return output.Table{Columns: flat.AgreementColumns()}, false
	}
	return flat.Agreement(d.read.agreement), true
}

// Document implements nested.
func (d *diffAgree) Document() any { return d.read.agreement }

func (d *diffAgree) Typing() bool { return false }
