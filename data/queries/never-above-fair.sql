-- about: Who was never rated above fair?
--   Bodies with at least so many ratings on one measure, none of which can have
--   been above a level. A missing edition is no rating below it.
-- coverage: the Annual Health Check is held in part: "never" means in no rating held.
-- param: measure measure level = healthcheck.quality | the measure
-- param: at_most integer 1..10 = 2 | highest level allowed, 1 = worst (fair is 2 of 4)
-- param: ratings integer 1.. = 2 | how many ratings must be held
SELECT body, body_name, body_kind, count(*) AS ratings, min(level_low) AS worst, max(level_high) AS best,
  group_concat(edition || ': ' || ifnull(label, value), '; ') AS held
FROM (SELECT * FROM rating WHERE measure = :measure AND status = 'rated' AND service IS NULL AND level_low IS NOT NULL
  ORDER BY body, edition_seq, last_day)
GROUP BY body
HAVING count(*) >= :ratings AND max(level_high) <= :at_most
ORDER BY ratings DESC, body;
