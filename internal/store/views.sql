-- What researchers query: the tables of schema.sql with readable keys in place
-- of row numbers. Plain SQL that any SQLite tool of version 3.35 or later reads;
-- no function of this program is called. column_docs.csv says what each column
-- holds.

CREATE VIEW rating AS
SELECT r.id AS rating, m.era, e.key AS edition, e.seq AS edition_seq, nullif(r.rated_on, '') AS rated_on,
  -- the first and last day the date can be; NULL at an open end
  CASE length(from_text) WHEN 4 THEN from_text || '-01-01' WHEN 7 THEN from_text || '-01' WHEN 10 THEN from_text END AS first_day,
  CASE length(to_text) WHEN 4 THEN to_text || '-12-31' WHEN 7 THEN date(to_text || '-01', '+1 month', '-1 day') WHEN 10 THEN to_text END AS last_day,
  b.key AS body, b.name AS body_name, b.kind AS body_kind, b.region, nullif(r.peer_group, '') AS peer_group,
  m.key AS measure, m.kind AS measure_kind, m.headline, nullif(m.scale, '') AS scale, nullif(r.service, '') AS service,
  c.value, v.label, v.level,
  nullif(r.low, 0) AS level_low, nullif(r.high, 0) AS level_high,
  (SELECT max(level) FROM level k WHERE k.scale = m.scale) AS levels,
  CASE WHEN r.number <> '' THEN CAST(r.number AS NUMERIC) END AS number,
  CASE r.status WHEN '' THEN 'rated' ELSE r.status END AS status, r.doubt, r.conflict, r.rule, c.tier,
  c.key AS claim, s.key AS source
FROM (SELECT t.*,
    CASE instr(rated_on, '/') WHEN 0 THEN rated_on ELSE substr(rated_on, 1, instr(rated_on, '/') - 1) END AS from_text,
    substr(rated_on, instr(rated_on, '/') + 1) AS to_text
  FROM rating_row t) r
JOIN body b ON b.id = r.body
JOIN measure m ON m.id = r.measure
LEFT JOIN edition e ON e.id = r.edition
LEFT JOIN level v ON v.scale = m.scale AND v.level = r.low AND r.low = r.high
LEFT JOIN claim_row c ON c.body = r.body AND c.measure = r.measure AND c.rating = r.id AND c.chosen = 1
LEFT JOIN source s ON s.id = c.source;

CREATE VIEW claim AS
SELECT c.key AS claim, c.rating, c.chosen, m.era, e.key AS edition,
  nullif(CASE c.rated_on WHEN '' THEN ifnull(e.published_on, '') ELSE c.rated_on END, '') AS rated_on,
  b.key AS body, b.name AS body_name, c.level AS rated_unit, nullif(c.peer_group, '') AS peer_group, m.key AS measure,
  nullif(c.service, '') AS service, p.name AS printed_name, nullif(p.trust_type, '') AS trust_type,
  c.value, nullif(c.low, 0) AS level_low, nullif(c.high, 0) AS level_high,
  CASE WHEN c.number <> '' THEN CAST(c.number AS NUMERIC) END AS number, nullif(c.of_number, 0) AS of_number,
  CASE c.status WHEN '' THEN 'rated' ELSE c.status END AS status, c.doubt, c.tier,
  s.key AS source, s.title AS source_title, s.publisher, nullif(s.url, '') AS url, nullif(s.published_on, '') AS published_on,
  nullif(c.locator, '') AS locator, nullif(c.note, '') AS note
FROM claim_row c
JOIN measure m ON m.id = c.measure
JOIN printed p ON p.id = c.printed
JOIN source s ON s.id = c.source
LEFT JOIN body b ON b.id = c.body
LEFT JOIN edition e ON e.id = c.edition;

CREATE VIEW body_name AS
SELECT b.key AS body, b.name AS official_name, b.kind AS body_kind, n.name, n.kind,
  nullif(n.from_on, '') AS from_on, nullif(n.to_on, '') AS to_on, nullif(n.source, '') AS source
