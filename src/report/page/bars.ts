import { escapeHtml } from '../../plots/render/html';

const [WIDTH, HEIGHT] = [160, 34];

/** Counts as a row of small upright bars; `words` are for readers who get no picture. */
export function smallBars(counts: readonly number[], words: string): string {
  const most = counts.reduce((highest, count) => Math.max(highest, count), 0);
  if (most === 0) return '';
  const step = WIDTH / counts.length;
  const bars = counts.map((count, i) => {
    const height = count === 0 ? 0 : Math.max((count / most) * HEIGHT, 1);
    return `<rect x="${(i * step).toFixed(1)}" y="${(HEIGHT - height).toFixed(1)}" width="${(step - 0.8).toFixed(1)}" height="${height.toFixed(1)}"/>`;
  });
  return `<svg class="bars" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(words)}">${bars.join('')}</svg>`;
}
