-- about: Who has been in segment 4 quarter after quarter?
--   Bodies whose every rating held of the NOF is segment 4, at least so many of them.
-- coverage: all four quarters of 2025/26 are held for the mental health and community table; of acute trusts mostly one.
-- param: quarters integer 1.. = 4 | how many quarters must be held
-- param: measure measure nof.segment,nof.segment-unadjusted = nof.segment | segment measure: after (nof.segment) or before the override (nof.segment-unadjusted)
SELECT body, body_name AS name, body_kind AS kind, min(peer_group) AS peer_group, count(*) AS quarters,
  min(edition) AS first_edition, max(edition) AS last_edition
FROM rating
WHERE measure = :measure AND status = 'rated' AND edition NOT LIKE '%-undated'
GROUP BY body
HAVING count(*) >= :quarters AND max(level_high) = 1
ORDER BY quarters DESC, body;
