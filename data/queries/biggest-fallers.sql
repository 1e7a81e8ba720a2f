-- about: Who fell furthest between two editions?
--   By standing (the middle of the tie band) where both are known, else by
--   levels. verdict is that of the view move: by levels on one scale with no break
--   between that forbids it, else by the publisher's rank ranges, else by the tie
--   bands. standing_verdict is that of the tie bands alone. A predecessor counts
--   where the succession had happened when the later edition was published.
-- coverage: standings are complete for the mental health and community table of 2025/26.
-- param: from edition = nof-2025-26-q1 | the earlier edition
-- param: to edition = nof-2025-26-q4 | the later edition
-- param: from_measure measure level,rank = nof.segment | measure of the earlier edition
-- param: to_measure measure level,rank = nof.segment | measure of the later edition
-- param: rows integer 1.. = 20 | how many to list
-- refuse: from = to
WITH barrier AS (
  SELECT k.peer_group, k.measure, k.forbids, f.seq AS from_seq, t.seq AS to_seq,
    coalesce(f.era, CASE WHEN k.from_edition IN (SELECT id FROM era) THEN k.from_edition END, '') AS from_era,
    coalesce(t.era, CASE WHEN k.to_edition IN (SELECT id FROM era) THEN k.to_edition END, '') AS to_era
  FROM break k LEFT JOIN edition f ON f.key = k.from_edition LEFT JOIN edition t ON t.key = k.to_edition
  WHERE k.kind <> 'location'),
reach AS ( -- the publisher's range of a rank, as shares of the table
  SELECT r.body, r.edition, CAST(r.value AS INTEGER) AS best, CAST(substr(r.value, instr(r.value, ' to ') + 4) AS INTEGER) AS worst
  FROM rating r WHERE r.measure = 'nof.rank-range' AND r.edition IN (:from, :to) AND r.value LIKE '% to %'),
pair AS (
  SELECT x.body AS from_body, y.body AS to_body, y.body_name AS name, ifnull(x.label, x.value) AS from_label, ifnull(y.label, y.value) AS to_label,
    x.level_low AS from_worst, x.level_high AS from_best, y.level_low AS to_worst, y.level_high AS to_best, x.measure = y.measure AND x.scale = y.scale AS one_scale,
    a.band_low AS from_low, a.band_high AS from_high, b.band_low AS to_low, b.band_high AS to_high, b.ridit - a.ridit AS ridit_change,
    1.0 * (a.n + a.missing - p.worst) / (a.n + a.missing) AS from_range_low, 1.0 * (a.n + a.missing - p.best + 1) / (a.n + a.missing) AS from_range_high,
    1.0 * (b.n + b.missing - q.worst) / (b.n + b.missing) AS to_range_low, 1.0 * (b.n + b.missing - q.best + 1) / (b.n + b.missing) AS to_range_high,
    ifnull((SELECT ' ' || group_concat(k.forbids, ' ') || ' ' FROM barrier k WHERE k.to_era = y.era AND k.measure IN ('', x.measure, y.measure)
      AND (k.peer_group = '' OR instr(' ' || k.peer_group || ' ', ' ' || x.peer_group || ' ') OR instr(' ' || k.peer_group || ' ', ' ' || y.peer_group || ' '))
      AND CASE WHEN x.era <> y.era THEN k.from_era <> y.era WHEN k.from_era <> y.era THEN 0
        ELSE k.from_seq < k.to_seq AND x.edition_seq < k.to_seq AND k.from_seq < y.edition_seq END), '') AS forbids
  FROM rating x
  JOIN lineage l ON l.kin = x.body AND l.relation IN ('self', 'predecessor') AND l.same_family
  JOIN rating y ON y.body = l.body AND (l.relation = 'self' OR l.happened_by <= ifnull(y.first_day, y.last_day)
    AND NOT EXISTS (SELECT 1 FROM rating o WHERE o.body = x.body AND o.edition = y.edition AND o.measure = y.measure))
  JOIN standing a ON a.rating = x.rating
  JOIN standing b ON b.rating = y.rating
  LEFT JOIN reach p ON x.measure = 'nof.rank' AND p.body = x.body AND p.edition = x.edition
  LEFT JOIN reach q ON y.measure = 'nof.rank' AND q.body = y.body AND q.edition = y.edition
  WHERE x.edition = :from AND x.measure = :from_measure AND y.edition = :to AND y.measure = :to_measure
    AND x.status = 'rated' AND y.status = 'rated' AND x.doubt = 'stated' AND y.doubt = 'stated'),
judged AS (
  SELECT *, ifnull(one_scale, 0) AND NOT instr(forbids, ' level-change ') AS by_levels,
    CASE WHEN one_scale AND NOT instr(forbids, ' level-change ') AND from_worst = from_best AND to_worst = to_best THEN to_worst - from_worst END AS level_change,
    CASE WHEN NOT instr(forbids, ' standing ') THEN ridit_change END AS standing_change,
    CASE
      WHEN instr(forbids, ' standing ') THEN 'not-resolved'
      WHEN (ifnull(to_low, 0) >= ifnull(from_high, 1) - 1e-12) = (ifnull(to_high, 1) <= ifnull(from_low, 0) + 1e-12) THEN 'not-resolved'
      WHEN ifnull(to_low, 0) >= ifnull(from_high, 1) - 1e-12 THEN 'up' ELSE 'down' END AS standing_verdict
  FROM pair)
SELECT from_body, to_body, name, from_label, to_label, level_change, standing_change, from_low, from_high, to_low, to_high,
  CASE
    WHEN by_levels THEN CASE WHEN to_worst > from_best THEN 'up' WHEN to_best < from_worst THEN 'down'
      WHEN from_worst = from_best AND to_worst = to_best THEN 'same' ELSE 'not-resolved' END
    WHEN from_range_low IS NOT NULL AND to_range_low IS NOT NULL
      THEN CASE WHEN to_range_low >= from_range_high THEN 'up' WHEN to_range_high <= from_range_low THEN 'down' ELSE 'not-resolved' END
    ELSE standing_verdict END AS verdict, standing_verdict
FROM judged
WHERE standing_change < 0 AND ifnull(level_change, -1) <= 0 OR level_change < 0
ORDER BY standing_change IS NULL, standing_change, level_change, from_body, to_body
LIMIT :rows;
