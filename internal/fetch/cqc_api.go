package fetch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// list is one of the lists of the CQC API, and how to read it.
type list struct {
	path    string // "/locations"
	records string // path of one record, without its id
	idKey   string // key of a record's id
	changes bool   // lists ids that changed within a time
}

// listOf gives the list at a path.
func listOf(path string) (list, error) {
	switch path {
	case "/locations":
		return list{path, "/locations", "locationId", false}, nil
	case "/providers":
		return list{path, "/providers", "providerId", false}, nil
	case "/changes/location":
		return list{path, "/locations", "locationId", true}, nil
	case "/changes/provider":
		return list{path, "/providers", "providerId", true}, nil
	}
	return list{}, fmt.Errorf("%q is none of /locations, /providers, /changes/location, /changes/provider", path)
}

// perPage is how many ids are asked for at once; the answer's own totalPages says
// how many pages that makes.
const perPage = 500

// maxPages bounds what totalPages may ask for.
const maxPages = 1 << 20

// KeyError is a call of the API that was refused for want of a valid key.
type KeyError struct{ Code int }

func (e *KeyError) Error() string {
	const where = "set CQC_API_KEY to a key of https://api-portal.service.cqc.org.uk"
	switch e.Code {
	case 0:
		return "the CQC API answers to no one without a key: " + where
	case http.StatusForbidden:
		return "the CQC API refuses the request (403): the key is not allowed this, or the request bore no User-Agent; " + where
	}
	return fmt.Sprintf("the CQC API refuses the key (%d): %s", e.Code, where)
}

// api is the CQC API with a key, held to a rate.
type api struct {
	client *Client
	base   string // https://api.service.cqc.org.uk/public/v1
	key    string
	rate   *bucket
}

// newAPI checks the key without ever printing it.
func (c *Client) newAPI(base, key string, rate float64) (*api, error) {
	key = strings.TrimSpace(key)
	if key == "" {
		return nil, &KeyError{}
	}
	for _, r := range key {
		if r <= ' ' || r > '~' {
			return nil, errors.New("CQC_API_KEY holds a character that no key has")
		}
	}
	return &api{client: c, base: strings.TrimSuffix(base, "/"), key: key, rate: c.bucket(rate)}, nil
}

// call asks for one path; each attempt takes its token. A status in accepted is
// an answer, given with its code.
func (a *api) call(ctx context.Context, path, query string, accepted ...int) (raw []byte, code int, err error) {
	u, err := parseAddress(a.base + path)
	if err != nil {
		return nil, 0, err
	}
	u.RawQuery = query // the API wants the colons of a time as they are
	header := http.Header{"Accept": {"application/json"}, "Accept-Encoding": {"gzip"}, keyHeader: {a.key}}
	err = a.client.persist(ctx, func() error {
		if err := a.rate.take(ctx); err != nil {
			return err
		}
		got, err := a.client.get(ctx, u, header)
		if err != nil {
			return err
		}
		defer got.close()
		code = got.StatusCode
		for _, ok := range accepted {
			if code == ok {
				raw = nil
				return nil
			}
		}
		switch code {
		case http.StatusOK:
		case http.StatusUnauthorized, http.StatusForbidden:
			return &KeyError{code}
		default:
			return a.client.statusError(u, got.Response)
		}
		raw, err = a.client.readAll(u, got, a.client.Limits.Answer)
		return err
	})
	return raw, code, err
}

// page is one page of a list.
type page struct {
	Number int      `json:"page"`
	Pages  int      `json:"pages"`
	Total  int      `json:"total"`
	IDs    []string `json:"ids"`
}

// page reads page n of a list. from and until are of a list of changes.
func (a *api) page(ctx context.Context, l list, n int, from, until time.Time) (page, error) {
	query := fmt.Sprintf("page=%d&perPage=%d", n, perPage)
	if l.changes {
		query = fmt.Sprintf("startTimestamp=%s&endTimestamp=%s&%s", stamp(from), stamp(until), query)
	}
	var out page
	for attempt := 1; ; attempt++ {
		raw, _, err := a.call(ctx, l.path, query)
		if err != nil {
			return page{}, err
		}
		out, err = readPage(raw, l)
		if err == nil && out.Number != n {
			err = fmt.Errorf("page %d came", out.Number)
		}
		if err == nil {
			return out, nil
		}
		err = fmt.Errorf("%s%s: page %d was asked for: %w", a.base, l.path, n, err)
		if attempt >= 2 {
			return page{}, err
		}
		a.client.Remark(err.Error() + "; asking once more")
	}
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// readPage reads the answer of a list.
func readPage(raw []byte, l list) (page, error) {
	var doc struct {
		Page       *int              `json:"page"`
		TotalPages *int              `json:"totalPages"`
		Total      *int              `json:"total"`
		Changes    []string          `json:"changes"`
		Locations  []json.RawMessage `json:"locations"`
		Providers  []json.RawMessage `json:"providers"`
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		return page{}, fmt.Errorf("the answer is no list: %w", err)
	}
	if doc.Page == nil || doc.TotalPages == nil || doc.Total == nil || *doc.Total < 0 || *doc.TotalPages < 0 || *doc.TotalPages > maxPages {
		return page{}, errors.New("the answer lacks a usable page, totalPages or total")
	}
	out := page{Number: *doc.Page, Pages: *doc.TotalPages, Total: *doc.Total, IDs: doc.Changes}
	if !l.changes {
		items := doc.Locations
		if l.records == "/providers" {
			items = doc.Providers
		}
		for _, item := range items {
			id, err := idOf(item, l.idKey)
			if err != nil {
				return page{}, err
			}
			out.IDs = append(out.IDs, id)
		}
	}
	for _, id := range out.IDs {
		if !plainID(id) {
			return page{}, fmt.Errorf("%q is no id", id)
		}
	}
	return out, nil
}

// idOf is the id of a record.
func idOf(record []byte, key string) (string, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(record, &fields); err != nil {
		return "", fmt.Errorf("is no record: %w", err)
	}
	var id string
	if err := json.Unmarshal(fields[key], &id); err != nil {
		return "", fmt.Errorf("has no %s", key)
	}
	return id, nil
}

// plainID reports whether an id can stand in a path: 1-101640593, RWE, RH5A8.
func plainID(id string) bool {
	for _, r := range id {
		if (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_' {
			return false
		}
	}
	return id != "" && len(id) <= 64
}

// record gets one record, without what it tells of persons. gone is the status
// of an id that the API lists and does not have (404, 410) or refuses (400).
func (a *api) record(ctx context.Context, l list, id string) (line []byte, gone int, err error) {
	raw, code, err := a.call(ctx, l.records+"/"+url.PathEscape(id), "", http.StatusNotFound, http.StatusGone, http.StatusBadRequest)
	if err != nil || code != http.StatusOK {
		if code == http.StatusOK {
			code = 0
		}
		return nil, code, err
	}
	where := a.base + l.records + "/" + id
	line, err = withoutPersons(raw)
	if err != nil {
		return nil, 0, fmt.Errorf("%s: the answer is no JSON: %w", where, err)
	}
	if got, err := idOf(line, l.idKey); err != nil {
		return nil, 0, fmt.Errorf("%s: the answer %w", where, err)
	} else if got != id {
		return nil, 0, fmt.Errorf("%s: the answer is of %q", where, got)
	}
	return line, 0, nil
}
