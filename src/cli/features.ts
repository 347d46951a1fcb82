import { type Command, Option } from 'commander';
import { WHIS_TABLE_NAMES, type WhisTableName } from '../data/whis/event';
import { writeFeatureDays } from '../pipeline/batch/feature-days';
import { addEngineOptions, type EngineOptions, withEngine } from './engine';
import { integer } from './options';
import { checkApart, type NamedPath } from './output';
import { shareLine } from './share-line';
import { countOf, print, say } from './training-output';

interface FeaturesOptions extends EngineOptions {
  readonly table: WhisTableName;
  readonly output: string;
  readonly overwrite?: boolean;
  readonly memory?: number;
  readonly threads?: number;
}

/** Adds `anomaly-lab features`: features of a table of events, as parquet files in a folder a day. */
export function addFeaturesCommand(program: Command, signal: AbortSignal): void {
  const command = program
    .command('features')
    .description('compute the features of a table of events, with DuckDB here or on Spark')
    .argument('<store>', 'folder of event tables, as "generate whis" writes them')
    .addOption(
      new Option('--table <name>', 'whose features')
        .choices(WHIS_TABLE_NAMES)
        .makeOptionMandatory(),
    )
    .requiredOption('--output <folder>', 'where parquet files are written, a folder day=… a day')
    .option('--overwrite', 'replace an older folder of such files')
    .option('--memory <MB>', 'of DuckDB (default: 1024)', integer(64))
    .option('--threads <n>', 'of DuckDB (default: 2)', integer(1));
  addEngineOptions(command).action((store: string, options: FeaturesOptions) =>
    features(store, options, signal),
  );
}

async function features(
  store: string,
  options: FeaturesOptions,
  signal: AbortSignal,
): Promise<void> {
  const { table, output, overwrite, memory, threads, engine } = options;
  const tables = WHIS_TABLE_NAMES.map(
    (name): NamedPath => ({ name, path: `${store}/${name}.parquet` }),
  );
  await checkApart(
    [{ name: '--output', path: output, alone: 'it is replaced as a whole' }],
    tables,
  );
  const limit = memory ?? threads;
  if (engine === 'spark' && limit !== undefined) {
    throw new RangeError('--memory and --threads go with --engine duckdb only');
  }
  say(`computing features of ${table} in ${store}`);
  const progress = shareLine(process.stderr);
  const { nRows, nDays } = await withEngine(options, (spark) =>
    writeFeatureDays({
      ...{ store, table, output, signal, onProgress: progress.show },
      ...(spark && { spark }),
      ...(overwrite && { overwrite }),
      ...(memory !== undefined && { memoryMb: memory }),
      ...(threads !== undefined && { threads }),
    }),
  ).finally(progress.end);
  print(`${output}: features of ${countOf(nRows, table)}, ${countOf(nDays, 'days')}`);
}
