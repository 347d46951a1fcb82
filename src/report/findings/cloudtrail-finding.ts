import { createHash } from 'node:crypto';
import { attackTactic } from '../../data/cloudtrail/attack-tactics';
import { pValueAmong } from '../../evaluate/thresholds/conformal';
import type { JudgedEvent } from '../../pipeline/cloudtrail/find-threats';
import type { ThreatModelState } from '../../pipeline/cloudtrail/fitted-threat-lstm';
import { type Finding, findingOf } from './finding';
import type { FindingModel } from './finding-model';

/** What findings say of a model of CloudTrail threats; make it once, for all its findings. */
export function threatFindingModel(
  { calibrationScores, ...state }: ThreatModelState,
  name: string,
): FindingModel {
  const hash = createHash('sha256')
    .update(JSON.stringify(state))
    .update(new Uint8Array(calibrationScores.buffer));
  return {
    name,
    version: hash.digest('hex').slice(0, 12),
    detector: 'iamThreatLstm',
    threshold: state.threshold,
    nCalibration: calibrationScores.length,
  };
}

/**
 * What is said of a CloudTrail event that a model has judged, for `ocsfFinding` and `ecsDocument`: its threat's type as the
 * kind, with what that is in ATT&CK, and the tactic of the call by itself as `callTactic`.
 */
export function cloudTrailFinding(
  { event, threat }: JudgedEvent,
  { calibrationScores }: ThreatModelState,
  model: FindingModel,
): Finding {
  const { eventSource, eventName, sourceIpAddress, awsRegion, errorCode, principal } = event;
  const { threatType, confidence, riskScore, riskBand } = threat;
  const row = {
    eventId: event.eventId,
    eventTime: event.eventTime,
    principal,
    sourceIpAddress,
    awsRegion,
    eventSource,
    eventName,
    errorCode,
    resource: event.resources[0] ?? '',
    callTactic: attackTactic(eventSource, eventName),
    threatConfidence: confidence,
    riskBand,
  };
  const pValue = pValueAmong(calibrationScores, riskScore);
  const kind = threatType === 'Normal' ? 'anomaly' : threatType;
  const fields = { time: 'eventTime', user: 'principal', location: 'awsRegion' };
  return findingOf(row, { score: riskScore, pValue, kind }, model, { fields });
}
