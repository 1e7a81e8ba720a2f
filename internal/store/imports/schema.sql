-- What a user imported, beside the embedded archive. Days count from 1970-01-01;
-- a to_day that is null means: until the last release there is.

-- The journal: one row a file taken in. As written, nothing in it depends on the
-- order of imports but id and imported_at.
CREATE TABLE import_file (
  id          INTEGER PRIMARY KEY,
  name        TEXT NOT NULL,
  bytes       INTEGER NOT NULL,
  sha256      TEXT NOT NULL UNIQUE,
  adapter     TEXT NOT NULL,
  version     INTEGER NOT NULL,
  edition     TEXT NOT NULL,
  release_day INTEGER,
  level       TEXT NOT NULL,
  rows_read   INTEGER NOT NULL,
  stored      INTEGER NOT NULL,
  unchanged   INTEGER NOT NULL,
  rejected    INTEGER NOT NULL,
  note        TEXT NOT NULL,
  imported_at TEXT NOT NULL,
  took_ms     INTEGER NOT NULL
) STRICT;

CREATE TABLE import_reject (
  import     INTEGER NOT NULL REFERENCES import_file (id),
  n          INTEGER NOT NULL,
  sheet      TEXT NOT NULL,
  row        INTEGER NOT NULL,
  column_name TEXT NOT NULL,
  value      TEXT NOT NULL,
  reason     TEXT NOT NULL,
  PRIMARY KEY (import, n)
) STRICT, WITHOUT ROWID;

-- Releases of the care directory: a day and a level (location or provider).
CREATE TABLE release (
  level  TEXT NOT NULL,
  day    INTEGER NOT NULL,
  import INTEGER NOT NULL REFERENCES import_file (id),
  PRIMARY KEY (level, day)
) STRICT, WITHOUT ROWID;

-- Words that come again and again: services, types, areas.
CREATE TABLE word (
  id   INTEGER PRIMARY KEY,
  word TEXT NOT NULL UNIQUE
) STRICT;

-- Organisations of the care directory.
CREATE TABLE org (
  id    INTEGER PRIMARY KEY,
  level TEXT NOT NULL,
  key   TEXT NOT NULL,
  UNIQUE (key, level)
) STRICT;

-- What releases say of an organisation, as spans of releases.
CREATE TABLE org_span (
  org       INTEGER NOT NULL REFERENCES org (id),
  from_day  INTEGER NOT NULL,
  name      TEXT NOT NULL,
  type      INTEGER NOT NULL,
  category  INTEGER NOT NULL,
  authority INTEGER NOT NULL,
  region    INTEGER NOT NULL,
  provider  INTEGER NOT NULL,
  town      TEXT NOT NULL,
  postcode  TEXT NOT NULL,
  sheet     TEXT NOT NULL,
  to_day    INTEGER,
  PRIMARY KEY (org, from_day, name, type, category, authority, region, provider, town, postcode, sheet)
) STRICT, WITHOUT ROWID;

-- Ratings of the care directory as spans of releases. measure and value are
-- numbers of the adapter's lists; rated_day is the Publication Date, -2147483648
-- where it is blank.
CREATE TABLE rating_span (
  org       INTEGER NOT NULL REFERENCES org (id),
  service   INTEGER NOT NULL,
  measure   INTEGER NOT NULL,
  from_day  INTEGER NOT NULL,
  value     INTEGER NOT NULL,
  rated_day INTEGER NOT NULL,
  report    INTEGER NOT NULL,
  inherited INTEGER NOT NULL,
  twin      INTEGER NOT NULL,
  to_day    INTEGER,
  PRIMARY KEY (org, service, measure, from_day, value, rated_day, report, inherited, twin)
) STRICT, WITHOUT ROWID;

-- Overall ratings by service, those of the latest release together: a release is
-- compared with another by them.
CREATE INDEX rating_overall ON rating_span (service, to_day) WHERE measure = 0;

-- What files other than care directories say, claim by claim.
CREATE TABLE import_claim (
  import       INTEGER NOT NULL REFERENCES import_file (id),
  n            INTEGER NOT NULL,
  edition      TEXT NOT NULL,
  rated_on     TEXT NOT NULL,
  body         TEXT NOT NULL,
  level        TEXT NOT NULL,
  peer_group   TEXT NOT NULL,
  trust_type   TEXT NOT NULL,
  measure      TEXT NOT NULL,
  printed_name TEXT NOT NULL,
  value        TEXT NOT NULL,
  low          INTEGER NOT NULL,
  high         INTEGER NOT NULL,
  number       TEXT NOT NULL,
  of_number    INTEGER NOT NULL,
  status       TEXT NOT NULL,
  doubt        TEXT NOT NULL,
  tier         TEXT NOT NULL,
  source       TEXT NOT NULL,
  service      TEXT NOT NULL,
  locator      TEXT NOT NULL,
  note         TEXT NOT NULL,
  inherited    TEXT NOT NULL,
  PRIMARY KEY (import, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_claim_body ON import_claim (body);
CREATE INDEX import_claim_edition ON import_claim (measure, edition);

-- The sources that claims name: the file itself, or those it cites.
CREATE TABLE import_source (
  import       INTEGER NOT NULL REFERENCES import_file (id),
  key          TEXT NOT NULL,
  title        TEXT NOT NULL,
  publisher    TEXT NOT NULL,
  url          TEXT NOT NULL,
  tier         TEXT NOT NULL,
  published_on TEXT NOT NULL,
  counts_from  TEXT NOT NULL,
  dated_by     TEXT NOT NULL,
  licence      TEXT NOT NULL,
  note         TEXT NOT NULL,
  PRIMARY KEY (import, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_edition (
  import       INTEGER NOT NULL REFERENCES import_file (id),
  key          TEXT NOT NULL,
  era          TEXT NOT NULL,
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
  PRIMARY KEY (import, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_measure (
  import   INTEGER NOT NULL REFERENCES import_file (id),
  key      TEXT NOT NULL,
  era      TEXT NOT NULL,
  label    TEXT NOT NULL,
  kind     TEXT NOT NULL,
  scale    TEXT NOT NULL,
  unit     TEXT NOT NULL,
  better   TEXT NOT NULL,
  headline INTEGER NOT NULL,
  about    TEXT NOT NULL,
  PRIMARY KEY (import, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_body (
  import       INTEGER NOT NULL REFERENCES import_file (id),
  n            INTEGER NOT NULL,
  code         TEXT NOT NULL,
  scheme       TEXT NOT NULL,
  kind         TEXT NOT NULL,
  name         TEXT NOT NULL,
  type         TEXT NOT NULL,
  parent       TEXT NOT NULL,
  ods          TEXT NOT NULL,
  region       TEXT NOT NULL,
  town         TEXT NOT NULL,
  county       TEXT NOT NULL,
  postcode     TEXT NOT NULL,
  opened       TEXT NOT NULL,
  closed       TEXT NOT NULL,
  legal_opened TEXT NOT NULL,
  legal_closed TEXT NOT NULL,
  roles        TEXT NOT NULL,
  locator      TEXT NOT NULL,
  PRIMARY KEY (import, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_body_code ON import_body (code);

CREATE TABLE import_succession (
  import      INTEGER NOT NULL REFERENCES import_file (id),
  n           INTEGER NOT NULL,
  predecessor TEXT NOT NULL,
  successor   TEXT NOT NULL,
  happened_on TEXT NOT NULL,
  kind        TEXT NOT NULL,
  locator     TEXT NOT NULL,
  PRIMARY KEY (import, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_succession_back ON import_succession (successor);
CREATE INDEX import_succession_ahead ON import_succession (predecessor);
