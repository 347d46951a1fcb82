import { type Script, type ScriptStep, script, step } from './script';

/** What people, pipelines, functions and instances do. */
export interface Activity {
  readonly script: Script;
  /** Quarter from which it exists, 0 to 11: a service is adopted over a year from then on. */
  readonly from: number;
}

/** A call with the chance that it happens, and that it happens once more. */
type Row = readonly [
  call: string,
  chance?: number,
  again?: number,
  error?: string,
  errorChance?: number,
];

/** Who knows what he wants goes straight to it. */
const ANYWHERE = 0.25;

const stepOf = ([call, chance = 1, again = 0, error = '', errorChance = 0]: Row): ScriptStep =>
  step(call, { chance, again, error, errorChance });

function activity(name: string, rows: readonly Row[], from: number = 0): [string, Activity] {
  return [name, { script: script(name, rows.map(stepOf), ANYWHERE), from }];
}

const roleWork = (name: string, rows: readonly Row[]): [string, Activity] => {
  const assuming = step('sts:AssumeRole', {
    error: 'AccessDenied',
    errorChance: 0.08,
    again: 0.15,
  });
  const work = rows.map((row) => ({ ...stepOf(row), as: 'role' as const }));
  return [name, { script: script(name, [assuming, ...work]), from: 0 }];
};

const NO_POLICY = ['NoSuchBucketPolicy', 0.45] as const;

/**
 * What is done in anyone's job, by name. Each call of each technique is among them, so that none is forbidden: how often
 * is said by chances here and by the habits of those who do it.
 */
