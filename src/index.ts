// Every public name, in the order that data flows.

export { checkSamples, type Matrix, matrix, rowOf, takeRows } from './matrix';
export { createRandom, type Random } from './random';

export { type AdbenchSet, readAdbench } from './data/adbench';
export {
  AUTH_ATTACK_KINDS,
  type AuthAttackKind,
  type AuthEvent,
  type AuthLogEvent,
  zeroTrustLabels,
} from './data/auth/event';
export { readAuthEvents, readAuthLog, writeAuthEvents } from './data/auth/events-file';
export {
  type AuthDataset,
  type AuthLogGenerator,
  createAuthLogGenerator,
} from './data/auth/generator';
export type { AuthUser } from './data/auth/users';
export {
  ATTACK_TACTICS,
  type AttackTactic,
  type AttackTechnique,
  attackTactic,
  attackTechnique,
  type CallTechnique,
} from './data/cloudtrail/attack-tactics';
export {
  CLOUDTRAIL_CLASSES,
  type CloudTrailClass,
  type CloudTrailEvent,
} from './data/cloudtrail/event';
export type { LabelOrigin } from './data/cloudtrail/label-origin';
export type { CloudTrailLabels } from './data/cloudtrail/read-labels';
export { findRealCloudTrail } from './data/cloudtrail/find-real-log';
export { NEW_CLOUDTRAIL_TECHNIQUES } from './data/cloudtrail/generator/attacks';
export {
  CLOUDTRAIL_DIFFICULTIES,
  type CloudTrailDifficultyRates,
} from './data/cloudtrail/generator/difficulty';
export {
  type CloudTrailBatch,
  type CloudTrailGenerator,
  type CloudTrailLabel,
  createCloudTrailGenerator,
} from './data/cloudtrail/generator/generator';
export { cloudTrailOracle } from './data/cloudtrail/generator/oracle';
export type { CloudTrailSource } from './data/cloudtrail/generator/session';
export type {
  CloudTrailGeneratorOptions,
  CloudTrailSettings,
} from './data/cloudtrail/generator/settings';
export {
  type CloudTrailFilesOptions,
  type CloudTrailFilesProgress,
  type CloudTrailFilesReport,
  type CloudTrailFormat,
  writeCloudTrailFiles,
} from './data/cloudtrail/generator/write-files';
export {
  type CloudTrailTruth,
  type CloudTrailTruths,
  readCloudTrailLabels,
} from './data/cloudtrail/read-labels';
export {
  type CloudTrailLog,
  type CloudTrailOptions,
  type CloudTrailOrder,
  readCloudTrail,
} from './data/cloudtrail/read-log';
export { cloudTrailEvent } from './data/cloudtrail/record';
export type { CloudTrailReport, MalformedRecord } from './data/cloudtrail/report';
export { CLOUDTRAIL_TECHNIQUES, type CloudTrailTechnique } from './data/cloudtrail/techniques';
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
export type { IamWork } from './data/iam/catalogue';
export {
  IAM_DIFFICULTIES,
  type IamDifficulty,
  type IamDifficultyRates,
} from './data/iam/difficulty';
export {
  IAM_ACTIONS,
  IAM_PATTERN_NAMES,
  IAM_ROLES,
  type IamAction,
  type IamEvent,
  type IamLabelledEvent,
  type IamLogEvent,
  type IamPatternName,
  type IamRole,
} from './data/iam/event';
export { readIamEvents, readIamLog, writeIamEvents } from './data/iam/events-file';
export {
  createIamDataGenerator,
  type IamDataGenerator,
  type IamDataset,
} from './data/iam/generator';
export type { IamDatasetOptions, IamGeneratorOptions } from './data/iam/generator-options';
export { iamOracle, type IamOracleOptions } from './data/iam/oracle';
export type { IamCalendar } from './data/iam/time';
export type { IamUser } from './data/iam/users';
export type { NpyArray, NpyData } from './data/npy';
export { readNpz, writeNpz } from './data/npz';
export { type DownloadableHai, findHai, type HaiFiles } from './data/process/find-hai';
export { type HaiOptions, type HaiRecording, readHai } from './data/process/hai';
export {
  HAI_VERSIONS,
  type HaiPoint,
  haiPoints,
  type HaiVersion,
  processOfPoint,
} from './data/process/hai-points';
export type { HaiRepair, HaiRepairs } from './data/process/hai-repair';
export type { ProcessPauses } from './data/process/pauses';
export {
  type ProcessedNpzOptions,
  readProcessedNpz,
  writeProcessedNpz,
} from './data/process/processed-npz';
export {
  type MovingSamples,
  movingSamples,
  type MovingSamplesOptions,
} from './data/moving-samples';
export {
  ANOMALY_KINDS,
  type AnomalyKind,
  type PlantedAnomalies,
  type PlantedOptions,
  plantAnomalies,
} from './data/planted-anomalies';
export { findSkab, type SkabFiles, type SkabKind } from './data/process/find-skab';
export type { ProcessRecording } from './data/process/recording';
export {
  connectSpark,
  type SparkControls,
  type SparkOptions,
  type SparkRow,
  type SparkSession,
  type SparkTarget,
} from './data/spark/session';
export { type SparkFeaturesOptions, writeSparkFeatures } from './features/spark-features';
export type { TimetableEntry } from './data/process/simulator/attack-timetable';
export type { HaiPart } from './data/process/simulator/parts';
export {
  createHaiSimulator,
  type HaiSimulator,
  type HaiSimulatorOptions,
  type RowRange,
} from './data/process/simulator/simulator';
export {
  type HaiFilesOptions,
  type HaiFilesReport,
  writeHaiFiles,
} from './data/process/simulator/write-files';
export { readSkab, SKAB_SENSORS, type SkabRecording } from './data/process/skab';
export type { ColumnProfile, NumberProfile, TimeProfile } from './data/profile/column-profile';
export { type ProfileOptions, profileTable, type TableProfile } from './data/profile/profile-table';
export type { ReadProgress } from './data/profile/read-options';
export type { ColumnContent } from './data/profile/typed-column';
export type { ProgressStream } from './data/progress';
export {
  ARCHIVE_SOURCES,
  type ArchiveSource,
  DATA_SOURCES,
  type DataSource,
  findDataSource,
  type SourceFile,
} from './data/sources';
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
export type { TableFormat } from './data/table-file';
export type { WhisCompany, WhisUser } from './data/whis/company';
export { WHIS_DIFFICULTIES, type WhisDifficultyRates } from './data/whis/difficulty';
export {
  WHIS_ATTACK_KINDS,
  WHIS_TABLE_NAMES,
  type WhisAdminEvent,
  type WhisAssetClass,
  type WhisAttackKind,
  type WhisAuthEvent,
  type WhisEvent,
  type WhisLabel,
  type WhisProcessEvent,
  type WhisTableName,
} from './data/whis/event';
export type { WhisTables } from './data/whis/events-of-sessions';
export { writeFeatureStore } from './data/whis/feature-store-files';
export { createWhisGenerator, type WhisDataset, type WhisGenerator } from './data/whis/generator';
export type { WhisCommand } from './data/whis/habits';
export { whisOracle } from './data/whis/oracle';
export type {
  WhisAdminStep,
  WhisAnyStep,
  WhisAuthStep,
  WhisProcessStep,
  WhisSession,
  WhisStep,
} from './data/whis/session';

