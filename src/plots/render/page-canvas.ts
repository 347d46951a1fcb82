import type { Canvas } from '@napi-rs/canvas';
import type { DOMWindow } from 'jsdom';

type CanvasModule = typeof import('@napi-rs/canvas');

/** Size of a line of text in pixels, from its baseline. */
export interface TextSize {
  readonly width: number;
  readonly ascent: number;
  readonly descent: number;
}

/** Gives the page's canvas elements a real canvas: plotly.js draws smooth heat maps on one. */
export function stubCanvas(window: DOMWindow, { createCanvas }: CanvasModule): void {
  const canvases = new WeakMap<object, Canvas>();
  const canvasOf = (element: HTMLCanvasElement) => {
    const { width, height } = element;
    const known = canvases.get(element);
    if (known?.width === width && known.height === height) return known;
    const made = createCanvas(width, height);
    canvases.set(element, made);
    return made;
  };
  const stubs = {
    getContext(this: HTMLCanvasElement, kind: string) {
      return kind === '2d' ? canvasOf(this).getContext('2d') : null;
    },
    toDataURL(this: HTMLCanvasElement) {
      return canvasOf(this).toDataURL('image/png');
    },
  };
  Object.assign(window.HTMLCanvasElement.prototype, stubs);
}

/** A function that measures text in a CSS font, with the fonts of this machine. */
export function measureText({
  createCanvas,
}: CanvasModule): (text: string, font: string) => TextSize {
  const context = createCanvas(1, 1).getContext('2d');
  const known = new Map<string, TextSize>();
  return (text, font) => {
    const key = `${font}\n${text}`;
    const before = known.get(key);
    if (before) return before;
    if (known.size > 5000) known.clear();
    context.font = font;
    const { width, fontBoundingBoxAscent, fontBoundingBoxDescent } = context.measureText(text);
    const size = { width, ascent: fontBoundingBoxAscent, descent: fontBoundingBoxDescent };
    known.set(key, size);
    return size;
  };
}