FROM name_row n JOIN body b ON b.id = n.body;

-- Every body with itself, those before it and those after it, at any distance
-- (12 steps at most, so that a circle of successions ends).
CREATE VIEW lineage AS
WITH RECURSIVE
  -- each with the last day it can have happened on
  link (early, late, day) AS (
    SELECT DISTINCT predecessor, successor,
      CASE length(to_text) WHEN 4 THEN to_text || '-12-31' WHEN 7 THEN date(to_text || '-01', '+1 month', '-1 day') WHEN 10 THEN to_text END
    FROM (SELECT predecessor, successor, substr(happened_on, instr(happened_on, '/') + 1) AS to_text FROM succession WHERE predecessor <> successor)),
  path (start, body, steps, day) AS (
    SELECT id, id, 0, '' FROM body WHERE id IN (SELECT early FROM link UNION SELECT late FROM link)
    UNION
    SELECT path.start, link.late, path.steps + 1, max(path.day, link.day) FROM path JOIN link ON link.early = path.body WHERE path.steps < 12),
  shortest (early, late, steps, day) AS (SELECT start, body, min(steps), min(day) FROM path WHERE steps > 0 AND start <> body GROUP BY start, body),
  kin (body, kin, relation, steps, day) AS (
    SELECT id, id, 'self', 0, NULL FROM body WHERE kind <> 'cqc-location'
    UNION ALL SELECT late, early, 'predecessor', steps, day FROM shortest
    UNION ALL SELECT early, late, 'successor', steps, day FROM shortest)
SELECT b.key AS body, b.name AS body_name, kin.relation, k.key AS kin, k.name AS kin_name, k.kind AS kin_kind, kin.steps,
  -- trusts of every form carry on each other's ratings, PCTs and care trusts theirs, CCGs and ICBs theirs
  b.kind = k.kind
    OR b.kind IN ('trust', 'foundation-trust', 'care-trust') AND k.kind IN ('trust', 'foundation-trust', 'care-trust')
    OR b.kind IN ('pct', 'care-trust') AND k.kind IN ('pct', 'care-trust')
    OR b.kind IN ('ccg', 'icb') AND k.kind IN ('ccg', 'icb') AS same_family,
  nullif(s.happened_on, '') AS happened_on, s.kind, nullif(s.source, '') AS source, kin.day AS happened_by
FROM kin
JOIN body b ON b.id = kin.body
JOIN body k ON k.id = kin.kin
LEFT JOIN succession s ON kin.steps = 1 AND (
  kin.relation = 'predecessor' AND s.predecessor = kin.kin AND s.successor = kin.body
  OR kin.relation = 'successor' AND s.predecessor = kin.body AND s.successor = kin.kin);

