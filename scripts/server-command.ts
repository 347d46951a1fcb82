// What the commands have in common that start a server and keep it until Ctrl-C.
import { type Command, InvalidArgumentError } from 'commander';

/** What was started. */
interface Server {
  stop(): Promise<void>;
}

/** Reads an option as an integer. */
export const integer =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be an integer from ${least} to ${most}.`);
  };

/** Starts a server and stops it at Ctrl-C; where it is not up by then, this process ends. */
export async function keepUntilSignal(start: () => Promise<Server>): Promise<void> {
  const signal = new Promise<undefined>((done) => {
    // They stay: npm hands Ctrl-C on, so that it comes twice.
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => done(undefined));
  });
  const server = await Promise.race([start(), signal]);
  if (server === undefined) process.exit(130);
  console.log('Ctrl-C stops it');
  await signal;
  await server.stop();
  console.log('stopped');
}

/** Runs a command; what goes wrong is one line. */
export function runCommand(command: Command): Promise<unknown> {
  return command
    .showHelpAfterError()
    .parseAsync()
    .catch((error: Error) => {
      console.error(error.message);
      process.exitCode = 1;
    });
}
