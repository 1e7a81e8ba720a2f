-- about: Whose segment did the financial override change?
--   A trust in deficit cannot be better than segment 3. Listed are those whose
--   segment after the override differs from the one before it, with the override
--   of the quarter before and the league rank.
-- coverage: the segment before the override is held for the mental health and community table only.
-- param: edition edition = nof-2025-26-q4 | the quarter
SELECT a.body, a.body_name AS name, a.peer_group, u.label AS unadjusted, a.label AS segment, u.level - a.level AS levels_lost,
  CASE o.value WHEN '1.0' THEN 'on' WHEN '0.0' THEN 'off' ELSE o.value END AS override,
  (SELECT CASE p.value WHEN '1.0' THEN 'on' WHEN '0.0' THEN 'off' ELSE p.value END FROM rating p
    WHERE p.body = a.body AND p.measure = 'nof.override' AND p.era = a.era AND p.edition_seq = a.edition_seq - 1) AS override_before,
  k.number AS rank, a.source
FROM rating a
JOIN rating u ON u.body = a.body AND u.edition = a.edition AND u.measure = 'nof.segment-unadjusted'
LEFT JOIN rating o ON o.body = a.body AND o.edition = a.edition AND o.measure = 'nof.override'
LEFT JOIN rating k ON k.body = a.body AND k.edition = a.edition AND k.measure = 'nof.rank'
WHERE a.measure = 'nof.segment' AND a.edition = :edition AND a.level <> u.level
ORDER BY levels_lost DESC, a.body;
