/** A state that tells who wants to know when parts of it change. */
export interface Store<State extends object> {
  readonly state: Readonly<State>;
  set(change: Partial<State>): void;
  /** Calls back after a change of any of the keys. */
  on(keys: readonly (keyof State)[], react: () => void): void;
}

/** A store with its first state. */
export function createStore<State extends object>(first: State): Store<State> {
  const state = { ...first };
  const reactions: { keys: readonly (keyof State)[]; react: () => void }[] = [];
  return {
    state,
    set: (change) => {
      const changed = (Object.keys(change) as (keyof State)[]).filter(
        (key) => state[key] !== change[key],
      );
      Object.assign(state, change);
      for (const { keys, react } of reactions)
        if (keys.some((key) => changed.includes(key))) react();
    },
    on: (keys, react) => {
      reactions.push({ keys, react });
    },
  };
}
