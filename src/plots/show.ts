import { describeFigure } from './describe';
import type { Figure } from './figure';
import { cellOutput } from './kernel';
import { plainFigure } from './render/plain-figure';
import { toPng } from './render/png';

/** The form in which JupyterLab and Notebook 7 draw Plotly figures. */
export const PLOTLY_MIME = 'application/vnd.plotly.v1+json';

/**
 * Shows a figure under the notebook's cell: `await show(figure)`.
 *
 * One output in three forms: the live figure, a PNG for places that only render (GitHub, nbconvert),
 * and a sentence. A figure that cannot be rendered to PNG is shown live, and the sentence says why
 * the picture is missing. Outside a notebook the sentence is printed.
 */
export async function show(figure: Figure): Promise<void> {
  const write = cellOutput();
  const words = describeFigure(figure);
  if (!write) {
    console.log(words);
    return;
  }
  const live = { [PLOTLY_MIME]: plainFigure(figure) };
  try {
    const png = Buffer.from(await toPng(figure)).toString('base64');
    write({ ...live, 'image/png': png, 'text/plain': words });
  } catch (error) {
    write({ ...live, 'text/plain': `${words}\n(no picture: ${(error as Error).message})` });
  }
}
