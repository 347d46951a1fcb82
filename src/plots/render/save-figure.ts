import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import type { Figure } from '../figure';
import { toHtml } from './html';
import { plainFigure } from './plain-figure';
import { toPng } from './png';
import { toSvg } from './svg';

const WRITERS: Readonly<Record<string, (figure: Figure) => string | Promise<string | Uint8Array>>> =
  {
    '.json': (figure) => `${JSON.stringify(plainFigure(figure), null, 2)}\n`,
    '.svg': toSvg,
    '.png': toPng,
    '.html': toHtml,
  };

/**
 * Writes a figure to a file, in the form that its ending names; folders are made where missing.
 *
 * @param path ends in `.json`, `.svg`, `.png` or `.html`.
 * @throws {RangeError} if the ending is another, or the figure cannot be rendered.
 */
export async function saveFigure(figure: Figure, path: string): Promise<void> {
  const write = WRITERS[extname(path).toLowerCase()];
  if (!write) throw new RangeError(`path must end in .json, .svg, .png or .html, got ${path}`);
  const content = await write(figure);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
