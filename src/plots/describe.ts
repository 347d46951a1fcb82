import type { Data, Figure } from './figure';

/**
 * A figure in words: its title and what is in it, for logs and readers who get no picture.
 *
 * @returns one or two lines of text.
 */
export function describeFigure({ data, layout }: Figure): string {
  const title = textOf(layout['title']) || 'Figure';
  const meta = layout['meta'] as { summary?: string } | undefined;
  const summary = meta?.summary ?? `${data.map(traceInWords).join('; ') || 'no traces'}.`;
  return `${title}\n${summary}`;
}

function textOf(title: unknown): string {
  if (typeof title === 'string') return title;
  return (title as { text?: string } | undefined)?.text ?? '';
}

function traceInWords(trace: Data): string {
  const name = typeof trace['name'] === 'string' ? ` ${trace['name']}` : '';
  const points = [trace['x'], trace['y'], trace['z'], trace['values']].find(
    (values) => typeof (values as ArrayLike<unknown>)?.length === 'number',
  ) as ArrayLike<unknown> | undefined;
  return `${trace.type}${name}${points ? `, ${points.length} points` : ''}`;
}