export { ADDRESS_DAY_FEATURES, type AddressDay, addressDays } from './features/address-days';
export { oddityCount, refusalCount } from './features/auth-baselines';
export { AUTH_HISTORY_COLUMNS, type AuthHistory, withAuthHistory } from './features/auth-history';
export type { Category } from './features/categories';
export {
  type CloudTrailFeatureState,
  checkCloudTrailFeatureState,
} from './features/cloudtrail/feature-state';
export {
  CLOUDTRAIL_FEATURES,
  type CloudTrailFamily,
  type CloudTrailFeature,
} from './features/cloudtrail/feature-table';
export {
  type CloudTrailFeatureOptions,
  type CloudTrailFeatures,
  createCloudTrailFeatures,
} from './features/cloudtrail/features';
export type { FadingCount, PrincipalHistory, PrincipalState } from './features/cloudtrail/history';
export type { CloudTrailVocabularyState } from './features/cloudtrail/vocabulary';
export { columnsByName } from './features/columns-by-name';
export { featureSql, WHIS_FEATURES, type WhisFeatureNames } from './features/feature-sql';
export {
  applyFrequencyEncoder,
  type FrequencyEncoderState,
  fitFrequencyEncoder,
} from './features/frequency-encoder';
export {
  type HourlyCounts,
  type HourlyCountsOptions,
  hourlyCounts,
} from './features/hourly-counts';
export { hourOfTime } from './features/hour-of-time';
export { IAM_COLUMNS, type IamFeatureRow, iamFeatures } from './features/iam-features';
export { noveltyCount } from './features/iam-novelty';
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
export { featureRows, type FeatureTable } from './features/read-features';
export {
  applyScaler,
  fitScaler,
  invertScaler,
  type ScalerKind,
  type ScalerState,
} from './features/scale';
export { authEventsOfSshd, type SshdAuthOptions } from './features/sshd-auth-events';
export {
  type FeatureControls,
  type FeatureProgress,
  type FeatureStore,
  type FeatureStoreOptions,
  type FeatureWriteOptions,
  openFeatureStore,
} from './features/store';
export type { StoreLabels } from './features/store-labels';
export type { StoreRow } from './features/store-query';
export {
  type UserHourBaseline,
  type UserHourEvent,
  type UserHourOptions,
  userHourBaseline,
} from './features/user-hour-baseline';
export {
  batchOf,
  makeWindows,
  samplesInWindow,
  takeWindows,
  type WindowOptions,
  type Windows,
} from './features/window';
export { featureCorrelation } from './features/process-correlation';
export { describeRecording, type PointSummary } from './features/process-points';
export {
  type PointValuesOptions,
  pointValues,
  sliceRecording,
  thinRecording,
} from './features/process-recordings';
export {
  type RecordingWindows,
  type RecordingWindowsOptions,
  recordingWindows,
  type WindowLabel,
} from './features/process-windows';

