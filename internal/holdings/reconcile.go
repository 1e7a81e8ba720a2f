package holdings

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"careratings/internal/compare"
	"careratings/internal/eras"
	"careratings/internal/store"
)

// Outcome is what comes of putting a published number beside the archive's own
// count.
type Outcome string

// The outcomes. The own count is a lower bound while ratings are missing: it
// differs only when it exceeds the published number, or when the number could
// not be reached even if every missing rating were counted in it; and it agrees
// only where no missing rating could change that. A count that equals the
// published one while ratings are missing is consistent: it can still turn out
// otherwise.
const (
	Agrees       Outcome = "agrees"
	Consistent   Outcome = "consistent"
	Differs      Outcome = "differs"
	CannotTell   Outcome = "cannot-tell"
	Contradicted Outcome = "contradicted" // sources print different numbers of the same thing
)

// Check is one published number beside the archive's own count. What is total
// or movement. Own is the bodies that surely belong, Most the largest number
// there can be (nil: no bound), Counted
// the codes of the sure ones. Held of Base bodies are held, Base 0 when no
// source prints it. Against names the rows that contradict this one.
type Check struct {
	ID, What, Edition, To, PeerGroup, Scope, Measure, Value string
	Published                                               string
	Outcome                                                 Outcome
	Own, Most                                               *int
	Held, Base                                              int
	Counted, Against                                        []string
	Note, Source                                            string
}

// Only narrows a reconciliation. About is an edition (movements from or to it), an
// ERA@DATE as Check.Edition has it, or the id of one check; Kind is a peer group,
// with those within it. Empty is all. AsOf limits both sides to what sources had
// said by a day.
type Only struct{ About, Kind, AsOf string }

func (o Only) takes(group string, ids ...string) bool {
	return (o.Kind == "" || eras.Within(group, o.Kind)) && (o.About == "" || slices.Contains(ids, o.About))
}

