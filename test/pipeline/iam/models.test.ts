import { expect, it } from 'vitest';
import { createIamDataGenerator } from '../../../src/data/iam/generator';
import { iamPipeline } from '../../../src/pipeline/iam/models';
import { iamRows } from '../../../src/pipeline/iam/rows';

const { events } = createIamDataGenerator().generateCompleteDataset({ nUsers: 5 });
const { rows, labels } = iamRows(events);

it('has the parameters of seed 000', async () => {
  const forest = await iamPipeline('isolationForest', { seed: 4 }).fit(rows);
  expect(forest.state).toMatchObject({
    scaler: { kind: 'standard' },
    windows: null,
    rule: { kind: 'contamination', share: 0.1 },
    metadata: { recipe: 'iam', model: 'isolationForest', seed: 4 },
  });
  const lstm = await iamPipeline('lstm', { epochs: 0 }).fit(rows, { labels });
  expect(lstm.state).toMatchObject({ windows: { length: 10 }, threshold: 0.5 });
  expect(lstm.detector.params).toMatchObject({ units: [64, 32], dropout: 0.2, batchSize: 32 });
  const transformer = await iamPipeline('transformer', { epochs: 0 }).fit(rows, { labels });
  const { params } = transformer.detector;
  expect(params).toMatchObject({ embedding: 32, heads: 4, feedForward: 64, dropout: 0.1 });
  const [[attention]] = await transformer.detector.attention(
    transformer.transform(rows.slice(0, 1)),
  );
  expect(attention).toHaveLength(10);
  lstm.dispose();
  transformer.dispose();
});

it('takes another threshold, and refuses models that there are not', async () => {
  const threshold = { kind: 'value', value: 0.6 } as const;
  const fitted = await iamPipeline('isolationForest', { threshold }).fit(rows);
  expect(fitted.threshold).toBe(0.6);
  expect(() => iamPipeline('gru' as 'lstm')).toThrow(
    'model must be one of isolationForest, logisticRegression, lstm, transformer, got gru',
  );
  const misspelt: object = { epoch: 3 };
  expect(() => iamPipeline('lstm', misspelt)).toThrow(
    'option must be seed, epochs, sequenceLength, contamination, threshold or metadata, got epoch',
  );
});
