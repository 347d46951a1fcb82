import type { WhisAdminEvent, WhisAuthEvent, WhisProcessEvent } from '../../src/data/whis/event';

const HOUR = 3_600_000;
const WEEK = 168 * HOUR;
const isOff = (hour: number) => Number(hour < 7 || hour >= 19);
const hourOf = (ts: number) => new Date(ts).getUTCHours();

/** Features of logins, each from all events by a filter. */
export function authFeatures(events: readonly WhisAuthEvent[]) {
  const before = (event: WhisAuthEvent, ms = Number.POSITIVE_INFINITY) =>
    events.filter(
      ({ user_id, ts }) => user_id === event.user_id && ts < event.ts && ts >= event.ts - ms,
    );
  const withThis = (event: WhisAuthEvent) => 1 + before(event, HOUR).length;
  return events.map((event) => {
    const hour = hourOf(event.ts);
    const isFailure = ({ outcome }: WhisAuthEvent) => outcome === 'failure';
    const sameHour = before(event).filter(({ ts }) => hourOf(ts) === hour);
    const sum = sameHour.reduce((total, each) => total + withThis(each), 0);
    const last = Math.max(...before(event).map(({ ts }) => ts));
    const afterFailure = !isFailure(event) && before(event, HOUR / 4).some(isFailure);
    return {
      hour_of_day: hour,
      is_weekend: Number([0, 6].includes(new Date(event.ts).getUTCDay())),
      is_off_hours: isOff(hour),
      fail_count_1h: before(event, HOUR).filter(isFailure).length,
      success_after_fail_15m: Number(afterFailure),
      is_admin: Number(event.is_admin),
      distinct_hosts_7d: new Set(before(event, WEEK).map(({ host }) => host)).size,
      seconds_since_last: last === -Infinity ? null : (event.ts - last) / 1000,
      hourly_deviation: sum === 0 ? 1 : (withThis(event) * sameHour.length) / sum,
      asset_class: event.asset_class,
    };
  });
}

/** Features of program starts. */
export function processFeatures(events: readonly WhisProcessEvent[]) {
  return events.map((event) => {
    const seen = events.filter(
      ({ parent, child, ts }) =>
        parent === event.parent && child === event.child && ts < event.ts && ts >= event.ts - WEEK,
    );
    return {
      hour_of_day: hourOf(event.ts),
      cmd_len: event.cmd_len,
      cmd_entropy: event.cmd_entropy,
      has_encoded: Number(event.has_encoded),
      signed_parent: Number(event.signed_parent),
      rare_parent_child_7d: Number(seen.length < 3),
    };
  });
}

/** Features of changes to accounts. */
export function adminFeatures(events: readonly WhisAdminEvent[], logins: readonly WhisAuthEvent[]) {
  return events.map(({ ts, actor, method }) => ({
    off_hours: isOff(hourOf(ts)),
    recent_4625s_actor_1h: logins.filter(
      (login) =>
        login.user_id === actor &&
        login.outcome === 'failure' &&
        login.ts < ts &&
        login.ts >= ts - HOUR,
    ).length,
    method,
  }));
}
