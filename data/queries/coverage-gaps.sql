-- about: Where are the most ratings missing?
--   Per edition and peer group: stated headline ratings held, and how many more the
--   published size says there were.
-- coverage: groups whose size no source prints are listed last, with missing unknown.
-- param: era era = | only this era; empty for all
-- param: missing integer 0.. = 1 | list groups that lack at least so many
SELECT g.era, g.edition, g.peer_group, g.measure, max(s.n) AS held, max(s.missing) AS missing,
  CASE WHEN max(s.n + s.missing) > 0 THEN round(1.0 * max(s.n) / max(s.n + s.missing), 4) END AS share_held
FROM rating g JOIN standing s ON s.rating = g.rating
WHERE g.headline = 1 AND g.edition IS NOT NULL AND g.peer_group IS NOT NULL AND g.doubt = 'stated' AND (:era = '' OR g.era = :era)
GROUP BY g.era, g.edition, g.peer_group, g.measure
HAVING missing >= :missing OR missing IS NULL
ORDER BY missing IS NULL, missing DESC, g.edition, g.peer_group;
