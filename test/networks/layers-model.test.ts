import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LayersModel, Sequential, Tensor } from '@tensorflow/tfjs-node';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { autoencoder } from '../../src/detectors/autoencoder';
import type { FittedClassifier } from '../../src/detectors/detector';
import {
  exportKerasWeights,
  exportLayersModel,
  importKerasWeights,
  importLayersModel,
} from '../../src/detectors/exchange';
import { isolationForest } from '../../src/detectors/isolation-forest';
import { loadDetector } from '../../src/detectors/load';
import { lstmAutoencoder } from '../../src/detectors/lstm-autoencoder';
import { lstmClassifier } from '../../src/detectors/lstm-classifier';
import type { FittedAutoencoder } from '../../src/detectors/network-autoencoder';
import { transformerClassifier } from '../../src/detectors/transformer-classifier';
import { batchOf, makeWindows, type Windows } from '../../src/features/window';
import { matrix } from '../../src/matrix';
import { loadTensorflow } from '../../src/networks/tensorflow';
import golden from '../golden/keras-exchange.json';
import { LENGTH, plantedOrder } from './planted-sequences';

const tf = loadTensorflow();
const { layers } = tf;
const root = mkdtempSync(join(tmpdir(), 'layers-model-'));
afterAll(() => rmSync(root, { recursive: true }));

const { windows, labels } = plantedOrder(24, 3, 3);
let nFolders = 0;
const folder = () => join(root, `${nFolders++}`);

/** Values that differ by less than rounding does. */
function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < actual.length; i++) {
    expect(Math.abs(actual[i] - expected[i]), `value ${i}`).toBeLessThan(1e-5);
  }
}

/** What plain tfjs predicts for windows. */
async function predictPlain(model: LayersModel, { ends, ...rest }: Windows): Promise<Float32Array> {
  const shape: [number, number, number] = [ends.length, rest.length, rest.nFeatures];
  const input = tf.tensor3d(batchOf({ ends, ...rest }, 0, ends.length), shape);
  const output = model.predict(input) as Tensor;
  return (await output.data()) as Float32Array;
}

const loadPlain = (directory: string) => tf.loadLayersModel(`file://${directory}/model.json`);

/** Layers as a user of tfjs writes them. */
const plainLstm = (units: number, returnSequences: boolean, options: object = {}) =>
  layers.lstm({ units, returnSequences, recurrentActivation: 'sigmoid', ...options });
const INPUT = { inputShape: [LENGTH, 3] };

async function savePlain(made: Sequential['layers']): Promise<string> {
  const directory = folder();
  await tf.sequential({ layers: made }).save(`file://${directory}`);
  return directory;
}

