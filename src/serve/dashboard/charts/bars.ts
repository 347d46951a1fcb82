import { element } from '../dom';
import { count, share } from '../format';

/** A bar of a kind of event. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly kind: 'normal' | 'anomaly';
}

/** Bars with their names and figures, as a list that can be read aloud. */
export function barChart(bars: readonly Bar[]): HTMLElement {
  const whole = bars.reduce((sum, { value }) => sum + value, 0);
  const rows = bars.map(({ name, value, kind }) => {
    const fill = element('span', { class: `fill ${kind}` });
    fill.style.width = whole === 0 ? '0' : `${(100 * value) / whole}%`;
    return element(
      'li',
      {},
      element('span', { class: 'name' }, name),
      element('span', { class: 'track', 'aria-hidden': 'true' }, fill),
      element('span', { class: 'value' }, `${count(value)} (${share(value, whole)})`),
    );
  });
  return element('ul', { class: 'bars' }, ...rows);
}
