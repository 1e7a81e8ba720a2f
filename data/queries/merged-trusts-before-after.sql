-- about: How were trusts rated before a merger, and their successor after it?
--   One row a predecessor: its last rating on a measure, and the successor's first
--   one dated after the succession. Predecessors are never averaged.
-- coverage: depends on the measure; a succession without a rating on both sides is left out.
-- param: measure measure = stars.overall | the measure
WITH link AS MATERIALIZED (
  SELECT body, body_name, kin, kin_name, happened_on, happened_by, kind FROM lineage WHERE relation = 'predecessor' AND steps = 1 AND same_family),
before AS (
  SELECT k.body, k.kin, r.label, r.value, r.edition, r.rated_on, r.last_day, row_number() OVER (PARTITION BY k.body, k.kin ORDER BY r.last_day DESC, r.rating DESC) AS n
  FROM link k JOIN rating r ON r.body = k.kin AND r.measure = :measure AND r.status = 'rated' AND r.service IS NULL),
after AS (
  SELECT k.body, k.kin, r.label, r.value, r.edition, r.rated_on, r.last_day, row_number() OVER (PARTITION BY k.body, k.kin ORDER BY r.last_day, r.rating) AS n
  FROM link k JOIN rating r ON r.body = k.body AND r.measure = :measure AND r.status = 'rated' AND r.service IS NULL AND r.first_day >= k.happened_by)
SELECT k.kin AS before_body, k.kin_name AS before_name, ifnull(x.edition, x.rated_on) AS before_moment, ifnull(x.label, x.value) AS before_label,
  k.happened_on, k.kind, k.body AS after_body, k.body_name AS after_name, ifnull(y.edition, y.rated_on) AS after_moment, ifnull(y.label, y.value) AS after_label
FROM link k
JOIN before x ON x.body = k.body AND x.kin = k.kin AND x.n = 1
JOIN after y ON y.body = k.body AND y.kin = k.kin AND y.n = 1
WHERE x.last_day < y.last_day
ORDER BY k.body, k.kin;
