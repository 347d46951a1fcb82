import { formatNumber } from '../../plots/format';
import { valueText } from '../findings/finding-texts';

const MOST_NAMES = 5;

/** Which events of a label file are no attack by a rule alone, in one line; undefined where there are none. */
export function takenForNormalWords(
  takenForNormal: Readonly<Record<string, number>>,
): string | undefined {
  const groups = Object.entries(takenForNormal).sort(([, a], [, b]) => b - a);
  if (groups.length === 0) return undefined;
  const total = groups.reduce((sum, [, count]) => sum + count, 0);
  const names = groups.slice(0, MOST_NAMES).map(([group]) => valueText(group) || '(no class)');
  const rest = groups.length > MOST_NAMES ? ', …' : '';
  const events = `${formatNumber(total)} event${total === 1 ? '' : 's'}`;
  return `${events} of ${names.join(', ')}${rest} taken for Normal`;
}
