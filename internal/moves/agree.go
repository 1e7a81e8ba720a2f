package moves

import (
	"context"
	"strconv"

	"careratings/internal/compare"
	"careratings/internal/eras"
	"careratings/internal/store"
	"careratings/internal/trajectory"
)

// AgreementOptions steer the permutation test.
type AgreementOptions struct {
	Permutations int
	Seed         uint64
}

// Agreement is how far two editions order the same lineages alike.
type Agreement struct {
	Schema       string   `json:"schema"`
	From         Side     `json:"from"`
	To           Side     `json:"to"`
	Breaks       []Broken `json:"breaks"`
	Policy       string   `json:"policy"`
	N            int      `json:"n"`
	Lineages     int      `json:"lineages"`
	LeftOut      int      `json:"left_out"` // predecessors that disagree about one successor, or ratings at no one level
	Concordant   int64    `json:"concordant"`
	Discordant   int64    `json:"discordant"`
	TauB         Estimate `json:"tau_b"`
	TauBMax      *float64 `json:"tau_b_max"`
	SomersD      Estimate `json:"somers_d"` // later given earlier
	Spearman     Estimate `json:"spearman"`
	P            *float64 `json:"p"`
	Permutations int      `json:"permutations"`
	Seed         uint64   `json:"seed"`
	Reason       string   `json:"reason"`
}

// Estimate is a statistic with its jackknife standard error and 95 % interval.
type Estimate struct {
	Value  *float64 `json:"value"`
	SE     *float64 `json:"se"`
	Low    *float64 `json:"low"`
	High   *float64 `json:"high"`
	Reason string   `json:"reason"`
}

// Agreement computes tau-b, Somers' D and Spearman's correlation over lineages
// with an exact, stated rating on both sides. A successor counts once.
func (c *Comparison) Agreement(opt AgreementOptions) (Agreement, error) {
	var strands []compare.Strand
	skipped := 0
	for _, p := range c.Pairs {
		if p.A == nil || p.B == nil {
			continue
		}
		from, okA := place(p.A, c.From.Measure)
		to, okB := place(p.B, c.To.Measure)
		if !okA || !okB {
			skipped++
			continue
		}
		strands = append(strands, compare.Strand{
			Pair: compare.Pair{Lineage: p.Code, Group: p.B.PrintedGroup(), A: from, B: to},
			From: p.A.Body.Code, To: p.B.Body.Code,
		})
	}
	pairs, leftOut := compare.OncePerSuccessor(strands)
	g := compare.Agree(pairs, compare.AgreeOptions{Permutations: opt.Permutations, Seed: opt.Seed})
	return Agreement{
		Schema: AgreementSchema, From: c.side(c.From), To: c.side(c.To), Breaks: c.Broken(), Policy: string(c.Policy), N: g.N, Lineages: g.Lineages,
		LeftOut: leftOut + skipped, Concordant: g.Concordance.Concordant, Discordant: g.Concordance.Discordant,
		TauB: estimate(g.TauB), TauBMax: g.TauBMax.Value, SomersD: estimate(g.SomersD), Spearman: estimate(g.Spearman),
		P: g.P.Value, Permutations: g.Permutations, Seed: g.Seed, Reason: g.TauB.Value.Reason,
	}, nil
}

// place is where a stated rating orders its body, greater for better: its level,
// or its number turned the measure's way round. Words and ranges order nothing.
func place(p *trajectory.Point, m eras.Measure) (float64, bool) {
	if !p.Stated() || p.Status != "rated" {
		return 0, false
	}
	if p.Level != nil {
		return float64(*p.Level), true
	}
	if m.Kind != "rank" && m.Kind != "number" || p.Number == "" {
		return 0, false
	}
	n, err := strconv.ParseFloat(p.Number, 64)
	switch {
	case err != nil || m.Kind == "number" && m.Better == "none":
		return 0, false
	case m.Kind == "rank", m.Better == "lower":
		return -n, true
	}
	return n, true
}

func estimate(e compare.Estimate) Estimate {
	return Estimate{Value: e.Value.Value, SE: e.SE, Low: e.Low, High: e.High, Reason: e.Reason}
}

// SensitivitySchema names the version of the sensitivity document.
const SensitivitySchema = "sensitivity/1"

