package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"careratings/internal/bodies"
	"careratings/internal/eras"
)

const bodyColumns = `b.key, b.kind, b.name, b.opened, b.closed, b.closed_basis, b.foundation_from, b.region, b.town, b.county,
	b.postcode, b.parent, b.code_status, b.note, b.source, b.rated`

func scanBody(b *bodies.Body, rest ...any) []any {
	return append([]any{
		&b.ID, &b.Kind, &b.Name, (*string)(&b.Opened), (*string)(&b.Closed), &b.ClosedBasis, (*string)(&b.FoundationFrom), &b.Region, &b.Town, &b.County,
		&b.Postcode, &b.Parent, &b.CodeStatus, &b.Note, &b.Source, &b.Rated,
	}, rest...)
}

// BodyByID implements bodies.Finder.
func (a *Archive) BodyByID(ctx context.Context, id string) (bodies.Body, bool, error) {
	list, err := a.bodies(ctx, "WHERE b.key = ?", id)
	switch {
	case err != nil:
		return bodies.Body{}, false, err
	case len(list) == 0 && a.imports != nil:
		return a.imports.Body(ctx, id)
	case len(list) == 0:
		return bodies.Body{}, false, nil
	}
	return list[0], true, nil
}

// AllBodies returns every body, by code; CQC locations only when asked for.
func (a *Archive) AllBodies(ctx context.Context, locations bool) ([]bodies.Body, error) {
	where := "WHERE b.kind <> 'cqc-location' ORDER BY b.key"
	if locations {
		where = "ORDER BY b.key"
	}
	list, err := a.bodies(ctx, where)
	if err != nil {
		return nil, err
	}
	more, err := a.unknownBodies(ctx)
	return append(list, more...), err
}

// Brief is what comparing needs of a body.
type Brief struct {
	ID, Kind, Name, Region string
	Opened, Closed         eras.Interval
}

// Briefs returns every body but CQC locations, in no order.
func (a *Archive) Briefs(ctx context.Context) ([]Brief, error) {
	text, err := a.text(ctx, "line", "SELECT concat_ws('"+cellEnd+`', key, kind, name, region, opened, closed) AS line
		FROM body WHERE kind <> 'cqc-location'`)
	if err != nil || text == "" {
		return nil, err
	}
	out := make([]Brief, 0, strings.Count(text, rowEnd)+1)
	err = eachRow(text, func(row *cutter) error {
		out = append(out, Brief{
			ID: row.text(), Kind: row.text(), Name: row.text(), Region: row.text(),
			Opened: eras.Interval(row.text()), Closed: eras.Interval(row.text()),
		})
		return nil
	})
	if err != nil {
		return nil, a.fault(err)
	}
	more, err := a.unknownBodies(ctx)
	for _, b := range more {
		out = append(out, Brief{b.ID, b.Kind, b.Name, b.Region, b.Opened, b.Closed})
	}
	return out, err
}

func (a *Archive) bodies(ctx context.Context, where string, args ...any) ([]bodies.Body, error) {
	var out []bodies.Body
	err := a.each(ctx, func(scan scanner) error {
		var b bodies.Body
		if err := scan(scanBody(&b)...); err != nil {
			return err
		}
		out = append(out, b)
		return nil
	}, "SELECT "+bodyColumns+" FROM body b "+where, args...)
	if err != nil || a.imports == nil {
		return out, err
	}
	list := make([]*bodies.Body, len(out))
	for i := range out {
		list[i] = &out[i]
	}
	return out, a.amend(ctx, list)
}

