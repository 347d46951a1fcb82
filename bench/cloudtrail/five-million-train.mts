// CloudTrail at 5 million labelled synthetic events: to train a model, and to score all of them with it, each in a process
// of its own; seconds, CPU seconds and peak memory by step.
// Run: npx tsx bench/cloudtrail/five-million-train.mts [--millions 5] [--epochs n] [--made folder]; needs 700 MB of the
// folder for temporary files, and three minutes to make the events, unless a folder is given that
// "anomaly-lab generate cloudtrail" made.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  createCloudTrailGenerator,
  findThreats,
  loadIamThreatLstm,
  readCloudTrail,
  readCloudTrailLabels,
  readThreatRows,
  trainCloudTrail,
  writeCloudTrailFiles,
} from 'anomaly-lab';

const { values } = parseArgs({
  options: {
    millions: { type: 'string', default: '5' },
    epochs: { type: 'string' },
    made: { type: 'string' },
    step: { type: 'string' },
    model: { type: 'string', default: '' },
  },
});
const { made, model } = values;

if (made !== undefined && values.step === 'train') await train(made, model);
else if (made !== undefined && values.step === 'score') await score(made, model);
else await compare();

/** A process for training, then one for scoring. */
async function compare(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const logs = made ?? join(folder, 'made');
  const generator = createCloudTrailGenerator({ seed: 11, scale: 12 * Number(values.millions) });
  if (made === undefined) await writeCloudTrailFiles(logs, generator);
  const epochs = values.epochs === undefined ? [] : ['--epochs', values.epochs];
  for (const step of ['train', 'score']) {
    const flags = ['--made', logs, '--step', step, '--model', join(folder, 'model'), ...epochs];
    spawnSync(process.execPath, [...process.execArgv, process.argv[1], ...flags], {
      stdio: 'inherit',
    });
  }
}

async function train(logs: string, place: string): Promise<void> {
  const lap = laps();
  const rows = await readRows(logs, lap);
  const epochs = values.epochs === undefined ? {} : { epochs: Number(values.epochs) };
  const { fitted } = await trainCloudTrail(
    rows,
    { seed: 42, ...epochs },
    {
      onEnd: () => lap('trained'),
      onScored: (nDone, nTotal) => {
        if (nDone === nTotal) lap(`scored ${nTotal}`);
      },
    },
  );
  lap('judged');
  await fitted.save(place);
  console.log(fitted.state.metadata);
}

async function readRows(logs: string, lap: (step: string) => void) {
  const truths = await readCloudTrailLabels(join(logs, 'labels.csv.gz'));
  lap(`${truths.size} labels`);
  const rows = await readThreatRows(readCloudTrail(join(logs, 'AWSLogs')), truths);
  lap(`read ${rows.times.length}`);
  return rows;
}

async function score(logs: string, place: string): Promise<void> {
  const lap = laps();
  const fitted = await loadIamThreatLstm(place);
  let [nEvents, nThreats] = [0, 0];
  for await (const judged of findThreats(fitted, readCloudTrail(join(logs, 'AWSLogs')))) {
    nEvents += judged.length;
    nThreats += judged.filter(({ threat }) => threat.threatType !== 'Normal').length;
  }
  lap(`${nEvents} read and scored, ${nThreats} threats`);
}

/** Says what a step took since the one before. */
function laps(): (step: string) => void {
  let [wall, cpu] = [performance.now(), process.cpuUsage()];
  return (step) => {
    const { user, system } = process.cpuUsage(cpu);
    const seconds = (performance.now() - wall) / 1000;
    const megabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
    console.log(
      `${step}: ${seconds.toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of CPU, peak memory so far ${Math.round(megabytes)} MB`,
    );
    [wall, cpu] = [performance.now(), process.cpuUsage()];
  };
}
