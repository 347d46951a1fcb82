import { columnOf, type Results } from './results';

/** A user, device or whatever the column holds, with its events counted. */
export interface Entity {
  readonly value: string;
  readonly nEvents: number;
  readonly nAnomalies: number;
  readonly highestScore: number;
}

/** Names by which users go, best first. */
const USUAL = [
  /^user(_?id|_?name)?$/i,
  /user|account|entity|principal/i,
  /host|device|_ip|ip_|id$/i,
];

/** The column whose values are looked at one by one: users where there are any. */
export function likelyEntityColumn(results: Results): string {
  const names = textColumns(results);
  for (const pattern of USUAL) {
    const found = names.find((name) => pattern.test(name));
    if (found !== undefined) return found;
  }
  return names[0] ?? '';
}

/** Columns that hold texts, or few values. */
export function textColumns({ columns }: Results): string[] {
  return columns
    .filter(({ values }) => values.some((value) => typeof value === 'string'))
    .map(({ name }) => name);
}

/** All entities: those with most anomalies first, then those with the highest score. */
export function entitiesOf(results: Results, name: string, threshold: number): Entity[] {
  const column = columnOf(results, name);
  if (!column) return [];
  const all = column.values.map((value) => ({
    value: String(value ?? ''),
    nEvents: 0,
    nAnomalies: 0,
    highestScore: -Infinity,
  }));
  column.codes.forEach((code, row) => {
    const entity = all[code];
    const score = results.scores[row];
    entity.nEvents++;
    if (score >= threshold) entity.nAnomalies++;
    if (score > entity.highestScore) entity.highestScore = score;
  });
  return all.sort((a, b) => b.nAnomalies - a.nAnomalies || b.highestScore - a.highestScore);
}

/** Rows of an entity, in the order of the file. */
export function rowsOfEntity(results: Results, name: string, value: string): number[] {
  const column = columnOf(results, name);
  const wanted = column?.values.findIndex((each) => String(each ?? '') === value) ?? -1;
  if (!column || wanted < 0) return [];
  const rows: number[] = [];
  column.codes.forEach((code, row) => {
    if (code === wanted) rows.push(row);
  });
  return rows;
}
