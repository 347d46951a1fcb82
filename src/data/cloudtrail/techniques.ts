import type { AttackTactic } from './attack-tactics';
import type { CloudTrailClass } from './event';

/** An attack technique of Stratus Red Team, and what the project takes its events for. */
export interface CloudTrailTechnique {
  /** As the labels have it: `aws.tactic.name`. */
  readonly name: string;
  /** As Stratus's documentation calls it. */
  readonly title: string;
  /** By Stratus's documentation; a technique may serve several. */
  readonly tactics: readonly AttackTactic[];
  /** The nearest technique of MITRE ATT&CK for the cloud. */
  readonly attackId: string;
  readonly class: CloudTrailClass;
  /** Why that class. */
  readonly reason: string;
}

/** One row: name without `aws.`, title, tactics, ATT&CK id, reason. */
type Row = readonly [string, string, readonly AttackTactic[], string, string];

const LOGINS: readonly Row[] = [
  [
    'initial-access.console-login-without-mfa',
    'Console Login without MFA',
    ['Initial Access'],
    'T1078.004',
    'a login to the console with a password alone',
  ],
  [
    'credential-access.ec2-steal-instance-credentials',
    'Steal EC2 Instance Credentials',
    ['Credential Access'],
    'T1552.005',
    "an instance's session is taken and used from elsewhere, as a login with stolen credentials is",
  ],
];

const ESCALATIONS: readonly Row[] = [
  [
    'persistence.iam-backdoor-role',
    'Backdoor an IAM Role',
    ['Persistence'],
    'T1098',
    "a role's trust is opened to a foreign account, which gains the role's rights",
  ],
  [
    'persistence.iam-backdoor-user',
    'Create an Access Key on an IAM User',
    ['Persistence', 'Privilege Escalation'],
    'T1098.001',
    "a key to another user's rights",
  ],
  [
    'persistence.iam-create-admin-user',
    'Create an administrative IAM User',
    ['Persistence', 'Privilege Escalation'],
    'T1136.003',
    'a new user with all rights',
  ],
  [
    'persistence.iam-create-user-login-profile',
    'Create a Login Profile on an IAM User',
    ['Persistence', 'Privilege Escalation'],
    'T1098.001',
    "a password to another user's rights",
  ],
  [
    'persistence.rolesanywhere-create-trust-anchor',
    'Create an IAM Roles Anywhere trust anchor',
    ['Persistence', 'Privilege Escalation'],
    'T1098.001',
    "whoever has the anchor's certificate gains the rights of roles",
  ],
];

const EXFILTRATIONS: readonly Row[] = [
  [
    'credential-access.ec2-get-password-data',
    'Retrieve EC2 Password Data',
    ['Credential Access'],
    'T1555',
    'passwords of many instances are read out',
  ],
  [
    'credential-access.secretsmanager-retrieve-secrets',
    'Retrieve a High Number of Secrets Manager secrets',
    ['Credential Access'],
    'T1555.006',
    'secrets are read out in bulk',
  ],
  [
    'credential-access.ssm-retrieve-securestring-parameters',
    'Retrieve And Decrypt SSM Parameters',
    ['Credential Access'],
    'T1555.006',
    'secrets are read out in bulk',
  ],
  [
    'exfiltration.ec2-security-group-open-port-22-ingress',
    'Open Ingress Port 22 on a Security Group',
    ['Exfiltration'],
    'T1562.007',
    'a way out of the network; Stratus counts it as exfiltration',
  ],
  [
    'exfiltration.ec2-share-ami',
    'Exfiltrate an AMI by Sharing It',
    ['Exfiltration'],
    'T1537',
    'an image is given to a foreign account',
  ],
  [
    'exfiltration.ec2-share-ebs-snapshot',
    'Exfiltrate EBS Snapshot by Sharing It',
    ['Exfiltration'],
    'T1537',
    'a disk is given to a foreign account',
  ],
  [
    'exfiltration.rds-share-snapshot',
    'Exfiltrate RDS Snapshot by Sharing',
    ['Exfiltration'],
    'T1537',
    'a database is given to a foreign account',
  ],
  [
    'exfiltration.s3-backdoor-bucket-policy',
    'Backdoor an S3 Bucket via its Bucket Policy',
    ['Exfiltration'],
    'T1537',
    'a bucket is opened to a foreign account',
  ],
];

