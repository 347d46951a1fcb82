import { createHash } from 'node:crypto';
import {
  ATTACK_TACTICS,
  attackTactic,
  attackTechnique,
} from '../../data/cloudtrail/attack-tactics';
import type { CloudTrailEvent } from '../../data/cloudtrail/event';
import { pValueAmong } from '../../evaluate/thresholds/conformal';
import type { JudgedEvent } from '../../pipeline/cloudtrail/find-threats';
import type { ThreatModelState } from '../../pipeline/cloudtrail/fitted-threat-lstm';
import type { ThreatReason } from '../../pipeline/cloudtrail/threat-reasons';
import type { Row } from '../../pipeline/columns';
import { reasonWords } from '../cloudtrail/reason-words';
import { triageText } from '../cloudtrail/triage';
import { type AttackMapping, tacticEntry, techniqueEntry } from './attack-techniques';
import { type Finding, type FindingReason, findingOf, type ScoredEvent } from './finding';
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
 * kind; reasons in plain words where the event comes with them; what to look at next; and in ATT&CK what the call is
 * (`attackTechnique`), or else what the threat's type is.
 */
export function cloudTrailFinding(
  judged: JudgedEvent,
  { calibrationScores }: ThreatModelState,
  model: FindingModel,
): Finding {
  const { event, threat } = judged;
  const { riskScore, threatType } = threat;
  const attack = callAttack(event.eventSource, event.eventName);
  const scored: ScoredEvent = {
    score: riskScore,
    pValue: pValueAmong(calibrationScores, riskScore),
    kind: threatType === 'Normal' ? 'anomaly' : threatType,
    call: {
      provider: 'aws',
      operation: event.eventName,
      service: event.eventSource,
      region: event.awsRegion,
      accountId: event.accountId,
      error: event.errorCode,
    },
    ...(threatType !== 'Normal' && {
      reasons: (judged.reasons ?? []).map((reason) => findingReason(reason, event)),
      triage: triageText(judged),
      ...(attack && { attack }),
    }),
  };
  const fields = { time: 'eventTime', user: 'principal' };
  return findingOf(rowOfEvent(judged), scored, model, { fields });
}

/** What of an event a finding keeps. */
function rowOfEvent({ event, threat }: JudgedEvent): Row {
  const { eventSource, eventName, errorCode } = event;
  return {
    eventId: event.eventId,
    eventTime: event.eventTime,
    principal: event.principal,
    identityType: event.identityType,
    accountId: event.accountId,
    accessKeyId: event.accessKeyId,
    sourceIpAddress: event.sourceIpAddress,
    awsRegion: event.awsRegion,
    eventSource,
    eventName,
    errorCode,
    outcome: errorCode === '' ? 'success' : 'failure',
    resource: event.resources[0] ?? '',
    callTactic: attackTactic(eventSource, eventName),
    threatConfidence: threat.confidence,
    riskBand: threat.riskBand,
  };
}

/** Values as numbers of six digits, which is more than they are exact to. */
function findingReason(reason: ThreatReason, event: CloudTrailEvent): FindingReason {
  const { feature, actual, typical, contribution } = reason;
  const digits = (value: number) => Number(value.toPrecision(6));
  return {
    ...{ feature, contribution: digits(contribution) },
    ...{ actual: digits(actual), typical: digits(typical) },
    words: reasonWords(reason, event),
  };
}

/** What a call is in ATT&CK; null where the table has no technique for it. @internal */
export function callAttack(eventSource: string, eventName: string): AttackMapping | null {
  const found = attackTechnique(eventSource, eventName);
  const name = attackTactic(eventSource, eventName);
  if (!found || name === 'none') return null;
  const { technique, subtechnique } = found;
  return {
    tactic: tacticEntry(ATTACK_TACTICS[name], name),
    technique: techniqueEntry(technique.id, technique.name),
    ...(subtechnique && { subtechnique: techniqueEntry(subtechnique.id, subtechnique.name) }),
  };
}
