import { type Script, type ScriptStep, script, step } from './script';

/** What Terraform calls to make, to look at and to take down a kind of resource. */
interface Resource {
  readonly create: readonly string[];
  readonly read: readonly string[];
  readonly delete: readonly string[];
}

const names = (service: string, events: string) =>
  events.split(' ').map((event) => `${service}:${event}`);

/** Source: the `terraform_setup_teardown` events of the real data. */
const RESOURCES: Readonly<Record<string, Resource>> = {
  role: {
    create: names('iam', 'CreateRole PutRolePolicy AttachRolePolicy'),
    read: names('iam', 'GetRole ListRolePolicies GetRolePolicy ListAttachedRolePolicies'),
    delete: names(
      'iam',
      'ListInstanceProfilesForRole DeleteRolePolicy DetachRolePolicy DeleteRole',
    ),
  },
  profile: {
    create: names('iam', 'CreateInstanceProfile AddRoleToInstanceProfile'),
    read: names('iam', 'GetInstanceProfile'),
    delete: names('iam', 'RemoveRoleFromInstanceProfile DeleteInstanceProfile'),
  },
  policy: {
    create: names('iam', 'CreatePolicy'),
    read: names('iam', 'GetPolicy GetPolicyVersion'),
    delete: names('iam', 'ListPolicyVersions ListEntitiesForPolicy DeletePolicy'),
  },
  user: {
    create: names('iam', 'CreateUser CreateLoginProfile'),
    read: names('iam', 'GetUser'),
    delete: names(
      'iam',
      'ListGroupsForUser ListAccessKeys ListSSHPublicKeys ListMFADevices ListSigningCertificates DeleteLoginProfile DeleteUser',
    ),
  },
  network: {
    create: names('ec2', 'CreateVpc CreateRouteTable CreateSubnet CreateRoute AssociateRouteTable'),
    read: names(
      'ec2',
      'DescribeVpcs DescribeVpcAttribute DescribeNetworkAcls DescribeRouteTables DescribeSubnets DescribeRouteTables DescribeInternetGateways DescribeNatGateways',
    ),
    delete: names(
      'ec2',
      'DeleteRoute DeleteRouteTable DeleteSubnet DescribeNetworkInterfaces DeleteVpc',
    ),
  },
  'security group': {
    create: names('ec2', 'CreateSecurityGroup AuthorizeSecurityGroupIngress'),
    read: names('ec2', 'DescribeSecurityGroups'),
    delete: names('ec2', 'DescribeNetworkInterfaces DeleteSecurityGroup'),
  },
  instance: {
    create: names('ec2', 'DescribeImages RunInstances'),
    read: names(
      'ec2',
      'DescribeInstances DescribeTags DescribeVpcs DescribeInstanceAttribute DescribeVolumes DescribeInstanceCreditSpecifications',
    ),
    delete: names('ec2', 'ModifyInstanceAttribute TerminateInstances DescribeInstances'),
  },
  'flow log': {
    create: ['logs:CreateLogGroup', 'ec2:CreateFlowLogs'],
    read: ['logs:DescribeLogGroups', 'logs:ListTagsLogGroup', 'ec2:DescribeFlowLogs'],
    delete: ['ec2:DeleteFlowLogs', 'logs:DeleteLogGroup'],
  },
  bucket: {
    create: names('s3', 'CreateBucket PutBucketTagging PutBucketPolicy PutBucketLifecycle'),
    read: names(
      's3',
      'GetBucketAcl GetBucketCors GetBucketWebsite GetBucketVersioning GetAccelerateConfiguration GetBucketLifecycle GetBucketRequestPayment GetBucketLogging GetBucketReplication GetBucketEncryption GetBucketObjectLockConfiguration GetBucketTagging',
    ),
    delete: names('s3', 'DeleteBucket'),
  },
  secret: {
    create: names('secretsmanager', 'CreateSecret PutSecretValue'),
    read: names('secretsmanager', 'DescribeSecret GetResourcePolicy GetSecretValue'),
    delete: names('secretsmanager', 'DeleteSecret'),
  },
  parameter: {
    create: names('ssm', 'PutParameter'),
    read: names('ssm', 'GetParameter DescribeParameters ListTagsForResource'),
    delete: names('ssm', 'DeleteParameter'),
  },
  trail: {
    create: names('cloudtrail', 'CreateTrail StartLogging PutEventSelectors'),
    read: names('cloudtrail', 'DescribeTrails ListTags GetTrailStatus GetEventSelectors'),
    delete: names('cloudtrail', 'StopLogging DeleteTrail'),
  },
  function: {
    create: names('lambda', 'CreateFunction20150331 AddPermission20150331v2'),
    read: names(
      'lambda',
      'GetFunction20150331v2 ListVersionsByFunction20150331 GetFunctionCodeSigningConfig',
    ),
    delete: names('lambda', 'DeleteFunction20150331'),
  },
  database: {
    create: names(
      'rds',
      'DescribeDBSubnetGroups CreateDBInstance DescribeDBInstances DescribeDBInstances',
    ),
    read: names('rds', 'DescribeDBInstances ListTagsForResource'),
    delete: names('rds', 'DeleteDBInstance DescribeDBInstances DescribeDBInstances'),
  },
};

