/** A rule as read from its file. */
export interface ReadRule {
  readonly title: string;
  readonly description: string;
  readonly detection: Readonly<Record<string, unknown>> & { readonly condition: string };
}

type Search = Readonly<Record<string, unknown>>;

/** Whether a raw record is what a generated rule looks for: Sigma in as far as these rules use it, without the collector's code. */
export function sigmaMatches({ detection }: ReadRule, record: Search): boolean {
  const { condition, selection, ...filters } = detection;
  if (!holds(selection as Search, record)) return false;
  if (condition === 'selection') return true;
  if (condition !== 'selection and not 1 of filter_main_*') throw new Error(condition);
  return !Object.values(filters).some((filter) => holds(filter as Search, record));
}

function holds(search: Search, record: Search): boolean {
  return Object.entries(search).every(([key, wanted]) => {
    const [field, modifier = 'is'] = key.split('|');
    const text = field.split('.').reduce<unknown>((at, name) => (at as Search)?.[name], record);
    const values = Array.isArray(wanted) ? wanted : [wanted];
    return typeof text === 'string' && values.some((value) => compare(text, value, modifier));
  });
}

function compare(text: string, value: string, modifier: string): boolean {
  const [has, plain] = [text.toLowerCase(), value.toLowerCase().replace(/\\([\\*?])/g, '$1')];
  if (modifier === 'is') return has === plain;
  if (modifier === 'startswith') return has.startsWith(plain);
  throw new Error(modifier);
}
