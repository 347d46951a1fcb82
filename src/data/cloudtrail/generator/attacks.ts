import { CLOUDTRAIL_TECHNIQUES, type CloudTrailTechnique } from '../techniques';
import { type Script, type ScriptStep, script, step } from './script';

/**
 * Techniques that no one uses before the last of the three years, which starts on day 730: one of each attacking class
 * at least. What is learned earlier has not seen them.
 */
export const NEW_CLOUDTRAIL_TECHNIQUES: readonly string[] = [
  'aws.credential-access.ec2-steal-instance-credentials',
  'aws.defense-evasion.organizations-leave',
  'aws.discovery.ec2-enumerate-from-instance',
  'aws.exfiltration.rds-share-snapshot',
  'aws.persistence.lambda-overwrite-code',
  'aws.persistence.rolesanywhere-create-trust-anchor',
];

/** Day on which the last year starts, counted from the start. */
export const LAST_YEAR = 730;

/** A technique as it is carried out. */
export interface Attack {
  readonly technique: CloudTrailTechnique;
  readonly script: Script;
  /** The first day on which it is used, counted from the start. */
  readonly from: number;
}

/** What attackers may look round with before; the real data have this of one technique only, as its last call. */
const LOOKING_ROUND = [
  step('sts:GetCallerIdentity', { chance: 0.25 }),
  step('iam:ListUsers', { chance: 0.05 }),
  step('iam:ListRoles', { chance: 0.05 }),
  step('s3:ListBuckets', { chance: 0.05 }),
  step('ec2:DescribeInstances', { chance: 0.05 }),
];

/** How many more follow on average: geometric with the mean of the real data. */
const times = (mean: number) => ({ again: 1 - 1 / mean });
/** A new role is not assumed at once: refused some times first. */
const ASSUMING = [
  step('sts:AssumeRole', { error: 'AccessDenied', ...times(3) }),
  step('sts:AssumeRole', times(1.5)),
];
const UNAUTHORIZED = { error: 'Client.UnauthorizedOperation', as: 'role' } as const;
const NO_TRAIL = { error: 'TrailNotFoundException', errorChance: 0.5 } as const;
const PARAMETERS = [step('ssm:DescribeParameters'), step('ssm:GetParameters')];

/** Calls, order, errors and numbers as in the real data. */
const STEPS: Readonly<Record<string, readonly ScriptStep[]>> = {
  'aws.credential-access.ec2-get-password-data': [
    ...ASSUMING,
    step('ec2:GetPasswordData', { ...UNAUTHORIZED, ...times(29) }),
  ],
  'aws.credential-access.ec2-steal-instance-credentials': [
    step('ssm:DescribeInstanceInformation', times(27)),
    step('ssm:SendCommand'),
    step('ssm:GetCommandInvocation', { error: 'InvocationDoesNotExist' }),
    step('ssm:GetCommandInvocation'),
    step('sts:GetCallerIdentity', { as: 'role' }),
    step('ec2:DescribeInstances', { as: 'role' }),
  ],
  'aws.credential-access.secretsmanager-retrieve-secrets': [
    step('secretsmanager:ListSecrets'),
    step('secretsmanager:GetSecretValue', times(20)),
  ],
  'aws.credential-access.ssm-retrieve-securestring-parameters': Array.from(
    { length: 5 },
    () => PARAMETERS,
  ).flat(),
  'aws.defense-evasion.cloudtrail-delete': [step('cloudtrail:DeleteTrail', NO_TRAIL)],
  'aws.defense-evasion.cloudtrail-event-selectors': [step('cloudtrail:PutEventSelectors')],
  'aws.defense-evasion.cloudtrail-lifecycle-rule': [step('s3:PutBucketLifecycle')],
  'aws.defense-evasion.cloudtrail-stop': [
    step('cloudtrail:StopLogging', { ...NO_TRAIL, ...times(2) }),
  ],
  'aws.defense-evasion.organizations-leave': [
    ...ASSUMING,
    step('organizations:LeaveOrganization', { error: 'AccessDenied', as: 'role' }),
  ],
  'aws.defense-evasion.vpc-remove-flow-logs': [step('ec2:DeleteFlowLogs')],
  'aws.discovery.ec2-download-user-data': [
    ...ASSUMING,
    step('ec2:DescribeInstanceAttribute', { ...UNAUTHORIZED, ...times(15) }),
  ],
  'aws.discovery.ec2-enumerate-from-instance': [
    step('ssm:SendCommand', { error: 'InvalidInstanceId', errorChance: 0.5 }),
  ],
  'aws.execution.ec2-launch-unusual-instances': [
    ...ASSUMING,
    step('ec2:RunInstances', {
      error: 'Client.VcpuLimitExceeded',
      errorChance: 0.8,
      as: 'role',
    }),
  ],
  'aws.exfiltration.ec2-security-group-open-port-22-ingress': [
    step('ec2:AuthorizeSecurityGroupIngress'),
  ],
  'aws.exfiltration.ec2-share-ami': [step('ec2:ModifyImageAttribute')],
  'aws.exfiltration.ec2-share-ebs-snapshot': [step('ec2:ModifySnapshotAttribute')],
  'aws.exfiltration.rds-share-snapshot': [step('rds:ModifyDBSnapshotAttribute')],
  'aws.exfiltration.s3-backdoor-bucket-policy': [step('s3:PutBucketPolicy')],
  'aws.initial-access.console-login-without-mfa': [step('signin:ConsoleLogin')],
  'aws.persistence.iam-backdoor-role': [step('iam:UpdateAssumeRolePolicy')],
  'aws.persistence.iam-backdoor-user': [step('iam:CreateAccessKey')],
  'aws.persistence.iam-create-admin-user': [
    step('iam:CreateUser'),
    step('iam:AttachUserPolicy'),
    step('iam:CreateAccessKey'),
  ],
  'aws.persistence.iam-create-user-login-profile': [
    step('iam:CreateLoginProfile'),
    step('sts:GetCallerIdentity'),
  ],
  'aws.persistence.lambda-backdoor-function': [step('lambda:AddPermission20150331v2')],
  'aws.persistence.lambda-overwrite-code': [step('lambda:UpdateFunctionCode20150331v2')],
  'aws.persistence.rolesanywhere-create-trust-anchor': [
    step('rolesanywhere:CreateTrustAnchor'),
    step('rolesanywhere:CreateProfile'),
  ],
};

/** Whether a technique is a login by itself, which no one looks round before. */
export function isLogin({ technique: { name } }: Attack): boolean {
  return name === 'aws.initial-access.console-login-without-mfa';
}

/**
 * The techniques as they are carried out; some look round first.
 *
 * Source: the attack events of the real data (Stratus Red Team, 26 techniques, 158 events).
 */
export const CLOUDTRAIL_ATTACKS: readonly Attack[] = CLOUDTRAIL_TECHNIQUES.map((technique) => {
  const { name } = technique;
  const from = NEW_CLOUDTRAIL_TECHNIQUES.includes(name) ? LAST_YEAR : 0;
  const before = name.startsWith('aws.initial-access') ? [] : LOOKING_ROUND;
  return { technique, script: script(name, [...before, ...STEPS[name]]), from };
});
