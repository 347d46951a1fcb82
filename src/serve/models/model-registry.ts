import { resolve } from 'node:path';
import type { BatchPool } from '../predict/batch-pool';
import { problem, shownValue } from '../problem';
import { fingerprintOf, loadUnchanged } from './model-folder';
import type { ModelSet } from './model-set';
import { type ServedModel, servedModel } from './served-model';

/** What became of the last try to load a model anew. */
export interface ReloadFailure {
  /** Why the folder could not be loaded; the model before it is served on. */
  readonly message: string;
  /** Epoch ms. */
  readonly time: number;
}

/** Served models and the folders they come from. */
export interface ModelRegistry {
  readonly models: ModelSet;
  /** Why a model is older than its folder; nothing where it is not. */
  failureOf(name: string): ReloadFailure | undefined;
  /**
   * Loads a model anew beside the old one and puts it in its place; requests go on meanwhile.
   *
   * @throws {Problem} 404 if there is no such model.
   * @throws {Error} if its folder cannot be loaded, which it names as the model; the old one is served on.
   */
  reload(name: string): Promise<ServedModel>;
  /** Loads those whose folder has changed since it was last looked at. */
  reloadChanged(): Promise<void>;
}

/** Hears of models that were loaded anew, and of those that could not be. */
export type ReloadListener = (name: string, error?: Error) => void;

interface Folder {
  readonly directory: string;
  fingerprint: string | undefined;
  failure?: ReloadFailure | undefined;
}

/**
 * Loads the models of a service.
 *
 * @param directories folders by the name of the model.
 * @throws {Error} naming the file that is missing or corrupt.
 */
export async function loadModels(
  models: ModelSet,
  directories: Readonly<Record<string, string>>,
  onReload: ReloadListener,
  poolOf: () => BatchPool | undefined,
): Promise<ModelRegistry> {
  const folders = new Map<string, Folder>();
  for (const [name, directory] of Object.entries(directories)) {
    const { pipeline, fingerprint } = await loadUnchanged(directory);
    models.put(servedModel(name, pipeline, Date.now()));
    folders.set(name, { directory: resolve(directory), fingerprint });
  }
  const load = async (name: string, folder: Folder) => {
    const seen = await fingerprintOf(folder.directory);
    try {
      const { pipeline, fingerprint } = await loadUnchanged(folder.directory);
      const model = servedModel(name, pipeline, Date.now());
      models.put(model);
      await poolOf()?.load(model);
      Object.assign(folder, { fingerprint, failure: undefined });
      onReload(name);
      return model;
    } catch (error) {
      const message = (error as Error).message.replaceAll(folder.directory, name); // no paths for callers
      Object.assign(folder, { fingerprint: seen, failure: { message, time: Date.now() } });
      onReload(name, error as Error);
      throw new Error(message, { cause: error });
    }
  };
  let last: Promise<unknown> = Promise.resolve(); // one after the other, so that the newest stays
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
  return {
    models,
    failureOf: (name) => folders.get(name)?.failure,
    reload: (name) => {
      const folder = folders.get(name);
      const known = [...folders.keys()].join(', ');
      if (!folder) throw problem(404, `must be one of ${known}, got ${shownValue(name)}`, 'name');
      return inTurn(() => load(name, folder));
    },
    reloadChanged: () =>
      inTurn(async () => {
        for (const [name, folder] of folders) {
          const fingerprint = await fingerprintOf(folder.directory);
          const hasChanged = fingerprint !== undefined && fingerprint !== folder.fingerprint;
          if (hasChanged) await load(name, folder).catch(() => undefined); // it has been told
        }
      }),
  };
}
