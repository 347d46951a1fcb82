export { bestF1Threshold } from './thresholds/best-f1';
export { contaminationThreshold } from './thresholds/contamination';
export { flag } from './thresholds/flag';
export { quantileThreshold } from './thresholds/quantile';