// NamesByKey implements bodies.Finder.
func (a *Archive) NamesByKey(ctx context.Context, keys []string) ([]bodies.Entry, error) {
	var out []bodies.Entry
	for _, k := range keys {
		list, err := a.entries(ctx, "WHERE n.search_key = ?", k)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	more, err := a.importedNames(ctx, func(name string) bool { return slices.Contains(keys, bodies.Normalise(name)) })
	return append(out, more...), err
}

// NamesByWords implements bodies.Finder. Each word is quoted for the full-text
// index: what a user types is no query language.
func (a *Archive) NamesByWords(ctx context.Context, words []string, prefix bool) ([]bodies.Entry, error) {
	if len(words) == 0 {
		return nil, nil
	}
	quoted := make([]string, 0, len(words))
	for _, w := range words {
		q := `"` + strings.NewReplacer(`"`, `""`, "\x00", " ").Replace(w) + `"`
		if prefix {
			q += "*"
		}
		quoted = append(quoted, q)
	}
	out, err := a.entries(ctx, "WHERE n.id IN (SELECT rowid FROM name_search WHERE name_search MATCH ?)", strings.Join(quoted, " "))
	if err != nil || a.imports == nil {
		return out, err
	}
	more, err := a.importedNames(ctx, func(name string) bool { return hasWords(name, words, prefix) })
	if err != nil {
		return nil, err
	}
	orgs, err := a.imports.Named(ctx, words, mostOrgs)
	for _, b := range orgs {
		if hasWords(b.Name, words, prefix) {
			more = append(more, entryOf(b))
		}
	}
	return append(out, more...), err
}

// mostOrgs is how many organisations of care directories a search looks at; a
// name that thousands bear is no name to search for.
const mostOrgs = 200

// hasWords reports whether a name has every one of words, or, with prefix, for
// each a word that begins with it.
func hasWords(name string, words []string, prefix bool) bool {
	have := strings.Fields(bodies.Normalise(name))
	for _, w := range words {
		if !slices.ContainsFunc(have, func(h string) bool { return h == w || prefix && strings.HasPrefix(h, w) }) {
			return false
		}
	}
	return true
}

// AllNames implements bodies.Finder. Of imports it has the bodies, not the
// organisations of care directories.
func (a *Archive) AllNames(ctx context.Context) ([]bodies.Entry, error) {
	out, err := a.entries(ctx, "")
	if err != nil {
		return nil, err
	}
	more, err := a.importedNames(ctx, func(string) bool { return true })
	return append(out, more...), err
}

func (a *Archive) entries(ctx context.Context, where string, args ...any) ([]bodies.Entry, error) {
	var out []bodies.Entry
	err := a.each(ctx, func(scan scanner) error {
		var e bodies.Entry
		if err := scan(scanBody(&e.Body, &e.Name.Name, &e.Name.Kind, &e.Name.From, &e.Name.To, &e.Name.Source)...); err != nil {
			return err
		}
		e.Name.Body = e.Body.ID
		out = append(out, e)
		return nil
	}, "SELECT "+bodyColumns+", n.name, n.kind, n.from_on, n.to_on, n.source FROM name_row n JOIN body b ON b.id = n.body "+where, args...)
	if err != nil || a.imports == nil {
		return out, err
	}
	list := make([]*bodies.Body, len(out))
	for i := range out {
		list[i] = &out[i].Body
	}
	return out, a.amend(ctx, list)
}

// NamesOf returns every name of a body, oldest first where dated.
func (a *Archive) NamesOf(ctx context.Context, id string) ([]bodies.Name, error) {
	entries, err := a.entries(ctx, "WHERE b.key = ? ORDER BY n.id", id)
	out := make([]bodies.Name, 0, len(entries))
	for _, e := range entries {
		out = append(out, e.Name)
	}
	if err != nil {
		return nil, err
	}
	more, err := a.toldNames(ctx, []string{id})
	if len(out) == 0 {
		return out, err // of a body that only imports know they are its own
	}
	return append(out, more...), err
}

// Kin is one body of a lineage with what is known of it.
type Kin struct {
	bodies.Kin
	Body bodies.Body
}

// Lineage returns the bodies before and after a body, predecessors first.
func (a *Archive) Lineage(ctx context.Context, id string) ([]Kin, error) {
	links, err := a.Successions(ctx, id)
	if err != nil {
		return nil, err
	}
	kin := bodies.Lineage(links, id)
	if len(kin) == 0 {
		return []Kin{}, nil
	}
	keys := make([]string, 0, len(kin))
	for _, k := range kin {
		keys = append(keys, k.Code)
	}
	list, err := a.bodies(ctx, "WHERE b.key IN (SELECT value FROM json_each(?))", keyList(keys))
	if err != nil {
		return nil, err
	}
	byID := make(map[string]bodies.Body, len(list))
	for _, b := range list {
		byID[b.ID] = b
	}
	out := make([]Kin, 0, len(kin))
	for _, k := range kin {
		body, held := byID[k.Code]
		if !held && a.imports != nil {
			if body, held, err = a.imports.Body(ctx, k.Code); err != nil {
				return nil, err
			}
			if !held { // a file of successions names it by its code alone
				body = bodies.Body{ID: k.Code, Name: k.Code, Kind: "other"}
			}
		}
		out = append(out, Kin{Kin: k, Body: body})
	}
	return out, nil
}

// LifeSpan is when a body existed, as far as known.
type LifeSpan struct{ Opened, Closed eras.Interval }

// Contains reports whether a body can have existed on the day: it is not known
// to have opened after it or closed before it.
func (l LifeSpan) Contains(day eras.Interval) bool {
	if !day.Known() {
		return true
	}
	if o := l.Opened.First(); o != "" && o > day.Last() {
		return false
	}
	c := l.Closed.Last()
	return c == "" || c >= day.First()
}

// LifeSpans returns the life of every body by code.
func (a *Archive) LifeSpans(ctx context.Context) (map[string]LifeSpan, error) {
	out := map[string]LifeSpan{}
	err := a.each(ctx, func(scan scanner) error {
		var id string
		var l LifeSpan
		if err := scan(&id, &l.Opened, &l.Closed); err != nil {
			return err
		}
		out[id] = l
		return nil
	}, "SELECT key, opened, closed FROM body WHERE kind <> 'cqc-location'")
	if err != nil {
		return nil, err
	}
	more, err := a.unknownBodies(ctx)
	for _, b := range more {
		out[b.ID] = LifeSpan{b.Opened, b.Closed}
	}
	return out, err
}

// ErasOf returns the eras that a body has ratings of its own in, in the order they
// began.
func (a *Archive) ErasOf(ctx context.Context, body string) ([]string, error) {
	claims, err := a.ClaimsAbout(ctx, []string{body}, "")
	if err != nil {
		return nil, err
	}
	var out []string
	for _, c := range claims {
		if !slices.Contains(out, c.Era) {
			out = append(out, c.Era)
		}
	}
	slices.SortFunc(out, func(x, y string) int { return cmp.Compare(eras.Rank(x), eras.Rank(y)) })
	return out, nil
}
