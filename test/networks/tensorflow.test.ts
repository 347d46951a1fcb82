import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../src/networks/tensorflow';

const folder = mkdtempSync(join(tmpdir(), 'tensorflow test '));
const script = join(folder, 'tensorflow.js');

beforeAll(async () => {
  const entry = 'src/networks/tensorflow.ts';
  await build({
    ...{ entryPoints: [entry], outfile: script, bundle: true },
    ...{ format: 'cjs', platform: 'node', packages: 'external' },
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What loading says in a project of its own, in a new process. */
function messageOfLoading(): string {
  const code = `try { require('./tensorflow.js').loadTensorflow() } catch (error) { console.log(error.message) }`;
  return execFileSync(process.execPath, ['-e', code], { cwd: folder, encoding: 'utf8' });
}

describe('loadTensorflow', () => {
  it('computes with the native addon', () => {
    const tf = loadTensorflow();
    expect(tf.getBackend()).toBe('tensorflow');
    expect(tf.sum([1, 2, 3]).dataSync()[0]).toBe(6);
  });

  it('loads once', () => {
    expect(loadTensorflow()).toBe(loadTensorflow());
  });

  it('restores what newer versions of Node removed', () => {
    const tf = loadTensorflow();
    const { values } = tf.topk(tf.tensor1d([1, 3, 2]), 2);
    expect([...values.dataSync()]).toEqual([3, 2]);
  });

  it('names the command to run where tfjs-node is missing', () => {
    expect(messageOfLoading()).toContain('run npm install @tensorflow/tfjs-node@4.22.0');
  });

  it('names the command to run where the addon is missing', () => {
    const tfjs = join(folder, 'node_modules', '@tensorflow', 'tfjs-node');
    mkdirSync(tfjs, { recursive: true });
    writeFileSync(join(tfjs, 'index.js'), `throw new Error('tfjs_binding.node not found\\nmore');`);
    expect(messageOfLoading()).toContain('run npm run setup in a clone');
    expect(messageOfLoading()).toContain('(tfjs_binding.node not found)\n');
  });
});