const MALICIOUS_CALLS: readonly Row[] = [
  [
    'defense-evasion.cloudtrail-delete',
    'Delete CloudTrail Trail',
    ['Defense Evasion'],
    'T1562.008',
    'the log of calls is deleted; no one gains rights or data by it',
  ],
  [
    'defense-evasion.cloudtrail-event-selectors',
    'Disable CloudTrail Logging Through Event Selectors',
    ['Defense Evasion'],
    'T1562.008',
    'the log of calls is made blind',
  ],
  [
    'defense-evasion.cloudtrail-lifecycle-rule',
    'CloudTrail Logs Impairment Through S3 Lifecycle Rule',
    ['Defense Evasion'],
    'T1562.008',
    'the log of calls is left to expire',
  ],
  [
    'defense-evasion.cloudtrail-stop',
    'Stop CloudTrail Trail',
    ['Defense Evasion'],
    'T1562.008',
    'the log of calls is stopped',
  ],
  [
    'defense-evasion.organizations-leave',
    'Attempt to Leave the AWS Organization',
    ['Defense Evasion'],
    'T1562',
    "the account is taken out of the organisation's guards",
  ],
  [
    'defense-evasion.vpc-remove-flow-logs',
    'Remove VPC Flow Logs',
    ['Defense Evasion'],
    'T1562.008',
    'the log of the network is deleted',
  ],
  [
    'discovery.ec2-download-user-data',
    'Download EC2 Instance User Data',
    ['Discovery'],
    'T1580',
    'start scripts of many instances are searched; looking round, by Stratus, not yet taking',
  ],
  [
    'discovery.ec2-enumerate-from-instance',
    'Execute Discovery Commands on an EC2 Instance',
    ['Discovery'],
    'T1580',
    "commands that look round with an instance's rights",
  ],
  [
    'execution.ec2-launch-unusual-instances',
    'Launch Unusual EC2 instances',
    ['Execution'],
    'T1578.002',
    'large instances, as for mining, are started at the cost of the account',
  ],
  [
    'persistence.lambda-backdoor-function',
    'Backdoor Lambda Function Through Resource-Based Policy',
    ['Persistence'],
    'T1546',
    'a function may be called from outside: a way back in, but no new rights by itself',
  ],
  [
    'persistence.lambda-overwrite-code',
    'Overwrite Lambda Function Code',
    ['Persistence'],
    'T1648',
    'code of the attacker is put into a function',
  ],
];

const techniquesOf = (rows: readonly Row[], taken: CloudTrailClass): CloudTrailTechnique[] =>
  rows.map(([name, title, tactics, attackId, reason]) => ({
    name: `aws.${name}`,
    title,
    tactics,
    attackId,
    class: taken,
    reason,
  }));

/**
 * The 26 techniques in the real data, each with one of the five classes: by what the attacker gains by it. Entry is
 * a login, rights are an escalation, data and secrets an exfiltration, and all else malicious calls.
 *
 * The five classes are the seed's, the assignment is the project's and disputable where the reason says so.
 * Source: titles and tactics by Stratus Red Team's documentation, "AWS" (DataDog/stratus-red-team,
 * docs/attack-techniques/AWS/index.md, at 021ce4af); ids by MITRE ATT&CK's cloud matrix, version 17, chosen by hand.
 */
export const CLOUDTRAIL_TECHNIQUES: readonly CloudTrailTechnique[] = [
  ...techniquesOf(LOGINS, 'Suspicious Login'),
  ...techniquesOf(ESCALATIONS, 'Privilege Escalation'),
  ...techniquesOf(EXFILTRATIONS, 'Data Exfiltration'),
  ...techniquesOf(MALICIOUS_CALLS, 'Malicious API Calls'),
];
