-- Features of changes to accounts: the actor's refused logins are of earlier milliseconds, never of the future.
-- Needs admin_events(event_id, time, actor, method) and auth_events(time, user_id, outcome); time in epoch ms, BIGINT.
-- Runs alike on DuckDB and Spark SQL: a union and a window in place of a join over a range.
WITH both_tables AS (
  SELECT event_id, time, actor, method, 0 AS is_failure FROM admin_events
  UNION ALL
  SELECT CAST(NULL AS BIGINT), time, user_id, CAST(NULL AS STRING), 1
  FROM auth_events WHERE outcome = 'failure'
),
counted AS (
  SELECT event_id, time, method,
    SUM(is_failure) OVER (
      PARTITION BY actor ORDER BY time RANGE BETWEEN 3600000 PRECEDING AND 1 PRECEDING
    ) AS failures_1h,
    CAST(FLOOR(CAST(time % 86400000 AS DOUBLE) / 3600000) AS INTEGER) AS hour_of_day
  FROM both_tables
)
SELECT event_id, time,
  CASE WHEN hour_of_day < 7 OR hour_of_day >= 19 THEN 1 ELSE 0 END AS off_hours,
  CAST(COALESCE(failures_1h, 0) AS INTEGER) AS recent_4625s_actor_1h,
  method
FROM counted
WHERE event_id IS NOT NULL
