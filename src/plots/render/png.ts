import type { Figure } from '../figure';
import { toSvg } from './svg';

/**
 * Renders a figure to PNG at its own size, one pixel a unit, without a browser.
 *
 * The same machine gives the same bytes; other fonts give other bytes.
 *
 * @returns the bytes of a PNG file.
 * @throws {RangeError} if a trace is 3-D or a map, or the size is not a positive number of pixels.
 */
export async function toPng(figure: Figure): Promise<Uint8Array> {
  const svg = await toSvg(figure);
  const { Resvg } = await import('@resvg/resvg-js');
  return new Resvg(svg, { background: '#FFFFFF' }).render().asPng();
}
