// Every public name, in the order that data flows.

export { checkSamples, type Matrix, matrix, rowOf, takeRows } from './matrix';
export { createRandom, type Random } from './random';

export { type AdbenchSet, readAdbench } from './data/adbench';
export {
  type CsvColumns,
  type CsvOptions,
  type CsvRecord,
  type CsvValue,
  readCsv,
  writeCsv,
} from './data/csv';
export { type LabelledSamples, type CsvMatrixOptions, readCsvMatrix } from './data/csv-matrix';
export type { ColumnType } from './data/csv-reader';
export {
  type Download,
  type DownloadOptions,
  type DownloadProgress,
  downloadDataset,
} from './data/download';
export { type FindDataOptions, findDataFile } from './data/find-data-file';
export type { NpyArray, NpyData } from './data/npy';
export { readNpz, writeNpz } from './data/npz';
export { DATA_SOURCES, type DataSource, findDataSource, type SourceFile } from './data/sources';
export {
  groupSplit,
  type SeededFractions,
  type Split,
  type SplitFractions,
  stratifiedSplit,
  temporalSplit,
} from './data/split';
export { formatSshdLine, parseSshdLine, type SshdLine } from './data/sshd';
export type { LoginEvent, SshdLogin } from './data/sshd';
export {
  type GeneratedSshdLog,
  generateSshdLog,
  type SshdAddress,
  type SshdGeneratorOptions,
} from './data/sshd-generator';
export {
  parseSshdLines,
  readSshdLog,
  type SkippedLine,
  type SshdLog,
  type SshdLogOptions,
} from './data/sshd-log';

export { ADDRESS_DAY_FEATURES, type AddressDay, addressDays } from './features/address-days';
export type { Category } from './features/categories';
export {
  applyFrequencyEncoder,
  type FrequencyEncoderState,
  fitFrequencyEncoder,
} from './features/frequency-encoder';
export {
  applyImputer,
  fitImputer,
  type ImputerOptions,
  type ImputerState,
  type ImputerStrategy,
} from './features/impute';
export {
  applyLabelEncoder,
  fitLabelEncoder,
  invertLabelEncoder,
  type LabelEncoderState,
} from './features/label-encoder';
export { loginAttempts } from './features/login-attempts';
export { type LoginFeatures, loginFeatures } from './features/login-features';
export {
  applyOneHotEncoder,
  fitOneHotEncoder,
  type OneHotEncoderState,
  oneHotNames,
  type UnknownCategory,
} from './features/one-hot-encoder';
export {
  applyScaler,
  fitScaler,
  invertScaler,
  type ScalerKind,
  type ScalerState,
} from './features/scale';
export {
  batchOf,
  makeWindows,
  samplesInWindow,
  takeWindows,
  type WindowOptions,
  type Windows,
} from './features/window';

export { balancedAccuracy, f1, matthews, precision, recall } from './metrics/binary';
export {
  type ClassificationReport,
  type ClassificationReportOptions,
  type ClassScores,
  classificationReport,
  formatReport,
} from './metrics/classification-report';
export {
  type ConfusionMatrix,
  type ConfusionMatrixOptions,
  confusionMatrix,
} from './metrics/confusion-matrix';
export { precisionAtK } from './metrics/precision-at-k';
export {
  averagePrecision,
  type PrecisionRecallCurve,
  precisionRecallCurve,
} from './metrics/precision-recall';
export { type CurveOptions, type RocCurve, rocAuc, rocCurve } from './metrics/roc';

export { loadTensorflow, type Tensorflow } from './networks/tensorflow';

export type { Detector, FitOptions, FittedDetector, Params } from './detectors/detector';
export { type IsolationForestOptions, isolationForest } from './detectors/isolation-forest';
export { loadDetector, saveDetector } from './detectors/load';

export { type ScoreTableRow, scoreTable } from './evaluate/compare';
export { type EntityScore, highestByEntity } from './evaluate/highest-by-entity';
export { type BootstrapOptions, bootstrapInterval, type Interval } from './evaluate/interval';
export {
  bestF1Threshold,
  contaminationThreshold,
  flag,
  quantileThreshold,
} from './evaluate/threshold';
export { chooseThreshold, type ThresholdRule } from './evaluate/threshold-rule';

export { medianSample, occlusion } from './explain/occlusion';

export type {
  ColumnKind,
  ColumnsState,
  EncoderState,
  MissingValues,
  Row,
} from './pipeline/columns';
export { loadPipeline } from './pipeline/load';
export {
  type FittedPipeline,
  type Pipeline,
  type PipelineFitOptions,
  type PipelineOptions,
  pipeline,
} from './pipeline/pipeline';
export type { PipelineState } from './pipeline/state';

export { type BarOptions, barPlot } from './plots/bar-plot';
export { type ConfusionOptions, confusionHeatmap } from './plots/confusion-heatmap';
export type { Data, Figure, Layout, PlotOptions } from './plots/figure';
export { type ColorScale, type HeatmapOptions, heatmapPlot } from './plots/heatmap-plot';
export { type HistogramGroup, type HistogramOptions, histogramPlot } from './plots/histogram-plot';
export {
  type PrecisionRecallEntry,
  type PrecisionRecallOptions,
  precisionRecallPlot,
} from './plots/precision-recall-plot';
export { toHtml } from './plots/render/html';
export { toPng } from './plots/render/png';
export { saveFigure } from './plots/render/save-figure';
export { toSvg } from './plots/render/svg';
export { type RocEntry, rocPlot } from './plots/roc-plot';
export { type ScatterOptions, scatterPlot } from './plots/scatter-plot';
export { type ScoresOverTimeOptions, scoresOverTimePlot } from './plots/scores-over-time-plot';
export { show } from './plots/show';
export { showTable } from './plots/show-table';
export {
  formatTable,
  type Table,
  type TableOptions,
  type TableRow,
  tableToHtml,
  tableToMarkdown,
  tableToText,
} from './plots/table';

export { type Metrics, reportMetrics } from './report/metrics';
