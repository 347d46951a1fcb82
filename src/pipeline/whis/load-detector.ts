import { join } from 'node:path';
import { readArtifact } from '../../data/artifact';
import { WHIS_TABLE_NAMES } from '../../data/whis/event';
import { loadPipeline } from '../load';
import {
  type FittedWhisDetector,
  fittedWhisDetector,
  type WhisPipelines,
} from './anomaly-detector';
import { WHIS_RESULTS } from './detector-files';

/**
 * Reads a detector that was saved; it scores as it did before. Nothing in the folder is executed.
 *
 * @throws {Error} naming the file, and the field where there is one, if the folder is no saved detector, a file is missing or
 * corrupt, it comes from a newer version, or a table's features are not those of its results.
 */
export async function loadWhisAnomalyDetector(directory: string): Promise<FittedWhisDetector> {
  const { content } = await readArtifact(directory, 'whis', WHIS_RESULTS);
  const load = async (name: (typeof WHIS_TABLE_NAMES)[number]) => {
    const loaded = await loadPipeline(join(directory, name));
    const [expected, found] = [content[name].features, loaded.featureNames].map(String);
    if (expected === found && loaded.detector.name === 'isolationForest') return [name, loaded];
    throw new Error(
      `${join(directory, name)}: must be an isolation forest of ${expected}, got ${loaded.detector.name} of ${found}`,
    );
  };
  const pipelines = Object.fromEntries(await Promise.all(WHIS_TABLE_NAMES.map(load)));
  return fittedWhisDetector(pipelines as WhisPipelines, content);
}
