import type { DOMWindow } from 'jsdom';
import { type Box, boxOf, parseTransform, type Transform, transformBox, union } from './boxes';
import type { TextSize } from './page-canvas';

type Measure = (text: string, font: string) => TextSize;
type PathOf = (path: string) => {
  getTotalLength(): number;
  getPointAtLength(length: number): { x: number; y: number };
};

const LINE_HEIGHT = 1.3;

/**
 * Gives the page's SVG elements the sizes that jsdom does not work out and plotly.js asks for:
 * those of texts, groups and shapes, and positions along paths.
 */
export function stubGeometry(window: DOMWindow, measure: Measure, pathOf: PathOf): void {
  const path = (element: Element) => pathOf(element.getAttribute('d') ?? 'M0,0');
  const stubs = {
    getBBox(this: SVGElement) {
      return boxOf(contentBox(this, measure));
    },
    getBoundingClientRect(this: SVGElement) {
      return boxOf(outerBox(this, measure));
    },
    getComputedTextLength(this: SVGElement) {
      return lineSize(this, measure).width;
    },
    getTotalLength(this: SVGElement) {
      return path(this).getTotalLength();
    },
    getPointAtLength(this: SVGElement, length: number) {
      return path(this).getPointAtLength(length);
    },
  };
  Object.assign(window.SVGElement.prototype, stubs);
}

/** In the coordinates of the element's parent. */
function outerBox(element: Element, measure: Measure): Box | undefined {
  const transform = parseTransform(element.getAttribute('transform') ?? '');
  return transformed(contentBox(element, measure), transform);
}

function transformed(box: Box | undefined, transform: Transform): Box | undefined {
  return box && transformBox(box, transform);
}

/** In the element's own coordinates; undefined where nothing is drawn. */
function contentBox(element: Element, measure: Measure): Box | undefined {
  switch (element.tagName) {
    case 'text':
      return textBox(element as SVGElement, measure);
    case 'rect':
    case 'image':
      return rectangle(element);
    case 'path':
      return pathBox(element.getAttribute('d') ?? '');
    case 'defs':
    case 'clipPath':
      return undefined;
    default:
      return union(Array.from(element.children, (child) => outerBox(child, measure)));
  }
}

function textBox(text: SVGElement, measure: Measure): Box | undefined {
  if (!text.textContent) return undefined;
  const spans = Array.from(text.querySelectorAll<SVGElement>('tspan.line'));
  const lines = (spans.length > 0 ? spans : [text]).map((line) => lineSize(line, measure));
  const width = Math.max(...lines.map((line) => line.width));
  const share = { middle: 0.5, end: 1 }[anchorOf(text)] ?? 0;
  const x = Number(text.getAttribute('x') ?? 0) - share * width;
  const y = Number(text.getAttribute('y') ?? 0);
  const below = (lines.length - 1) * LINE_HEIGHT * fontSize(text) + lines[lines.length - 1].descent;
  return { left: x, top: y - lines[0].ascent, right: x + width, bottom: y + below };
}

function anchorOf(text: SVGElement): string {
  return text.getAttribute('text-anchor') ?? text.style.getPropertyValue('text-anchor');
}

function lineSize(line: SVGElement, measure: Measure): TextSize {
  const weight = inherited(line, 'font-weight') || 'normal';
  const family = inherited(line, 'font-family').replace(/"/g, '') || 'sans-serif';
  return measure(line.textContent ?? '', `${weight} ${fontSize(line)}px ${family}`);
}

function fontSize(element: SVGElement): number {
  return Number.parseFloat(inherited(element, 'font-size')) || 12;
}

function inherited(element: SVGElement, property: string): string {
  const own = element.style?.getPropertyValue(property);
  if (own) return own;
  return element.parentElement ? inherited(element.parentElement as never, property) : '';
}

function rectangle(element: Element): Box {
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => {
    return Number.parseFloat(element.getAttribute(name) ?? '0');
  });
  return { left: x, top: y, right: x + width, bottom: y + height };
}

/** Of the corners that absolute commands name: enough for what plotly.js measures. */
function pathBox(path: string): Box | undefined {
  let [x, y] = [0, 0];
  const corners: Box[] = [];
  for (const [, command, rest] of path.matchAll(/([MLHVZ])([^A-Za-z]*)/gi)) {
    const numbers = rest.match(/-?[\d.]+(?:e-?\d+)?/gi)?.map(Number) ?? [];
    const base = command === command.toLowerCase() ? { x, y } : { x: 0, y: 0 };
    if (/h/i.test(command)) x = base.x + numbers[0];
    else if (/v/i.test(command)) y = base.y + numbers[0];
    else if (numbers.length >= 2) [x, y] = [base.x + numbers[0], base.y + numbers[1]];
    corners.push({ left: x, top: y, right: x, bottom: y });
  }
  return union(corners);
}
