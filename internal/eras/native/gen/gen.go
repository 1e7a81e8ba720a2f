// Package gen makes care directories of the real shape and size out of nothing:
// invented organisations, the same from the same seed. Benchmarks and tests of
// the importers read them; no user does.
package gen

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// Options say how large a history is made.
type Options struct {
	Seed uint64
	Rows int // rows of the first month, about; 320,000 is a real month
}

// The shares by which a month differs from the one before.
const (
	reinspected = 0.02  // of locations: new ratings and dates
	changing    = 0.004 // of locations: as many join as leave
	renamed     = 0.02  // of locations: another name or address
)

// Months with a peculiarity.
const (
	capitalMonth = 4 // Requires Improvement with a capital I
	usMonth      = 7 // 27 columns, month-first dates
)

// History is a care directory month by month.
type History struct {
	rng       *rand.Rand
	month     int
	next      int
	locations []*location
}

// location is an invented location with its ratings.
type location struct {
	id, name, kind, category, street, town, postcode, authority, region string
	provider, providerName                                              string
	services                                                            []service
}

type service struct {
	name    string
	ratings [6]rating
	report  string
}

type rating struct {
	value string
	day   int // days since 1970-01-01
}

// New makes the first month, September 2016.
func New(o Options) *History {
	h := &History{rng: rand.New(rand.NewPCG(o.Seed, 0x6e6873))}
	for rows := 0; rows < o.Rows; {
		l := h.join()
		h.locations = append(h.locations, l)
		rows += 6 * len(l.services)
	}
	return h
}