describe('exportLayersModel', () => {
  it('gives plain tfjs an LSTM classifier that predicts the same', async () => {
    const options = { units: [5, 4], epochs: 3, learningRate: 0.05, seed: 7 };
    const fitted = await lstmClassifier(options).fit(windows, labels);
    const [directory, target] = [folder(), folder()];
    await fitted.save(directory);
    await exportLayersModel(directory, target);
    const model = await loadPlain(target);
    expect(model.layers.map((layer) => layer.getClassName())).toEqual([
      'InputLayer',
      'LSTM',
      'Dropout',
      'LSTM',
      'Dropout',
      'Dense',
    ]);
    const { data } = await fitted.predictProbabilities(windows);
    expectClose(await predictPlain(model, windows), data);
    fitted.dispose();
  });

  it('gives plain tfjs a classifier with batch normalisation that predicts the same', async () => {
    const shape = { units: [5, 4], batchNormalisation: true, denseUnits: [4] };
    const options = { ...shape, epochs: 3, batchSize: 8, learningRate: 0.05 };
    const fitted = await lstmClassifier(options).fit(windows, labels);
    const [directory, target] = [folder(), folder()];
    await fitted.save(directory);
    await exportLayersModel(directory, target);
    const { data } = await fitted.predictProbabilities(windows);
    expectClose(await predictPlain(await loadPlain(target), windows), data);
    fitted.dispose();
  });

  it('gives plain tfjs an LSTM autoencoder that reconstructs the same', async () => {
    const options = { units: [5, 4] as const, encoding: 2, epochs: 2, learningRate: 0.05 };
    const fitted = await lstmAutoencoder(options).fit(windows);
    const [directory, target] = [folder(), folder()];
    await fitted.save(directory);
    await exportLayersModel(directory, target);
    const plain = await predictPlain(await loadPlain(target), windows);
    expectClose(plain, await fitted.reconstruct(windows));
    fitted.dispose();
  });

  it('gives plain tfjs the encoder and the decoder of an autoencoder', async () => {
    const options = { units: [5, 4] as const, encoding: 2, epochs: 2, learningRate: 0.05 };
    const fitted = await lstmAutoencoder(options).fit(windows);
    const [directory, target] = [folder(), folder()];
    await fitted.save(directory);
    await exportLayersModel(directory, `${target}-encoder`, { part: 'encoder' });
    await exportLayersModel(directory, `${target}-decoder`, { part: 'decoder' });
    const encoder = await loadPlain(`${target}-encoder`);
    const decoder = await loadPlain(`${target}-decoder`);
    expect(encoder.outputs[0].shape).toEqual([null, 2]);
    const codes = tf.tensor2d(await predictPlain(encoder, windows), [windows.ends.length, 2]);
    const rebuilt = await (decoder.predict(codes) as Tensor).data();
    expectClose(rebuilt, await fitted.reconstruct(windows));
    fitted.dispose();
  });

  it('cuts a dense autoencoder at its narrowest layer', async () => {
    const { samples } = windows;
    const fitted = await autoencoder({ units: [4, 2, 4], epochs: 1 }).fit(samples);
    const [directory, target] = [folder(), folder()];
    await fitted.save(directory);
    await exportLayersModel(directory, `${target}-encoder`, { part: 'encoder' });
    await exportLayersModel(directory, `${target}-decoder`, { part: 'decoder' });
    const encoder = await loadPlain(`${target}-encoder`);
    const decoder = await loadPlain(`${target}-decoder`);
    const input = tf.tensor2d(Float32Array.from(samples.data), [samples.nSamples, 3]);
    const codes = encoder.predict(input) as Tensor;
    expect(codes.shape).toEqual([samples.nSamples, 2]);
    const rebuilt = await (decoder.predict(codes) as Tensor).data();
    expectClose(rebuilt, await fitted.reconstruct(samples));
    fitted.dispose();
  });

  it('refuses a part that a network does not have', async () => {
    const fitted = await lstmClassifier({ units: [2], epochs: 0 }).fit(windows, labels);
    const directory = folder();
    await fitted.save(directory);
    fitted.dispose();
    await expect(exportLayersModel(directory, folder(), { part: 'encoder' })).rejects.toThrow(
      `${directory}: detector must be an autoencoder to have an encoder and a decoder, got lstmClassifier`,
    );
    await expect(
      exportLayersModel(directory, folder(), { part: 'middle' as 'whole' }),
    ).rejects.toThrow('part must be one of whole, encoder, decoder, got middle');
  });

  it('gives plain tfjs a dense autoencoder that reconstructs the same', async () => {
    const { samples } = windows;
    const fitted = await autoencoder({ units: [4, 2, 4], epochs: 2 }).fit(samples);
    const [directory, target] = [folder(), folder()];
    await fitted.save(directory);
    await exportLayersModel(directory, target);
    const model = await loadPlain(target);
    const input = tf.tensor2d(Float32Array.from(samples.data), [samples.nSamples, 3]);
    const plain = await (model.predict(input) as Tensor).data();
    expectClose(plain, await fitted.reconstruct(samples));
    fitted.dispose();
  });

  it('refuses detectors that tfjs has no layers for', async () => {
    const options = { epochs: 0, embedding: 4, heads: 2, feedForward: 4 };
    const transformer = await transformerClassifier(options).fit(windows, labels);
    const forest = await isolationForest({ nTrees: 2 }).fit(matrix([[1], [2], [3]]));
    const directories = [folder(), folder()];
    await transformer.save(directories[0]);
    await forest.save(directories[1]);
    transformer.dispose();
    const known = '(lstmClassifier, lstmAutoencoder, autoencoder)';
    const message = (name: string) =>
      `detector must have layers that tfjs has, too ${known}, got ${name}`;
    await expect(exportLayersModel(directories[0], folder())).rejects.toThrow(
      `${directories[0]}: ${message('transformerClassifier')}`,
    );
    await expect(exportKerasWeights(directories[1], folder())).rejects.toThrow(
      `${directories[1]}: ${message('isolationForest')}`,
    );
  });
});

