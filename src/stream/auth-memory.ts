import { z } from 'zod';
import type { AuthLogEvent } from '../data/auth/event';
import { parseIsoTime } from '../data/iso-time';
import { parseWith } from '../data/whole-file';
import {
  AUTH_HISTORY_COLUMNS,
  type AuthHistoryState,
  createAuthHistories,
} from '../features/auth-history';
import type { Windows } from '../features/window';
import type { Matrix } from '../matrix';
import type { Row } from '../pipeline/columns';
import type { FittedPipeline } from '../pipeline/fitted-pipeline';
import { columnsToRead } from '../pipeline/scoring/batch-transform';
import type { RowMemory } from './pipeline-judge';

/** What a history needs of a login. */
const TEXTS = ['user_id', 'resource_accessed', 'timestamp'] as const;
const TEXTS_OR_NULL = ['device_id', 'ip_address', 'location'] as const;
const DAY_MS = 86_400_000;
/** Users of a partition that are remembered at most, about 3 kB each; of more, the one that was silent for longest is forgotten. */
const MAX_USERS = 50_000;

const values = z.array(z.string());
const recent = z.array(z.tuple([z.string(), values, z.array(z.number())]));
const stateSchema: z.ZodType<AuthHistoryState> = z.object({
  version: z.literal(1),
  seen: z.array(z.tuple([z.string(), z.array(values)])),
  recent: z.object({
    failuresOfUser: recent,
    failuresOfAddress: recent,
    usersOfAddress: recent,
    resourcesOfUser: recent,
    locationsOfUser: recent,
  }),
});

/** What adds the history of logins, where a pipeline reads any of it; columns by address see the logins of a partition alone. */
export function memoryFor(
  pipeline: FittedPipeline<Matrix | Windows>,
): ((state?: unknown) => RowMemory) | undefined {
  const isOfHistory = ({ name }: { name: string }) => Object.hasOwn(AUTH_HISTORY_COLUMNS, name);
  return columnsToRead(pipeline).some(isOfHistory) ? authMemory : undefined;
}

/**
 * Adds to the logins of a partition what is known of them from those before.
 *
 * A login that comes late counts as of the time of the last one of its user, or of its address. One whose time is more than a day
 * ahead of when its log got it is refused, since it would empty the windows of those behind it.
 *
 * @param state of an earlier one.
 * @throws {Error} if the state is none, naming its first wrong field.
 */
export function authMemory(state?: unknown): RowMemory {
  const saved = state === undefined ? undefined : parseWith(stateSchema, state, 'snapshot');
  const histories = createAuthHistories(saved, MAX_USERS);
  return {
    add: (event, received) => {
      checkLogin(event);
      const time = parseIsoTime(event.timestamp);
      if (Number.isNaN(time)) {
        throw new RangeError(`column "timestamp" must be a time, got ${event.timestamp}`);
      }
      if (received !== undefined && time > received + DAY_MS) {
        throw new RangeError(
          `column "timestamp" must be at most a day after its message came, got ${event.timestamp}`,
        );
      }
      return Object.assign({}, event, histories.add(event, time)); // Node 20 takes 10 µs to spread both
    },
    state: () => histories.state(),
  };
}

function checkLogin(event: Row): asserts event is AuthLogEvent {
  const cellOf = (name: string) => event[name as keyof Row] as unknown;
  for (const name of TEXTS) check(name, cellOf(name), 'string', 'a text');
  for (const name of TEXTS_OR_NULL) {
    if (cellOf(name) !== null) check(name, cellOf(name), 'string', 'a text or null');
  }
  check('login_success', cellOf('login_success'), 'boolean', 'true or false');
}

function check(name: string, value: unknown, type: string, words: string): void {
  if (value === undefined) throw new TypeError(`column "${name}" missing`);
  if (typeof value !== type) {
    throw new TypeError(`column "${name}" must be ${words}, got ${JSON.stringify(value)}`);
  }
}
