import { escapeHtml } from '../../../src/plots/render/html';

const KEYWORDS =
  'as|async|await|break|case|catch|const|continue|do|else|export|false|finally|for|from|function|' +
  'if|import|in|instanceof|interface|let|new|null|of|return|switch|this|throw|true|try|type|' +
  'typeof|undefined|void|while';

const TOKEN = new RegExp(
  [
    /(?<comment>\/\/.*|\/\*[\s\S]*?\*\/)/,
    /(?<string>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)/,
    /(?<number>\b\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?\b)/,
    new RegExp(`(?<keyword>\\b(?:${KEYWORDS})\\b)`),
    /(?<call>[A-Za-z_$][\w$]*(?=\())/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

/** TypeScript as HTML, with comments, strings, numbers, keywords and calls in `<span>`s. */
export function highlight(code: string): string {
  let html = '';
  let end = 0;
  for (const match of code.matchAll(TOKEN)) {
    const kind = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined)?.[0];
    html += escapeHtml(code.slice(end, match.index));
    html += `<span class="${kind}">${escapeHtml(match[0])}</span>`;
    end = match.index + match[0].length;
  }
  return html + escapeHtml(code.slice(end));
}
