package imports

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
)

// told is what a release says of an organisation. Numbers are ids of word and
// org; 0 stands for nothing.
type told struct {
	org                               int32
	provider                          int32
	kind, category, authority, region uint16
	name, town, postcode              string
	sheet                             string // location or provider: whose sheet says it
}

// orgTable keeps the spans of what is told by the sheets of one level.
type orgTable struct {
	ctx   context.Context
	tx    *sql.Tx
	sheet string
	feed  *feed

	adding, removing, ending *sql.Stmt
}

const orgKey = `org = ? AND from_day = ? AND name = ? AND type = ? AND category = ? AND authority = ? AND region = ?
	AND provider = ? AND town = ? AND postcode = ? AND sheet = ?`

func newOrgTable(ctx context.Context, tx *sql.Tx, f *feed, sheet string) (*orgTable, error) {
	t := &orgTable{ctx: ctx, tx: tx, feed: f, sheet: sheet}
	return t, prepare(ctx, tx, map[string]**sql.Stmt{
		"INSERT INTO org_span VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)": &t.adding,
		"DELETE FROM org_span WHERE " + orgKey:                             &t.removing,
		"UPDATE org_span SET to_day = ? WHERE " + orgKey:                   &t.ending,
	})
}

func (t *orgTable) touching(from, to int32, f func(span[told]) error) error {
	rows, err := t.tx.QueryContext(t.ctx, `SELECT org, from_day, name, type, category, authority, region, provider, town, postcode, sheet, ifnull(to_day, ?)
		FROM org_span WHERE from_day <= ? AND (to_day IS NULL OR to_day >= ?) AND sheet = ?`, open, to, from, t.sheet)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var s span[told]
		k := &s.content
		if err := rows.Scan(&k.org, &s.from, &k.name, &k.kind, &k.category, &k.authority, &k.region, &k.provider, &k.town, &k.postcode, &k.sheet, &s.to); err != nil {
			return err
		}
		if err := f(s); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (t *orgTable) args(s span[told]) []any {
	k := s.content
	return []any{k.org, s.from, k.name, k.kind, k.category, k.authority, k.region, k.provider, k.town, k.postcode, k.sheet}
}

func (t *orgTable) insert(s span[told]) error {
	_, err := t.adding.ExecContext(t.ctx, append(t.args(s), dayOrNull(s.to))...)
	return err
}

func (t *orgTable) insertAll(n int, at func(i int) *span[told]) error {
	return t.feed.pour(t.ctx, t.tx, "INSERT INTO org_span SELECT c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11 FROM temp.feed", n, func(i int, c []driver.Value) {
		s := at(i)
		k := &s.content
		c[0], c[1], c[2], c[3], c[4], c[5] = int64(k.org), int64(s.from), k.name, int64(k.kind), int64(k.category), int64(k.authority)
		c[6], c[7], c[8], c[9], c[10], c[11] = int64(k.region), int64(k.provider), k.town, k.postcode, k.sheet, dayOrNull(s.to)
	})
}

func (t *orgTable) endAll(n int, at func(i int) *span[told], to int32) error {
	return t.feed.pour(t.ctx, t.tx, fmt.Sprintf(`UPDATE org_span SET to_day = %d FROM temp.feed WHERE org = c0 AND from_day = c1 AND name = c2 AND type = c3 AND category = c4
		AND authority = c5 AND region = c6 AND provider = c7 AND town = c8 AND postcode = c9 AND sheet = c10`, to), n, func(i int, c []driver.Value) {
		s := at(i)
		k := &s.content
		c[0], c[1], c[2], c[3], c[4], c[5] = int64(k.org), int64(s.from), k.name, int64(k.kind), int64(k.category), int64(k.authority)
		c[6], c[7], c[8], c[9], c[10] = int64(k.region), int64(k.provider), k.town, k.postcode, k.sheet
	})
}

func (t *orgTable) remove(s span[told]) error {
	_, err := t.removing.ExecContext(t.ctx, t.args(s)...)
	return err
}

func (t *orgTable) end(s span[told], to int32) error {
	_, err := t.ending.ExecContext(t.ctx, append([]any{dayOrNull(to)}, t.args(s)...)...)
	return err
}

func (t *orgTable) compare(a, b told) int {
	return cmp.Or(cmp.Compare(a.org, b.org), cmp.Compare(a.name, b.name), cmp.Compare(a.kind, b.kind), cmp.Compare(a.category, b.category),
		cmp.Compare(a.authority, b.authority), cmp.Compare(a.region, b.region), cmp.Compare(a.provider, b.provider), cmp.Compare(a.town, b.town),
		cmp.Compare(a.postcode, b.postcode))
}

// names gives organisations and words their numbers. New organisations are
// stored by store.
type names struct {
	ctx   context.Context
	tx    *sql.Tx
	orgs  [2]map[string]int32 // by level: location, provider
	words map[string]uint16
	text  []string // of words, by number
	next  int32
	fresh []newOrg // not yet stored

	addingWord *sql.Stmt
}

type newOrg struct {
	id    int32
	level int
	key   string
}

// levels are the levels of a care directory, in the order of names.orgs.
func levels() []string { return []string{"location", "provider"} }

const (
	atLocation = iota
	atProvider
)

// readNames reads the numbers given before.
func readNames(ctx context.Context, tx *sql.Tx) (*names, error) {
	n := &names{orgs: [2]map[string]int32{{}, {}}, words: map[string]uint16{"": 0}, text: []string{""}}
	if err := n.in(ctx, tx); err != nil {
		return nil, err
	}
	rows, err := tx.QueryContext(ctx, "SELECT id, level = 'provider', key FROM org")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int32
		var level int
		var key string
		if err := rows.Scan(&id, &level, &key); err != nil {
			return nil, err
		}
		n.orgs[level][key] = id
		n.next = max(n.next, id)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	words, err := tx.QueryContext(ctx, "SELECT id, word FROM word")
	if err != nil {
		return nil, err
	}
	defer words.Close()
	for words.Next() {
		var id uint16
		var word string
		if err := words.Scan(&id, &word); err != nil {
			return nil, err
		}
		for int(id) >= len(n.text) {
			n.text = append(n.text, "")
		}
		n.words[word], n.text[id] = id, word
	}
	return n, words.Err()
}

// in moves the names to another transaction.
func (n *names) in(ctx context.Context, tx *sql.Tx) error {
	n.ctx, n.tx = ctx, tx
	return prepare(ctx, tx, map[string]**sql.Stmt{
		"INSERT INTO word VALUES (?, ?)": &n.addingWord,
	})
}

func (n *names) org(level int, key []byte) int32 {
	if id, ok := n.orgs[level][string(key)]; ok {
		return id
	}
	n.next++
	text := string(key)
	n.orgs[level][text] = n.next
	n.fresh = append(n.fresh, newOrg{n.next, level, text})
	return n.next
}

// store stores the organisations that are new.
func (n *names) store(f *feed) error {
	err := f.pour(n.ctx, n.tx, "INSERT INTO org SELECT c0, c1, c2 FROM temp.feed", len(n.fresh), func(i int, c []driver.Value) {
		o := n.fresh[i]
		c[0], c[1], c[2] = int64(o.id), levels()[o.level], o.key
	})
	n.fresh = n.fresh[:0]
	return err
}

func (n *names) word(text []byte) (uint16, error) {
	if id, ok := n.words[string(text)]; ok {
		return id, nil
	}
	id := len(n.text)
	if id > 1<<16-1 {
		return 0, fmt.Errorf("more than %d different services, types and areas; this is no care directory", 1<<16-1)
	}
	word := string(text)
	n.words[word], n.text = uint16(id), append(n.text, word)
	_, err := n.addingWord.ExecContext(n.ctx, id, word)
	return uint16(id), err
}