export { cohenKappa, jaccard } from './metrics/agreement';
export { precisionAtBudget, recallAtBudget } from './metrics/alert-budget';
export {
  balancedAccuracy,
  f1,
  fBeta,
  matthews,
  precision,
  recall,
  specificity,
} from './metrics/binary';
export type { BinaryCounts } from './metrics/binary-counts';
export {
  type CalibrationCurve,
  type CalibrationOptions,
  calibrationCurve,
} from './metrics/calibration-curve';
export {
  type ClassificationReport,
  type ClassificationReportOptions,
  type ClassScores,
  classificationReport,
  formatReport,
} from './metrics/classification-report';
export {
  averageOf,
  averageOfMaximum,
  maximumOf,
  maximumOfAverage,
  type ModelGroups,
  type ScoreColumns,
} from './metrics/combine-scores';
export {
  type ConfusionMatrix,
  type ConfusionMatrixOptions,
  confusionMatrix,
} from './metrics/confusion-matrix';
export { type DetCurve, detCurve } from './metrics/det-curve';
export { partialRocAuc } from './metrics/partial-roc-auc';
export { precisionAtK, recallAtK } from './metrics/precision-at-k';
export {
  averagePrecision,
  type PrecisionRecallCurve,
  precisionRecallCurve,
} from './metrics/precision-recall';
export { brierScore, logLoss } from './metrics/probability-loss';
export { recallAtFalsePositiveRate } from './metrics/recall-at-false-positive-rate';
export { type CurveOptions, type RocCurve, rocAuc, rocCurve } from './metrics/roc';
export {
  applyScoreScale,
  fitScoreScale,
  type ScoreScale,
  type ScoreScaleKind,
} from './metrics/score-scale';
export { type Affiliation, affiliation } from './metrics/series/affiliation';
export { type AuditOptions, auditMetrics, type MetricAudit } from './metrics/series/audit-metrics';
export { blindSpikes } from './metrics/series/blind';
export { type Etapr, type EtaprOptions, etapr } from './metrics/series/etapr';
export { type EventScores, eventScores } from './metrics/series/event-scores';
export { eventsOf, type SeriesEvent } from './metrics/series/events';
export { type NabOptions, type NabProfile, nabScore } from './metrics/series/nab';
export {
  type DetectionDelay,
  detectionDelay,
  type EventRecall,
  perEventRecall,
} from './metrics/series/per-event';
export {
  type PointAdjustedOptions,
  type PointAdjustedScores,
  pointAdjustedF1,
} from './metrics/series/point-adjusted';
export type { SeriesScores } from './metrics/series/series-scores';
export { type Vus, type VusOptions, vus } from './metrics/series/vus';
export { topKAccuracy } from './metrics/top-k-accuracy';

export type { ClassWeights } from './networks/class-weights';
export { type EpochPrinter, printEpochs } from './networks/print-epochs';
export { loadTensorflow, type Tensorflow } from './networks/tensorflow';
export type { MetricsByEpoch, TrainingHistory } from './networks/training-history';

export { type AutoencoderOptions, autoencoder } from './detectors/autoencoder';
export { copod } from './detectors/copod';
export type {
  Detector,
  FitOptions,
  FittedClassifier,
  FittedDetector,
  Params,
  SupervisedDetector,
} from './detectors/detector';
export {
  type DetectorName,
  detectorOf,
  type DetectorSpec,
  type NoOptions,
  type OptionsByDetector,
} from './detectors/detector-of';
export { ecod } from './detectors/ecod';
export { ensemble } from './detectors/ensemble';
export type { EnsembleOptions } from './detectors/ensemble-combination';
export {
  type ExportOptions,
  exportKerasWeights,
  exportLayersModel,
  importKerasWeights,
  importLayersModel,
} from './detectors/exchange';
export {
  type ExtendedIsolationForestOptions,
  extendedIsolationForest,
} from './detectors/extended-isolation-forest';
export type { Forest } from './detectors/forest';
export {
  type ForestFeedbackOptions,
  type ForestLearner,
  forestFeedback,
} from './detectors/feedback/forest-feedback';
export {
  type LabelLearner,
  type LabelRegressionOptions,
  labelRegression,
  type SampleScorer,
} from './detectors/feedback/label-regression';
export { type HbosOptions, hbos } from './detectors/hbos';
export {
  type FittedIsolationForest,
  type IsolationForestOptions,
  isolationForest,
} from './detectors/isolation-forest';
export { type KnnMethod, type KnnOptions, knn } from './detectors/knn';
export { largestZ } from './detectors/largest-z';
export { loadDetector, saveDetector } from './detectors/load';
export { type LofOptions, lof } from './detectors/lof';
export { logisticRegression } from './detectors/logistic-regression';
export {
  loadLstmAutoencoder,
  type LstmAutoencoderOptions,
  lstmAutoencoder,
} from './detectors/lstm-autoencoder';
export {
  type FittedForecaster,
  type LstmForecasterOptions,
  lstmForecaster,
} from './detectors/lstm-forecaster';
export { type LstmClassifierOptions, lstmClassifier } from './detectors/lstm-classifier';
export { mahalanobis } from './detectors/mahalanobis';
export type { FittedTransductive } from './detectors/neighbours/transductive';
export type { FittedAutoencoder } from './detectors/network-autoencoder';
export {
  type LayerSummary,
  type NetworkSummaryOptions,
  networkSummary,
} from './detectors/network-summary';
export type { HalfSpaceTreesOptions } from './detectors/online/half-space-state';
export { halfSpaceTrees } from './detectors/online/half-space-trees';
export type { OnlineDetector, OnlineDetectorState } from './detectors/online/online-detector';
export { restoreOnlineDetector } from './detectors/online/restore';
export {
  runningQuantiles,
  type RunningQuantilesOptions,
} from './detectors/online/running-quantiles';
export { type OneClassSvmOptions, oneClassSvm } from './detectors/one-class-svm';
export { pca } from './detectors/pca';
export { type SeasonalCountsOptions, seasonalCounts } from './detectors/seasonal-counts';
export type { Season } from './detectors/seasonal-rates';
export type { NetworkOptions } from './detectors/training-options';
export {
  type FittedTransformer,
  type TransformerClassifierOptions,
  transformerClassifier,
} from './detectors/transformer-classifier';

