import { describeFigure } from '../../plots/describe';
import type { Figure } from '../../plots/figure';
import { escapeHtml } from '../../plots/render/html';
import { toSvg } from '../../plots/render/svg';

/** A figure as a picture in the page, in words for readers who do not see it. */
export async function figureImage(figure: Figure): Promise<string> {
  const data = Buffer.from(await toSvg(figure)).toString('base64');
  const words = escapeHtml(describeFigure(figure));
  return `<div class="figure"><img src="data:image/svg+xml;base64,${data}" alt="${words}"></div>`;
}