// Released is the day of the month's release, YYYY-MM-DD.
func (h *History) Released() string {
	return time.Date(2016, time.Month(9+h.month), 1+h.month%5, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// MonthFirst reports whether the month's dates are month-first.
func (h *History) MonthFirst() bool { return h.month%12 == usMonth }

// Advance makes the next month.
func (h *History) Advance() {
	h.month++
	n := len(h.locations)
	for range int(float64(n) * changing) {
		i := h.rng.IntN(len(h.locations))
		h.locations[i] = h.join()
	}
	for range int(float64(n) * reinspected) {
		l := h.locations[h.rng.IntN(n)]
		s := &l.services[h.rng.IntN(len(l.services))]
		day := h.today() - h.rng.IntN(30)
		for d := range s.ratings {
			s.ratings[d] = rating{h.value(), day}
		}
	}
	for range int(float64(n) * renamed) {
		l := h.locations[h.rng.IntN(n)]
		if h.rng.IntN(4) == 0 {
			l.name = h.name()
		} else {
			l.street = h.streetAddress()
		}
	}
}

func (h *History) today() int {
	return int(time.Date(2016, time.Month(9+h.month), 1, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func (h *History) value() string {
	switch n := h.rng.IntN(100); {
	case n < 66:
		return "Good"
	case n < 84:
		return "Requires improvement"
	case n < 89:
		return "Outstanding"
	case n < 92:
		return "Inadequate"
	case n < 96:
		return "No published rating"
	default:
		return "Inspected but not rated"
	}
}

func (h *History) name() string {
	return pick(h.rng, words()) + " " + pick(h.rng, words()) + " " + pick(h.rng, []string{"House", "Care Home", "Lodge", "Surgery", "Medical Centre", "Hospital", "Court", "Clinic, North", "Manor"})
}

func (h *History) streetAddress() string {
	return fmt.Sprintf("%d %s %s", 1+h.rng.IntN(240), pick(h.rng, words()), pick(h.rng, []string{"Road", "Street", "Lane", "Avenue", "Close"}))
}

func (h *History) join() *location {
	h.next++
	town := pick(h.rng, words())
	l := &location{
		id: fmt.Sprintf("1-%d", 100_000_000+h.next*7919), name: h.name(),
		kind:     pick(h.rng, []string{"Social Care Org", "Primary Medical Services", "Primary Dental Care", "Independent Healthcare Org", "NHS Healthcare Organisation"}),
		category: pick(h.rng, []string{"Residential social care", "GP Practices", "Community based adult social care services", "Acute hospital - NHS non-specialist"}),
		street:   h.streetAddress(), town: town, postcode: fmt.Sprintf("%c%c%d %d%c%c", 'A'+h.rng.IntN(26), 'A'+h.rng.IntN(26), 1+h.rng.IntN(30), h.rng.IntN(10), 'A'+h.rng.IntN(26), 'A'+h.rng.IntN(26)),
		authority: pick(h.rng, words()) + "shire",
		region:    pick(h.rng, []string{"London", "South East", "South West", "East of England", "East Midlands", "West Midlands", "North West", "North East", "Yorkshire and The Humber"}),
	}
	p := h.rng.IntN(30_000)
	l.provider, l.providerName = fmt.Sprintf("1-%d", 90_000_000+p*13), fmt.Sprintf("%s %s Limited", words()[p%len(words())], words()[p/7%len(words())])
	names := []string{"Overall"}
	if h.rng.IntN(40) == 0 {
		names = append(names, pick(h.rng, []string{"Urgent and emergency services", "Families, children and young people"}), "Surgery", "Outpatients", "Older people")
	}
	for _, n := range names {
		s := service{name: n, report: "Location"}
		if n != "Overall" {
			s.report = "CoreService"
		}
		day := h.today() - h.rng.IntN(900)
		for d := range s.ratings {
			s.ratings[d] = rating{h.value(), day}
		}
		l.services = append(l.services, s)
	}
	return l
}

// Columns is the header of the month: 28 columns, or 27 in one month a year.
func (h *History) Columns() []string {
	all := []string{
		"Location ID", "Location ODS Code", "Location Name", "Care Home?", "Location Type", "Location Primary Inspection Category",
		"Location Street Address", "Location Address Line 2", "Location City", "Location Post Code", "Location Local Authority", "Location Region",
		"Location NHS Region", "Location ONSPD CCG Code", "Location ONSPD CCG", "Location Commissioning CCG Code", "Location Commissioning CCG Name",
		"Service / Population Group", "Domain", "Latest Rating", "Publication Date", "Report Type", "Inherited Rating (Y/N)", "URL",
		"Provider ID", "Provider Name", "Brand ID", "Brand Name",
	}
	if h.MonthFirst() {
		return slices.Delete(all, nhsRegion, nhsRegion+1)
	}
	return all
}

// nhsRegion is the column that one month a year leaves out.
const nhsRegion = 12

// Rows calls f with every row of the month, in an order of its own.
func (h *History) Rows(f func(cells []string) error) error {
	order := make([]int, 0, len(h.locations)*7)
	for i, l := range h.locations {
		for s := range l.services {
			for d := range 6 {
				order = append(order, i<<8|s<<4|d)
			}
		}
	}
	shuffle := rand.New(rand.NewPCG(uint64(h.month), 7))
	shuffle.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	domains := []string{"Overall", "Safe", "Effective", "Caring", "Responsive", "Well-led"}
	layout := "02/01/2006"
	if h.MonthFirst() {
		layout = "1/2/2006 3:04:05 PM"
	}
	var cells []string
	for _, o := range order {
		l, s, d := h.locations[o>>8], o>>4&15, o&15
		r := l.services[s].ratings[d]
		value := r.value
		if h.month%12 == capitalMonth && value == "Requires improvement" {
			value = "Requires Improvement"
		}
		date := time.Unix(int64(r.day)*86400, 0).UTC().Format(layout)
		cells = append(cells[:0], l.id, "", l.name, "N", l.kind, l.category, l.street, "", l.town, l.postcode, l.authority, l.region,
			l.region, "E38000001", "NHS Example CCG", "03X", "NHS Example CCG", l.services[s].name, domains[d], value, date, l.services[s].report, "N",
			"http://www.cqc.org.uk/location/"+l.id, l.provider, l.providerName, "-", "-")
		if h.MonthFirst() {
			cells = slices.Delete(cells, nhsRegion, nhsRegion+1)
		}
		if err := f(cells); err != nil {
			return err
		}
	}
	return nil
}

func words() []string {
	return []string{
		"Alder", "Ashby", "Barrow", "Beech", "Birch", "Blyth", "Bourne", "Bramley", "Brook", "Cedar", "Charn", "Clay", "Cob", "Dale", "Dene",
		"Elm", "Fern", "Field", "Ford", "Foss", "Glebe", "Grange", "Green", "Hart", "Hazel", "Heath", "Hill", "Holly", "Ivy", "Kings", "Lark",
		"Laurel", "Lea", "Lime", "Mallard", "Maple", "Marsh", "Mead", "Mill", "Moor", "Oak", "Orchard", "Park", "Pine", "Priory", "Queens",
		"Ridge", "River", "Rowan", "Sedge", "Spinney", "Stan", "Stone", "Thorn", "Trent", "Vale", "Wells", "Wick", "Willow", "Wood", "Wren", "Yew",
	}
}
