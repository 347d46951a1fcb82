import type { UploadAnswer } from '../upload/answer';
import type { Row } from './rows/results';

/** What a column adds to a score. */
export interface Reason {
  readonly feature: string;
  readonly actual: unknown;
  readonly typical: unknown;
  readonly contribution: number;
}

/** A model of the service, as far as the page needs to know it. */
export interface ModelSummary {
  readonly name: string;
  readonly columns: readonly { readonly name: string }[];
}

/** Asks the service; with the key that was typed in, where there is one. */
export interface Api {
  /** Keeps a key for this tab. */
  useKey(key: string): void;
  models(): Promise<readonly ModelSummary[]>;
  upload(file: Blob, model: string): Promise<UploadAnswer>;
  /** Reasons of events, most important first. */
  reasons(events: readonly Row[], model: string): Promise<readonly (readonly Reason[])[]>;
  /** Opens the live feed. */
  live(lastEventId: string, signal: AbortSignal): Promise<Response>;
}

/** Where the key is kept: gone with the tab. */
const KEY = 'anomaly-lab-key';
/** Reasons shown of an event. */
const N_REASONS = 5;

/** @param onRefused called when the service wants a key, or another one. */
export function createApi(onRefused: () => void): Api {
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const key = sessionStorage.getItem(KEY);
    const headers = new Headers(init.headers);
    if (key) headers.set('x-api-key', key);
    const response = await fetch(path, { ...init, headers }).catch((error: Error) => {
      if (init.signal?.aborted) throw error;
      throw new Error('The service does not answer.');
    });
    if (response.ok) return response;
    if (response.status === 401) onRefused();
    throw new Error(await messageOf(response));
  };
  const send = async (path: string, type: string, body: BodyInit) => {
    const headers = { 'content-type': type };
    return (await ask(path, { method: 'POST', headers, body })).json();
  };
  return {
    useKey: (key) => sessionStorage.setItem(KEY, key),
    models: async () => (await (await ask('models')).json()).models,
    upload: (file, model) => send(`upload?model=${encodeURIComponent(model)}`, 'text/csv', file),
    reasons: async (events, model) => {
      const body = JSON.stringify({ events, model, reasons: true, nTop: N_REASONS });
      const { results } = await send('predict', 'application/json', body);
      return results.map(({ reasons }: { reasons: readonly Reason[] }) => reasons);
    },
    live: (lastEventId, signal) =>
      ask('live', { signal, headers: lastEventId === '' ? {} : { 'last-event-id': lastEventId } }),
  };
}

/** What the service says is wrong, and where. */
async function messageOf(response: Response): Promise<string> {
  const { message, field } = await response.json().catch(() => ({}));
  const where = typeof field === 'string' ? `${field} ` : '';
  return `${where}${message ?? `The service answered with ${response.status}.`}`;
}
