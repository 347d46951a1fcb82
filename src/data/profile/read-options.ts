/** How far a table is read: brought in, told what its columns hold, summed up. */
export interface ReadProgress {
  readonly step: 'reading' | 'types' | 'columns';
  /** Part of the step that is done, in [0, 1]. */
  readonly share: number;
}

/** How a table is read. */
export interface ReadOptions {
  /** Texts that stand for nothing, such as NA. Default none. */
  readonly missing?: readonly string[] | undefined;
  /** Called now and then. */
  readonly onReading?: ((progress: ReadProgress) => void) | undefined;
  /** Stops, with its reason. */
  readonly signal?: AbortSignal | undefined;
}
