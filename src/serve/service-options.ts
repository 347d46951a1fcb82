import { availableParallelism } from 'node:os';
import { checkOptionNames } from '../check-options';
import { checkInteger } from '../detectors/check';
import { isLoopbackHost } from './loopback';
import type { LogTarget } from './service-log';

/** What a service serves, to whom, and within what bounds. */
export interface ServiceOptions {
  /** Folders of saved pipelines by the name they are served under; the first is the default. */
  readonly models: Readonly<Record<string, string>>;
  /** Address to bind to. Default `127.0.0.1`; any that is not of this machine only needs `keysFile`. */
  readonly host?: string;
  /** Port to bind to, 0 is any that is free. Default 8080. */
  readonly port?: number;
  /** File of hashed API keys, which every caller then needs. Default: none, for this machine only. */
  readonly keysFile?: string;
  /** Requests a minute that each key, or address without keys, may make. Default: no limit. */
  readonly rateLimit?: number;
  /** Size of a body in MB at most. Default 8. */
  readonly bodyLimitMb?: number;
  /** Worker threads that answer long bodies; with 0 the event loop does. Default: one a core. */
  readonly workers?: number;
  /** Seconds in which a request must have come, and again its answer. Default 30. */
  readonly timeoutSeconds?: number;
  /** Whether a folder that is replaced is loaded anew within a second or two. Default true. */
  readonly watch?: boolean;
  /** Where the log goes; true is standard output, one JSON object a line. Default false. */
  readonly log?: LogTarget;
}

/** Options with the defaults filled in. */
export type FilledServiceOptions = Required<Omit<ServiceOptions, 'keysFile' | 'rateLimit'>> &
  Pick<ServiceOptions, 'keysFile' | 'rateLimit'>;

const OPTION_NAMES = [
  'models',
  'host',
  'port',
  'keysFile',
  'rateLimit',
  'bodyLimitMb',
  'workers',
  'timeoutSeconds',
  'watch',
  'log',
];

/**
 * Checks options and fills in defaults.
 *
 * @throws {RangeError} if an option is unknown or out of range, there is no model, or the host is of more
 * than this machine and there are no keys.
 */
export function fillServiceOptions(options: ServiceOptions): FilledServiceOptions {
  checkOptionNames(options, OPTION_NAMES);
  const { models, host = '127.0.0.1', keysFile, rateLimit } = options;
  checkModels(models);
  if (!isLoopbackHost(host) && keysFile === undefined) {
    throw new RangeError(
      `keysFile (--keys) must be given where the host is not of this machine, got ${host}`,
    );
  }
  const filled = {
    models,
    host,
    port: options.port ?? 8080,
    bodyLimitMb: options.bodyLimitMb ?? 8,
    workers: options.workers ?? availableParallelism(),
    timeoutSeconds: options.timeoutSeconds ?? 30,
    watch: options.watch ?? true,
    log: options.log ?? false,
  };
  checkInteger('port', filled.port, 0, 65_535);
  checkInteger('bodyLimitMb', filled.bodyLimitMb, 1, 1024);
  checkInteger('workers', filled.workers, 0, 1024);
  checkInteger('timeoutSeconds', filled.timeoutSeconds, 1, 3600);
  if (rateLimit !== undefined) checkInteger('rateLimit', rateLimit, 1);
  return {
    ...filled,
    ...(keysFile !== undefined && { keysFile }),
    ...(rateLimit !== undefined && { rateLimit }),
  };
}

function checkModels(models: Readonly<Record<string, string>>): void {
  const names = Object.keys(models ?? {});
  if (names.length === 0) throw new RangeError('models must not be empty, got none');
  const wrong = names.find((name) => !/^[A-Za-z0-9][\w.-]{0,63}$/.test(name));
  if (wrong === undefined) return;
  throw new RangeError(
    `model names must be 1 to 64 of A-Z a-z 0-9 . _ - from a letter or digit on, got ${wrong}`,
  );
}
