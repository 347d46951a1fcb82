import type { Figure } from './figure';
import { plainText } from './format';

/** The figure with a line under its title, and room for it; margins that it has stay. */
export function withSubtitle({ data, layout }: Figure, text: string): Figure {
  const subtitle = { text: plainText(text), font: { size: 13 } };
  const title = { ...(layout['title'] as object), subtitle };
  const margin = { t: 72, ...(layout['margin'] as object | undefined) };
  return { data, layout: { ...layout, title, margin } };
}