export { binaryMetrics, type BinaryMetrics } from './evaluate/binary-metrics';
export {
  type BandOptions,
  type CurveBand,
  precisionRecallBand,
  rocBand,
} from './evaluate/bootstrap/curve-bands';
export { bootstrapDifference, type PairedBootstrap } from './evaluate/bootstrap/difference';
export type { BootstrapOptions } from './evaluate/bootstrap/draw-interval';
export { bootstrapInterval } from './evaluate/bootstrap/interval';
export type { Metric } from './evaluate/bootstrap/resampled-metric';
export type { ResampleOptions } from './evaluate/bootstrap/resampler';
export { averageScores, majorityVote } from './evaluate/combine';
export { type ScoreTableRow, scoreTable } from './evaluate/compare';
export {
  type BaselineOptions,
  type ComparisonRow,
  compareWithBaseline,
} from './evaluate/compare-with-baseline';
export { compareDetectors, type Comparison } from './evaluate/comparison/compare-detectors';
export type {
  CompareDetectorsOptions,
  CompareProgress,
} from './evaluate/comparison/compare-options';
export type { ComparedRow } from './evaluate/comparison/compared-row';
export type { ComparedRun, MetricsByName, RunResult } from './evaluate/comparison/compared-run';
export type { DetectorRanking, RankedDetector } from './evaluate/comparison/ranking';
export type { ComparedDetector } from './evaluate/comparison/run-all';
export {
  type LabelledSet,
  randomSplit,
  type RandomSplitOptions,
  type SampleSplit,
  type Splitter,
} from './evaluate/comparison/sample-split';
export { type Adwin, adwin, adwinChanges, restoreAdwin } from './evaluate/drift/adwin';
export type { AdwinOptions, AdwinState } from './evaluate/drift/adwin-state';
export { type DriftSize, DRIFT_SIZES } from './evaluate/drift/compare-column';
export {
  type DriftColumns,
  type DriftOptions,
  type FeatureDrift,
  featureDrift,
} from './evaluate/drift/feature-drift';
export {
  populationStabilityIndex,
  type StabilityOptions,
} from './evaluate/drift/population-stability';
export type { DriftColumn } from './evaluate/drift/tally';
export { type MonthDrift, monthlyDrift } from './evaluate/drift/monthly-drift';
export {
  type WeekDrift,
  type WeeklyDriftOptions,
  weeklyDrift,
} from './evaluate/drift/weekly-drift';
export { type FlaggedPeriod, flagsByPeriod } from './evaluate/flags-by-period';
export { type EntityScore, highestByEntity } from './evaluate/highest-by-entity';
export type { Interval } from './evaluate/interval';
export {
  learnUnflagged,
  type LearnUnflaggedOptions,
  restoreStreamLearner,
} from './evaluate/learn-unflagged';
export { meanInterval, type MeanIntervalOptions, pairedDifference } from './evaluate/mean-interval';
export { type PatternRecall, patternRecall } from './evaluate/pattern-recall';
export {
  type MetricsByMethod,
  type RepeatOptions,
  type Repeats,
  repeatOverSeeds,
} from './evaluate/repeat-over-seeds';
export { repeatedSplitInterval } from './evaluate/repeated-split-interval';
export { averageRanks, type ValuesByDetector } from './evaluate/significance/average-ranks';
export {
  type DeLong,
  type DeLongOptions,
  type DeLongTest,
  deLongTest,
  rocAucInterval,
} from './evaluate/significance/de-long';
export { type FriedmanTest, friedmanTest } from './evaluate/significance/friedman';
export {
  type KolmogorovSmirnovTest,
  kolmogorovSmirnovTest,
} from './evaluate/significance/kolmogorov-smirnov';
export { type McNemarTest, mcNemarTest } from './evaluate/significance/mc-nemar';
export { type NemenyiTest, nemenyiTest } from './evaluate/significance/nemenyi';
export { type WilcoxonTest, wilcoxonTest } from './evaluate/significance/wilcoxon';
export {
  type FeedbackRound,
  type JudgedSamples,
  type Learner,
  simulateFeedback,
  type SimulateFeedbackOptions,
} from './evaluate/simulate-feedback';
export {
  type FeatureFidelity,
  type SimulatorFidelity,
  type SimulatorFidelityOptions,
  simulatorFidelity,
} from './evaluate/simulator-fidelity';
export type { LearningRule, StreamLearner, StreamLearnerState } from './evaluate/stream-learner';
export { type StreamScores, streamScores } from './evaluate/stream-scores';
export { chooseThreshold, type ThresholdRule } from './evaluate/threshold-rule';
export { benjaminiHochberg } from './evaluate/thresholds/benjamini-hochberg';
export { bestF1Threshold } from './evaluate/thresholds/best-f1';
export { bestGMeanThreshold } from './evaluate/thresholds/best-g-mean';
export { type ConformalOptions, conformalPValues } from './evaluate/thresholds/conformal';
export { contaminationThreshold } from './evaluate/thresholds/contamination';
export { driftSpot, type DriftSpotOptions } from './evaluate/thresholds/drift-spot';
export { falsePositiveRateThreshold } from './evaluate/thresholds/false-positive-rate';
export { flag } from './evaluate/thresholds/flag';
export { madThreshold } from './evaluate/thresholds/mad';
export { meanThreshold } from './evaluate/thresholds/mean';
export { type PotOptions, potThreshold } from './evaluate/thresholds/pot';
export { quantileThreshold } from './evaluate/thresholds/quantile';
export { restoreSpot } from './evaluate/thresholds/restore-spot';
export { type Spot, spot } from './evaluate/thresholds/spot';
export type {
  DriftSpotState,
  PlainSpotState,
  SpotState,
} from './evaluate/thresholds/spot-state';

