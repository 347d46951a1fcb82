import { problem, shownValue } from '../problem';
import type { ServedModel } from './served-model';

/** Models by name, each replaceable while it is in use. */
export interface ModelSet {
  /** Names in the order in which they came. */
  readonly names: readonly string[];
  /** The model of a name. */
  get(name: string): ServedModel | undefined;
  /** Puts a model under its name; the one before is freed after its last use. */
  put(model: ServedModel): void;
  /**
   * Does work with a model, which is kept meanwhile.
   *
   * @param name undefined is the first.
   * @throws {Problem} 404 if there is none of that name.
   */
  use<T>(name: string | undefined, work: (model: ServedModel) => Promise<T>): Promise<T>;
  /** Frees all, each after its last use. */
  dispose(): void;
}

interface Entry {
  readonly model: ServedModel;
  nUsers: number;
  isRetired: boolean;
}

/** An empty set of models. */
export function createModelSet(): ModelSet {
  const entries = new Map<string, Entry>();
  const freeIfDone = ({ model, nUsers, isRetired }: Entry) => {
    if (isRetired && nUsers === 0) model.pipeline.dispose();
  };
  const retire = (entry: Entry | undefined) => {
    if (!entry || entry.isRetired) return;
    entry.isRetired = true;
    freeIfDone(entry);
  };
  return {
    get names() {
      return [...entries.keys()];
    },
    get: (name) => entries.get(name)?.model,
    put: (model) => {
      const before = entries.get(model.name);
      entries.set(model.name, { model, nUsers: 0, isRetired: false });
      retire(before);
    },
    use: async (name, work) => {
      const entry = name === undefined ? entries.values().next().value : entries.get(name);
      if (!entry) throw unknownModel([...entries.keys()], name);
      entry.nUsers++;
      try {
        return await work(entry.model);
      } finally {
        entry.nUsers--;
        freeIfDone(entry);
      }
    },
    dispose: () => {
      for (const entry of entries.values()) retire(entry);
    },
  };
}

function unknownModel(names: readonly string[], name: unknown) {
  return problem(404, `must be one of ${names.join(', ')}, got ${shownValue(name)}`, 'model');
}