/** Errors that Terraform meets, and how often. */
const ERRORS: Readonly<Record<string, readonly [string, number]>> = {
  'ssm:PutParameter': ['ThrottlingException', 0.35],
  'ssm:DescribeParameters': ['ThrottlingException', 0.3],
  'ssm:DeleteParameter': ['ThrottlingException', 0.35],
  's3:GetBucketCors': ['NoSuchCORSConfiguration', 1],
  's3:GetBucketWebsite': ['NoSuchWebsiteConfiguration', 1],
  's3:GetBucketLifecycle': ['NoSuchLifecycleConfiguration', 0.8],
  's3:GetBucketReplication': ['ReplicationConfigurationNotFoundError', 1],
  's3:GetBucketObjectLockConfiguration': ['ObjectLockConfigurationNotFoundError', 1],
  's3:GetBucketTagging': ['NoSuchTagSet', 0.3],
  's3:DeleteBucket': ['BucketNotEmpty', 0.3],
  'iam:DeleteLoginProfile': ['NoSuchEntityException', 0.5],
  'ec2:CreateVpc': ['Client.VpcLimitExceeded', 0.1],
  'ec2:RunInstances': ['Client.InvalidParameterValue', 0.2],
  'lambda:CreateFunction20150331': ['InvalidParameterValueException', 0.2],
};

/** Optional parts of a resource: not each role has a policy, nor each bucket a rule. */
const CHANCES: Readonly<Record<string, number>> = {
  'iam:CreateLoginProfile': 0.5,
  'iam:AttachRolePolicy': 0.6,
  'iam:DetachRolePolicy': 0.6,
  's3:PutBucketPolicy': 0.5,
  's3:PutBucketLifecycle': 0.3,
  'cloudtrail:PutEventSelectors': 0.6,
  'cloudtrail:StopLogging': 0.3,
  'lambda:AddPermission20150331v2': 0.3,
};

function stepsOf(calls: readonly string[]): ScriptStep[] {
  return calls.map((call) => {
    const [error = '', errorChance = 0] = ERRORS[call] ?? [];
    return step(call, { chance: CHANCES[call] ?? 1, error, errorChance });
  });
}

/** How often a run plans, applies and destroys a resource. */
const SHARES = { plan: 0.5, apply: 0.28, destroy: 0.22 } as const;

/** What Terraform does to a resource, with the share of each; a run is a row of them. */
export const TERRAFORM_SCRIPTS: ReadonlyMap<Script, number> = new Map(
  Object.entries(RESOURCES).flatMap(([kind, resource], _, all) => {
    const { create, read, delete: remove } = resource;
    const calls = { plan: read, apply: [...create, ...read], destroy: [...read, ...remove] };
    return (['plan', 'apply', 'destroy'] as const).map((phase): [Script, number] => [
      script(`terraform ${phase} ${kind}`, stepsOf(calls[phase])),
      SHARES[phase] / all.length,
    ]);
  }),
);

/** What each run starts with. */
export const TERRAFORM_START: Script = script('terraform starts', [
  step('iam:GetUser', { again: 0.3 }),
  step('sts:GetCallerIdentity'),
]);