export {
  type AttackPattern,
  type AttackPatternOptions,
  detectAttackPatterns,
} from './explain/attack-patterns';
export { type Background, type BackgroundOptions, summariseBackground } from './explain/background';
export type { Explanation } from './explain/explanation';
export {
  type FeatureScoreCorrelation,
  featureScoreCorrelation,
} from './explain/feature-score-correlation';
export { type KernelShapOptions, kernelShap } from './explain/kernel-shap';
export { medianSample, occlusion } from './explain/occlusion';
export {
  type PermutationImportance,
  type PermutationOptions,
  permutationImportance,
} from './explain/permutation-importance';
export { reconstructionErrors } from './explain/reconstruction-errors';
export { rowOcclusion } from './explain/row-occlusion';
export {
  type FeatureValues,
  type TopContribution,
  type TopContributionsOptions,
  topContributions,
} from './explain/top-contributions';
export { treeShap } from './explain/tree-shap';

export {
  type CloudTrailBenchmark,
  type CloudTrailBenchmarkOptions,
  cloudTrailBenchmark,
} from './pipeline/cloudtrail/benchmark';
export { cloudTrailDrift } from './pipeline/cloudtrail/cloudtrail-drift';
export { crossedThreats, withoutGroup } from './pipeline/cloudtrail/crossed-threats';
export {
  type CloudTrailExperiment,
  type CloudTrailExperimentOptions,
  cloudTrailExperiment,
} from './pipeline/cloudtrail/experiment';
export { type FoundAttacks, foundAttacks } from './pipeline/cloudtrail/found-attacks';
export {
  judgeTest,
  scoresByMethod,
  type ThresholdedScores,
} from './pipeline/cloudtrail/judge-method';
export { judgeThreats } from './pipeline/cloudtrail/judge-threats';
export { type NextCallModel, fitNextCallModel } from './pipeline/cloudtrail/next-call-model';
export { RARITY_JOBS, type RarityJob, rarityScores } from './pipeline/cloudtrail/rarity-jobs';
export {
  type RetrainedThreats,
  type RetrainRegularlyOptions,
  retrainRegularly,
  UPKEEPS,
  type Upkeep,
} from './pipeline/cloudtrail/retrain-regularly';
export { type TechniquesFound, techniquesFound } from './pipeline/cloudtrail/techniques-found';
export {
  type ThreatIntervalOptions,
  threatIntervals,
} from './pipeline/cloudtrail/threat-intervals';
export {
  fitThreatMethods,
  lstmScores,
  THREAT_METHODS,
  type ThreatMethod,
  type ThreatMethodOptions,
  type ThreatScores,
} from './pipeline/cloudtrail/threat-methods';
export {
  type ThreatReliability,
  threatReliability,
} from './pipeline/cloudtrail/threat-reliability';
export { type ThreatPeriod, threatsByMonth } from './pipeline/cloudtrail/threats-by-month';
export {
  type FindThreatsOptions,
  findThreats,
  type JudgedEvent,
} from './pipeline/cloudtrail/find-threats';
export { type ThreatReason, threatReasons } from './pipeline/cloudtrail/threat-reasons';
export { type CloudTrailTraining, trainCloudTrail } from './pipeline/cloudtrail/train';
export { reasonWords } from './report/cloudtrail/reason-words';
export {
  createThreatSummary,
  type GrowingThreatSummary,
  type ThreatSummary,
} from './report/cloudtrail/summarise-threats';
export { type ThreatRun, threatPage } from './report/cloudtrail/threat-page';
export type { TopCounts } from './report/cloudtrail/top-counts';
export { triageText } from './report/cloudtrail/triage';
export { cloudTrailFinding, threatFindingModel } from './report/findings/cloudtrail-finding';
export type {
  FittedIamThreatLstm,
  PredictThreatOptions,
  ThreatModelMetadata,
  ThreatModelState,
} from './pipeline/cloudtrail/fitted-threat-lstm';
export {
  type CloudTrailBorders,
  type IamThreatLstm,
  type IamThreatLstmOptions,
  iamThreatLstm,
  type ThreatTrainingControls,
} from './pipeline/cloudtrail/iam-threat-lstm';
export { loadIamThreatLstm } from './pipeline/cloudtrail/load-threat-lstm';
export {
  BASIC_CLOUDTRAIL_FEATURES,
  type CloudTrailProcessor,
  type CloudTrailProcessorOptions,
  createCloudTrailProcessor,
  type LoadedCloudTrail,
  type Principals,
} from './pipeline/cloudtrail/processor';
export {
  type CloudTrailRows,
  generatedCloudTrailRows,
  indexAtTime,
  labelledCloudTrailRows,
  shuffleLabels,
  sliceCloudTrailRows,
} from './pipeline/cloudtrail/rows';
export type { ThreatCalibration } from './pipeline/cloudtrail/temperature';
export {
  type ReadThreatRowsOptions,
  readThreatRows,
} from './pipeline/cloudtrail/read-threat-rows';
export type { ThreatColumns, ThreatRows } from './pipeline/cloudtrail/threat-rows';
export type { ScoringControls } from './pipeline/cloudtrail/window-outputs';
export { type RiskBand, riskBandOf, type Threat } from './pipeline/cloudtrail/threat';
export {
  type AnalyzeEventOptions,
  analyzeEvent,
  type EventAnalysis,
  type RiskLevel,
  type TopFeature,
} from './pipeline/analyze-event';
export { AUTH_COLUMNS } from './pipeline/auth/columns';
export { authExperiment, type AuthExperimentOptions } from './pipeline/auth/experiment';
export {
  type AuthModel,
  type AuthModelOptions,
  type AuthModels,
  fitAuthModels,
} from './pipeline/auth/models';
export {
  fileDrift,
  type FileDrift,
  type FileDriftOptions,
} from './pipeline/drift/file-drift';
export type { ForestMethod } from './pipeline/column-contributions';
export type { ColumnsState, MissingValues, Row } from './pipeline/columns';
export type { ColumnKind, EncoderState } from './pipeline/encoder';
export type { AnyDetector } from './pipeline/fit-detector';
export type { FittedPipeline } from './pipeline/fitted-pipeline';
export { type IamExperimentOptions, iamExperiment } from './pipeline/iam/experiment';
export {
  IAM_MODELS,
  type IamModel,
  type IamPipelineOptions,
  iamPipeline,
} from './pipeline/iam/models';
export {
  type Retraining,
  type RetrainMetric,
  type RetrainOptions,
  retrainIam,
} from './pipeline/iam/retrain';
export { type IamRows, iamRows } from './pipeline/iam/rows';
export { type IamTraining, type TrainingControls, trainIam } from './pipeline/iam/train';
export { type JudgedRows, type Judgement, judge, type LabelledRows } from './pipeline/judge';
export { loadPipeline } from './pipeline/load';
export {
  type Pipeline,
  type PipelineFitOptions,
  type PipelineOptions,
  type PipelineParts,
  pipeline,
  type SequencePipelineOptions,
} from './pipeline/pipeline';
export { type ReasonsOptions, reasonsOf } from './pipeline/reasons';
export {
  type FeatureDays,
  type FeatureDaysOptions,
  writeFeatureDays,
} from './pipeline/batch/feature-days';
export { writeCloudTrailFeatureDays } from './pipeline/batch/cloudtrail/feature-days';
export type {
  CloudTrailFeatureDays,
  CloudTrailFeatureDaysOptions,
  CloudTrailFeatureProgress,
} from './pipeline/batch/cloudtrail/feature-days-options';
export { scoreFolder, type ScoreFolderOptions } from './pipeline/batch/score-folder';
export {
  scoreOnSpark,
  type SparkScoreOptions,
  type SparkScores,
} from './pipeline/batch/score-on-spark';
export {
  scoreFile,
  type ScoreFileOptions,
  type ScoreFileProgress,
} from './pipeline/scoring/score-file';
export {
  createScorer,
  type ScoreOptions,
  type Scorer,
  type ScorerOptions,
} from './pipeline/scoring/scorer';
export type { Sequences } from './pipeline/sequences';
export {
  applyProcessPreprocessor,
  fitProcessPreprocessor,
  type ProcessPreprocessor,
  type ProcessPreprocessorOptions,
} from './pipeline/process/prepare/preprocessor';
export { type AttackInterval, attackIntervals } from './pipeline/process/prepare/attack-intervals';
export {
  type RecordingDriftOptions,
  recordingDrift,
} from './pipeline/process/prepare/recording-drift';
export {
  loadProcessPreprocessor,
  saveProcessPreprocessor,
} from './pipeline/process/prepare/preprocessor-file';
export type { PipelineState } from './pipeline/state';
export { typicalRow } from './pipeline/typical-row';
export { type BlindFlags, blindFlags } from './pipeline/process/blind-flags';
export {
  type CombineErrorsOptions,
  combineErrors,
  errorScale,
} from './pipeline/process/methods/combine-errors';
export {
  PROCESS_METHODS,
  type ProcessExperimentOptions,
  type ProcessOutcome,
  type ProcessResult,
  type ProcessScores,
  processExperiment,
} from './pipeline/process/experiment';
export { holdScores } from './pipeline/process/methods/hold-scores';
export {
  judgeSeriesFlags,
  judgeSeriesScores,
  type SeriesFlagFigures,
  type SeriesScoreFigures,
} from './pipeline/process/judge-series';
export { type LinearCodeOptions, linearCodeError } from './pipeline/process/linear-code-error';
export {
  fitPcaReconstruction,
  type PcaReconstruction,
  type PcaReconstructionOptions,
} from './pipeline/process/methods/pca-reconstruction';
export {
  type PrepareHaiOptions,
  type ProcessedHai,
  prepareHai,
  readProcessedHai,
  writeProcessedHai,
} from './pipeline/process/prepare/processed-hai';
export { type RecordingSplit, splitRecordings } from './pipeline/process/prepare/split-recordings';
export type { ThresholdName } from './pipeline/process/thresholds';
export {
  type PointError,
  type TopErrorPointsOptions,
  topErrorPoints,
} from './pipeline/process/top-error-points';
export {
  type WindowErrors,
  windowErrors,
} from './pipeline/process/methods/window-errors';
export {
  type JudgementKind,
  type WindowExample,
  type WindowExamplesOptions,
  windowExamples,
} from './pipeline/process/window-examples';
export type { SkabConstants } from './pipeline/skab/choose-constants';
export {
  SKAB_CONSTANTS,
  skabExperiment,
  type SkabExperimentOptions,
  type SkabOutcome,
  type SkabResult,
} from './pipeline/skab/experiment';
export {
  type ExperimentCounts,
  type FlaggedRows,
  type SkabFigures,
  skabFigures,
} from './pipeline/skab/judge-flags';
export {
  type StreamDriftExperiment,
  streamDriftExperiment,
  type StreamDriftRow,
} from './pipeline/stream-drift/experiment';
export type { StreamDriftOptions, StreamDriftSettings } from './pipeline/stream-drift/options';
export {
  type FittedWhisDetector,
  type WhisAnomalyDetector,
  type WhisAnomalyDetectorOptions,
  type WhisResults,
  whisAnomalyDetector,
} from './pipeline/whis/anomaly-detector';
export {
  type AcrossTablesOptions,
  averageAcrossTables,
  type ScoredEvents,
} from './pipeline/whis/average-across-tables';
export { WHIS_HISTORY_COLUMNS, WHIS_ML_COLUMNS } from './pipeline/whis/columns';
export { whisExperiment, type WhisExperimentOptions } from './pipeline/whis/experiment';
export { whisFeedback, type WhisFeedbackOptions } from './pipeline/whis/feedback';
export { judgeScores, type RankedFigures } from './pipeline/whis/judge-scores';
export { loadWhisAnomalyDetector } from './pipeline/whis/load-detector';
export {
  fitWhisModels,
  type WhisModel,
  type WhisModelOptions,
  type WhisModels,
} from './pipeline/whis/models';
export { type MlData, type MlDataOptions, prepareMlData } from './pipeline/whis/prepare-ml-data';
export { type ScoresByMethod, scoreWhisTable } from './pipeline/whis/score-table';
export { signCount } from './pipeline/whis/sign-count';
export { splitAtTime, type TimeSplit } from './pipeline/whis/split-at-time';
export type { WhisTableResult } from './pipeline/whis/table-result';
export { readWhisTables, type WhisTable } from './pipeline/whis/tables';

