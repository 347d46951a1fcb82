import figures from './calibration.json';

/** Figures of the plant; `source` says whose they are. */
export const CALIBRATION: typeof figures = figures;
