import { once } from 'node:events';
import { basename, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { type RunningService, startService } from '../serve/start-service';
import { integer } from './options';
import { say } from './training-output';

interface ServeCommandOptions {
  readonly model: Readonly<Record<string, string>>;
  readonly host: string;
  readonly port: number;
  readonly keys?: string;
  readonly rateLimit?: number;
  readonly bodyLimit: number;
  readonly workers?: number;
  readonly timeout: number;
  readonly watch: boolean;
  readonly log: boolean;
}

/** Adds `anomaly-lab serve`: saved pipelines behind HTTP. */
export function addServeCommand(program: Command, signal: AbortSignal): void {
  program
    .command('serve')
    .description('serve saved pipelines over HTTP; /docs describes the service')
    .requiredOption(
      '--model <[name=]folder>',
      'pipeline that was saved; repeat for more, the first is the default',
      namedFolder,
    )
    .option('--host <address>', 'address to bind to; other than loopback needs --keys', '127.0.0.1')
    .option('--port <n>', 'port to bind to; 0 is any that is free', integer(0), 8080)
    .option('--keys <file>', 'hashed API keys, lines as "anomaly-lab key" prints them')
    .option('--rate-limit <n/min>', 'requests that each key or address may make', perMinute)
    .option('--body-limit <MB>', 'size of a body', integer(1), 8)
    .option(
      '--workers <n>',
      'threads for long bodies; 0 is the main one (default: cores)',
      integer(0),
    )
    .option('--timeout <seconds>', 'for a request, and again for its answer', integer(1), 30)
    .option('--no-watch', 'load models anew only when told: SIGHUP, or POST /models/NAME/reload')
    .option('--no-log', 'write no log to standard output')
    .action((options: ServeCommandOptions) => serve(options, signal));
}

async function serve(options: ServeCommandOptions, signal: AbortSignal): Promise<void> {
  const { model, host, port, keys, rateLimit, bodyLimit, workers, timeout, watch, log } = options;
  const service = await startService({
    models: model,
    host,
    port,
    bodyLimitMb: bodyLimit,
    timeoutSeconds: timeout,
    watch,
    log,
    ...(keys !== undefined && { keysFile: keys }),
    ...(rateLimit !== undefined && { rateLimit }),
    ...(workers !== undefined && { workers }),
  });
  const stopRefreshing = refreshOnHangUp(service);
  say(`serving ${Object.keys(model).join(', ')} at ${service.url}`);
  await Promise.race([interrupted(signal), once(process, 'SIGTERM')]);
  say('stopping; what was accepted is finished');
  await service.close();
  stopRefreshing();
}

function refreshOnHangUp({ app, refresh }: RunningService): () => void {
  const onHangUp = () => {
    refresh().catch((error: Error) => app.log.error({ reason: error.message }, 'keys not read'));
  };
  process.on('SIGHUP', onHangUp);
  return () => void process.off('SIGHUP', onHangUp);
}

async function interrupted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

/** Collects `NAME=FOLDER`, or a folder that gives its own name. */
function namedFolder(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const [, given, path = text] = /^([\w.-]+)=(.+)$/.exec(text) ?? [];
  const name = given ?? basename(resolve(path));
  if (Object.hasOwn(before, name)) {
    throw new InvalidArgumentError(`There is a model ${name} already; name it as NAME=FOLDER.`);
  }
  return { ...before, [name]: path };
}

/** Reads `600/min`. */
function perMinute(text: string): number {
  return integer(1)(text.replace(/\/min$/, ''));
}
