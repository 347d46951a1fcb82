import type { JsonObject } from '../json-object';
import { type ApiCalls, fixed, naming, read, write } from './api-call';

const FUNCTION = { kind: 'function', request: naming('functionName') } as const;
const TRAIL = { kind: 'trail', request: naming('name') } as const;
const GROUP = { kind: 'logGroup', request: naming('logGroupName') } as const;
const DATABASE = { kind: 'database', request: naming('dBInstanceIdentifier') } as const;
const INSTANCE = { kind: 'instance', request: naming('instanceId') } as const;
const GLOBAL = { isGlobal: true } as const;
const PERIOD = fixed({ Granularity: 'MONTHLY', Metrics: ['UnblendedCost'] });
const SELECTORS = [
  {
    readWriteType: 'ReadOnly',
    includeManagementEvents: false,
    dataResources: [{ type: 'AWS::S3::Object', values: [] }],
    excludeManagementEventSources: [],
  },
];
const selected = (trailName: string): JsonObject => ({ trailName, eventSelectors: SELECTORS });

/** Calls of Lambda, Systems Manager, RDS, CloudTrail, logs, and of the services that are read now and then. */
export const CALLS_OF_SERVICES: ApiCalls = Object.fromEntries([
  read('lambda:ListFunctions20150331'),
  read('lambda:GetFunction20150331v2', FUNCTION),
  read('lambda:GetFunctionCodeSigningConfig', FUNCTION),
  read('lambda:ListVersionsByFunction20150331', {
    kind: 'function',
    request: (functionName) => ({ functionName, maxItems: 10000 }),
  }),
  read('lambda:GetPolicy20150331v2', FUNCTION),
  write('lambda:CreateFunction20150331', {
    kind: 'function',
    isFresh: true,
    request: (functionName, { accountId }) => ({
      functionName,
      runtime: 'nodejs18.x',
      role: `arn:aws:iam::${accountId}:role/lambda-basic`,
      handler: 'index.handler',
      code: {},
      timeout: 3,
      memorySize: 128,
      publish: false,
      packageType: 'Zip',
    }),
  }),
  write('lambda:DeleteFunction20150331', FUNCTION),
  write('lambda:UpdateFunctionCode20150331v2', {
    kind: 'function',
    request: (functionName) => ({ functionName, publish: true, dryRun: false }),
  }),
  write('lambda:AddPermission20150331v2', {
    kind: 'function',
    request: (functionName) => ({
      functionName,
      statementId: 'invoke',
      action: 'lambda:InvokeFunction',
      principal: '*',
    }),
  }),
  read('ssm:DescribeInstanceInformation', {
    kind: 'instance',
    request: (id) => ({ filters: [{ key: 'InstanceIds', values: [id] }] }),
  }),
  write('ssm:SendCommand', {
    kind: 'instance',
    request: (id) => ({
      instanceIds: [id],
      documentName: 'AWS-RunShellScript',
      parameters: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      interactive: false,
    }),
  }),
  read('ssm:GetCommandInvocation', INSTANCE),
  write('ssm:StartSession', { kind: 'instance', request: naming('target') }),
  write('ssm:UpdateInstanceInformation', {
    kind: 'instance',
    request: (instanceId) => ({
      instanceId,
      agentVersion: '3.1.1732.0',
      platformType: 'Linux',
      agentName: 'amazon-ssm-agent',
    }),
  }),
  write('ssm:UpdateInstanceAssociationStatus', INSTANCE),
  read('ssm:ListInstanceAssociations', {
    kind: 'instance',
    request: (instanceId) => ({ instanceId, maxResults: 20 }),
  }),
  write('ssm:PutInventory', {
    kind: 'instance',
    request: (instanceId) => ({ instanceId, items: [] }),
  }),
  write('ssm:PutComplianceItems', {
    kind: 'instance',
    request: (resourceId) => ({ resourceId, resourceType: 'ManagedInstance', items: [] }),
  }),
  read('rds:DescribeDBInstances', DATABASE),
  read('rds:DescribeDBSnapshots', {
    kind: 'dbSnapshot',
    request: (dBSnapshotIdentifier) => ({
      includePublic: false,
      dBSnapshotIdentifier,
      includeShared: false,
    }),
  }),
  read('rds:DescribeDBSubnetGroups', { request: fixed({ dBSubnetGroupName: 'main' }) }),
  read('rds:ListTagsForResource', { kind: 'database', request: naming('resourceName') }),
  read('rds:DescribeDBEngineVersions'),
  write('rds:CreateDBInstance', { ...DATABASE, isFresh: true }),
  write('rds:DeleteDBInstance', DATABASE),
  write('rds:CreateDBSnapshot', DATABASE),
  write('rds:ModifyDBSnapshotAttribute', {
    kind: 'dbSnapshot',
    request: (dBSnapshotIdentifier) => ({
      dBSnapshotIdentifier,
      attributeName: 'restore',
      valuesToAdd: ['098765432109'],
    }),
  }),
  read('cloudtrail:DescribeTrails', {
    kind: 'trail',
    request: (name) => ({ trailNameList: [name] }),
  }),
  read('cloudtrail:GetTrailStatus', TRAIL),
  read('cloudtrail:GetEventSelectors', { kind: 'trail', request: naming('trailName') }),
  read('cloudtrail:ListTags', { kind: 'trail', request: (name) => ({ resourceIdList: [name] }) }),
  read('cloudtrail:LookupEvents', { request: fixed({ maxResults: 50 }) }),
  write('cloudtrail:CreateTrail', {
    kind: 'trail',
    isFresh: true,
    request: (name) => ({
      name,
      s3BucketName: `${name}-logs`,
      includeGlobalServiceEvents: true,
    }),
  }),
  write('cloudtrail:DeleteTrail', TRAIL),
  write('cloudtrail:StartLogging', TRAIL),
  write('cloudtrail:StopLogging', TRAIL),
  write('cloudtrail:PutEventSelectors', { kind: 'trail', request: selected, response: selected }),
  read('logs:DescribeLogGroups', { kind: 'logGroup', request: naming('logGroupNamePrefix') }),
  read('logs:DescribeLogStreams', GROUP),
  read('logs:FilterLogEvents', GROUP),
  read('logs:ListTagsLogGroup', GROUP),
  write('logs:CreateLogGroup', GROUP),
  write('logs:CreateLogStream', GROUP),
  write('logs:DeleteLogGroup', GROUP),
  read('monitoring:DescribeAlarms'),
  read('monitoring:GetMetricData'),
  read('health:DescribeEventAggregates', {
    ...GLOBAL,
    request: fixed({ aggregateField: 'eventTypeCategory', filter: {} }),
  }),
  read('notifications:ListNotificationHubs', GLOBAL),
  read('resource-explorer-2:ListIndexes', { request: fixed({ Type: 'AGGREGATOR' }) }),
  read('ce:GetCostAndUsage', { ...GLOBAL, request: PERIOD }),
  read('ce:GetCostForecast', {
    ...GLOBAL,
    request: fixed({ Granularity: 'MONTHLY', Metric: 'UNBLENDED_COST' }),
  }),
  read('route53:ListHostedZones', GLOBAL),
  read('guardduty:ListDetectors'),
  read('guardduty:ListFindings'),
  read('securityhub:DescribeHub'),
  read('access-analyzer:ListFindings'),
  read('config:DescribeComplianceByConfigRule'),
  read('dynamodb:ListTables'),
  read('dynamodb:DescribeTable', { kind: 'table', request: naming('tableName') }),
  read('glue:GetTables', { request: fixed({ databaseName: 'warehouse' }) }),
  write('athena:StartQueryExecution', { request: fixed({ workGroup: 'primary' }) }),
  read('athena:GetQueryExecution'),
  read('athena:GetQueryResults'),
  read('ecr:DescribeRepositories'),
  write('ecr:PutImage', { request: fixed({ repositoryName: 'service', imageTag: 'latest' }) }),
  read('ecr:GetAuthorizationToken'),
  read('ecs:DescribeServices', { request: fixed({ cluster: 'main' }) }),
  write('ecs:UpdateService', { request: fixed({ cluster: 'main', service: 'web' }) }),
  read('eks:ListClusters'),
  read('eks:DescribeCluster', { request: fixed({ name: 'main' }) }),
  read('states:ListStateMachines'),
  write('states:StartExecution'),
  read('states:DescribeExecution'),
  read('quicksight:ListDashboards'),
  read('quicksight:DescribeDashboard'),
  read('bedrock:ListFoundationModels'),
  write('bedrock:InvokeModel', { request: fixed({ modelId: 'text-model' }) }),
  write('cloudformation:CreateChangeSet', { kind: 'stack', request: naming('stackName') }),
  write('cloudformation:ExecuteChangeSet', { kind: 'stack', request: naming('stackName') }),
  read('cloudformation:DescribeStacks', { kind: 'stack', request: naming('stackName') }),
  read('cloudformation:DescribeStackEvents', { kind: 'stack', request: naming('stackName') }),
]);
