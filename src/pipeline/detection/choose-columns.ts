import type { ColumnProfile } from '../../data/profile/column-profile';
import type { TableProfile } from '../../data/profile/profile-table';

/** What a column becomes: a number as it is, the share of training rows with its value, or hour and weekday. */
export type ColumnUse = 'number' | 'share' | 'hourAndWeekday';

/** Which columns are what; those not named are chosen by rules. */
export interface ColumnRoles {
  /** Columns to learn from. Default: all that the rules let. */
  readonly columns?: readonly string[];
  /** Columns to leave out. */
  readonly exclude?: readonly string[];
  /** Column of labels, for judging only; false for none. Default: one named as such that holds 0 and 1. */
  readonly label?: string | false;
  /** Column of whom or what a row is about: kept out of learning, and whole in one part of a random split. */
  readonly entity?: string;
  /** Column of times, by which rows are split. Default: the first that holds times without gaps. */
  readonly time?: string;
}

/** Which columns are used, and why others are not. */
export interface ColumnChoice {
  readonly used: readonly { readonly name: string; readonly use: ColumnUse }[];
  readonly left: readonly { readonly name: string; readonly reason: string }[];
  readonly label: string | undefined;
  readonly entity: string | undefined;
  readonly time: string | undefined;
}

/** Why a column whose name is that of labels is left out, where nothing is judged by it. */
export const LABEL_REASON = 'its name says that it holds labels';
const LABEL_NAME =
  /^(y|(is[_ -]?)?(label|anomal(y|ous)|outlier|attack|malicious|fraud|intrusion)s?)$/i;
/** A column y of more values is a coordinate. */
const MOST_CLASSES = 20;
/** A text column with more different values than this share of its rows says next to nothing by frequency. */
const MOST_DISTINCT = 0.5;
/** More make every detector slow, and distances alike. */
const MOST_FEATURES = 300;

/**
 * Chooses columns by rules: numbers and true/false as they are, texts by how frequent they are, times as hour and
 * weekday. Left out are empty, constant, double and nested columns, those that name rows or nearly never repeat, labels, and
 * what is beyond 300 features.
 *
 * @throws {RangeError} naming file and columns, if none is left or a named column cannot be what it is to be.
 */
export function chooseColumns(profile: TableProfile, roles: ColumnRoles = {}): ColumnChoice {
  const { path, columns } = profile;
  const byName = new Map(columns.map((column) => [column.name, column]));
  const label = roles.label === false ? undefined : (roles.label ?? findLabel(columns));
  const time =
    roles.time ??
    columns.find(
      ({ content, nMissing, isConstant }) => content === 'time' && nMissing === 0 && !isConstant,
    )?.name;
  checkTime(path, roles.time, byName);
  const { entity } = roles;
  const left: { name: string; reason: string }[] = [];
  const used: { name: string; use: ColumnUse }[] = [];
  let nFeatures = 0;
  for (const column of columns) {
    const { name } = column;
    const reason = roleReason(column, roles, label, entity) ?? contentReason(column, profile.nRows);
    const use = useOf(column);
    const width = use === 'hourAndWeekday' ? 2 : 1;
    if (reason !== undefined) left.push({ name, reason });
    else if (nFeatures + width > MOST_FEATURES)
      left.push({ name, reason: `beyond the first ${MOST_FEATURES} features` });
    else {
      used.push({ name, use });
      nFeatures += width;
    }
  }
  if (used.length === 0) {
    const why = left.slice(0, 5).map(({ name, reason }) => `${name} (${reason})`);
    throw new RangeError(`${path}: must have a column to learn from, got ${why.join(', ')}`);
  }
  return { used, left, label, entity, time };
}

function findLabel(columns: readonly ColumnProfile[]): string | undefined {
  return columns.find(({ name, content, numbers, nMissing, nDistinct }) => {
    const isFlag = numbers?.isInteger && numbers.min === 0 && numbers.max === 1;
    const isBinary = nDistinct === 2 && nMissing === 0 && (content === 'boolean' || isFlag);
    return LABEL_NAME.test(name) && isBinary;
  })?.name;
}

function checkTime(
  path: string,
  time: string | undefined,
  byName: ReadonlyMap<string, ColumnProfile>,
): void {
  const column = time === undefined ? undefined : byName.get(time);
  if (column === undefined || ['time', 'number'].includes(column.content)) return;
  throw new RangeError(`${path}, column ${time}: must be times or numbers, got ${column.content}`);
}

/** Why a column is left out for what it is to the caller. */
function roleReason(
  { name, nDistinct }: ColumnProfile,
  { columns, exclude = [] }: ColumnRoles,
  label: string | undefined,
  entity: string | undefined,
): string | undefined {
  if (name === label) return 'labels: for judging only';
  if (name === entity) return 'the entity: whom a row is about';
  if (exclude.includes(name)) return 'excluded';
  if (columns !== undefined)
    return columns.includes(name) ? undefined : 'not among the columns asked for';
  const isMeasured = name.toLowerCase() === 'y' && nDistinct > MOST_CLASSES;
  return LABEL_NAME.test(name) && !isMeasured ? LABEL_REASON : undefined;
}

/** Why a column is left out for what it holds. */
function contentReason(column: ColumnProfile, nRows: number): string | undefined {
  const { content, nMissing, nDistinct, isConstant, isIdLike, duplicateOf } = column;
  const present = nRows - nMissing;
  if (present === 0) return 'empty';
  if (isConstant && nMissing === 0) return 'constant';
  if (isConstant) return 'constant where it is not missing';
  if (content === 'nested') return 'nested';
  if (duplicateOf !== undefined) return `the same as ${duplicateOf}`;
  if (isIdLike) return 'names rows (id-like)';
  if (content === 'text' && nDistinct > MOST_DISTINCT * present) {
    return 'text that nearly never repeats';
  }
  return undefined;
}

function useOf({ content }: ColumnProfile): ColumnUse {
  if (content === 'time') return 'hourAndWeekday';
  return content === 'text' ? 'share' : 'number';
}
