-- about: What became of the trusts without a star?
--   Each body without a star in an edition, the body that carries on its ratings,
--   and that body's newest segment and CQC rating held, dated after the succession.
-- coverage: the acute trusts without a star in 2003 are known by name; of the PCTs few have a successor that is rated.
-- param: edition edition = stars-2003 | the star ratings of which year
WITH class AS (
  SELECT body, body_name, peer_group FROM rating WHERE edition = :edition AND measure = 'stars.overall' AND level_high = 1),
heir AS (
  SELECT c.body, l.kin, l.kin_name, l.happened_by, l.relation FROM class c
  JOIN lineage l ON l.body = c.body AND l.relation IN ('self', 'successor') AND l.same_family),
newest AS (
  SELECT h.body, h.kin, h.kin_name, g.measure, ifnull(g.edition, g.rated_on) AS moment, g.label,
    row_number() OVER (PARTITION BY h.body, h.kin, g.measure ORDER BY g.last_day DESC, g.rating DESC) AS k
  FROM heir h JOIN rating g ON g.body = h.kin AND (h.relation = 'self' OR h.happened_by <= coalesce(g.first_day, g.last_day,
    (SELECT from_on FROM era WHERE id = g.era)))
  WHERE g.measure IN ('nof.segment', 'cqc.overall') AND g.service IS NULL AND g.status = 'rated')
SELECT c.body, c.body_name AS name, c.peer_group, n.kin AS now_body, n.kin_name AS now_name, n.measure, n.moment, n.label
FROM class c LEFT JOIN newest n ON n.body = c.body AND n.k = 1
ORDER BY c.peer_group, c.body, n.kin, n.measure DESC;