export type { Area } from './plots/area-text';
export {
  type AttentionOptions,
  attentionHeadsPlot,
  attentionPlot,
  meanAttention,
} from './plots/attention-plot';
export { type BarOptions, barPlot } from './plots/bar-plot';
export { type CalibrationEntry, calibrationPlot } from './plots/calibration-plot';
export { type ConfusionOptions, confusionHeatmap } from './plots/confusion-heatmap';
export { beeswarmPlot } from './plots/contributions/beeswarm-plot';
export { type ImportanceOptions, importancePlot } from './plots/contributions/importance-plot';
export { type ContributionOptions, shapBarPlot } from './plots/contributions/shap-bar-plot';
export { type WaterfallStep, waterfallPlot } from './plots/contributions/waterfall-plot';
export { criticalDifferencePlot } from './plots/critical-difference-plot';
export { driftPlot } from './plots/drift-plot';
export type { Data, Figure, Layout, PlotOptions } from './plots/figure';
export { type GroupedBar, type GroupedBarOptions, groupedBarPlot } from './plots/grouped-bar-plot';
export { type ColorScale, type HeatmapOptions, heatmapPlot } from './plots/heatmap-plot';
export {
  type HistogramEntry,
  type HistogramGridOptions,
  histogramGrid,
} from './plots/histogram-grid';
export { type HistogramGroup, type HistogramOptions, histogramPlot } from './plots/histogram-plot';
export { type IntervalEntry, type IntervalOptions, intervalPlot } from './plots/interval-plot';
export { type PanelsOptions, panelsPlot } from './plots/panels-plot';
export {
  type PrecisionRecallEntry,
  type PrecisionRecallOptions,
  precisionRecallPlot,
} from './plots/precision-recall-plot';
export {
  type Projection,
  type ProjectionMethod,
  type ProjectionOptions,
  projectSamples,
} from './plots/projection/project-samples';
export { projectionPlot } from './plots/projection/projection-plot';
export { toHtml } from './plots/render/html';
export { toPng } from './plots/render/png';
export { saveFigure } from './plots/render/save-figure';
export { toSvg } from './plots/render/svg';
export { type RocEntry, rocPlot } from './plots/roc-plot';
export { type ScatterOptions, scatterPlot } from './plots/scatter-plot';
export { type ScoreHistogramOptions, scoreHistogramPlot } from './plots/score-histogram-plot';
export { type ScoresOverTimeOptions, scoresOverTimePlot } from './plots/scores-over-time-plot';
export { type SeriesChannel, type SeriesOptions, seriesPlot } from './plots/series-plot';
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
export { type TrainingHistoryOptions, trainingHistoryPlot } from './plots/training-history-plot';
export { reconstructionPlot } from './plots/reconstruction-plot';
export { type WeeklyLine, type WeeklyOptions, weeklyPlot } from './plots/weekly-plot';

