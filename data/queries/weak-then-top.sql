-- about: Which trusts that stood at the bottom then are at the top now?
--   The bodies at or below a level of one edition that, or whose successors by
--   then, are at or above a level of a later one. Two regimes' scales are two scales: this
--   lists who meets both conditions, not a change of quality.
-- coverage: the Annual Health Check is held in part, the later edition for acute and mental health trusts.
-- param: from edition = healthcheck-2008-09 | the earlier edition
-- param: from_measure measure level = healthcheck.quality | its measure
-- param: at_most integer 1..10 = 1 | highest level in it, 1 = worst
-- param: to edition = nof-2025-26-q3 | the later edition
-- param: to_measure measure level = nof.segment | its measure
-- param: at_least integer 1..10 = 4 | lowest level there (segment 1 is level 4)
-- refuse: from = to
SELECT x.body AS from_body, x.body_name AS from_name, x.label AS from_label,
  y.body AS to_body, y.body_name AS to_name, y.label AS to_label,
  CASE l.relation WHEN 'self' THEN 'same body' ELSE 'through succession' END AS how, x.source AS from_source, y.source AS to_source
FROM rating x
JOIN lineage l ON l.kin = x.body AND l.relation IN ('self', 'predecessor') AND l.same_family
JOIN rating y ON y.body = l.body AND (l.relation = 'self' OR l.happened_by <= ifnull(y.first_day, y.last_day)
    AND NOT EXISTS (SELECT 1 FROM rating o WHERE o.body = x.body AND o.edition = y.edition AND o.measure = y.measure))
WHERE x.edition = :from AND x.measure = :from_measure AND x.level_high <= :at_most AND x.status = 'rated'
  AND y.edition = :to AND y.measure = :to_measure AND y.level_low >= :at_least AND y.status = 'rated'
ORDER BY y.level_low DESC, x.body, y.body;
