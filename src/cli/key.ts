import type { Command } from 'commander';
import { makeApiKey } from '../serve/api-keys';
import { print, say } from './training-output';

/** Adds `anomaly-lab key`: a new API key, shown once, and the line that lets it in. */
export function addKeyCommand(program: Command): void {
  program
    .command('key')
    .description('make an API key for "serve"; its hash goes into the keys file')
    .argument('<name>', 'who uses it; letters, digits, dots, hyphens and underscores')
    .action((name: string) => {
      const { key, line } = makeApiKey(name);
      say(`key, shown this once: ${key}`);
      say('line for the keys file:');
      print(line);
    });
}
