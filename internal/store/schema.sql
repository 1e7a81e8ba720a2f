-- The archive as one SQLite file. Dates are text as far as they are known
-- (YYYY, YYYY-MM, YYYY-MM-DD, FROM/TO, /ON-OR-BEFORE). Levels count from 1, the
-- worst. No computed floating-point number is stored.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE source (
  id           INTEGER PRIMARY KEY,
  key          TEXT NOT NULL UNIQUE,
  title        TEXT NOT NULL,
  publisher    TEXT NOT NULL,
  url          TEXT NOT NULL,
  tier         TEXT NOT NULL,
  published_on TEXT NOT NULL,
  counts_from  TEXT NOT NULL,
  dated_by     TEXT NOT NULL,
  licence      TEXT NOT NULL,
  note         TEXT NOT NULL
) STRICT;

CREATE TABLE era (
  id          TEXT PRIMARY KEY,
  seq         INTEGER NOT NULL UNIQUE,
  label       TEXT NOT NULL,
  publisher   TEXT NOT NULL,
  from_on     TEXT NOT NULL,
  to_on       TEXT NOT NULL,
  headline    TEXT NOT NULL,
  rolling     INTEGER NOT NULL CHECK (rolling IN (0, 1)),
  rated_kinds TEXT NOT NULL,
  peer_groups TEXT NOT NULL,
  about       TEXT NOT NULL,
  source      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE level (
  scale   TEXT NOT NULL,
  level   INTEGER NOT NULL CHECK (level > 0),
  code    TEXT NOT NULL,
  label   TEXT NOT NULL,
  meaning TEXT NOT NULL,
  PRIMARY KEY (scale, level)
) STRICT, WITHOUT ROWID;

CREATE TABLE measure (
  id       INTEGER PRIMARY KEY,
  key      TEXT NOT NULL UNIQUE,
  era      TEXT NOT NULL REFERENCES era (id),
  label    TEXT NOT NULL,
  kind     TEXT NOT NULL CHECK (kind IN ('level', 'number', 'rank', 'range', 'words')),
  scale    TEXT NOT NULL,
  unit     TEXT NOT NULL,
  better   TEXT NOT NULL CHECK (better IN ('higher', 'lower', 'none')),
  headline INTEGER NOT NULL CHECK (headline IN (0, 1)),
  about    TEXT NOT NULL
) STRICT;

CREATE TABLE edition (
  id           INTEGER PRIMARY KEY,
  key          TEXT NOT NULL UNIQUE,
  era          TEXT NOT NULL REFERENCES era (id),
  seq          INTEGER NOT NULL,
  label        TEXT NOT NULL,
  period       TEXT NOT NULL,
  rated_from   TEXT NOT NULL,
  rated_to     TEXT NOT NULL,
  published_on TEXT NOT NULL,
  publisher    TEXT NOT NULL,
  framework    TEXT NOT NULL,
  vintage      TEXT NOT NULL,
  about        TEXT NOT NULL,
  source       TEXT NOT NULL,
  UNIQUE (era, seq)
) STRICT;

CREATE TABLE break (
  key          TEXT PRIMARY KEY,
  era          TEXT NOT NULL,
  from_edition TEXT NOT NULL,
  to_edition   TEXT NOT NULL,
  happened_on  TEXT NOT NULL,
  peer_group   TEXT NOT NULL,
  measure      TEXT NOT NULL,
  forbids      TEXT NOT NULL,
  kind         TEXT NOT NULL,
  why          TEXT NOT NULL,
  about        TEXT NOT NULL,
  source       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE body (
  id              INTEGER PRIMARY KEY,
  key             TEXT NOT NULL UNIQUE,
  kind            TEXT NOT NULL,
  name            TEXT NOT NULL,
  opened          TEXT NOT NULL,
  closed          TEXT NOT NULL,
  closed_basis    TEXT NOT NULL,
  foundation_from TEXT NOT NULL,
  region          TEXT NOT NULL,
  town            TEXT NOT NULL,
  county          TEXT NOT NULL,
  postcode        TEXT NOT NULL,
  parent          TEXT NOT NULL,
  code_status     TEXT NOT NULL,
  note            TEXT NOT NULL,
  source          TEXT NOT NULL,
  rated           INTEGER NOT NULL CHECK (rated IN (0, 1))
) STRICT;

CREATE TABLE name_row (
  id      INTEGER PRIMARY KEY,
  body    INTEGER NOT NULL REFERENCES body (id),
  name    TEXT NOT NULL,
  search_key TEXT NOT NULL,
  kind    TEXT NOT NULL CHECK (kind IN ('official', 'former', 'alias', 'printed', 'hospital', 'town')),
  from_on TEXT NOT NULL,
  to_on   TEXT NOT NULL,
  source  TEXT NOT NULL
) STRICT;
CREATE INDEX name_row_body ON name_row (body);
CREATE INDEX name_row_key ON name_row (search_key);

CREATE VIRTUAL TABLE name_search USING fts5 (
  search_key, content = 'name_row', content_rowid = 'id', prefix = '2 3',
  tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TABLE succession (
  predecessor INTEGER NOT NULL REFERENCES body (id),
  successor   INTEGER NOT NULL REFERENCES body (id),
  happened_on TEXT NOT NULL,
  kind        TEXT NOT NULL,
  other_dates TEXT NOT NULL,
  source      TEXT NOT NULL,
  note        TEXT NOT NULL,
  PRIMARY KEY (predecessor, successor, happened_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX succession_back ON succession (successor, predecessor);

CREATE TABLE rating_row (
  id         INTEGER PRIMARY KEY,
  edition    INTEGER REFERENCES edition (id),
  body       INTEGER NOT NULL REFERENCES body (id),
  measure    INTEGER NOT NULL REFERENCES measure (id),
  peer_group TEXT NOT NULL,
  service    TEXT NOT NULL,
  rated_on   TEXT NOT NULL,
  low        INTEGER NOT NULL,
  high       INTEGER NOT NULL CHECK (high >= low),
  number     TEXT NOT NULL,
  status     TEXT NOT NULL,
  doubt      TEXT NOT NULL,
  conflict   INTEGER NOT NULL CHECK (conflict IN (0, 1)),
  rule       TEXT NOT NULL
) STRICT;
CREATE INDEX rating_row_body ON rating_row (body);
CREATE INDEX rating_row_edition ON rating_row (edition, measure);

-- A name and a trust type as printed; some thousand pairs serve all claims.
CREATE TABLE printed (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  trust_type TEXT NOT NULL
) STRICT;

-- The key of a claim is unique (the linter checks it); an index on it would
-- be a tenth of the file. rated_on is empty where it is the edition's day.
CREATE TABLE claim_row (
  id           INTEGER PRIMARY KEY,
  key          TEXT NOT NULL,
  rating       INTEGER REFERENCES rating_row (id),
  chosen       INTEGER NOT NULL CHECK (chosen IN (0, 1)),
  edition      INTEGER REFERENCES edition (id),
  rated_on     TEXT NOT NULL,
  body         INTEGER REFERENCES body (id),
  level        TEXT NOT NULL,
  peer_group   TEXT NOT NULL,
  measure      INTEGER NOT NULL REFERENCES measure (id),
  printed      INTEGER NOT NULL REFERENCES printed (id),
  value        TEXT NOT NULL,
  low          INTEGER NOT NULL,
  high         INTEGER NOT NULL CHECK (high >= low),
  number       TEXT NOT NULL,
  of_number    INTEGER NOT NULL,
  status       TEXT NOT NULL,
  doubt        TEXT NOT NULL,
  tier         TEXT NOT NULL,
  source       INTEGER NOT NULL REFERENCES source (id),
  locator      TEXT NOT NULL,
  note         TEXT NOT NULL,
  service      TEXT NOT NULL
) STRICT;
CREATE INDEX claim_row_body ON claim_row (body, measure);
CREATE INDEX claim_row_edition ON claim_row (edition, measure);
CREATE INDEX claim_row_source ON claim_row (source);

CREATE TABLE total (
  key        TEXT PRIMARY KEY,
  edition    TEXT NOT NULL,
  era        TEXT NOT NULL,
  peer_group TEXT NOT NULL,
  scope      TEXT NOT NULL,
  measure    TEXT NOT NULL,
  value      TEXT NOT NULL,
  low        INTEGER NOT NULL,
  high       INTEGER NOT NULL,
  count      TEXT NOT NULL,
  percent    TEXT NOT NULL,
  at_least   INTEGER NOT NULL,
  base       TEXT NOT NULL,
  set_key    TEXT NOT NULL,
  doubt      TEXT NOT NULL,
  tier       TEXT NOT NULL,
  source     INTEGER NOT NULL REFERENCES source (id),
  note       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX total_edition ON total (edition, measure);

CREATE TABLE movement (
  key          TEXT PRIMARY KEY,
  from_edition TEXT NOT NULL,
  to_edition   TEXT NOT NULL,
  peer_group   TEXT NOT NULL,
  measure      TEXT NOT NULL,
  from_value   TEXT NOT NULL,
  from_low     INTEGER NOT NULL,
  from_high    INTEGER NOT NULL,
  to_value     TEXT NOT NULL,
  to_low       INTEGER NOT NULL,
  to_high      INTEGER NOT NULL,
  count        TEXT NOT NULL,
  at_least     INTEGER NOT NULL,
  doubt        TEXT NOT NULL,
  tier         TEXT NOT NULL,
  source       INTEGER NOT NULL REFERENCES source (id),
  note         TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE conflict (
  key        TEXT PRIMARY KEY,
  era        TEXT NOT NULL,
  edition    TEXT NOT NULL,
  peer_group TEXT NOT NULL,
  body       TEXT NOT NULL,
  measure    TEXT NOT NULL,
  about      TEXT NOT NULL,
  sides      TEXT NOT NULL,
  sources    TEXT NOT NULL,
  kind       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE spell (
  body        INTEGER NOT NULL REFERENCES body (id),
  regime      TEXT NOT NULL CHECK (regime IN ('quality', 'finance', 'keogh')),
  from_on     TEXT NOT NULL,
  to_on       TEXT NOT NULL,
  entry_claim TEXT NOT NULL,
  exit_claim  TEXT NOT NULL,
  note        TEXT NOT NULL,
  PRIMARY KEY (body, regime, from_on, to_on)
) STRICT, WITHOUT ROWID;

CREATE TABLE match (
  era          TEXT NOT NULL,
  edition      TEXT NOT NULL,
  trust_type   TEXT NOT NULL,
  printed_name TEXT NOT NULL,
  body         TEXT NOT NULL,
  confidence   TEXT NOT NULL CHECK (confidence IN ('certain', 'likely', 'unsure', 'none')),
  basis        TEXT NOT NULL,
  candidates   TEXT NOT NULL,
  reason       TEXT NOT NULL,
  PRIMARY KEY (era, edition, trust_type, printed_name)
) STRICT, WITHOUT ROWID;

-- The ratings of an edition counted by measure, peer group and level, from
-- rating_row: what a standing needs to know of the peers.
CREATE TABLE peer_count (
  edition    INTEGER NOT NULL REFERENCES edition (id),
  measure    INTEGER NOT NULL REFERENCES measure (id),
  peer_group TEXT NOT NULL,
  low        INTEGER NOT NULL,
  high       INTEGER NOT NULL CHECK (high >= low),
  status     TEXT NOT NULL,
  n          INTEGER NOT NULL CHECK (n > 0),
  ranks      TEXT NOT NULL,
  of_number  INTEGER NOT NULL,
  PRIMARY KEY (edition, measure, peer_group, low, high, status)
) STRICT, WITHOUT ROWID;

CREATE TABLE change (
  data_version TEXT NOT NULL,
  what         TEXT NOT NULL,
  key          TEXT NOT NULL,
  before       TEXT NOT NULL,
  after        TEXT NOT NULL,
  why          TEXT NOT NULL,
  PRIMARY KEY (data_version, what, key)
) STRICT, WITHOUT ROWID;

-- What every table, view and column holds; column_name is empty for the whole.
CREATE TABLE column_doc (
  table_name  TEXT NOT NULL,
  column_name TEXT NOT NULL,
  doc         TEXT NOT NULL,
  PRIMARY KEY (table_name, column_name)
) STRICT, WITHOUT ROWID;

-- Answers that every trajectory needs, kept as text by the query that gives
-- them: cells end in U+001F, rows in U+001E.
CREATE TABLE kept_answer (
  key  TEXT PRIMARY KEY,
  rows TEXT NOT NULL
) STRICT, WITHOUT ROWID;
