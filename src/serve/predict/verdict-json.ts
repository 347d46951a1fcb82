import type { ServedModel } from '../models/served-model';
import type { Verdict } from '../scored-feed';

/** Verdicts that become one text before the next are made, so that their pieces do not outlive the nursery. */
const BLOCK = 64;

/** As `JSON.stringify` has it, several times faster. */
export function verdictJson(
  { writeReasons }: Pick<ServedModel, 'writeReasons'>,
  { score, pValue, label, prediction, reasons }: Verdict,
): string {
  const start = `{"score":${score},"pValue":${pValue},"label":${label},"prediction":"${prediction}"`;
  return reasons ? `${start},"reasons":${writeReasons(reasons)}}` : `${start}}`;
}

/** The list of all verdicts, each made when it is written. */
export function verdictsJson(
  model: Pick<ServedModel, 'writeReasons'>,
  nVerdicts: number,
  verdictAt: (index: number) => Verdict,
): string {
  const blocks: string[] = [];
  for (let start = 0; start < nVerdicts; start += BLOCK) {
    const texts: string[] = [];
    const end = Math.min(start + BLOCK, nVerdicts);
    for (let i = start; i < end; i++) texts.push(verdictJson(model, verdictAt(i)));
    blocks.push(texts.join(','));
  }
  return `[${blocks.join(',')}]`;
}
