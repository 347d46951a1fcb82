import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { CallCounts } from '../../../features/cloudtrail/call-counts';
import { createCountedFeatures } from '../../../features/cloudtrail/counted-features';
import type { DescribedEvent } from '../../../features/cloudtrail/describe';
import { CLOUDTRAIL_FEATURES } from '../../../features/cloudtrail/feature-table';
import { readLines, unescapeText } from '../transform-text';
import type { OtherValues } from './event-lines';

/** What is given of an event: values of `EVENT_COLUMNS`, and what came before it over all principals. */
export const COUNTED_COLUMNS: readonly string[] = [
  ...['event_id', 'time', 'principal', 'source', 'name', 'error', 'other'],
  ...['n_events', 'n_calls', 'n_same', 'n_behind', 'n_pairs', 'n_errors'],
];

/** What is made of it. */
export const FEATURE_COLUMNS: readonly string[] = [
  ...['event_id', 'time', 'principal'],
  ...CLOUDTRAIL_FEATURES.map(({ name }) => name),
];

/** Makes features of lines of counted events, which come principal by principal, those of one by time. */
export async function featureLines(input: Readable, output: Writable): Promise<void> {
  const features = createCountedFeatures();
  const found = new Float64Array(CLOUDTRAIL_FEATURES.length);
  for await (const lines of readLines(input)) {
    const text = lines.map((line) => {
      const values = line.split('\t');
      if (values.length !== COUNTED_COLUMNS.length) {
        throw new Error(
          `a line must have ${COUNTED_COLUMNS.length} values, got ${values.length}: the worker must be of the version of the command`,
        );
      }
      const [id, time, principal, source, name, error, other, ...counts] = values;
      const event: DescribedEvent = {
        ...(JSON.parse(unescapeText(other)) as OtherValues),
        eventTime: Number(time),
        eventSource: unescapeText(source),
        eventName: unescapeText(name),
        errorCode: unescapeText(error),
      };
      features.add(principal, event, countsOf(counts.map(Number)), found);
      return `${[id, time, principal, ...Array.from(found, numberText)].join('\t')}\n`;
    });
    if (!output.write(text.join(''))) await once(output, 'drain');
  }
}

function countsOf(numbers: readonly number[]): CallCounts {
  const [nEvents, nCalls, nSame, nBehind, nPairs, nErrors] = numbers;
  return { nEvents, nCalls, nSame, nBehind, nPairs, nErrors };
}

/** Every number as itself; -0 would be written as 0. */
const numberText = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));
