package tui

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
)

// view is a choice of measures that an axis shows.
type view struct {
	name     string
	headline bool     // each era's headline, era by era on one row
	all      bool     // whatever is held
	single   bool     // one measure
	measures []string // ids
	n        int      // ratings
}

func (v view) takes(measure string) bool { return v.all || slices.Contains(v.measures, measure) }

// flag is the command line's way to say the view.
func (v view) flag() string {
	if v.all {
		return " --measure all"
	}
	return " --measure " + strings.Join(v.measures, ",")
}

// viewsOf lists the views that have ratings: the headlines, families of
// measures, single measures, and all of them.
func viewsOf(st *story) []view {
	count := map[string]int{}
	total := 0
	var order []string
	for _, t := range st.trusts {
		for i := range t.Points {
			m := t.Points[i].Measure
			if count[m] == 0 {
				order = append(order, m)
			}
			count[m]++
			total++
		}
	}
	if total == 0 {
		return []view{{name: "headline ratings", headline: true, all: true}}
	}
	views := []view{{name: "headline ratings", headline: true, measures: headlines(st, order, count)}}
	at := map[string]int{}
	for _, id := range order {
		m, _ := st.cat.Measure(id)
		if slices.Contains(views[0].measures, id) {
			continue
		}
		name := familyOf(id, m.Label)
		if _, ok := at[name]; !ok {
			at[name] = len(views)
			views = append(views, view{name: name})
		}
		v := &views[at[name]]
		v.measures = append(v.measures, id)
	}
	for _, id := range order {
		m, _ := st.cat.Measure(id)
		views = append(views, view{name: m.Label + " (" + id + ")", single: true, measures: []string{id}})
	}
	views = append(views, view{name: "every value held", all: true, single: true})
	for i := range views {
		slices.Sort(views[i].measures)
		for _, id := range views[i].measures {
			views[i].n += count[id]
		}
		if views[i].all {
			views[i].n = total
		}
	}
	return views
}

// headlines are the headline measures of the eras held; an era without a
// headline rating shows what it has most of.
func headlines(st *story, order []string, count map[string]int) []string {
	var out []string
	for _, e := range st.cat.Eras {
		best := ""
		for _, id := range order {
			m, _ := st.cat.Measure(id)
			switch {
			case m.Era != e.ID:
			case id == e.Headline:
				best = id
			case best != e.Headline && (best == "" || count[id] > count[best]):
				best = id
			}
		}
		if best != "" {
			out = append(out, best)
		}
	}
	return out
}

// familyOf names the family of a measure that is no headline, by its id.
func familyOf(id, label string) string {
	parts := strings.Split(id, ".")
	last := parts[len(parts)-1]
	switch {
	case strings.HasPrefix(label, "key question"):
		return "CQC key questions"
	case parts[0] == "cqc":
		return "CQC use of resources and combined rating"
	case len(parts) > 2 && parts[1] == "domain":
		return "NOF domains: " + last
	case len(parts) > 2 && parts[1] == "metric":
		return "NOF metrics: " + strings.ReplaceAll(last, "-", " ")
	case len(parts) > 2 && parts[0] == "stars":
		return "star ratings: " + parts[1] + " areas"
	case parts[0] == "nof":
		return "NOF rank, score and segments"
	case parts[0] == "stars":
		return "star ratings: other values"
	case parts[0] == "healthcheck":
		return "health check: other values"
	}
	return parts[0] + ": other values"
}

// eraName is the name of an era in at most width columns, down to its id.
func (st *story) eraName(id string, width int, l look) string {
	e, _ := st.cat.Era(id)
	forms := []string{e.Label}
	short := map[string][]string{
		"stars": {"Star ratings", "Stars"}, "healthcheck": {"Annual Health Check", "Health Check", "Check"}, "cqc": {"CQC"},
		"im": {"Intelligent monit.", "Int. monit.", "IM"}, "nof": {"NHS Oversight Framework", "NOF 2025/26", "NOF"}, "sof": {"Oversight segments", "Segments", "SOF"},
		"specialmeasures": {"Special measures", "Special m.", "SM"}, "keogh": {"Keogh review", "Keogh"}, "monitor": {"Monitor"}, "firstwave": {"First wave"},
	}
	for _, f := range append(append(forms, short[id]...), id) {
		if fits := l.fit(f, width); strings.TrimRight(fits, " ") == l.letters(f) {
			return l.letters(f)
		}
	}
	return strings.TrimRight(l.fit(id, width), " ")
}

// nextView is the next family of measures, past single ones.
func nextView(views []view, at, by int) int {
	for range views {
		at = (at + by + len(views)) % len(views)
		if !views[at].single {
			break
		}
	}
	return at
}

// chooseView opens the list of views on the one that is shown.
func chooseView(views []view, at int, show func(view int)) *chooser {
	var all []choice
	for i, v := range views {
		all = append(all, choice{v.name, plural(v.n, "rating"), i == at, func() tea.Cmd {
			show(i)
			return nil
		}})
	}
	return newChooser("Measures to show", all)
}
