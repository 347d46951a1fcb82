import { checkColumns } from '../csv';
import { readCsvColumns, readCsvHeader } from '../csv-reader';
import { editDistance } from '../edit-distance';
import { CLOUDTRAIL_CLASSES, type CloudTrailClass } from './event';
import { createIdTable } from './id-table';
import { type LabelOrigin, labelOriginOf } from './label-origin';
import { CLOUDTRAIL_TECHNIQUES } from './techniques';

/** What is known of one event beside the log. */
export interface CloudTrailTruth {
  readonly eventId: string;
  /** As the file has it: one of `CLOUDTRAIL_CLASSES`, or who acted, such as `attack` or `terraform_setup_teardown`. */
  readonly group: string;
  /** Name of the attack's technique, any text where the group is a class; empty where there is none. */
  readonly technique: string;
  /** Which attack it is of, where the file tells attacks apart; else empty. */
  readonly sequence: string;
  /** By the group where it is a class, else by the technique; `Normal` for all that is no step of a technique. */
  readonly class: CloudTrailClass;
}

/** The truth of each event of a log. */
export interface CloudTrailTruths {
  /** Events that have one. */
  readonly size: number;
  /** That of one event; undefined where it has none. */
  get(eventId: string): CloudTrailTruth | undefined;
}

/** The truths of a label file. */
export interface CloudTrailLabels extends CloudTrailTruths {
  /** Events of groups that are no class and have no technique, and so are `Normal` by that rule alone, by group. */
  readonly takenForNormal: Readonly<Record<string, number>>;
  /** `synthetic` where a generator's `metadata.json` lies beside the file and says so. */
  readonly origin: LabelOrigin;
}

const COLUMNS = { eventID: 'string', class: 'string', technique: 'string' } as const;
/** Of generated logs; a file need not have it. */
const SEQUENCE = { sequence: 'string' } as const;
const CLASS_OF: ReadonlyMap<string, CloudTrailClass> = new Map([
  ...CLOUDTRAIL_CLASSES.map((name) => [name, name] as const),
  ...CLOUDTRAIL_TECHNIQUES.map((technique) => [technique.name, technique.class] as const),
]);

/**
 * Reads the labels of a log: a CSV file with columns `eventID`, `class` and `technique`, and `sequence` where attacks of a
 * technique are told apart; others are passed over. Its rows may be in any order. In memory an event takes some 30 bytes.
 *
 * A group that is no class has that of its technique, and `Normal` without one; a class may have any text for a technique.
 *
 * @throws {RangeError} if a column is missing, a class is nearly spelt as one of the five, the technique of a group that is no
 * class is unknown, or an id is missing or comes twice.
 * @throws {Error} if the file is missing or broken.
 * @throws {DOMException} named `AbortError` if the signal stops it.
 */
export async function readCloudTrailLabels(
  path: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<CloudTrailLabels> {
  const header = await readCsvHeader(path, ',');
  checkColumns(path, header, Object.keys(COLUMNS));
  const ids = createIdTable();
  const kinds = kindsOfEvents();
  const columns = header.includes('sequence') ? { ...COLUMNS, ...SEQUENCE } : COLUMNS;
  await readCsvColumns(path, header, columns, ',', ([eventIds, ...others]) => {
    signal?.throwIfAborted();
    for (let i = 0; i < eventIds.length; i++) {
      const eventId = String(eventIds[i] ?? '');
      const kind = kinds.add(path, eventId, ...others.map((values) => String(values[i] ?? '')));
      if (eventId !== '' && ids.add(eventId, kind)) continue;
      const got = eventId === '' ? 'none' : `${eventId} twice`;
      throw new RangeError(`${path}: eventID must be there once for each event, got ${got}`);
    }
  });
  return {
    size: ids.size,
    takenForNormal: kinds.takenForNormal(),
    origin: await labelOriginOf(path),
    get: (eventId) => {
      const kind = ids.get(eventId);
      return kind === undefined ? undefined : { eventId, ...kinds.all[kind] };
    },
  };
}

type Kind = Omit<CloudTrailTruth, 'eventId'>;

/** What is known of events but their ids: many events share it. */
function kindsOfEvents() {
  const all: Kind[] = [];
  const takenForNormal = new Map<string, number>();
  const numbers = new Map<string, number>();
  const add = (path: string, eventId: string, group = '', technique = '', sequence = '') => {
    const isNamed = CLASS_OF.has(group) || technique !== '';
    if (!isNamed) takenForNormal.set(group, (takenForNormal.get(group) ?? 0) + 1);
    const key = `${group}\n${technique}\n${sequence}`;
    const number = numbers.get(key);
    if (number !== undefined) return number;
    checkSpelling(path, eventId, group);
    const known = CLASS_OF.get(group) ?? CLASS_OF.get(technique);
    if (known === undefined && technique !== '') {
      throw new RangeError(
        `${path}: technique of ${eventId} must be a known one, got ${technique}`,
      );
    }
    numbers.set(key, all.length);
    return all.push({ group, technique, sequence, class: known ?? 'Normal' }) - 1;
  };
  return { all, add, takenForNormal: () => Object.fromEntries(takenForNormal) };
}

/** Refuses a group that is a class but for its spelling, which would be `Normal` in silence. */
function checkSpelling(path: string, eventId: string, group: string): void {
  if (CLASS_OF.has(group)) return;
  const letters = (name: string) => name.toLowerCase().replace(/[-_\s]/g, '');
  const meant = CLOUDTRAIL_CLASSES.find((name) => editDistance(letters(group), letters(name)) <= 1);
  if (meant === undefined) return;
  throw new RangeError(
    `${path}: class of ${eventId} must be spelt as ${CLOUDTRAIL_CLASSES.join(', ')}, got ${group}; did you mean ${meant}?`,
  );
}
