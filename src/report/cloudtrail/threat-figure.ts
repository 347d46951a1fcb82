import { CLOUDTRAIL_CLASSES } from '../../data/cloudtrail/event';
import type { Figure } from '../../plots/figure';
import { groupedBarPlot } from '../../plots/grouped-bar-plot';
import { seriesPlot } from '../../plots/series-plot';
import { timeWords } from '../profile/profile-words';
import type { ThreatSummary } from './summarise-threats';

const HOUR = 3_600_000;
const HOURS_OF_DAY = 24;
/** Logs of up to three days are shown by the hour. */
const MOST_HOURS = 72;
/** A line through fewer points would show what is not there. */
const MOST_BARS = 8;

/**
 * Findings over time, by type: by day, UTC, or by hour where the log has at most three days; bars where these are few, else a line in
 * a panel for each type that there is.
 *
 * @param firstTime of the log, epoch ms, as `lastTime`.
 */
export function threatFigure(
  { hours }: Pick<ThreatSummary, 'hours'>,
  firstTime: number,
  lastTime: number,
): Figure {
  const byHour = (lastTime - firstTime) / HOUR <= MOST_HOURS;
  const step = byHour ? 1 : HOURS_OF_DAY;
  const first = Math.floor(firstTime / HOUR / step);
  const nSteps = Math.floor(lastTime / HOUR / step) - first + 1;
  const counts = CLOUDTRAIL_CLASSES.map(() => new Float64Array(nSteps));
  for (const [hour, ofTypes] of hours) {
    const place = Math.floor(hour / step) - first;
    ofTypes.forEach((count, type) => {
      counts[type][place] += count;
    });
  }
  const channels = CLOUDTRAIL_CLASSES.map((name, type) => ({ name, values: counts[type] })).filter(
    ({ values }) => values.some((count) => count > 0),
  );
  const times = Float64Array.from(counts[0], (_, i) => (first + i) * step * HOUR);
  const title = `Findings by ${byHour ? 'hour' : 'day'}, UTC`;
  if (nSteps > MOST_BARS) return seriesPlot(times, channels, { title });
  const bars = Array.from(times, (time, i) =>
    channels.map(({ name, values }) => ({
      group: timeWords(time).slice(0, byHour ? 16 : 10),
      series: name,
      value: values[i],
    })),
  );
  return groupedBarPlot(bars.flat(), { title, yTitle: 'Findings' });
}