-- Where a rating stands among the bodies its edition put in one table. Levels
-- stand among the edition's own stated ratings, where these are complete for
-- the group; league positions by the rank and the size of the table.
CREATE VIEW standing AS
WITH
  -- published sizes: counts of all, bases of counts at one level, "of N" of ranks
  size_said (edition, measure, peer_group, n) AS (
    SELECT e.id, NULL, t.peer_group, CAST(CASE WHEN t.value IN ('all rated', 'all ranked') THEN t.count ELSE t.base END AS INTEGER)
    FROM total t JOIN edition e ON e.key = t.edition
    WHERE t.doubt IN ('stated', 'computed') AND t.scope = '' AND (t.value IN ('all rated', 'all ranked') OR t.low > 0)
    UNION ALL
    SELECT r.edition, r.measure, r.peer_group, max(c.of_number)
    FROM claim_row c JOIN rating_row r ON r.id = c.rating
    WHERE c.of_number > 0 AND r.doubt = 'stated' AND r.number <> '' GROUP BY r.id),
  shared (edition, peer_group, n) AS (SELECT edition, peer_group, max(n) FROM size_said WHERE measure IS NULL GROUP BY 1, 2),
  own (edition, measure, peer_group, n) AS (SELECT edition, measure, peer_group, max(n) FROM size_said WHERE measure IS NOT NULL GROUP BY 1, 2, 3),
  -- measures whose whole era is under a break that forbids a standing
  unfit (measure) AS (
    SELECT m.id FROM measure m JOIN break k ON k.from_edition = '' AND k.measure IN ('', m.key) AND instr(' ' || k.forbids || ' ', ' standing ')
      AND (k.to_edition = m.era OR k.to_edition IN (SELECT key FROM edition WHERE era = m.era))),
  -- how many are held at each span of levels
  held (edition, measure, peer_group, low, high, n) AS (
    SELECT r.edition, r.measure, r.peer_group, CASE r.status WHEN '' THEN r.low ELSE 0 END, CASE r.status WHEN '' THEN r.high ELSE 0 END, count(*)
    FROM rating_row r JOIN measure m ON m.id = r.measure AND m.kind = 'level'
    WHERE r.edition IS NOT NULL AND r.peer_group <> '' AND r.doubt = 'stated' AND r.status NOT IN ('not-in-scope', 'not-applicable')
      AND (r.status <> '' OR r.low > 0)
    GROUP BY 1, 2, 3, 4, 5),
  peers AS (
    SELECT h.edition, h.measure, h.peer_group, sum(h.n) AS held, ifnull(sum(h.n) FILTER (WHERE h.low > 0), 0) AS rated,
      max(ifnull(s.n, 0), ifnull(o.n, 0)) AS size
    FROM held h
    LEFT JOIN shared s ON s.edition = h.edition AND s.peer_group = h.peer_group
    LEFT JOIN own o ON o.edition = h.edition AND o.measure = h.measure AND o.peer_group = h.peer_group
    GROUP BY 1, 2, 3),
  -- against each span: the peers surely worse, surely better, and surely level with it
  span AS (
    SELECT p.edition, p.measure, p.peer_group, p.size, a.low, a.high,
      ifnull(sum(h.n) FILTER (WHERE h.low > 0 AND h.high < a.low), 0) AS worse,
      ifnull(sum(h.n) FILTER (WHERE h.low > a.high), 0) AS better,
      ifnull(sum(h.n) FILTER (WHERE h.low > 0 AND h.low = h.high AND a.low = a.high AND h.low = a.low), 0) AS level_with
    FROM peers p
    JOIN (SELECT DISTINCT edition, measure, peer_group, low, high FROM rating_row WHERE status = '' AND low > 0) a
      ON a.edition = p.edition AND a.measure = p.measure AND a.peer_group = p.peer_group
    JOIN held h ON h.edition = p.edition AND h.measure = p.measure AND h.peer_group = p.peer_group
    WHERE p.held = p.size AND p.measure NOT IN (SELECT measure FROM unfit)
    GROUP BY 1, 2, 3, 4, 5, 6),
  league AS (
    SELECT r.id, CAST(r.number AS INTEGER) AS place, ifnull(f.n, max(ifnull(s.n, 0), ifnull(o.n, 0))) AS size,
      count(*) FILTER (WHERE r.doubt = 'stated') OVER grp AS held,
      count(*) FILTER (WHERE r.doubt = 'stated') OVER (PARTITION BY r.edition, r.measure, r.peer_group, CAST(r.number AS INTEGER)) AS sharing,
      min(CAST(r.number AS INTEGER)) FILTER (WHERE r.doubt = 'stated')
        OVER (PARTITION BY r.edition, r.measure, r.peer_group ORDER BY CAST(r.number AS INTEGER) RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS next
    FROM rating_row r
    JOIN measure m ON m.id = r.measure AND m.kind = 'rank'
    LEFT JOIN (SELECT rating, max(of_number) AS n FROM claim_row WHERE of_number > 0 GROUP BY rating) f ON f.rating = r.id
    LEFT JOIN shared s ON s.edition = r.edition AND s.peer_group = r.peer_group
    LEFT JOIN own o ON o.edition = r.edition AND o.measure = r.measure AND o.peer_group = r.peer_group
    WHERE r.measure NOT IN (SELECT measure FROM unfit) AND r.status = '' AND r.peer_group <> '' AND r.edition IS NOT NULL AND r.number GLOB '[0-9]*' AND r.number NOT GLOB '*[^0-9]*'
    WINDOW grp AS (PARTITION BY r.edition, r.measure, r.peer_group)),
  -- the number sharing a place: counted, or at most up to the next place held
  placed AS (
    SELECT id, place, size, CASE
        WHEN place = size THEN 1
        WHEN held = size AND sharing > 0 AND sharing <= size - place + 1 THEN sharing
        ELSE next - place END AS tied,
      place = size OR held = size AND sharing > 0 OR ifnull(next - place = 1, 0) AS exactly
    FROM league WHERE size > 1 AND place BETWEEN 1 AND size AND ifnull(next, size) <= size
      AND NOT (held = size AND ifnull(sharing > next - place, 0))),
  counted AS (
    SELECT r.id, p.rated AS n, CASE WHEN p.size >= p.rated THEN p.size - p.rated END AS missing, s.size,
      s.worse, CASE WHEN r.low = r.high THEN max(s.level_with - 1, 0) END AS tied, s.better,
      CASE WHEN s.size > 1 THEN 1.0 * s.worse / s.size END AS band_low,
      CASE WHEN s.size > 1 THEN 1.0 * (s.size - s.better) / s.size END AS band_high,
      CASE WHEN s.size IS NOT NULL THEN 'complete-ratings' END AS basis
    FROM rating_row r
    JOIN measure m ON m.id = r.measure AND m.kind = 'level'
    LEFT JOIN peers p ON p.edition = r.edition AND p.measure = r.measure AND p.peer_group = r.peer_group
    LEFT JOIN span s ON s.edition = r.edition AND s.measure = r.measure AND s.peer_group = r.peer_group
      AND s.low = r.low AND s.high = r.high AND r.status = ''
    UNION ALL
    SELECT id, size, 0, size, size - place + 1 - tied, CASE WHEN exactly THEN tied - 1 END, place - 1,
      1.0 * (size - place + 1 - tied) / size, 1.0 * (size - place + 1) / size, 'league-rank'
    FROM placed)
SELECT r.id AS rating, m.era, e.key AS edition, b.key AS body, b.name AS body_name, nullif(r.peer_group, '') AS peer_group,
  m.key AS measure, CASE WHEN r.low = r.high THEN nullif(r.low, 0) END AS level, r.doubt,
  c.n, c.missing, c.worse, c.tied, c.better, c.band_low, c.band_high, (c.band_low + c.band_high) / 2 AS ridit, c.basis
FROM rating_row r
JOIN body b ON b.id = r.body
JOIN measure m ON m.id = r.measure AND m.kind IN ('level', 'rank')
LEFT JOIN edition e ON e.id = r.edition
LEFT JOIN counted c ON c.id = r.id;

-- From one rating to the next of the same body: to the next edition (or date) of
-- the same measure in which it is rated, and from the last headline level of an
-- earlier era to the first of a later one. Undated editions have no place in time
-- and are left out.
CREATE VIEW move AS
WITH
  usable AS MATERIALIZED (
    SELECT g.rating, g.era, era.seq AS era_seq, g.edition, g.edition_seq, g.measure, g.measure_kind, g.headline, g.body, g.body_name, g.body_kind,
      ifnull(g.peer_group, '') AS peer_group, g.scale, g.value, g.label, g.level_low AS low, g.level_high AS high, g.doubt, g.conflict, g.rated_on,
      ifnull(g.first_day, g.last_day) AS first, ifnull(g.last_day, g.first_day) AS day, s.band_low, s.band_high, s.ridit,
      CAST(x.value AS INTEGER) AS best, CAST(substr(x.value, instr(x.value, ' to ') + 4) AS INTEGER) AS worst, s.n + s.missing AS size
    FROM rating g
    JOIN era ON era.id = g.era
    JOIN standing s ON s.rating = g.rating
    LEFT JOIN rating x ON g.measure = 'nof.rank' AND x.measure = 'nof.rank-range' AND x.body = g.body AND x.edition = g.edition AND x.value LIKE '% to %'
    WHERE g.status = 'rated' AND g.service IS NULL AND (g.level_low IS NOT NULL OR g.measure_kind = 'rank' AND g.number IS NOT NULL)
      AND ifnull(g.edition, '') NOT LIKE '%-undated' AND coalesce(g.edition, g.last_day, g.first_day) IS NOT NULL),
  -- one rating a body, measure and edition: the first where it is in two peer groups
  single AS MATERIALIZED (SELECT * FROM usable WHERE rating IN (SELECT min(rating) FROM usable GROUP BY body, measure, edition, CASE WHEN edition IS NULL THEN day END)),
  within_era AS (
    SELECT rating AS b, lag(rating) OVER (PARTITION BY body, measure ORDER BY edition_seq, day, rating) AS a
    FROM single),
  entered AS (SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY body, era ORDER BY edition_seq, day, rating) AS k FROM single WHERE headline = 1 AND scale IS NOT NULL) WHERE k = 1),
  across_eras AS (
    SELECT b, a FROM (
      SELECT b.rating AS b, a.rating AS a, row_number() OVER (PARTITION BY b.rating ORDER BY a.day DESC, a.era_seq DESC, a.rating DESC) AS k
      FROM entered b JOIN single a ON a.body = b.body AND a.headline = 1 AND a.scale IS NOT NULL AND a.era_seq < b.era_seq AND a.day <= b.day)
    WHERE k = 1),
  barrier AS MATERIALIZED (
    SELECT k.key, k.peer_group, k.measure, k.forbids, f.seq AS from_seq, t.seq AS to_seq,
      coalesce(f.era, CASE WHEN k.from_edition IN (SELECT id FROM era) THEN k.from_edition END, '') AS from_era,
      coalesce(t.era, CASE WHEN k.to_edition IN (SELECT id FROM era) THEN k.to_edition END, '') AS to_era,
      CASE length(k.from_text) WHEN 4 THEN k.from_text || '-01-01' WHEN 7 THEN k.from_text || '-01' ELSE k.from_text END AS first_day,
      CASE length(k.to_text) WHEN 4 THEN k.to_text || '-12-31' WHEN 7 THEN date(k.to_text || '-01', '+1 month', '-1 day') ELSE k.to_text END AS last_day
    FROM (SELECT w.*,
        CASE instr(happened_on, '/') WHEN 0 THEN happened_on ELSE substr(happened_on, 1, instr(happened_on, '/') - 1) END AS from_text,
        substr(happened_on, instr(happened_on, '/') + 1) AS to_text
      FROM break w WHERE kind <> 'location') k -- those are about the sites, not those who run them
    LEFT JOIN edition f ON f.key = k.from_edition
    LEFT JOIN edition t ON t.key = k.to_edition),
  pair AS MATERIALIZED (
    SELECT a.rating AS a, b.rating AS b,
      (SELECT group_concat(key, ' ') FROM (SELECT k.key FROM barrier k WHERE k.to_era = b.era
        AND (k.measure IN ('', a.measure, b.measure))
        AND (k.peer_group = '' OR instr(' ' || k.peer_group || ' ', ' ' || a.peer_group || ' ') OR instr(' ' || k.peer_group || ' ', ' ' || b.peer_group || ' '))
        AND CASE
          WHEN a.era <> b.era THEN k.from_era <> b.era
          WHEN k.from_era <> b.era THEN 0
          WHEN k.from_seq IS NOT NULL AND k.to_seq IS NOT NULL AND a.edition IS NOT NULL AND b.edition IS NOT NULL
            THEN k.from_seq < k.to_seq AND a.edition_seq < k.to_seq AND k.from_seq < b.edition_seq
          ELSE a.first < k.last_day AND k.first_day <= b.day END
        ORDER BY k.key)) AS breaks
    FROM (SELECT a, b FROM within_era WHERE a IS NOT NULL UNION ALL SELECT a, b FROM across_eras) p
    JOIN single a ON a.rating = p.a
    JOIN single b ON b.rating = p.b),
  judged AS MATERIALIZED (
    SELECT p.a, p.b, p.breaks,
      EXISTS (SELECT 1 FROM break k WHERE instr(' ' || p.breaks || ' ', ' ' || k.key || ' ') AND instr(' ' || k.forbids || ' ', ' level-change ')) AS no_level,
      EXISTS (SELECT 1 FROM break k WHERE instr(' ' || p.breaks || ' ', ' ' || k.key || ' ') AND instr(' ' || k.forbids || ' ', ' standing ')) AS no_standing
    FROM pair p),
  -- the verdicts: by level on one unbroken scale, by tie bands, by the publisher's rank ranges
  verdict AS MATERIALIZED (
    SELECT j.*,
      a.scale = b.scale AND a.measure = b.measure AND NOT no_level AS same_scale,
      CASE
        WHEN b.low > a.high THEN 'up' WHEN b.high < a.low THEN 'down'
        WHEN a.low = a.high AND b.low = b.high THEN 'same' ELSE 'not-resolved' END AS by_level,
      CASE
        WHEN no_standing THEN 'not-resolved'
        WHEN (ifnull(b.band_low, 0) >= ifnull(a.band_high, 1) - 1e-12) = (ifnull(b.band_high, 1) <= ifnull(a.band_low, 0) + 1e-12) THEN 'not-resolved'
        WHEN ifnull(b.band_low, 0) >= ifnull(a.band_high, 1) - 1e-12 THEN 'up' ELSE 'down' END AS by_band,
      CASE
        WHEN a.best IS NULL OR b.best IS NULL OR a.size IS NULL OR b.size IS NULL THEN NULL
        WHEN 1.0 * (b.size - b.worst) / b.size >= 1.0 * (a.size - a.best + 1) / a.size THEN 'up'
        WHEN 1.0 * (b.size - b.best + 1) / b.size <= 1.0 * (a.size - a.worst) / a.size THEN 'down' ELSE 'not-resolved' END AS by_range
    FROM judged j JOIN single a ON a.rating = j.a JOIN single b ON b.rating = j.b)
