package compare

import "fmt"

// LeagueRank is a printed league position, 1 = best. Zero means unknown for
// Tied and Next.
type LeagueRank struct {
	Rank int // as printed; bodies that share a rank all carry the best of theirs
	Of   int // bodies in the table
	Tied int // bodies that share the rank, this one included
	Next int // the next worse rank that the archive holds for the table
}

// StandingFromRank turns rank r of n with t bodies sharing it into the band
//
//	[(n-r+1-t)/n, (n-r+1)/n]
//
// When t is unknown it is at most next - r, where next is the next worse rank
// held; without one the lower bound is unknown (except for the last place,
// which nobody can share). Bounds on league places follow Marshall and
// Spiegelhalter (1998), Reliability of league tables of in vitro fertilisation
// clinics, BMJ 316, 1701-1704.
func StandingFromRank(l LeagueRank) Standing {
	if fault := l.fault(); fault != "" {
		return Unknown(fault)
	}
	s := Standing{N: l.Of, Basis: BasisRank, Better: pointer(l.Rank - 1)}
	if l.Of == 1 {
		s.Reason = "the only body in its league table"
		return s
	}
	tied := l.Tied
	if l.Rank == l.Of {
		tied = 1
	}
	switch {
	case tied > 0:
		s.Tied = pointer(tied - 1)
	case l.Next > 0:
		tied = l.Next - l.Rank
		if tied == 1 {
			s.Tied = pointer(0)
			break
		}
		s.Note = fmt.Sprintf("at most %d share rank %d: the next rank held is %d", tied, l.Rank, l.Next)
	default:
		s.High = pointer(share(l.Of-l.Rank+1, l.Of))
		s.Reason = "how many share the rank is not known"
		return s
	}
	s.Worse = pointer(l.Of - l.Rank + 1 - tied)
	s.setBand(share(*s.Worse, l.Of), share(l.Of-l.Rank+1, l.Of))
	return s
}

func (l LeagueRank) fault() string {
	switch {
	case l.Of < 1:
		return "the size of the league table is not known"
	case l.Rank < 1 || l.Rank > l.Of:
		return fmt.Sprintf("rank %d is outside a table of %d", l.Rank, l.Of)
	case l.Tied < 0 || l.Tied > l.Of-l.Rank+1:
		return fmt.Sprintf("%d cannot share rank %d of %d", l.Tied, l.Rank, l.Of)
	case l.Next != 0 && (l.Next <= l.Rank || l.Next > l.Of):
		return fmt.Sprintf("rank %d cannot follow rank %d of %d", l.Next, l.Rank, l.Of)
	case l.Tied > 0 && l.Next > 0 && l.Tied > l.Next-l.Rank:
		return fmt.Sprintf("%d share rank %d although rank %d is held", l.Tied, l.Rank, l.Next)
	}
	return ""
}
