/** The bytes of transform-worker.js. */
export function buildTransformWorker(): Promise<Buffer>;