describe('importLayersModel', () => {
  it('scores as the classifier that tfjs trained', async () => {
    const made = [
      plainLstm(4, true, INPUT),
      plainLstm(3, false, { useBias: false }),
      layers.dropout({ rate: 0.3 }),
      layers.dense({ units: 3, activation: 'softmax' }),
    ];
    const model = tf.sequential({ layers: made });
    model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy' });
    const shape: [number, number, number] = [windows.ends.length, LENGTH, 3];
    const input = tf.tensor3d(batchOf(windows, 0, shape[0]), shape);
    await model.fit(input, tf.tensor1d([...labels]), { epochs: 2, verbose: 0, shuffle: false });
    const [source, target] = [folder(), folder()];
    await model.save(`file://${source}`);
    await importLayersModel(source, target);
    const detector = (await loadDetector<Windows>(target)) as FittedClassifier<Windows>;
    const { data } = await detector.predictProbabilities(windows);
    expectClose(data, await predictPlain(model, windows));
    expect(detector.params).toMatchObject({ units: [4, 3], dropout: 0.3, epochs: 0 });
    detector.dispose();
  });

  it('scores as a classifier of two classes that ends in one sigmoid', async () => {
    const made = [plainLstm(3, false, INPUT), layers.dense({ units: 1, activation: 'sigmoid' })];
    const [source, target] = [await savePlain(made as Sequential['layers']), folder()];
    await importLayersModel(source, target);
    const detector = await loadDetector<Windows>(target);
    const plain = await predictPlain(await loadPlain(source), windows);
    expectClose(await detector.score(windows), plain);
    detector.dispose();
  });

  it('reads weights under the names and in the files that the converter of Keras gives', async () => {
    const made = [plainLstm(3, false, INPUT), layers.dense({ units: 2, activation: 'softmax' })];
    const source = await savePlain(made as Sequential['layers']);
    const path = join(source, 'model.json');
    const text = readFileSync(path, 'utf8').replace(/"(lstm\w+)\//g, '"$1/lstm_cell/');
    const { modelTopology, weightsManifest } = JSON.parse(text);
    weightsManifest[0].paths = ['group1-shard1of2.bin', 'group1-shard2of2.bin'];
    const bytes = readFileSync(join(source, 'weights.bin'));
    writeFileSync(join(source, 'group1-shard1of2.bin'), bytes.subarray(0, 30));
    writeFileSync(join(source, 'group1-shard2of2.bin'), bytes.subarray(30));
    const topology = {
      keras_version: '2.15.0',
      backend: 'tensorflow',
      model_config: modelTopology,
    };
    writeFileSync(path, JSON.stringify({ modelTopology: topology, weightsManifest }));
    const target = folder();
    await importLayersModel(source, target);
    const detector = (await loadDetector<Windows>(target)) as FittedClassifier<Windows>;
    const { data } = await detector.predictProbabilities(windows);
    expectClose(data, await predictPlain(await loadPlain(source), windows));
    detector.dispose();
  });

  it('gives back the weights that were exported, to the bit', async () => {
    const fitted = await lstmAutoencoder({ units: [4, 3], encoding: 2, epochs: 1 }).fit(windows);
    const [directory, model, back] = [folder(), folder(), folder()];
    await fitted.save(directory);
    fitted.dispose();
    await exportLayersModel(directory, model);
    await importLayersModel(model, back);
    const bytes = (from: string) => readFileSync(join(from, 'detector.bin'));
    expect(bytes(back).equals(bytes(directory))).toBe(true);
  });

  const dense = () => layers.dense({ units: 2, activation: 'softmax' });
  it.each([
    [
      'go_backwards must be false, got true',
      () => [plainLstm(2, false, { ...INPUT, goBackwards: true }), dense()],
    ],
    [
      'recurrent_activation must be sigmoid, got hard_sigmoid',
      () => [layers.lstm({ units: 2, ...INPUT }), dense()],
    ],
    [
      'activation must be tanh, got relu',
      () => [plainLstm(2, false, { ...INPUT, activation: 'relu' }), dense()],
    ],
    [
      'the fused LSTM takes no mask',
      () => [layers.masking({ ...INPUT }), plainLstm(2, false), dense()],
    ],
  ])('runs a model by plain tfjs, and says so: %s', async (reason, make) => {
    const source = await savePlain(make() as Sequential['layers']);
    const [target, again] = [folder(), folder()];
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    await importLayersModel(source, target);
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining(reason));
    warn.mockRestore();
    const detector = await loadDetector<Windows>(target);
    const scores = await detector.score(windows);
    const probabilities = await predictPlain(await loadPlain(source), windows);
    expectClose(
      scores,
      probabilities.filter((_, i) => i % 2 === 0).map((normal) => 1 - normal),
    );
    await detector.save(again);
    expect(await (await loadDetector<Windows>(again)).score(windows)).toEqual(scores);
    detector.dispose();
  });

  it('scores the reconstruction of a model that plain tfjs runs', async () => {
    const made = [
      layers.lstm({ units: 2, returnSequences: true, ...INPUT }),
      layers.dense({ units: 3 }),
    ];
    const [source, target] = [await savePlain(made as Sequential['layers']), folder()];
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    await importLayersModel(source, target);
    warn.mockRestore();
    const detector = await loadDetector<Windows>(target);
    const scores = await detector.score(windows);
    const outputs = await predictPlain(await loadPlain(source), windows);
    const inputs = batchOf(windows, 0, windows.ends.length);
    const size = LENGTH * 3;
    const errors = scores.map((_, window) => {
      const squares = Array.from(
        { length: size },
        (__, i) => (outputs[window * size + i] - inputs[window * size + i]) ** 2,
      );
      return squares.reduce((sum, square) => sum + square, 0) / size;
    });
    expectClose(scores, errors);
    detector.dispose();
  });

  it.each([
    [
      'stateful must be false, got true',
      () => [plainLstm(2, false, { batchInputShape: [1, 6, 3], stateful: true }), dense()],
    ],
    [
      'class_name must be LSTM, Dense,',
      () => [
        layers.embedding({ inputDim: 4, outputDim: 2, inputLength: 6 }),
        plainLstm(2, false),
        dense(),
      ],
    ],
    [
      'epsilon must be 0.001, got 0.1',
      () => [plainLstm(2, false, INPUT), layers.batchNormalization({ epsilon: 0.1 }), dense()],
    ],
    [
      'input must be [null, length, features]',
      () => [plainLstm(2, false, { inputShape: [null, 3] }), dense()],
    ],
    [
      'output must be probabilities of classes, or as the input [6,3], got [2] of linear',
      () => [layers.lstm({ units: 2, ...INPUT }), layers.dense({ units: 2 })],
    ],
    [
      'layers must be those of lstmClassifier, lstmAutoencoder, autoencoder, got batchNorm, lstm, dense softmax',
      () => [layers.batchNormalization(INPUT), plainLstm(2, false), dense()],
    ],
    [
      'autoencoder, got dense relu, dense softmax',
      () => [layers.dense({ units: 2, activation: 'relu', inputShape: [3] }), dense()],
    ],
    [
      'autoencoder, got lstm, dense softmax',
      () => [plainLstm(2, false, INPUT), layers.dense({ units: 1, activation: 'softmax' })],
    ],
  ])('refuses: %s', async (message, make) => {
    const source = await savePlain(make() as Sequential['layers']);
    const error = await importLayersModel(source, folder()).catch(
      (thrown: Error) => thrown.message,
    );
    expect(error).toContain(message);
    expect(error).toMatch(/^\/[^\n]*: [^\n]*$/); // the file, and one line
  });

  it.each<[string, string, (text: string) => string]>([
    ['model.json: not valid JSON', 'model.json', (text) => text.slice(0, 99)],
    ['model.json: modelTopology: Invalid input', 'model.json', () => '{"weightsManifest":[]}'],
    ['model.json: weight lstm', 'model.json', (text) => text.replace('/bias"', '/tilt"')],
    [
      'model.json: model must be Sequential, got Model',
      'model.json',
      (text) => text.replace('"Sequential"', '"Model"'),
    ],
    ['weights.bin: must have', 'weights.bin', (text) => text.slice(0, 8)],
    [
      'dtype: Invalid input',
      'model.json',
      (text) => text.replace('"dtype":"float32"}', '"dtype":"int32"}'),
    ],
  ])('says what is wrong with a damaged file: %s', async (message, file, damage) => {
    const source = await savePlain([plainLstm(2, false, INPUT), dense()]);
    const path = join(source, file);
    writeFileSync(path, damage(readFileSync(path, 'latin1')), 'latin1');
    await expect(importLayersModel(source, folder())).rejects.toThrow(message);
  });

  it('names a file that is missing', async () => {
    const source = folder();
    await expect(importLayersModel(source, folder())).rejects.toThrow(
      `${source}/model.json: no such file`,
    );
  });
});

