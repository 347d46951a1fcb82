import { checkInteger, checkNumber, checkOptionNames } from '../../check-options';
import type { JudgedEvent } from '../../pipeline/cloudtrail/find-threats';
import { createCallCounts } from './call-counts';
import { type RareCall, type RareCallLimits, rareCall } from './rare-call';
import { rareCallRule } from './rare-call-rule';
import type { SigmaRule } from './sigma-rule';

/** How rules are made of judged events. */
export interface SigmaCollectorOptions extends RareCallLimits {
  /** Who the rules say made them. Default `anomaly-lab`. */
  readonly author?: string;
  /** The rules' day, epoch ms, UTC. Default: that of the last event. */
  readonly date?: number;
}

/** Collects a log's judged events, and makes rules of what they have in common. */
export interface SigmaCollector {
  /** Counts events, in any order and any batches. */
  add(judged: readonly JudgedEvent[]): void;
  /** Rules for all events up to now, those with the most flagged events first. */
  rules(): SigmaRule[];
}

const NAMES = ['maxShare', 'minFlagged', 'minUsual', 'author', 'date'];

/**
 * Makes Sigma rules for what a model flags and what is rare in the log, in bounded memory.
 *
 * A rule names one call (`eventSource` and `eventName`), with its error code where more than half of the flagged events have the
 * same. The call is rare, and a rule is made, where it matches at most 1 % of all events of the log and the model flagged at least
 * one in ten of these. Where it matches more, principals that usually make the call (10 times or more, fewer than
 * one in ten flagged) are left out, and the rest must be rare in the same way, or there is no rule. In fewer than 100
 * events nothing is rare. All figures in a rule are counts of the events that were added.
 *
 * A rule knows nothing of time, order and networks, which most of the model's judgement rests on: it finds the calls again, not the
 * reasons. Suits calls that few ever make; blind to attacks by everyday calls.
 *
 * @throws {RangeError} if an option is unknown or out of range; in `add`, if a risk score is not in [0, 1] or a time is none.
 * @example
 * const collector = createSigmaCollector();
 * for await (const judged of findThreats(model, readCloudTrail('logs'))) collector.add(judged);
 * await writeSigmaRules('rules', collector.rules());
 */
export function createSigmaCollector(options: SigmaCollectorOptions = {}): SigmaCollector {
  checkOptionNames(options, NAMES);
  const { maxShare = 0.01, minFlagged = 0.1, minUsual = 10, author = 'anomaly-lab' } = options;
  checkNumber('maxShare', maxShare, 0, 1, '(]');
  checkNumber('minFlagged', minFlagged, 0, 1, '(]');
  checkInteger('minUsual', minUsual, 1);
  if (options.date !== undefined) checkTime('date', options.date);
  const counts = createCallCounts();
  let [nEvents, from, to] = [0, Infinity, -Infinity];
  return {
    add: (judged) => {
      for (const one of judged) {
        checkNumber('riskScore', one.threat.riskScore, 0, 1, '[]');
        checkTime('eventTime', one.event.eventTime);
        counts.add(one);
        nEvents++;
        from = Math.min(from, one.event.eventTime);
        to = Math.max(to, one.event.eventTime);
      }
    },
    rules: () => {
      const limits = { maxShare, minFlagged, minUsual };
      const found = counts.calls().map((call) => rareCall(call, nEvents, limits));
      const log = { nEvents, from, to };
      const origin = { author, date: options.date ?? to };
      return found
        .filter((call) => call !== null)
        .sort(mostFlaggedFirst)
        .map((call) => rareCallRule(call, log, origin));
    },
  };
}

/** Years with four digits, as dates in rules have them. */
const FIRST_TIME = Date.parse('0001-01-01');
const LAST_TIME = Date.parse('9999-12-31T23:59:59.999Z');

function checkTime(name: string, time: number): void {
  checkNumber(name, time, FIRST_TIME, LAST_TIME, '[]');
}

function mostFlaggedFirst(a: RareCall, b: RareCall): number {
  const nameOf = ({ eventSource, eventName }: RareCall) => `${eventSource} ${eventName}`;
  return b.nFlagged - a.nFlagged || (nameOf(a) < nameOf(b) ? -1 : 1);
}
