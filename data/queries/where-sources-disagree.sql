-- about: What do sources contradict each other on?
--   Every claim about a rating in conflict (kind claims, the chosen one marked),
--   then the disagreements noticed in reading the sources, one row each with all
--   sides. All sides are kept.
-- coverage: most ratings are told by one source only and cannot be in conflict.
-- param: era era = | only this era; empty for all
SELECT * FROM (
SELECT 'claims' AS kind, r.era, ifnull(r.edition, r.rated_on) AS moment, r.body, r.measure, r.body_name AS about, c.value AS sides,
  CASE c.chosen WHEN 1 THEN 'yes' ELSE 'no' END AS chosen, c.source AS sources, c.claim AS id
FROM rating r JOIN claim c ON c.rating = r.rating
WHERE r.conflict = 1 AND (:era = '' OR r.era = :era)
UNION ALL
SELECT kind, era, nullif(edition, ''), nullif(body, ''), nullif(measure, ''), about, sides, NULL, sources, key
FROM conflict
WHERE :era = '' OR era = :era)
ORDER BY kind <> 'claims', era, moment, body, measure, chosen DESC, id;