SELECT b.body, b.body_name, b.body_kind, nullif(b.peer_group, '') AS peer_group, b.measure, a.measure AS from_measure,
  a.era AS from_era, a.edition AS from_edition, a.rated_on AS from_rated_on, b.era AS to_era, b.edition AS to_edition, b.rated_on AS to_rated_on,
  CASE WHEN a.era = b.era THEN b.edition_seq - a.edition_seq END AS editions_on,
  a.value AS from_value, a.label AS from_label, a.low AS from_level_low, a.high AS from_level_high,
  b.value AS to_value, b.label AS to_label, b.low AS to_level_low, b.high AS to_level_high,
  a.band_low AS from_band_low, a.band_high AS from_band_high, b.band_low AS to_band_low, b.band_high AS to_band_high,
  CASE WHEN NOT v.no_standing THEN b.ridit - a.ridit END AS standing_change,
  CASE WHEN v.same_scale AND a.low = a.high AND b.low = b.high THEN b.low - a.low END AS level_change,
  CASE WHEN v.same_scale THEN v.by_level WHEN v.by_range IS NOT NULL THEN v.by_range ELSE v.by_band END AS verdict,
  CASE WHEN v.same_scale THEN 'level' WHEN v.by_range IS NOT NULL THEN 'rank-range' ELSE 'standing' END AS verdict_basis,
  v.by_band AS standing_verdict, v.breaks,
  a.doubt <> 'stated' OR b.doubt <> 'stated' AS doubtful, a.conflict OR b.conflict AS conflict, a.rating AS from_rating, b.rating AS to_rating
FROM verdict v JOIN single a ON a.rating = v.a JOIN single b ON b.rating = v.b;
