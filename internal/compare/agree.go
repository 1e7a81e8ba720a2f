package compare

// Agreement is how far two editions order the same bodies alike.
type Agreement struct {
	N            int // pairs
	Lineages     int
	Concordance  Concordance
	TauB         Estimate
	TauBMax      Number // the largest tau-b these margins allow
	SomersD      Estimate
	Spearman     Estimate
	P            Number // permutation, two-sided, within peer group
	Permutations int
	Seed         uint64
}

// AgreeOptions are the settings of the permutation test. The zero value leaves
// it out.
type AgreeOptions struct {
	Permutations int
	Seed         uint64
}

// Agree computes tau-b, Somers' D and Spearman's correlation of the later
// edition with the earlier, with jackknife intervals and a permutation p. It
// needs no common scale. A successor must count once: see OncePerSuccessor.
// Fewer than two pairs, values that are no finite numbers, or an edition that
// ties everybody give absences with a reason.
func Agree(pairs []Pair, options AgreeOptions) Agreement {
	g := Agreement{N: len(pairs), Permutations: max(options.Permutations, 0), Seed: options.Seed}
	s, at, reason := newSample(pairs)
	switch {
	case reason != "":
	case len(pairs) == 0:
		reason = "nobody is rated in both editions"
	case len(pairs) == 1:
		reason = "one body alone is in no order"
	}
	if reason != "" {
		none := Estimate{Value: absent(reason), Reason: reason}
		g.TauB, g.SomersD, g.Spearman = none, none, none
		g.TauBMax, g.P = absent(reason), absent(reason)
		return g
	}
	lineages := byLineage(pairs, at)
	g.Lineages = len(lineages)
	g.Concordance = s.concordance()
	g.TauBMax = TauBMax(s.margins())
	g.TauB = jackknife(s, lineages, func(s sample) Number { return s.concordance().TauB() })
	g.SomersD = jackknife(s, lineages, func(s sample) Number { return s.concordance().SomersD() })
	g.Spearman = jackknife(s, lineages, sample.spearman)
	g.P = permutationP(pairs, g.Permutations, g.Seed)
	return g
}
