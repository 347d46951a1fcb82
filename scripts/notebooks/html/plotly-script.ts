import { gzipSync } from 'node:zlib';
import { plotlySource } from '../../../src/plots/render/plotly-page';

let packed: string | undefined;

/**
 * The scripts that bring a page's figures to life: plotly.js, once and compressed, and what draws
 * each figure in the place of its picture. Without scripts, and on paper, the picture stays.
 */
export function plotlyScript(): string {
  packed ??= gzipSync(plotlySource(), { level: 9 }).toString('base64');
  return `<script type="application/gzip" id="plotly">${packed}</script>\n<script>${DRAW}</script>`;
}

const DRAW = `
(async () => {
  const packed = Uint8Array.from(atob(document.getElementById('plotly').textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const script = document.createElement('script');
  script.textContent = await new Response(stream).text();
  document.head.append(script);
  const draw = async (figure) => {
    const { data, layout } = JSON.parse(figure.querySelector('script').textContent);
    const place = document.createElement('div');
    place.style.height = (layout.height ?? 420) + 'px';
    place.style.maxWidth = (layout.width ?? 700) + 'px';
    figure.append(place);
    const { width, ...rest } = layout;
    await Plotly.newPlot(place, data, { ...rest, autosize: true }, { responsive: true, displaylogo: false });
    figure.classList.add('drawn');
  };
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      draw(target);
    }
  }, { rootMargin: '600px' });
  for (const figure of document.querySelectorAll('.figure')) {
    if (figure.querySelector('script')) seen.observe(figure);
  }
})();
`;
