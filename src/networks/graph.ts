import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  attribute,
  FLOAT,
  loadBinding,
  type Operation,
  type Recording,
  read,
  record,
  scope,
  type Tensor,
  tensor,
  track,
} from './engine';
import { encodeSavedModel, type Node } from './graph-def';
import { assignResource, type Resource, readResource } from './variable';
import { withoutChatter } from './without-chatter';

/** Work that a graph can do: from tensors that change to tensors that are wanted. */
export interface GraphFunction {
  /** The tensors that change from run to run, with the shapes they will have. */
  readonly feeds: readonly Tensor[];
  /** Runs kernels on the feeds, and changes resources. */
  work(): readonly Tensor[];
}

/** Recorded functions with the resources that they share, as one session of TensorFlow. */
export interface Graph {
  /** Runs a function by its place; the outputs belong to the scope. */
  run(index: number, feeds: readonly Tensor[]): Tensor[];
  /** Copies the session's resources back to those that the functions were recorded with. */
  pull(): void;
  dispose(): void;
}

/**
 * Makes a graph of functions: each is run once to be recorded, without changing resources.
 *
 * A graph runs in one call, its kernels on all cores as their inputs allow. It keeps copies of the
 * resources, which start with their values of now.
 *
 * @throws {Error} if TensorFlow does not take the graph, or no temporary folder can be written.
 */
export function createGraph(
  resources: readonly Resource[],
  functions: readonly GraphFunction[],
): Graph {
  const variables = resources.map(({ name, shape }, i) => variableNode(i, name, shape));
  const handles = new Map(resources.map(({ handle }, i) => [handle.id, `variable${i}`]));
  const recorded = functions.map((each, index) => recordFunction(`f${index}`, each, handles));
  const nodes = [
    ...variables,
    ...accessNodes(resources),
    ...recorded.flatMap((each) => each.nodes),
  ];
  const session = loadSession(nodes);
  const { initNames, readNames } = accessNames(resources);
  scope(() => {
    const values = resources.map(readResource).map(read);
    const feeds = values.map((each, i) => tensor(resources[i].shape, each));
    runSession(session, feeds, initNames, 'done:0');
  });
  return {
    run: (index, feeds) =>
      runSession(session, feeds, recorded[index].feedNames, recorded[index].fetchNames),
    pull: () =>
      scope(() => {
        runSession(session, [], '', readNames).forEach((value, i) => {
          assignResource(resources[i], read(value));
        });
      }),
    dispose: () => loadBinding().deleteSavedModel(session),
  };
}

const DTYPE = attribute('dtype', 'type', FLOAT);
const TYPE = attribute('T', 'type', FLOAT);

function variableNode(index: number, name: string, shape: readonly number[]): Node {
  const attributes = [
    DTYPE,
    attribute('shape', 'shape', shape),
    attribute('shared_name', 'string', name),
  ];
  return { name: `variable${index}`, kernel: 'VarHandleOp', inputs: [], attributes };
}

/**
 * Nodes that set all resources from feeds, and that read them.
 *
 * Feeds are memory of JavaScript's, which only its own thread may free; a variable would keep it and a
 * thread of TensorFlow's free it. Hence the copies.
 */
function accessNodes(resources: readonly Resource[]): Node[] {
  const attributes = [DTYPE];
  const nodes = resources.flatMap((_, i): Node[] => [
    { name: `given${i}`, kernel: 'Placeholder', inputs: [], attributes },
    { name: `copy${i}`, kernel: 'DeepCopy', inputs: [`given${i}`], attributes: [TYPE] },
    {
      ...{ name: `assign${i}`, kernel: 'AssignVariableOp', attributes },
      inputs: [`variable${i}`, `copy${i}`],
    },
    { name: `read${i}`, kernel: 'ReadVariableOp', inputs: [`variable${i}`], attributes },
  ]);
  const value = { type: FLOAT, shape: [], values: Float32Array.of(1) };
  const all = resources.map((_, i) => `^assign${i}`);
  return [...nodes, { name: 'done', kernel: 'Const', inputs: all, value }];
}

function accessNames(resources: readonly Resource[]) {
  const names = (prefix: string) => resources.map((_, i) => `${prefix}${i}:0`).join();
  return { initNames: names('given'), readNames: names('read') };
}

function recordFunction(
  prefix: string,
  { feeds, work }: GraphFunction,
  handles: ReadonlyMap<number, string>,
) {
  const { result, recording } = record(work);
  const names = new Map(handles); // from a tensor's id to the node's output
  const nodes: Node[] = feeds.map((feed, i) => {
    names.set(feed.id, `${prefix}_feed${i}`);
    const attributes = [attribute('dtype', 'type', feed.dtype ?? FLOAT)];
    return { name: `${prefix}_feed${i}`, kernel: 'Placeholder', inputs: [], attributes };
  });
  const changes: string[] = [];
  recording.operations.forEach((operation, i) => {
    const name = `${prefix}_${i}`;
    nodes.push(...constantNodes(prefix, operation, recording, names));
    const inputs = operation.inputs.map(({ id }) => names.get(id) as string);
    nodes.push({ name, kernel: operation.name, inputs, attributes: operation.attributes });
    operation.outputs.forEach(({ id }, output) => {
      names.set(id, `${name}:${output}`);
    });
    if (operation.outputs.length === 0) changes.push(`^${name}`);
  });
  // What is fetched is what has to be done: each output waits for the changes of all resources.
  const fetches = result.map(({ id }, i): Node => {
    const attributes = [attribute('T', 'type', FLOAT)];
    const inputs = [names.get(id) as string, ...changes];
    return { name: `${prefix}_fetch${i}`, kernel: 'Identity', inputs, attributes };
  });
  return {
    nodes: [...nodes, ...fetches],
    feedNames: feeds.map((_, i) => `${prefix}_feed${i}:0`).join(),
    fetchNames: result.map((_, i) => `${prefix}_fetch${i}:0`).join(),
  };
}

/** Constants for the inputs that no node has made; their names are written down. */
function constantNodes(
  prefix: string,
  { name, inputs }: Operation,
  { sources }: Recording,
  names: Map<number, string>,
): Node[] {
  return inputs.flatMap(({ id }): Node[] => {
    if (names.has(id)) return [];
    const value = sources.get(id);
    if (!value) throw new Error(`graph must know where an input of ${name} comes from`);
    const constant = `${prefix}_constant${id}`;
    names.set(id, constant);
    return [{ name: constant, kernel: 'Const', inputs: [], value }];
  });
}

function loadSession(nodes: readonly Node[]): number {
  const folder = mkdtempSync(join(tmpdir(), 'anomaly-lab-graph-'));
  try {
    writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel(nodes));
    return withoutChatter(() => loadBinding().loadSavedModel(folder, 'serve'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function runSession(
  session: number,
  feeds: readonly Tensor[],
  feedNames: string,
  fetchNames: string,
): Tensor[] {
  const ids = feeds.map(({ id }) => id);
  return loadBinding().runSavedModel(session, ids, feedNames, fetchNames).map(track);
}
