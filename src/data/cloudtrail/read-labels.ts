import { readCsv } from '../csv';
import { CLOUDTRAIL_CLASSES, type CloudTrailClass } from './event';
import { CLOUDTRAIL_TECHNIQUES } from './techniques';

/** What is known of one event beside the log. */
export interface CloudTrailTruth {
  readonly eventId: string;
  /** As the file has it: one of `CLOUDTRAIL_CLASSES`, or who acted, such as `attack` or `terraform_setup_teardown`. */
  readonly group: string;
  /** Name of the attack's technique; empty where there is none. */
  readonly technique: string;
  /** By the group where it is a class, else by the technique; `Normal` for all that is no step of a technique. */
  readonly class: CloudTrailClass;
}

const COLUMNS = { eventID: 'string', class: 'string', technique: 'string' } as const;
const CLASS_OF: ReadonlyMap<string, CloudTrailClass> = new Map([
  ...CLOUDTRAIL_CLASSES.map((name) => [name, name] as const),
  ...CLOUDTRAIL_TECHNIQUES.map((technique) => [technique.name, technique.class] as const),
]);

/**
 * Reads the labels of a log: a CSV file with columns `eventID`, `class` and `technique`, others passed over.
 *
 * @returns the truth by event id, in the order of the file.
 * @throws {RangeError} if a column is missing, a technique is unknown, or an id is missing or comes twice.
 * @throws {Error} if the file is missing or broken.
 */
export async function readCloudTrailLabels(
  path: string,
): Promise<ReadonlyMap<string, CloudTrailTruth>> {
  const truths = new Map<string, CloudTrailTruth>();
  for (const { eventID, class: group, technique } of await readCsv(path, COLUMNS)) {
    const eventId = eventID ?? '';
    if (eventId === '' || truths.has(eventId)) {
      const got = eventId === '' ? 'none' : `${eventId} twice`;
      throw new RangeError(`${path}: eventID must be there once for each event, got ${got}`);
    }
    const known = CLASS_OF.get(group ?? '') ?? CLASS_OF.get(technique ?? '');
    if (known === undefined && technique) {
      throw new RangeError(
        `${path}: technique of ${eventId} must be a known one, got ${technique}`,
      );
    }
    const truth = { eventId, group: group ?? '', technique: technique ?? '' };
    truths.set(eventId, { ...truth, class: known ?? 'Normal' });
  }
  return truths;
}
