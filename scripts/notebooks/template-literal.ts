import { createRequire } from 'node:module';
import type typescript from 'typescript';

const UNTERMINATED_TEMPLATE = 1160;

/** Whether the code ends inside a template literal, because a cell marker stood in it. */
export function insideTemplate(code: string): boolean {
  // The compiler takes a quarter of a second to load; an even number of backticks is in order.
  if ((code.match(/(?<!\\)`/g) ?? []).length % 2 === 0) return false;
  const ts: typeof typescript = createRequire(import.meta.url)('typescript');
  const { diagnostics = [] } = ts.transpileModule(code, { reportDiagnostics: true });
  return diagnostics.some(({ code }) => code === UNTERMINATED_TEMPLATE);
}
