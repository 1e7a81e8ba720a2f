package compare

// Usual is where those who began at one level of the earlier edition are found
// in the later: their mean ridit there.
type Usual struct {
	Level int // in the earlier edition
	N     int
	Mean  Number // from 0 to 1; absent when nobody began there
}

// UsualMoves gives the usual place of each earlier level, worst to best, with
// ridits of the later edition among the cohort.
//
//	mean(i) = sum over j of n(i,j) ridit(j) / n(i)
//
// Those who began low rise on average and those who began high fall, without
// any change in quality: regression to the mean (Jones and Spiegelhalter 2009,
// Accounting for regression-to-the-mean in tests for recent changes in
// institutional performance, Statistics in Medicine 28, 1645-1667).
func UsualMoves(t Table) []Usual {
	ridits, _ := Ridits(t.To())
	return UsualMovesOn(t, ridits)
}

// UsualMovesOn does the same with given ridits of the later levels, such as
// those of the whole published group.
func UsualMovesOn(t Table, ridits []float64) []Usual {
	usual := make([]Usual, len(t.Cells))
	for i, row := range t.Cells {
		u := Usual{Level: i + 1, N: sum(row)}
		switch {
		case t.fault() != "":
			u.Mean = absent(t.fault())
		case u.N == 0:
			u.Mean = absent("nobody rated in both editions began at this level")
		case len(ridits) != len(row):
			u.Mean = absent("no ridit for each later level")
		default:
			total := 0.0
			for j, n := range row {
				total += float64(n) * ridits[j]
			}
			u.Mean = known(total / float64(u.N))
		}
		usual[i] = u
	}
	return usual
}

// Move is the usual change of ridit from the earlier standing a.
func (u Usual) Move(a Standing) Number {
	switch {
	case !u.Mean.Known():
		return u.Mean
	case a.Mid == nil:
		return absent("earlier standing: " + reasonOr(a.Reason, "its middle is not known"))
	}
	return known(*u.Mean.Value - *a.Mid)
}

// Residual is what is left of a move after regression to the mean: the ridit in
// b less the mean ridit of those who began at the same level.
func (u Usual) Residual(b Standing) Number {
	switch {
	case !u.Mean.Known():
		return u.Mean
	case b.Mid == nil:
		return absent("later standing: " + reasonOr(b.Reason, "its middle is not known"))
	}
	return known(*b.Mid - *u.Mean.Value)
}

// LeaversMean is the mean ridit, in the earlier edition and among all rated
// there, of those absent from the later. Below 0.5 the weaker have left, and the
// rest look better for it.
func LeaversMean(t Table) Number {
	if fault := t.fault(); fault != "" {
		return absent(fault)
	}
	if countFault(t.Exit) != "" {
		return absent("nobody left")
	}
	ridits, reason := Ridits(t.AllFrom())
	if reason != "" {
		return absent(reason)
	}
	total := 0.0
	for i, n := range t.Exit {
		total += float64(n) * ridits[i]
	}
	return known(total / float64(sum(t.Exit)))
}