describe('importKerasWeights', () => {
  const [nWindows, length, nFeatures] = golden.shape;
  const samples = {
    data: Float64Array.from(golden.inputs),
    nSamples: nWindows * length,
    nFeatures,
  };
  const entities = Array.from({ length: nWindows * length }, (_, i) => Math.floor(i / length));
  const goldenWindows = makeWindows({ samples, length, entities });

  it('predicts as Keras does with its weights', async () => {
    const target = folder();
    await importKerasWeights('test/golden/keras-exchange-classifier.npz', target);
    const detector = (await loadDetector<Windows>(target)) as FittedClassifier<Windows>;
    expectClose((await detector.predictProbabilities(goldenWindows)).data, golden.classifier);
    expect(detector.params).toMatchObject({ units: [4, 3], dropout: 0.2 });
    detector.dispose();
  });

  it('predicts as Keras does with batch normalisation and a dense layer, five classes', async () => {
    const target = folder();
    await importKerasWeights('test/golden/keras-exchange-normalised.npz', target);
    const detector = (await loadDetector<Windows>(target)) as FittedClassifier<Windows>;
    expectClose((await detector.predictProbabilities(goldenWindows)).data, golden.normalised);
    const shape = { units: [4, 3], batchNormalisation: true, denseUnits: [4], dropout: 0.3 };
    expect(detector.params).toMatchObject(shape);
    detector.dispose();
  });

  it('reconstructs as Keras does with its weights', async () => {
    const target = folder();
    await importKerasWeights('test/golden/keras-exchange-autoencoder.npz', target);
    const detector = (await loadDetector<Windows>(target)) as FittedAutoencoder<Windows>;
    expectClose(await detector.reconstruct(goldenWindows), golden.autoencoder);
    detector.dispose();
  });

  it.each(['autoencoder', 'normalised'])('reads back an exported %s, to the bit', async (name) => {
    const [first, again] = [folder(), folder()];
    await importKerasWeights(`test/golden/keras-exchange-${name}.npz`, first);
    await exportKerasWeights(first, join(first, 'weights.npz'));
    await importKerasWeights(join(first, 'weights.npz'), again);
    const bytes = (from: string) => readFileSync(join(from, 'detector.bin'));
    expect(bytes(again).equals(bytes(first))).toBe(true);
  });

  it('refuses a file of something else', async () => {
    const file = join(root, 'other.npz');
    writeFileSync(file, 'no zip');
    await expect(importKerasWeights(file, folder())).rejects.toThrow(`${file}: broken npz`);
  });
});
