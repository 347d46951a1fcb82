import type { ServiceError } from '@grpc/grpc-js';

/** gRPC's code where a server cannot be reached. */
const UNAVAILABLE = 14;

/** Whether it is the connection that failed, not the statement. */
export const isOfConnection = ({ code }: ServiceError): boolean => code === UNAVAILABLE;

/** Why a statement failed, as one line. */
export function reasonOf(error: ServiceError): string {
  const words = (error.details || error.message).trim();
  if (isOfConnection(error)) return `cannot be reached (${ofConnection(words)})`;
  return ofProgram(words) ?? words.split('\n')[0];
}

/** gRPC puts an error of Node's into a sentence of its own, and OpenSSL's has file and line. */
function ofConnection(words: string): string {
  const [, last = words] = /Last error: (?:Error: )?(.*?)\.? ?Resolution note:/s.exec(words) ?? [];
  const [, ofTls] = /SSL routines:[^:]*:([^:]*)/.exec(last) ?? [];
  return ofTls === undefined ? last : `TLS: ${ofTls}`;
}

/** What a program of `TRANSFORM` said before it failed, without the stack of Node's own errors. */
function ofProgram(words: string): string | undefined {
  if (!words.startsWith('Subprocess exited')) return undefined;
  const [, said] = /(?:\/bin\/bash: (?:line \d+: )?|worker: |^Error: )(.*)$/m.exec(words) ?? [];
  return said && `a program of its workers failed (${said})`;
}
