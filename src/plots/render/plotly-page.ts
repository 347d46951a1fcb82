import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import type { DOMWindow } from 'jsdom';
import { measureText, stubCanvas } from './page-canvas';
import { stubGeometry } from './page-geometry';

/** The part of plotly.js that is used here. */
export interface Plotly {
  toImage(figure: unknown, options: Readonly<Record<string, unknown>>): Promise<string>;
  validate(data: unknown, layout: unknown): { readonly msg: string }[] | undefined;
}

/** A page without a browser in which plotly.js runs. */
export interface PlotlyPage {
  readonly Plotly: Plotly;
  /** The page's own copy of a JSON value, as plotly.js must have it. */
  parse(json: string): unknown;
}

let page: Promise<PlotlyPage> | undefined;

/** The one page of this process, made at the first call: about a second and 150 MB. */
export function plotlyPage(): Promise<PlotlyPage> {
  page ??= openPage();
  return page;
}

/** The text of plotly.js as installed. */
export function plotlySource(): string {
  return readFileSync(require.resolve('plotly.js-dist'), 'utf8');
}

async function openPage(): Promise<PlotlyPage> {
  const { JSDOM, VirtualConsole } = await import('jsdom');
  const canvas = await import('@napi-rs/canvas');
  const { svgPathProperties } = await import('svg-path-properties');
  const dom = new JSDOM('<!DOCTYPE html><body></body>', {
    runScripts: 'outside-only',
    virtualConsole: new VirtualConsole(),
  });
  const { window } = dom;
  stubGlobals(window);
  stubCanvas(window, canvas);
  stubGeometry(window, measureText(canvas), (path) => new svgPathProperties(path));
  const script = new Script(plotlySource(), { filename: 'plotly.js' });
  script.runInContext(dom.getInternalVMContext());
  return { Plotly: window['Plotly'], parse: (json) => window['JSON'].parse(json) };
}

/** What plotly.js's map code asks for while it loads; nothing here calls it. */
function stubGlobals(window: DOMWindow): void {
  window['TextDecoder'] = TextDecoder;
  window['TextEncoder'] = TextEncoder;
  window.URL.createObjectURL = () => 'blob:none';
}
