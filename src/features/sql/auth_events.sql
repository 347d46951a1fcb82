-- Features of logins: each sees only the user's events of earlier milliseconds, never the future.
-- Needs auth_events(event_id, time, user_id, host, asset_class, outcome, is_admin); time in epoch ms, BIGINT.
-- Runs alike on DuckDB and Spark SQL: no COUNT(DISTINCT) OVER, sums of integers, casts before divisions.
-- First and last visit a week: inside a week no gap is longer than 7 days, so these alone tell the gaps.
WITH weeks AS (
  SELECT user_id, host, MIN(time) AS first_time, MAX(time) AS last_time
  FROM auth_events
  GROUP BY user_id, host, FLOOR(CAST(time AS DOUBLE) / 604800000)
),
visits AS (
  SELECT user_id, first_time, last_time,
    first_time - LAG(last_time) OVER visits_to_host AS since_previous,
    (LEAD(first_time) OVER visits_to_host) - last_time AS until_next
  FROM weeks
  WINDOW visits_to_host AS (PARTITION BY user_id, host ORDER BY first_time)
),
-- A host counts from the millisecond after a visit until 7 days after the last one.
marked AS (
  SELECT event_id, time, user_id, asset_class, is_admin,
    1 AS is_event, CASE WHEN outcome = 'failure' THEN 1 ELSE 0 END AS is_failure, 0 AS host_change
  FROM auth_events
  UNION ALL
  SELECT CAST(NULL AS BIGINT), first_time + 1, user_id, CAST(NULL AS STRING), CAST(NULL AS BOOLEAN), 0, 0, 1
  FROM visits WHERE since_previous IS NULL OR since_previous > 604800000
  UNION ALL
  SELECT CAST(NULL AS BIGINT), last_time + 604800001, user_id, CAST(NULL AS STRING), CAST(NULL AS BOOLEAN), 0, 0, -1
  FROM visits WHERE until_next IS NULL OR until_next > 604800000
),
counted AS (
  SELECT event_id, time, user_id, asset_class, is_admin, is_event, is_failure,
    SUM(is_event) OVER hour_before AS events_1h,
    SUM(is_failure) OVER hour_before AS failures_1h,
    SUM(is_failure) OVER quarter_before AS failures_15m,
    SUM(host_change) OVER until_now AS hosts_7d,
    MAX(CASE WHEN is_event = 1 THEN time END) OVER all_before AS last_time
  FROM marked
  WINDOW
    hour_before AS (PARTITION BY user_id ORDER BY time RANGE BETWEEN 3600000 PRECEDING AND 1 PRECEDING),
    quarter_before AS (PARTITION BY user_id ORDER BY time RANGE BETWEEN 900000 PRECEDING AND 1 PRECEDING),
    until_now AS (PARTITION BY user_id ORDER BY time RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
    all_before AS (PARTITION BY user_id ORDER BY time RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
clocked AS (
  SELECT event_id, time, user_id, asset_class,
    CASE WHEN is_admin THEN 1 ELSE 0 END AS is_admin,
    CAST(FLOOR(CAST(time % 86400000 AS DOUBLE) / 3600000) AS INTEGER) AS hour_of_day,
    CAST((CAST(FLOOR(CAST(time AS DOUBLE) / 86400000) AS BIGINT) + 4) % 7 AS INTEGER) AS day_of_week,
    CAST(COALESCE(failures_1h, 0) AS INTEGER) AS fail_count_1h,
    CASE WHEN is_failure = 0 AND failures_15m > 0 THEN 1 ELSE 0 END AS success_after_fail_15m,
    CAST(COALESCE(hosts_7d, 0) AS INTEGER) AS distinct_hosts_7d,
    CAST(time - last_time AS DOUBLE) / 1000 AS seconds_since_last,
    CAST(1 + COALESCE(events_1h, 0) AS INTEGER) AS events_with_this
  FROM counted
  WHERE is_event = 1
),
compared AS (
  SELECT *,
    RANK() OVER (PARTITION BY user_id, hour_of_day ORDER BY time) - 1 AS n_before,
    SUM(events_with_this) OVER (
      PARTITION BY user_id, hour_of_day ORDER BY time RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS sum_before
  FROM clocked
)
SELECT event_id, time, hour_of_day,
  CASE WHEN day_of_week IN (0, 6) THEN 1 ELSE 0 END AS is_weekend,
  CASE WHEN hour_of_day < 7 OR hour_of_day >= 19 THEN 1 ELSE 0 END AS is_off_hours,
  fail_count_1h,
  success_after_fail_15m,
  is_admin,
  asset_class,
  distinct_hosts_7d,
  seconds_since_last,
  CASE WHEN n_before = 0 THEN CAST(1 AS DOUBLE)
    ELSE CAST(CAST(events_with_this AS BIGINT) * n_before AS DOUBLE) / CAST(sum_before AS DOUBLE) END AS hourly_deviation
FROM compared
