/** What an event is taken for: the seed's five classes, `Normal` first; a label is an index into them. */
export const CLOUDTRAIL_CLASSES = [
  'Normal',
  'Suspicious Login',
  'Privilege Escalation',
  'Data Exfiltration',
  'Malicious API Calls',
] as const;

/** One of `CLOUDTRAIL_CLASSES`. */
export type CloudTrailClass = (typeof CLOUDTRAIL_CLASSES)[number];

/** One CloudTrail record, as far as features and findings need it. Texts that AWS leaves out are empty. */
export interface CloudTrailEvent {
  readonly eventId: string;
  /** Epoch ms, UTC; AWS writes whole seconds. */
  readonly eventTime: number;
  /** The service: `iam.amazonaws.com`. */
  readonly eventSource: string;
  /** The API call: `CreateUser`. */
  readonly eventName: string;
  readonly awsRegion: string;
  /** An address, or a service's name as AWS writes it. */
  readonly sourceIpAddress: string;
  /** What the client calls itself; never a feature. */
  readonly userAgent: string;
  /** `IAMUser`, `AssumedRole`, `AWSService`, … */
  readonly identityType: string;
  /** Who: the ARN without the session's name, else principal id, service or account. Groups histories, never a feature. */
  readonly principal: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  /** Why it was refused; a refused console login, which AWS gives no code, has `ConsoleLoginFailure`. */
  readonly errorCode: string;
  readonly readOnly: boolean | null;
  readonly managementEvent: boolean | null;
  /** Whether a second factor was given; null where AWS does not say. */
  readonly mfa: boolean | null;
  /** ARNs and names of what is called upon: of `resources` and of well-known request parameters. */
  readonly resources: readonly string[];
}
