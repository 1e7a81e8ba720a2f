-- about: Who fell furthest between two editions?
--   By standing (the middle of the tie band) where both are known, else by
--   levels. verdict says whether the bands bear the fall out; level_change is
--   given on one scale with no break between that forbids it.
-- coverage: standings are complete for the mental health and community table of 2025/26.
-- param: from edition = nof-2025-26-q1 | the earlier edition
-- param: to edition = nof-2025-26-q4 | the later edition
-- param: from_measure measure = nof.segment | measure of the earlier edition
-- param: to_measure measure = nof.segment | measure of the later edition
-- param: rows integer = 20 | how many to list
WITH pair AS (
  SELECT x.body AS from_body, y.body AS to_body, y.body_name AS name, ifnull(x.label, x.value) AS from_label, ifnull(y.label, y.value) AS to_label,
    a.band_low AS from_low, a.band_high AS from_high, b.band_low AS to_low, b.band_high AS to_high, b.ridit - a.ridit AS standing_change,
    CASE WHEN x.measure = y.measure AND NOT EXISTS (
      SELECT 1 FROM break k JOIN edition f ON f.key = k.from_edition JOIN edition t ON t.key = k.to_edition
      WHERE f.era = x.era AND t.era = x.era AND k.measure IN ('', x.measure) AND f.seq < t.seq AND x.edition_seq < t.seq AND f.seq < y.edition_seq
        AND (k.peer_group = '' OR instr(' ' || k.peer_group || ' ', ' ' || y.peer_group || ' ')) AND instr(k.forbids, 'level-change'))
      THEN y.level - x.level END AS level_change
  FROM rating x
  JOIN lineage l ON l.kin = x.body AND l.relation IN ('self', 'predecessor') AND l.same_family
  JOIN rating y ON y.body = l.body
  JOIN standing a ON a.rating = x.rating
  JOIN standing b ON b.rating = y.rating
  WHERE x.edition = :from AND x.measure = :from_measure AND y.edition = :to AND y.measure = :to_measure
    AND x.status = 'rated' AND y.status = 'rated' AND x.doubt = 'stated' AND y.doubt = 'stated')
SELECT from_body, to_body, name, from_label, to_label, level_change, standing_change, from_low, from_high, to_low, to_high,
  CASE WHEN ifnull(to_high, 1) <= ifnull(from_low, 0) THEN 'down' ELSE 'not-resolved' END AS verdict
FROM pair
WHERE standing_change < 0 AND ifnull(level_change, -1) <= 0 OR level_change < 0
ORDER BY standing_change IS NULL, standing_change, level_change, from_body, to_body
LIMIT :rows;