// Sensitivity is how a trust's verdict depends on choices nobody can prove
// right: the map of one scale onto the other, whose peers count, how
// predecessors count, and what missing peers may be.
type Sensitivity struct {
	Schema    string            `json:"schema"`
	Trust     trajectory.Party  `json:"trust"`
	From      Side              `json:"from"`
	To        Side              `json:"to"`
	Breaks    []Broken          `json:"breaks"`
	FromLabel string            `json:"from_label"`
	ToLabel   string            `json:"to_label"`
	Maps      int               `json:"maps"`
	Readings  []SensitivityRead `json:"readings"`
	Mapped    SensitivityTally  `json:"mapped"`
	Standings SensitivityTally  `json:"standings"`
	Flips     []string          `json:"flips"`
}

// SensitivityRead is one reading and its standing verdict.
type SensitivityRead struct {
	Peers   string `json:"peers"`
	Policy  string `json:"policy"`
	Missing string `json:"missing"`
	From    string `json:"from"`
	To      string `json:"to"`
	Verdict string `json:"standing_verdict"`
}

// SensitivityTally counts outcomes.
type SensitivityTally struct {
	Up          int `json:"up"`
	Same        int `json:"same"`
	Down        int `json:"down"`
	NotResolved int `json:"not_resolved"`
}

// SensitivityOf repeats one trust's comparison under every reading: both bases,
// the lineage policies, and unrated peers bounded or left out.
func SensitivityOf(ctx context.Context, a *store.Archive, from, to Moment, trust, asOf string) (Sensitivity, error) {
	out := Sensitivity{Schema: SensitivitySchema, Readings: []SensitivityRead{}, Flips: []string{}}
	var readings []compare.Reading
	var last *Comparison
	for _, basis := range []string{"published", "common"} {
		for _, policy := range compare.Policies() {
			c, err := Compare(ctx, a, from, to, Options{Policy: string(policy), Basis: basis, AsOf: asOf})
			if err != nil {
				return out, err
			}
			if err := c.needLevels(); err != nil {
				return out, err
			}
			for _, p := range c.Pairs {
				if p.A == nil || p.B == nil || p.Code != trust && p.A.Body.Code != trust || p.A.Span() == nil || p.B.Span() == nil {
					continue
				}
				last = c
				out.Trust = trajectory.Party{Code: p.Code, Name: p.Name}
				out.FromLabel, out.ToLabel = p.A.Label, p.B.Label
				readings = append(readings, c.readings(p, basis, &out)...)
			}
		}
	}
	if last == nil {
		return out, &NoSuch{trust + " has no level on both sides to map; archive trajectory " + trust + " shows what is held"}
	}
	s, err := compare.SensitivityOf(readings, len(last.fromScale), len(last.toScale))
	if err != nil {
		return out, err
	}
	out.From, out.To, out.Breaks = last.side(from), last.side(to), last.Broken()
	out.Maps = s.Maps
	out.Mapped = SensitivityTally(s.Mapped)
	out.Standings = SensitivityTally(s.Standings)
	out.Flips = append(out.Flips, s.Flips...)
	return out, nil
}

// readings is one pair with its tie bands as they are, and with the middle of
// each band taken for the whole of it, as those do who forget ties and missing
// peers.
func (c *Comparison) readings(p Pair, basis string, out *Sensitivity) []compare.Reading {
	a, b := p.A.Compared(), p.B.Compared()
	list := []compare.Reading{{
		Peers: basis, Policy: string(c.Policy), Missing: "band", From: *p.A.Span(), To: *p.B.Span(), Standing: compare.StandingVerdict(a, b),
	}, {
		Peers: basis, Policy: string(c.Policy), Missing: "middle", From: *p.A.Span(), To: *p.B.Span(), Standing: compare.StandingVerdict(middle(a), middle(b)),
	}}
	for _, r := range list {
		out.Readings = append(out.Readings, SensitivityRead{
			Peers: r.Peers, Policy: r.Policy, Missing: r.Missing, From: p.A.Label, To: p.B.Label, Verdict: string(r.Standing),
		})
	}
	return list
}

func middle(s compare.Standing) compare.Standing {
	if s.Mid != nil {
		s.Low, s.High = s.Mid, s.Mid
	}
	return s
}