// Reconcile puts the published totals and movements beside the archive's own
// counts of stated ratings. Our own sums are never taken as published.
func Reconcile(ctx context.Context, a *store.Archive, only Only) ([]Check, error) {
	l, err := newLedger(ctx, a, only.AsOf)
	if err != nil {
		return nil, err
	}
	said := l.statements()
	var out []Check
	for i, t := range l.totals {
		if !only.takes(t.PeerGroup, t.ID, momentOf(t)) {
			continue
		}
		c, err := l.checkTotal(t, said[i], said)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	moves, err := a.AllMovements(ctx)
	if err != nil {
		return nil, err
	}
	for _, m := range moves {
		if m.Doubt == eras.Computed || !toldBy(m.CountsFrom, only.AsOf) || !only.takes(m.PeerGroup, m.ID, m.FromEdition, m.ToEdition) {
			continue
		}
		c, err := l.checkMovement(m, moves)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// numbers is what a printed count allows: low to high bodies. known is false
// where no number is printed, or a percentage of an unknown base.
type numbers struct {
	low, high int
	known     bool
}

func (n numbers) excludes(o numbers) bool {
	return n.known && o.known && (n.high < o.low || o.high < n.low)
}

// statement is a total as something another source can contradict.
type statement struct {
	about   string
	id      string
	source  string
	words   string
	stated  bool
	percent *compare.Interval
	numbers
}

func (l *ledger) statements() []statement {
	out := make([]statement, len(l.totals))
	for i, t := range l.totals {
		what := t.Value
		if t.Low > 0 {
			what = fmt.Sprintf("%d-%d", t.Low, t.High)
		}
		out[i] = statement{
			about: strings.Join([]string{cmp.Or(t.Edition, asAtOf(t.Note)), t.PeerGroup, t.Scope, t.Measure, what}, "\x00"),
			id:    t.ID, source: t.Source, words: publishedWords(t), numbers: l.numbersOf(t),
		}
		if share, err := compare.RoundedPercent(t.Percent); t.Percent != "" && err == nil {
			out[i].percent = &share
		}
		out[i].stated = t.Doubt == eras.Stated
	}
	return out
}

// asAtOf is the moment a total of a rolling era is told for: "as at 2016-04".
func asAtOf(note string) string {
	_, rest, ok := strings.Cut(note, "as at ")
	if !ok {
		return ""
	}
	day, _, _ := strings.Cut(rest, ";")
	return day
}

// momentOf is what a total is told for: an edition, or ERA@DATE in a rolling era.
func momentOf(t store.Total) string {
	return cmp.Or(t.Edition, strings.TrimRight(t.Era+"@"+asAtOf(t.Note), "@"))
}

func (l *ledger) numbersOf(t store.Total) numbers {
	if n, ok := whole(t.Count); ok {
		if t.AtLeast {
			return numbers{n, math.MaxInt, true}
		}
		return numbers{n, n, true}
	}
	share, err := compare.RoundedPercent(t.Percent)
	if t.Percent == "" || err != nil {
		return numbers{}
	}
	least, most := l.size(t.Edition, t.PeerGroup)
	if n, ok := whole(t.Base); ok {
		least, most = n, n
	}
	if most == 0 || t.Scope != "" && t.Base == "" {
		return numbers{}
	}
	const slack = 1e-9 // shares are binary fractions
	return numbers{
		int(math.Ceil(share.Low*float64(least) - slack)), int(math.Floor(share.High*float64(most) + slack)), true,
	}
}

func publishedWords(t store.Total) string {
	words := t.Count
	if words == "" && t.Percent != "" {
		words = t.Percent + " %"
	}
	if words == "" {
		return ""
	}
	if t.AtLeast {
		words = "at least " + words
	}
	if t.Base != "" {
		words += " of " + t.Base
	}
	return words
}

func (l *ledger) checkTotal(t store.Total, said statement, all []statement) (Check, error) {
	c := Check{
		ID: t.ID, What: "total", Edition: momentOf(t), PeerGroup: t.PeerGroup, Scope: t.Scope, Measure: t.Measure, Value: t.Value,
		Published: said.words, Source: t.Source, Outcome: CannotTell,
	}
	_, c.Base = l.size(t.Edition, t.PeerGroup)
	if n, ok := whole(t.Base); ok {
		c.Base = n
	} else if t.Scope != "" {
		c.Base = 0
	}
	n, err := l.count(t)
	if err != nil {
		return c, err
	}
	c.judge(said.numbers, n, t.AtLeast)
	switch {
	case said.words == "":
		c.Note = cmp.Or(t.Note, "no number is printed")
	case t.Doubt != eras.Stated:
		c.Outcome, c.Note = CannotTell, "the printed number is itself "+string(t.Doubt)+": "+t.Note
	}
	var against, doubted []string
	for _, o := range all {
		if o.about != said.about || o.id == said.id || !said.stated && !o.stated {
			continue
		}
		apart := said.excludes(o.numbers)
		if !said.known && !o.known && said.percent != nil && o.percent != nil {
			apart = said.percent.High <= o.percent.Low || o.percent.High <= said.percent.Low
		}
		told := fmt.Sprintf("%s (%s)", o.words, o.source)
		switch {
		case apart && o.stated:
			c.Against = append(c.Against, o.id)
			against = append(against, told)
		case apart: // a number that is itself in doubt contradicts nothing
			doubted = append(doubted, told)
		}
	}
	if len(against) > 0 {
		c.Note = fmt.Sprintf("%s (%s) against %s", said.words, t.Source, strings.Join(against, ", "))
		if c.Outcome == Differs {
			c.Note += "; the archive's own count bears this one out least"
		}
		if t.Doubt != eras.Stated {
			c.Note += "; " + string(t.Doubt) + ": " + t.Note
		}
		c.Outcome = Contradicted
	}
	if len(doubted) > 0 {
		c.Note += "; in doubt: " + strings.Join(doubted, ", ")
	}
	return c, nil
}

func (l *ledger) checkMovement(m store.Movement, all []store.Movement) (Check, error) {
	c := Check{
		ID: m.ID, What: "movement", Edition: m.FromEdition, To: m.ToEdition, PeerGroup: m.PeerGroup, Measure: m.Measure,
		Value: m.FromValue + " -> " + m.ToValue, Published: m.Count, Source: m.Source, Outcome: CannotTell, Base: l.began(m),
	}
	printed := numbers{}
	if n, ok := whole(m.Count); ok {
		printed = numbers{n, n, true}
		if m.AtLeast {
			printed.high = math.MaxInt
			c.Published = "at least " + m.Count
		}
	}
	n, lost, err := l.pairs(movementPath(m))
	if err != nil {
		return c, err
	}
	c.judge(printed, n, m.AtLeast)
	if lost > 0 {
		c.Note += fmt.Sprintf("; %d of them without a later rating", lost)
	}
	if m.Doubt != eras.Stated {
		c.Outcome, c.Note = CannotTell, "the printed number is itself "+string(m.Doubt)
	}
	var against []string
	for _, o := range all {
		same := o.ID != m.ID && o.FromEdition == m.FromEdition && o.ToEdition == m.ToEdition && o.PeerGroup == m.PeerGroup && o.Measure == m.Measure &&
			o.FromValue == m.FromValue && o.ToValue == m.ToValue && o.Doubt == eras.Stated && m.Doubt == eras.Stated
		if same && !o.AtLeast && !m.AtLeast && o.Count != m.Count {
			c.Against = append(c.Against, o.ID)
			against = append(against, fmt.Sprintf("%s (%s)", o.Count, o.Source))
		}
	}
	if len(against) > 0 {
		c.Outcome, c.Note = Contradicted, fmt.Sprintf("%s (%s) against %s", m.Count, m.Source, strings.Join(against, ", "))
	}
	return c, nil
}

// judge compares the printed numbers with the archive's own count.
func (c *Check) judge(printed numbers, n own, atLeast bool) {
	if n.why != "" {
		c.Note = n.why
		return
	}
	c.Own, c.Held, c.Counted = &n.sure, n.held, n.counted
	complete := c.Base > 0 && n.held >= c.Base && n.sure == n.possible && !n.open
	if c.Base > 0 && !n.open {
		most := n.possible + max(0, c.Base-n.held)
		c.Most = &most
	}
	coverage := fmt.Sprintf("%d held, their number is not published", n.held)
	if c.Base > 0 {
		coverage = fmt.Sprintf("%d of %d held", n.held, c.Base)
	}
	switch {
	case !printed.known:
		c.Note = "a percentage of an unknown number; " + coverage
	case n.sure > printed.high:
		c.Outcome, c.Note = Differs, fmt.Sprintf("the archive's own count exceeds it; %s", coverage)
	case c.Most != nil && *c.Most < printed.low:
		c.Outcome, c.Note = Differs, fmt.Sprintf("cannot be reached even with every missing rating; %s", coverage)
	case complete:
		c.Outcome, c.Note = Agrees, coverage
	case atLeast && n.sure >= printed.low:
		c.Outcome, c.Note = Agrees, "the own count reaches it; "+coverage
	case printed.low == printed.high && n.sure == printed.low && n.sure > 0:
		c.Outcome, c.Note = Consistent, "the own count equals it so far; "+coverage
	default:
		c.Note = fmt.Sprintf("%s: the own count is only a lower bound", coverage)
	}
	if (c.Outcome == Agrees || c.Outcome == Consistent) && len(n.sources) == 1 && n.sources[0] == c.Source {
		c.Note += "; the list and the number are of one source, which can only agree with itself"
	}
}

// Counts tells how many checks came out each way.
func Counts(checks []Check) map[Outcome]int {
	out := map[Outcome]int{}
	for _, c := range checks {
		out[c.Outcome]++
	}
	return out
}
