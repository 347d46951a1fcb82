import { createRequire } from 'node:module';

/** A function of the C library by its signature; undefined where there is none to call. */
export function nativeFunction(signature: string): ((...values: unknown[]) => number) | undefined {
  if (process.platform !== 'linux' && process.platform !== 'darwin') return undefined;
  try {
    const koffi = createRequire(__filename)('koffi') as typeof import('koffi');
    return koffi.load(null).func(signature);
  } catch {
    return undefined;
  }
}
