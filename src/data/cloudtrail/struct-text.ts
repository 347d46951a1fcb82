/** A value of a struct, map or array as Presto prints it. */
export type StructValue =
  | string
  | null
  | readonly StructValue[]
  | { readonly [key: string]: StructValue };

/** What follows a value: the end of what it is in, or the next value; between fields also the next name. */
const NEXT_FIELD = /[}\]]|, (?=[\w.-]+=)/g;
const NEXT_ELEMENT = /[\]}]|, /g;
const DEEPEST = 32;

/**
 * A struct, map or array as Athena and CloudTrail Lake print it in CSV: `{type=IAMUser, arn=null}`, `[{arn=a}]`.
 *
 * The form has no quotes: a text that itself holds `, name=`, or a closing bracket, is cut there.
 *
 * @returns texts for all values but null, lists and structs; the text itself where it is none of them.
 */
export function parseStructText(text: string): StructValue {
  const at = { text, position: 0 };
  return /^[{[]/.test(text) ? parseValue(at, NEXT_ELEMENT, 0) : text;
}

interface Cursor {
  readonly text: string;
  position: number;
}

function parseValue(at: Cursor, next: RegExp, depth: number): StructValue {
  const opening = at.text[at.position];
  if (depth < DEEPEST && opening === '{') return parseFields(at, depth);
  if (depth < DEEPEST && opening === '[') return parseElements(at, depth);
  next.lastIndex = at.position;
  const end = next.exec(at.text)?.index ?? at.text.length;
  const value = at.text.slice(at.position, end);
  at.position = end;
  return value === 'null' ? null : value;
}

function parseFields(at: Cursor, depth: number): StructValue {
  const fields: [string, StructValue][] = [];
  at.position++;
  while (isOpen(at, '}')) {
    const equals = at.text.indexOf('=', at.position);
    if (equals < 0) break;
    const name = at.text.slice(at.position, equals);
    at.position = equals + 1;
    fields.push([name, parseValue(at, NEXT_FIELD, depth + 1)]);
    passComma(at, '}');
  }
  at.position++;
  return Object.fromEntries(fields);
}

function parseElements(at: Cursor, depth: number): StructValue {
  const elements: StructValue[] = [];
  at.position++;
  while (isOpen(at, ']')) {
    elements.push(parseValue(at, NEXT_ELEMENT, depth + 1));
    passComma(at, ']');
  }
  at.position++;
  return elements;
}

function isOpen({ text, position }: Cursor, closing: string): boolean {
  return position < text.length && text[position] !== closing;
}

/** Up to the next value; what stands there against the form is passed over. */
function passComma(at: Cursor, closing: string): void {
  if (at.text.startsWith(', ', at.position)) at.position += 2;
  else if (at.text[at.position] !== closing) at.position++;
}
