import type { Figure } from '../../src/plots/figure';

/** A figure as text for a snapshot: numbers cut to 3 digits, the template (tested alone) left out. */
export function rounded({ data, layout }: Figure): string {
  const { template: _, ...own } = layout;
  const cut = (_key: string, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(3)) : value;
  const text = JSON.stringify({ data, layout: own }, cut, 1);
  return `${text.replace(/\[\s*([^[\]{}]*?)\s*\]/g, (_all, list) => `[${list.replace(/\n\s*/g, ' ')}]`)}\n`;
}