export const CLOUDTRAIL_ACTIVITIES: ReadonlyMap<string, Activity> = new Map([
  activity('sign in', [
    ['signin:ConsoleLogin', 1, 0.06, 'ConsoleLoginFailure', 0.06],
    ['health:DescribeEventAggregates', 0.8, 0.3],
    ['notifications:ListNotificationHubs', 0.5],
    ['resource-explorer-2:ListIndexes', 0.2],
    ['ec2:DescribeRegions', 0.2],
  ]),
  activity('deploy function', [
    ['lambda:GetFunction20150331v2', 0.8],
    ['lambda:UpdateFunctionCode20150331v2'],
    ['lambda:GetFunction20150331v2', 0.7, 0.4],
    ['logs:FilterLogEvents', 0.4, 0.5],
  ]),
  activity('expose function', [
    ['lambda:GetPolicy20150331v2', 1, 0, 'ResourceNotFoundException', 0.4],
    ['lambda:AddPermission20150331v2', 0.5],
  ]),
  activity('read logs', [
    ['logs:DescribeLogGroups'],
    ['logs:DescribeLogStreams', 0.8, 0.3],
    ['logs:FilterLogEvents', 0.8, 0.6],
  ]),
  activity('browse buckets', [
    ['s3:ListBuckets', 0.6],
    ['s3:GetBucketLocation', 1, 0.5],
    ['s3:GetBucketAcl', 0.7, 0.2],
    ['s3:GetBucketPolicyStatus', 0.6, 0.2, ...NO_POLICY],
    ['s3:GetBucketPublicAccessBlock', 0.6, 0.2, 'NoSuchPublicAccessBlockConfiguration', 0.5],
  ]),
  activity('bucket policy', [
    ['s3:GetBucketPolicy', 1, 0, ...NO_POLICY],
    ['s3:PutBucketPolicy', 0.5],
    ['s3:GetBucketPolicy', 0.3],
  ]),
  activity('bucket expiry', [
    ['s3:GetBucketLifecycle', 1, 0, 'NoSuchLifecycleConfiguration', 0.5],
    ['s3:PutBucketLifecycle', 0.5],
  ]),
  activity('tables', [
    ['dynamodb:ListTables', 0.6],
    ['dynamodb:DescribeTable', 1, 0.4],
  ]),
  activity('read secrets', [
    ['secretsmanager:ListSecrets', 0.5],
    ['secretsmanager:DescribeSecret', 0.3],
    ['secretsmanager:GetSecretValue', 1, 0.45],
  ]),
  activity('read parameters', [
    ['ssm:DescribeParameters', 0.5, 0.3],
    ['ssm:GetParameters', 1, 0.4],
    ['ssm:GetParameter', 0.3, 0.4],
  ]),
  activity('test instance', [
    ['ec2:DescribeImages', 0.7],
    ['ec2:RunInstances', 1, 0, 'Client.VcpuLimitExceeded', 0.06],
    ['ec2:DescribeInstances', 0.9, 0.5],
    ['ec2:TerminateInstances', 0.6],
  ]),
  activity('open port', [
    ['ec2:DescribeSecurityGroups', 1, 0.2],
    ['ec2:AuthorizeSecurityGroupIngress', 0.5],
    ['ec2:RevokeSecurityGroupIngress', 0.2],
  ]),
  activity('stacks', [
    ['cloudformation:DescribeStacks', 1, 0.3],
    ['cloudformation:CreateChangeSet', 0.4],
    ['cloudformation:ExecuteChangeSet', 0.3],
    ['cloudformation:DescribeStackEvents', 0.5, 0.6],
  ]),
  activity(
    'containers',
    [
      ['ecs:DescribeServices', 1, 0.4],
      ['ecs:UpdateService', 0.3],
      ['ecr:DescribeRepositories', 0.3],
    ],
    1,
  ),
  activity(
    'clusters',
    [
      ['eks:ListClusters', 0.6],
      ['eks:DescribeCluster', 1, 0.4],
    ],
    3,
  ),
  activity(
    'workflows',
    [
      ['states:ListStateMachines', 0.5],
      ['states:StartExecution', 0.4],
      ['states:DescribeExecution', 1, 0.6],
    ],
    5,
  ),
  activity(
    'models',
    [
      ['bedrock:ListFoundationModels', 0.2],
      ['bedrock:InvokeModel', 1, 0.7],
    ],
    8,
  ),
  activity('instances', [
    ['ec2:DescribeInstances', 1, 0.3],
    ['ec2:DescribeInstanceStatus', 0.5],
    ['ec2:DescribeVolumes', 0.4],
    ['ec2:DescribeKeyPairs', 0.1],
    ['autoscaling:DescribeAutoScalingGroups', 0.2],
    ['elasticloadbalancing:DescribeLoadBalancers', 0.2],
  ]),
  activity('instance details', [
    ['ec2:DescribeInstances', 0.6],
    ['ec2:DescribeInstanceAttribute', 1, 0.5],
    ['ec2:ModifyInstanceAttribute', 0.1],
  ]),
  activity('patches', [
    ['ssm:DescribeInstanceInformation', 1, 0.5],
    ['ssm:SendCommand', 0.7, 0, 'InvalidInstanceId', 0.08],
    ['ssm:GetCommandInvocation', 0.6, 0.4, 'InvocationDoesNotExist', 0.2],
  ]),
  activity('windows hosts', [
    ['ec2:DescribeInstances', 0.7],
    ['ec2:GetPasswordData', 1, 0.3],
  ]),
  activity(
    'shells',
    [
      ['ssm:DescribeInstanceInformation', 0.4],
      ['ssm:StartSession', 1, 0.2],
    ],
    6,
  ),
  activity('snapshots', [
    ['ec2:DescribeVolumes', 0.7],
    ['ec2:CreateSnapshot', 0.6],
    ['ec2:DescribeSnapshots', 1, 0.4],
    ['ec2:ModifySnapshotAttribute', 0.25],
    ['ec2:DeleteSnapshot', 0.2],
  ]),
  activity('images', [
    ['ec2:DescribeImages', 1, 0.4],
    ['ec2:RegisterImage', 0.3],
    ['ec2:ModifyImageAttribute', 0.25],
    ['ec2:DeregisterImage', 0.15],
  ]),
  activity('databases', [
    ['rds:DescribeDBInstances', 1, 0.4],
    ['rds:CreateDBSnapshot', 0.3],
    ['rds:DescribeDBSnapshots', 0.5, 0.3],
    ['rds:ModifyDBSnapshotAttribute', 0.15],
  ]),
  activity('networks', [
    ['ec2:DescribeVpcs', 1, 0.2],
    ['ec2:DescribeSubnets', 0.7],
    ['ec2:DescribeRouteTables', 0.6, 0.4],
    ['ec2:DescribeFlowLogs', 0.3],
    ['ec2:CreateFlowLogs', 0.06],
    ['ec2:DeleteFlowLogs', 0.06],
    ['ec2:DescribeVpcEndpoints', 0.2],
  ]),
  activity('alarms', [
    ['monitoring:DescribeAlarms', 1, 0.3],
    ['monitoring:GetMetricData', 0.6, 0.6],
  ]),
  roleWork('work in a role', [
    ['ec2:DescribeInstances', 0.8, 0.3],
    ['ec2:DescribeInstanceAttribute', 0.3, 0.4],
    ['ec2:GetPasswordData', 0.1, 0.3],
    ['s3:ListBuckets', 0.3],
    ['logs:FilterLogEvents', 0.4, 0.4],
    ['ec2:RunInstances', 0.08, 0, 'Client.VcpuLimitExceeded', 0.1],
    ['organizations:DescribeOrganization', 0.05],
  ]),
  activity('queries', [
    ['glue:GetTables', 0.4],
    ['athena:StartQueryExecution'],
    ['athena:GetQueryExecution', 0.9, 0.7],
    ['athena:GetQueryResults', 0.8],
  ]),
  activity(
    'dashboards',
    [
      ['quicksight:ListDashboards', 0.5],
      ['quicksight:DescribeDashboard', 1, 0.4],
    ],
    4,
  ),
  activity('new user', [
    ['iam:ListUsers', 0.6],
    ['iam:CreateUser'],
    ['iam:AttachUserPolicy', 0.7],
    ['iam:CreateLoginProfile', 0.7],
    ['iam:CreateAccessKey', 0.5],
  ]),
  activity('user leaves', [
    ['iam:ListAccessKeys'],
    ['iam:DeleteAccessKey', 0.6],
    ['iam:DeleteLoginProfile', 0.6, 0, 'NoSuchEntityException', 0.2],
    ['iam:DetachUserPolicy', 0.6],
    ['iam:DeleteUser', 0.9, 0, 'DeleteConflictException', 0.1],
  ]),
  activity('keys', [
    ['iam:ListAccessKeys', 0.8],
    ['iam:CreateAccessKey'],
    ['iam:UpdateAccessKey', 0.5],
    ['iam:DeleteAccessKey', 0.4],
  ]),
  activity('passwords', [
    ['iam:GetLoginProfile', 1, 0, 'NoSuchEntityException', 0.3],
    ['iam:CreateLoginProfile', 0.3],
    ['iam:UpdateLoginProfile', 0.4],
  ]),
  activity('role trust', [
    ['iam:ListRoles', 0.5],
    ['iam:GetRole', 1, 0.3],
    ['iam:UpdateAssumeRolePolicy', 0.4],
    ['iam:AttachRolePolicy', 0.2],
  ]),
  activity('trails', [
    ['cloudtrail:DescribeTrails'],
    ['cloudtrail:GetTrailStatus', 0.7],
    ['cloudtrail:GetEventSelectors', 0.5],
    ['cloudtrail:PutEventSelectors', 0.15],
    ['cloudtrail:StopLogging', 0.08, 0, 'TrailNotFoundException', 0.2],
    ['cloudtrail:StartLogging', 0.08, 0, 'TrailNotFoundException', 0.2],
    ['cloudtrail:DeleteTrail', 0.06, 0, 'TrailNotFoundException', 0.2],
  ]),
  activity('organisation', [
    ['organizations:DescribeOrganization'],
    ['organizations:ListAccounts', 0.7, 0.3],
    ['organizations:LeaveOrganization', 0.03, 0, 'AccessDenied', 0.7],
  ]),
  activity(
    'certificates',
    [
      ['rolesanywhere:ListTrustAnchors'],
      ['rolesanywhere:ListProfiles', 0.7],
      ['rolesanywhere:CreateTrustAnchor', 0.2],
      ['rolesanywhere:CreateProfile', 0.25],
    ],
    2,
  ),
  activity('review', [
    ['sts:GetCallerIdentity', 0.3],
    ['iam:GetAccountSummary'],
    ['iam:ListUsers', 0.7],
    ['iam:ListMFADevices', 0.5, 0.5],
    ['iam:GetAccountAuthorizationDetails', 0.3],
    ['iam:ListRoles', 0.3],
  ]),
  activity('costs', [
    ['ce:GetCostAndUsage', 1, 0.5],
    ['ce:GetCostForecast', 0.4],
  ]),
  activity('findings', [
    ['guardduty:ListDetectors'],
    ['guardduty:ListFindings', 0.7, 0.3],
    ['securityhub:DescribeHub', 0.5],
  ]),
  activity('compliance', [
    ['config:DescribeComplianceByConfigRule', 1, 0.3],
    ['cloudtrail:LookupEvents', 0.4, 0.5],
  ]),
  activity('access findings', [['access-analyzer:ListFindings', 1, 0.4]], 5),
  activity('who am I', [['sts:GetCallerIdentity'], ['iam:GetUser', 0.4]]),
  activity('release', [
    ['sts:GetCallerIdentity', 0.8],
    ['ssm:GetParameters', 0.6, 0.3],
    ['lambda:UpdateFunctionCode20150331v2', 1, 0.5],
    ['lambda:GetFunction20150331v2', 0.7, 0.4],
    ['lambda:AddPermission20150331v2', 0.05],
  ]),
  activity(
    'release image',
    [
      ['ecr:GetAuthorizationToken'],
      ['ecr:PutImage'],
      ['ecs:UpdateService', 0.8],
      ['ecs:DescribeServices', 0.9, 0.7],
    ],
    1,
  ),
  activity('release secrets', [
    ['secretsmanager:GetSecretValue', 1, 0.5],
    ['ssm:GetParameter', 0.5, 0.5],
  ]),
  activity('function run', [
    ['logs:CreateLogStream'],
    ['ssm:GetParameters', 0.4],
    ['secretsmanager:GetSecretValue', 0.5, 0.1],
    ['states:StartExecution', 0.1],
  ]),
  activity('instance agent', [
    ['ssm:UpdateInstanceInformation'],
    ['ssm:ListInstanceAssociations', 0.3],
    ['ssm:UpdateInstanceAssociationStatus', 0.4, 0.4],
    ['ssm:PutInventory', 0.2],
    ['ssm:PutComplianceItems', 0.2],
  ]),
]);
