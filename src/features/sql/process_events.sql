-- Features of program starts: rarity sees only events of earlier milliseconds, never the future.
-- Needs process_events(event_id, time, parent, child, cmd_len, cmd_entropy, has_encoded, signed_parent); time in epoch ms, BIGINT.
-- Runs alike on DuckDB and Spark SQL.
WITH counted AS (
  SELECT *,
    COUNT(*) OVER (
      PARTITION BY parent, child ORDER BY time RANGE BETWEEN 604800000 PRECEDING AND 1 PRECEDING
    ) AS seen_7d
  FROM process_events
)
SELECT event_id, time,
  CAST(FLOOR(CAST(time % 86400000 AS DOUBLE) / 3600000) AS INTEGER) AS hour_of_day,
  cmd_len,
  cmd_entropy,
  CASE WHEN has_encoded THEN 1 ELSE 0 END AS has_encoded,
  CASE WHEN signed_parent THEN 1 ELSE 0 END AS signed_parent,
  CASE WHEN seen_7d < 3 THEN 1 ELSE 0 END AS rare_parent_child_7d
FROM counted
