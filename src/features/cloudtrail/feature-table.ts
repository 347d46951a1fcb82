/** What a feature is about: the seed's six families, geography being network and region. */
export type CloudTrailFamily =
  | 'frequency'
  | 'time'
  | 'user behaviour'
  | 'API sequences'
  | 'network and region'
  | 'resources';

/** One feature of a CloudTrail event. */
export interface CloudTrailFeature {
  readonly name: string;
  readonly family: CloudTrailFamily;
  /** Of the event and those before it. */
  readonly definition: string;
  readonly unit: string;
}

const HALVED = 'each counting half after 10 minutes';

/**
 * The 20 features of a CloudTrail event, in the order in which they are written.
 *
 * "Before" means before in the log, also in the same second. "Never before" is true of all that a principal's first event
 * has. The names of users and roles, account and key ids and user agents are no features; a principal only groups its
 * events. The seed's geographic family is network and region here: there is no licensed source of places for addresses.
 * Source: seed 003, "20 Security Features", which names six families and no feature; these are the project's.
 */
export const CLOUDTRAIL_FEATURES: readonly CloudTrailFeature[] = [
  {
    name: 'eventRate',
    family: 'frequency',
    definition: `ln(1 + the principal's events before, ${HALVED})`,
    unit: 'ln(events)',
  },
  {
    name: 'callRate',
    family: 'frequency',
    definition: `ln(1 + the principal's events before with this call, ${HALVED})`,
    unit: 'ln(events)',
  },
  {
    name: 'errorRate',
    family: 'frequency',
    definition: `ln(1 + the principal's failed events before, ${HALVED})`,
    unit: 'ln(events)',
  },
  {
    name: 'burst',
    family: 'frequency',
    definition: `ln of (1 + events of the principal before, ${HALVED}) over the same as its last days have it: events that count half after a day, a 144th of them`,
    unit: 'ln(ratio)',
  },
  {
    name: 'secondsSinceLast',
    family: 'time',
    definition:
      "ln(1 + seconds since the principal's event before); that of 30 days at most and at the first",
    unit: 'ln(s)',
  },
  {
    name: 'hourSurprise',
    family: 'time',
    definition:
      "-log2 of 24 times the share of the hour of the day (UTC) in the principal's events before, its neighbours counting half as much",
    unit: 'bit',
  },
  {
    name: 'isWeekend',
    family: 'time',
    definition: '1 on Saturday and Sunday, UTC',
    unit: '0 or 1',
  },
  {
    name: 'newCall',
    family: 'user behaviour',
    definition: '1 if the principal never made this call before',
    unit: '0 or 1',
  },
  {
    name: 'newService',
    family: 'user behaviour',
    definition: '1 if the principal never called this service before',
    unit: '0 or 1',
  },
  {
    name: 'callSurprise',
    family: 'user behaviour',
    definition:
      "-log2 of the call's share in the principal's events before, mixed with its share in all events as if that were 5 events",
    unit: 'bit',
  },
  {
    name: 'withoutMfa',
    family: 'user behaviour',
    definition: '1 if AWS says that no second factor was given',
    unit: '0 or 1',
  },
  {
    name: 'sequenceSurprise',
    family: 'API sequences',
    definition:
      "-log2 of the call's share behind the principal's call before, over all principals, mixed with the share of `callSurprise` as if that were 5 events; calls by services follow only calls by services",
    unit: 'bit',
  },
  {
    name: 'isWrite',
    family: 'API sequences',
    definition: '1 if the call is not said to read only',
    unit: '0 or 1',
  },
  {
    name: 'errorSurprise',
    family: 'API sequences',
    definition:
      '-log2 of the share of this error in all events before with this call, 1 and 2 events being added; 0 without an error',
    unit: 'bit',
  },
  {
    name: 'attackStage',
    family: 'API sequences',
    definition:
      "place of the call's ATT&CK tactic in the matrix, from Initial Access (1/11) to Impact (1); 0 where it has none",
    unit: 'share',
  },
  {
    name: 'newNetwork',
    family: 'network and region',
    definition:
      '1 if the principal never called from this network before: /16 of IPv4, /32 of IPv6, or the service that calls for it',
    unit: '0 or 1',
  },
  {
    name: 'newRegion',
    family: 'network and region',
    definition: '1 if the principal never called this region before',
    unit: '0 or 1',
  },
  {
    name: 'fromService',
    family: 'network and region',
    definition: '1 if the source is a service of AWS and no address',
    unit: '0 or 1',
  },
  {
    name: 'newResource',
    family: 'resources',
    definition: '1 if the call names a resource that the principal never named before',
    unit: '0 or 1',
  },
  {
    name: 'newResourceRate',
    family: 'resources',
    definition: `ln(1 + resources that the principal named for the first time before, ${HALVED})`,
    unit: 'ln(resources)',
  },
];
