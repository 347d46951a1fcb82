// Kills this process when its nth transaction is written and about to be committed.
import { tracingChannel } from 'node:diagnostics_channel';

let nCommits = Number(process.env.DIE_AT);
tracingChannel('plt:kafka:producer:transactions').start.subscribe(({ operation }) => {
  if (operation === 'commit' && --nCommits === 0) process.kill(process.pid, 'SIGKILL');
});
