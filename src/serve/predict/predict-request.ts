import { problem, shownValue } from '../problem';

/** What is asked of `/predict`: exactly one of `event`, `events` and `features`. */
export interface PredictRequest {
  readonly event?: unknown;
  /** 1 to 10,000. */
  readonly events?: readonly unknown[];
  /** One sample in the order of the model's feature names, before its scaler. */
  readonly features?: readonly number[];
  /** Name of the model. Default the first. */
  readonly model?: string;
  /** Whether reasons are given: of every event, or only of `anomalies`, which takes less time. Default false. */
  readonly reasons?: boolean | 'anomalies';
  /** Reasons an event at most. Default 3. */
  readonly nTop?: number;
}

/** Events that one request may have. */
export const MOST_EVENTS = 10_000;
/** Reasons that one event may have. */
export const MOST_REASONS = 1000;

interface Property {
  readonly text: string;
  readonly fits: (value: unknown) => boolean;
}

const PROPERTIES: Readonly<Record<keyof PredictRequest, Property>> = {
  event: { text: 'an object', fits: isObject },
  events: {
    text: `an array of 1 to ${MOST_EVENTS} events`,
    fits: (value) => Array.isArray(value) && value.length >= 1 && value.length <= MOST_EVENTS,
  },
  features: {
    text: 'an array of finite numbers',
    fits: (value) => Array.isArray(value) && value.every(Number.isFinite),
  },
  model: { text: 'a text', fits: (value) => typeof value === 'string' },
  reasons: {
    text: 'true, false or "anomalies"',
    fits: (value) => typeof value === 'boolean' || value === 'anomalies',
  },
  nTop: {
    text: `an integer from 1 to ${MOST_REASONS}`,
    fits: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST_REASONS,
  },
};

/**
 * Checks a body of `/predict`, but for the events themselves, which are the model's to check.
 *
 * @throws {Problem} 400 with the property that is wrong.
 */
export function readPredictRequest(body: unknown): PredictRequest {
  checkProperties(body, Object.keys(PROPERTIES));
  const samples = ['event', 'events', 'features'].filter((name) => Object.hasOwn(body, name));
  if (samples.length !== 1) {
    const came = samples.length === 0 ? 'none of them' : samples.join(' and ');
    throw problem(400, `body must have one of event, events and features, got ${came}`);
  }
  const { features, reasons } = body as PredictRequest;
  if (features && reasons) throw problem(400, 'must be of an event, got features', 'reasons');
  return body as PredictRequest;
}

/** What is asked of `/explain`. */
export interface ExplainRequest {
  readonly event: unknown;
  /** Name of the model. Default the first. */
  readonly model?: string;
}

/**
 * Checks a body of `/explain`.
 *
 * @throws {Problem} 400 with the property that is wrong.
 */
export function readExplainRequest(body: unknown): ExplainRequest {
  checkProperties(body, ['event', 'model']);
  if (!Object.hasOwn(body, 'event')) throw problem(400, 'must be an object, got nothing', 'event');
  return body as ExplainRequest;
}

function checkProperties(body: unknown, names: readonly string[]): asserts body is object {
  if (!isObject(body)) throw problem(400, `body must be an object, got ${shownValue(body)}`);
  for (const [name, value] of Object.entries(body)) {
    if (!names.includes(name)) {
      const known = `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
      throw problem(400, `property must be ${known}, got ${shownValue(name)}`, name.slice(0, 40));
    }
    const { text, fits } = PROPERTIES[name as keyof PredictRequest];
    if (!fits(value)) throw problem(400, `must be ${text}, got ${shownValue(value)}`, name);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
