package sheettest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"careratings/internal/eras/sheet"
)

// DirectoryHeader names the 28 columns of the sheet Locations in 2026.
var DirectoryHeader = strings.Split("Location ID,Location ODS Code,Location Name,Care Home?,Location Type,"+
	"Location Primary Inspection Category,Location Street Address,Location Address Line 2,Location City,"+
	"Location Post Code,Location Local Authority,Location Region,Location NHS Region,Location ONSPD CCG Code,"+
	"Location ONSPD CCG,Location Commissioning CCG Code,Location Commissioning CCG Name,"+
	"Service / Population Group,Domain,Latest Rating,Publication Date,Report Type,Inherited Rating (Y/N),URL,"+
	"Provider ID,Provider Name,Brand ID,Brand Name", ",")

// Directory makes up n rows of that sheet under their header: six a location,
// one for each domain, as the files have them. The same n and seed give the
// same rows. A row is valid until the next.
func Directory(n int, seed uint64) Table {
	return Table{Name: "Locations", Rows: func(yield func([]Cell) bool) {
		r := rand.New(rand.NewPCG(seed, 28))
		if !yield(Texts(DirectoryHeader...)) {
			return
		}
		domains := []string{"Overall", "Safe", "Effective", "Caring", "Responsive", "Well-led"}
		row := make([]Cell, len(DirectoryHeader))
		for i := range n {
			if i%len(domains) == 0 {
				location(r, row)
			}
			row[18].Text = domains[i%len(domains)]
			row[19].Text = rating(r)
			if !yield(row) {
				return
			}
		}
	}}
}

func pick(r *rand.Rand, from ...string) string { return from[r.IntN(len(from))] }

func rating(r *rand.Rand) string {
	switch x := r.IntN(100); {
	case x < 4:
		return "Outstanding"
	case x < 80:
		return "Good"
	case x < 95:
		return "Requires improvement"
	case x < 98:
		return "Inadequate"
	default:
		return "Inspected but not rated"
	}
}

// location fills in what the rows of a location share.
func location(r *rand.Rand, row []Cell) {
	word := func() string {
		return pick(r, "Ash", "Beech", "Cedar", "Elm", "Fern", "Hazel", "Ivy", "Larch", "Maple", "Oak", "Rowan", "Willow") +
			pick(r, "bank", "bourne", "bury", "croft", "dale", "field", "ford", "holme", "hurst", "lea", "mere", "stead", "ton", "wick", "wood")
	}
	id := func() string { return fmt.Sprintf("1-%d", 100000000+r.IntN(900000000)) }
	kind := pick(r, "Social Care Org", "Social Care Org", "Primary Medical Services", "Primary Dental Care", "NHS Healthcare Organisation", "Independent Healthcare Org")
	home := "N"
	name := word() + " " + pick(r, "House", "Surgery", "Medical Centre", "Home Care", "Dental Practice", "Clinic", "Hospital")
	if kind == "Social Care Org" && r.IntN(2) == 0 {
		home, name = "Y", "The "+word()+" Residential and Nursing Home"
	}
	city, region := word(), pick(r, "East Midlands", "East of England", "London", "North East", "North West", "South East", "South West", "West Midlands", "Yorkshire and The Humber")
	authority := word() + pick(r, "", "shire", " and "+word())
	ccg := r.IntN(106)
	ccgName := fmt.Sprintf("NHS %s Integrated Care Board - %02dX", []string{"Northern", "Southern", "Western", "Eastern", "Central"}[ccg%5], ccg)
	locationID := id()
	line2 := ""
	if r.IntN(3) == 0 {
		line2 = word()
	}
	street := fmt.Sprintf("%d %s %s", 1+r.IntN(240), word(), pick(r, "Road", "Street", "Lane", "Avenue", "Close"))
	if r.IntN(8) == 0 {
		street = "Unit " + fmt.Sprint(1+r.IntN(40)) + ", " + street
	}
	brandID, brand := "-", "-"
	if r.IntN(4) == 0 {
		n := r.IntN(300)
		brandID, brand = fmt.Sprintf("BD%03d", n), fmt.Sprintf("BRAND Care Group %d", n)
	}
	ods := ""
	if r.IntN(5) > 0 {
		ods = fmt.Sprintf("V%c%c%02d", 'A'+r.IntN(26), 'A'+r.IntN(26), r.IntN(100))
	}
	copy(row, Texts(locationID, ods, name, home, kind, pick(r, "Residential social care", "Community based adult social care services", "GP Practices", "Dentists", "Acute hospital - NHS non-specialist"),
		street, line2, city, fmt.Sprintf("%c%c%d %d%c%c", 'A'+r.IntN(26), 'A'+r.IntN(26), 1+r.IntN(29), r.IntN(10), 'A'+r.IntN(26), 'A'+r.IntN(26)),
		authority, region, pick(r, "Midlands", "East of England", "London", "North East and Yorkshire", "North West", "South East", "South West"),
		fmt.Sprintf("E380%05d", ccg), ccgName, fmt.Sprintf("%02dX", ccg), strings.ToUpper(ccgName),
		"Overall", "", "", "", "Location", pick(r, "N", "N", "N", "N", "Y"), "https://www.cqc.org.uk/location/"+locationID,
		id(), word()+" "+pick(r, "Care", "Healthcare", "Support Services", "Homes")+" Limited", brandID, brand))
	for _, i := range []int{18, 19} {
		row[i].Kind = sheet.Text
	}
	row[20] = Cell{fmt.Sprintf("%04d-%02d-%02d", 2014+r.IntN(12), 1+r.IntN(12), 1+r.IntN(28)), sheet.Date}
}
