-- about: Who went from no stars to three in one year?
--   In July 2004 a newspaper wrote of Leicester that this "has not been achieved
--   elsewhere". Mergers count: a predecessor's rating is set against its
--   successor's, where the merger had happened when the later edition was
--   published. published is the number that a source prints for the group.
-- coverage: acute trusts of 2003 and 2004: not all ratings are held, so the list can lack some.
-- param: from edition = stars-2003 | the earlier edition
-- param: to edition = stars-2004 | the later edition
-- param: group peer-group = acute | peer group in the earlier edition
-- refuse: from = to
SELECT x.body AS from_body, x.body_name AS from_name, x.label AS from_label,
  y.body AS to_body, y.body_name AS to_name, y.label AS to_label,
  CASE l.relation WHEN 'self' THEN 'same body' ELSE 'through merger' END AS how,
  x.source AS from_source, y.source AS to_source,
  (SELECT CAST(count AS INTEGER) FROM movement m WHERE m.from_edition = x.edition AND m.to_edition = y.edition
    AND m.peer_group = x.peer_group AND m.measure = x.measure AND m.from_high = 1 AND m.to_low = 4) AS published
FROM rating x
JOIN lineage l ON l.kin = x.body AND l.relation IN ('self', 'predecessor') AND l.same_family
JOIN rating y ON y.body = l.body AND y.measure = x.measure AND (l.relation = 'self' OR l.happened_by <= ifnull(y.first_day, y.last_day)
    AND NOT EXISTS (SELECT 1 FROM rating o WHERE o.body = x.body AND o.edition = y.edition AND o.measure = y.measure))
WHERE x.measure = 'stars.overall' AND x.edition = :from AND y.edition = :to AND x.peer_group = :group
  AND x.level = 1 AND y.level = 4 AND x.doubt = 'stated' AND y.doubt = 'stated'
ORDER BY x.body, y.body;