export { driftPage, type DriftPageOptions } from './report/drift/drift-page';
export type { DriftRow } from './report/drift/drift-words';
export {
  attackMappingOf,
  type AttackEntry,
  type AttackMapping,
} from './report/findings/attack-techniques';
export { ecsDocument } from './report/findings/ecs';
export {
  EVENT_FIELDS,
  type EventField,
  type EventFieldColumns,
  type EventFieldValues,
} from './report/findings/event-fields';
export {
  type Finding,
  type FindingCall,
  type FindingEntity,
  findingOf,
  type FindingOptions,
  type FindingReason,
  type ScoredEvent,
} from './report/findings/finding';
export { type FindingModel, findingModelOf } from './report/findings/finding-model';
export { type Json, type JsonObject, ocsfFinding } from './report/findings/ocsf';
export { type FindingConfidence, SEVERITIES, type Severity } from './report/findings/severity';
export { type Metrics, reportMetrics } from './report/metrics';
export { profilePage } from './report/profile/profile-page';
export { profileText } from './report/profile/profile-text';
export type { RareCallLimits } from './report/sigma/rare-call';
export {
  createSigmaCollector,
  type SigmaCollector,
  type SigmaCollectorOptions,
} from './report/sigma/sigma-collector';
export {
  type SigmaDetection,
  type SigmaRule,
  sigmaRuleSchema,
  type SigmaSearch,
} from './report/sigma/sigma-rule';
export { sigmaYaml } from './report/sigma/sigma-yaml';
export { writeSigmaRules } from './report/sigma/write-sigma-rules';

export type { EventFormat } from './stream/event-parser';
export { followEvents, type FollowOptions } from './stream/follow-events';
export {
  type KafkaConnection,
  SASL_MECHANISMS,
  type SaslMechanism,
} from './stream/kafka/connection';
export type {
  BatchResult,
  FindingDocument,
  Message,
  MessageBatch,
  MessageLog,
  PartitionMemory,
  RejectedMessage,
} from './stream/message-log';
export type { FindingsFormat } from './stream/pipeline-judge';
export { streamEvents, type StreamOptions } from './stream/stream-events';
export { createStreamMetrics, serveMetrics, type StreamMetrics } from './stream/stream-metrics';
export type { StreamProgress } from './stream/stream-worker';
export type {
  ScoredBatch,
  ScoredEvent as ServedEvent,
  ScoredListener,
  Verdict,
} from './serve/scored-feed';
export { createService, type Service } from './serve/service';
export type { LogTarget } from './serve/service-log';
export type { ServiceOptions } from './serve/service-options';
export { type RunningService, startService } from './serve/start-service';
