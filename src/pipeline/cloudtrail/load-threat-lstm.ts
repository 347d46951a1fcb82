import { join } from 'node:path';
import { readArtifact } from '../../data/artifact';
import { loadLstmClassifier } from '../../detectors/lstm-classifier';
import { type FittedIamThreatLstm, fittedIamThreatLstm } from './fitted-threat-lstm';
import { THREAT_MODEL } from './threat-files';

/**
 * Reads a model that was saved; it predicts as it did before. Nothing in the folder is executed.
 *
 * @throws {Error} naming the file, and the field where there is one, if the folder is no saved model, a file is missing or
 * corrupt, or it comes from a newer version.
 */
export async function loadIamThreatLstm(directory: string): Promise<FittedIamThreatLstm> {
  const { content, arrays } = await readArtifact(directory, 'threat-model', THREAT_MODEL);
  const { calibrationScores } = arrays;
  if (!(calibrationScores instanceof Float64Array) || calibrationScores.length === 0) {
    throw new Error(`${join(directory, 'threat-model.json')}: must have calibrationScores`);
  }
  const detector = await loadLstmClassifier(directory);
  return fittedIamThreatLstm(detector, { ...content, calibrationScores });
}
