/** What was measured of one process. */
export interface MeasuredCase {
  readonly name: string;
  /** The page of docs/ that says how. */
  readonly source: string;
  readonly eventsPerSecond: number;
  /** Time of the processor for an event. */
  readonly cpuMicroseconds: number;
  readonly memoryMb: number;
}

/** All that sizes are worked out from. */
export interface Measured {
  readonly eventBytes: number;
  readonly findingBytes: number;
  /** Heap that a worker takes for a partition with as many users as are remembered. */
  readonly fullPartitionMb: number;
  readonly stream: readonly MeasuredCase[];
  readonly service: readonly MeasuredCase[];
  readonly batch: readonly MeasuredCase[];
}

/** What there is to do. */
export interface Load {
  readonly eventsPerDay: number;
  /** The busiest second over the mean one. */
  readonly peakFactor: number;
  /** Share of what a process can do that it is given at the peak. */
  readonly busyShare: number;
}

/** The load of the page. */
export const LOAD: Load = { eventsPerDay: 1e9, peakFactor: 3, busyShare: 0.6 };

const DAY_SECONDS = 86_400;
/** Users of a partition that a worker remembers. */
const USERS_A_PARTITION = 50_000;
const REPLICAS = 3;
const RETENTION_DAYS = 7;
const FINDINGS_A_THOUSAND = 1;

/** The tables of the page by name, as Markdown. */
export function sizingTables(measured: Measured, load: Load): Readonly<Record<string, string>> {
  return {
    measured: table(
      ['one process', 'events a second', 'processor each', 'memory', 'measured in'],
      [...measured.stream, ...measured.service, ...measured.batch].map(measuredRow),
    ),
    live: table(
      ['at the peak', 'processes', 'cores', 'memory of all', 'an hour lost is made good in'],
      [
        ...measured.stream.map((one) => [...liveRow(one, load), catchUp(one, load)]),
        ...measured.service.map((one) => [...liveRow(one, load), '–']),
      ],
    ),
    kafka: table(['the stream', ''], kafkaRows(measured, load)),
    batch: table(
      ['a day of events', 'hours of one process', 'hours of a core', 'memory'],
      measured.batch.map((one) => batchRow(one, load)),
    ),
  };
}

/**
 * The page with its tables in place: each stands between `<!-- name -->` and `<!-- end -->`.
 *
 * @throws {Error} if the page has no place for a table.
 */
export function withTables(page: string, tables: Readonly<Record<string, string>>): string {
  return Object.entries(tables).reduce((text, [name, rows]) => {
    const place = new RegExp(`(<!-- ${name} -->\n\n)[^]*?(\n\n<!-- end -->)`);
    if (!place.test(text)) throw new Error(`page must have a place for the table ${name}`);
    return text.replace(place, (_, start, end) => `${start}${rows}${end}`);
  }, page);
}

function measuredRow({ name, eventsPerSecond, cpuMicroseconds, memoryMb, source }: MeasuredCase) {
  return [
    name,
    inWords(eventsPerSecond),
    `${cpuMicroseconds} µs`,
    `${inWords(memoryMb)} MB`,
    `[${source}](${source})`,
  ];
}

function liveRow(one: MeasuredCase, load: Load): string[] {
  const n = processesOf(one, load);
  const cores = (peakOf(load) * one.cpuMicroseconds) / 1e6 / load.busyShare;
  return [one.name, `${n}`, cores.toFixed(1), `${((n * one.memoryMb) / 1000).toFixed(1)} GB`];
}

/** How long processes that are all out need for an hour's events of the peak while as many more come. */
function catchUp(one: MeasuredCase, load: Load): string {
  const peak = peakOf(load);
  return `${Math.ceil((60 * peak) / (processesOf(one, load) * one.eventsPerSecond - peak))} min`;
}

function peakOf({ eventsPerDay, peakFactor }: Load): number {
  return (eventsPerDay / DAY_SECONDS) * peakFactor;
}

/** One more than the peak needs, so that one may be away. */
function processesOf({ eventsPerSecond }: MeasuredCase, load: Load): number {
  return Math.ceil(peakOf(load) / (load.busyShare * eventsPerSecond)) + 1;
}

function kafkaRows(measured: Measured, load: Load): string[][] {
  const { eventBytes, findingBytes, fullPartitionMb, stream } = measured;
  const partitions = 2 * processesOf(stream[0], load);
  const findingsPerDay = (load.eventsPerDay * FINDINGS_A_THOUSAND) / 1000;
  return [
    ['partitions of the events, two a worker', `${partitions}`],
    ['users that are remembered, at most', inWords(partitions * USERS_A_PARTITION)],
    [
      'memory for them, all workers together',
      `${((partitions * fullPartitionMb) / 1000).toFixed(1)} GB`,
    ],
    ['events in at the peak', `${((peakOf(load) * eventBytes) / 1e6).toFixed(1)} MB/s`],
    [
      `events of ${RETENTION_DAYS} days, ${REPLICAS} replicas, not compressed`,
      onDisk(load.eventsPerDay * eventBytes),
    ],
    [
      `findings of ${FINDINGS_A_THOUSAND} event in 1,000, the same`,
      onDisk(findingsPerDay * findingBytes),
    ],
  ];
}

function onDisk(bytesPerDay: number): string {
  return `${((bytesPerDay * RETENTION_DAYS * REPLICAS) / 1e12).toFixed(2)} TB`;
}

function batchRow(one: MeasuredCase, { eventsPerDay }: Load): string[] {
  return [
    one.name,
    (eventsPerDay / one.eventsPerSecond / 3600).toFixed(1),
    ((eventsPerDay * one.cpuMicroseconds) / 1e6 / 3600).toFixed(1),
    `${inWords(one.memoryMb)} MB`,
  ];
}

function inWords(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function table(names: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(names), `|${names.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}
