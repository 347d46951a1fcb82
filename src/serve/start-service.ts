import { lookup } from 'node:dns/promises';
import { createService, type Service } from './service';
import { fillServiceOptions, type ServiceOptions } from './service-options';

/** A service that listens. */
export interface RunningService extends Service {
  /** Where it listens, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Stops: takes nothing new, and finishes what it has accepted. */
  close(): Promise<void>;
}

/** What is still not answered then is dropped. */
const STOP_MS = 20_000;

/**
 * Starts a service of saved pipelines.
 *
 * @throws {RangeError | Error} as `createService` does, or if the address is taken.
 * @example
 * const service = await startService({ models: { forest: 'models/auth' }, port: 0 });
 * await fetch(`${service.url}/models`);
 * await service.close();
 */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { host, port } = fillServiceOptions(options);
  const service = await createService(options);
  const { app } = service;
  const listen = async () => {
    const { address } = await lookup(host); // one of `localhost`, for of two servers only one would stop in peace
    return app.listen({ host: address, port });
  };
  const url = await listen().catch(async (error: NodeJS.ErrnoException) => {
    await app.close();
    throw new Error(`${host}:${port} must be an address to listen at (${error.code})`);
  });
  const close = async () => {
    const timer = setTimeout(() => app.server.closeAllConnections(), STOP_MS).unref();
    await app.close();
    clearTimeout(timer);
  };
  return { ...service, url, close };
}
