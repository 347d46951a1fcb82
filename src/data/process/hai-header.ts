import { shortText } from '../short-text';
import { HAI_VERSIONS, type HaiVersion, haiPoints } from './hai-points';
import { type ProcessHeader, readProcessHeader } from './process-header';

/** A column by its place in a line. */
export interface HaiColumn {
  readonly name: string;
  /** Counted from 0. */
  readonly index: number;
}

/** What the first line of a file of HAI tells. */
export interface HaiHeader extends ProcessHeader {
  readonly version: HaiVersion;
  readonly points: readonly HaiColumn[];
  /** `attack`, or `Attack` in 22.04; none in files without labels. */
  readonly label?: HaiColumn | undefined;
  /** `attack_P1` to `attack_P3`. */
  readonly processLabels: readonly HaiColumn[];
}

const TIMES = ['time', 'timestamp'];
const LABEL = /^attack$/i;
const PROCESS_LABEL = /^attack_P\d$/i;

/**
 * Tells the edition of a file of HAI by its points; case of names aside, as the manual and the files differ in it.
 *
 * @throws {RangeError} if the first column is no time, a point is missing, or there is a column that no edition has; it is named.
 * @throws {Error} if the file is missing, broken or empty.
 */
export async function readHaiHeader(path: string): Promise<HaiHeader> {
  const { delimiter, names } = await readProcessHeader(path);
  if (!TIMES.includes(names[0].toLowerCase())) {
    const got = shortText(names[0]);
    throw new RangeError(`${path}: first column must be time or timestamp, got ${got}`);
  }
  const columns = names.map((name, index) => ({ name, index })).slice(1);
  const label = columns.find(({ name }) => LABEL.test(name));
  const processLabels = columns.filter(({ name }) => PROCESS_LABEL.test(name));
  if (processLabels.length > 0 && !label) {
    throw new RangeError(`${path}: must have column attack beside ${processLabels[0].name}`);
  }
  const points = columns.filter(({ name }) => !LABEL.test(name) && !PROCESS_LABEL.test(name));
  const nearest = nearestVersion(points);
  checkPoints(path, points, nearest);
  const version = nearest === '23.05' && label ? '22.04' : nearest; // the same points
  return { version, delimiter, names, points, label, processLabels };
}

function checkPoints(path: string, points: readonly HaiColumn[], version: HaiVersion): void {
  const { missing, further } = difference(points, version);
  if (missing.length > 0) {
    const nPoints = haiPoints(version).length;
    const list = `${missing.slice(0, 10).join(', ')}${missing.length > 10 ? ' and others' : ''}`;
    const which = missing.length === 1 ? 'point' : `${missing.length} points`;
    throw new RangeError(
      `${path}: must have the ${nPoints} points of HAI ${version}, got none of ${which} ${list}`,
    );
  }
  if (further.length > 0) {
    const list = further.map(shortText).join(', ');
    throw new RangeError(
      `${path}: must have only the points of HAI ${version}, got column ${list}`,
    );
  }
}

/** The edition with the fewest points missing and to spare, the latest of several. */
function nearestVersion(points: readonly HaiColumn[]): HaiVersion {
  const distances = HAI_VERSIONS.map((version) => {
    const { missing, further } = difference(points, version);
    return missing.length + further.length;
  });
  return HAI_VERSIONS[distances.lastIndexOf(Math.min(...distances))];
}

function difference(points: readonly HaiColumn[], version: HaiVersion) {
  const expected = haiPoints(version).map(({ name }) => name);
  const [known, found] = [expected, points.map(({ name }) => name)].map(
    (list) => new Set(list.map((name) => name.toLowerCase())),
  );
  return {
    missing: expected.filter((name) => !found.has(name.toLowerCase())),
    further: points.map(({ name }) => name).filter((name) => !known.has(name.toLowerCase())),
  };
}
