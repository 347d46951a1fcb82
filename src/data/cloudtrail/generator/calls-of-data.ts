import type { JsonObject } from '../json-object';
import {
  type ApiCall,
  type ApiCalls,
  type CallPlace,
  fixed,
  naming,
  read,
  write,
} from './api-call';

/** A call upon a bucket: each has a parameter of its own, which S3 writes without a value. */
function bucket(name: string, parameter: string, more: JsonObject = {}): [string, ApiCall] {
  const make = /:(Get|List)/.test(name) ? read : write;
  return make(name, {
    kind: 'bucket',
    isFresh: name === 's3:GetBucketLocation' || name === 's3:CreateBucket',
    resourceType: 'AWS::S3::Bucket',
    arn: (target) => `arn:aws:s3:::${target}`,
    request: (bucketName) => ({
      ...(parameter && { [parameter]: '' }),
      bucketName,
      Host: `${bucketName}.s3.amazonaws.com`,
      ...more,
    }),
  });
}

const secretArn = (secret: string, { accountId, region }: CallPlace) =>
  `arn:aws:secretsmanager:${region}:${accountId}:secret:${secret}`;
const SECRET = {
  kind: 'secret',
  request: (secret: string, place: CallPlace) => ({ secretId: secretArn(secret, place) }),
} as const;
const BY_SECRETS = { invokedBy: 'secretsmanager.amazonaws.com' } as const;
const INTERNAL = { invokedBy: 'AWS Internal' } as const;
const PARAMETER = {
  kind: 'parameter',
  arn: (name: string, { accountId, region }: CallPlace) =>
    `arn:aws:ssm:${region}:${accountId}:parameter${name}`,
} as const;
const KEY = {
  resourceType: 'AWS::KMS::Key',
  arn: (_: string, { accountId, region }: CallPlace) =>
    `arn:aws:kms:${region}:${accountId}:key/dad21b23-9915-42bd-98b1-6f1d8f0e5a11`,
} as const;

/** Calls of S3, Secrets Manager, Parameter Store and KMS. */
export const CALLS_OF_DATA: ApiCalls = Object.fromEntries([
  read('s3:ListBuckets', { isGlobal: true, request: fixed({ Host: 's3.amazonaws.com' }) }),
  bucket('s3:GetBucketLocation', 'location'),
  bucket('s3:GetBucketAcl', 'acl'),
  bucket('s3:GetBucketLogging', 'logging'),
  bucket('s3:GetBucketPolicy', 'policy'),
  bucket('s3:GetBucketPolicyStatus', 'policyStatus'),
  bucket('s3:GetBucketPublicAccessBlock', 'publicAccessBlock'),
  bucket('s3:GetBucketTagging', 'tagging'),
  bucket('s3:GetBucketCors', 'cors'),
  bucket('s3:GetBucketWebsite', 'website'),
  bucket('s3:GetBucketVersioning', 'versioning'),
  bucket('s3:GetAccelerateConfiguration', 'accelerate'),
  bucket('s3:GetBucketLifecycle', 'lifecycle'),
  bucket('s3:GetBucketRequestPayment', 'requestPayment'),
  bucket('s3:GetBucketEncryption', 'encryption'),
  bucket('s3:GetBucketReplication', 'replication'),
  bucket('s3:GetBucketObjectLockConfiguration', 'object-lock'),
  bucket('s3:CreateBucket', '', { 'x-amz-acl': 'private' }),
  bucket('s3:DeleteBucket', ''),
  bucket('s3:PutBucketTagging', 'tagging', { Tagging: { TagSet: { Tag: { Key: 'owner' } } } }),
  bucket('s3:PutBucketPolicy', 'policy', {
    bucketPolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow' }] },
  }),
  bucket('s3:PutBucketLifecycle', 'lifecycle', {
    LifecycleConfiguration: { Rule: { Status: 'Enabled', Expiration: { Days: 1 } } },
  }),
  bucket('s3:DeleteBucketLifecycle', 'lifecycle'),
  read('secretsmanager:ListSecrets', { request: fixed({ maxResults: 100, filters: [] }) }),
  read('secretsmanager:DescribeSecret', SECRET),
  read('secretsmanager:GetResourcePolicy', SECRET),
  read('secretsmanager:GetSecretValue', {
    ...SECRET,
    isFresh: true,
    companion: { call: 'kms:Decrypt', ...BY_SECRETS },
  }),
  write('secretsmanager:CreateSecret', {
    kind: 'secret',
    isFresh: true,
    request: (name) => ({ name, description: '', forceOverwriteReplicaSecret: false }),
    companion: { call: 'kms:GenerateDataKey', ...BY_SECRETS },
  }),
  write('secretsmanager:PutSecretValue', SECRET),
  write('secretsmanager:DeleteSecret', {
    kind: 'secret',
    request: (secret, place) => ({
      secretId: secretArn(secret, place),
      forceDeleteWithoutRecovery: true,
    }),
  }),
  write('secretsmanager:StartSecretVersionDelete'),
  write('secretsmanager:EndSecretVersionDelete'),
  read('ssm:DescribeParameters', {
    kind: 'parameter',
    request: (name) => ({
      parameterFilters: [{ key: 'Name', option: 'Equals', values: [name] }],
      shared: false,
    }),
  }),
  read('ssm:GetParameter', {
    ...PARAMETER,
    isFresh: true,
    request: (name) => ({ name, withDecryption: true }),
    companion: { call: 'kms:Decrypt', ...INTERNAL },
  }),
  read('ssm:GetParameters', {
    ...PARAMETER,
    isFresh: true,
    request: (name) => ({ names: [name], withDecryption: true }),
    companion: { call: 'kms:Decrypt', ...INTERNAL },
  }),
  write('ssm:PutParameter', {
    ...PARAMETER,
    isFresh: true,
    request: (name) => ({
      name,
      value: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      type: 'SecureString',
      overwrite: false,
      allowedPattern: '',
    }),
    companion: { call: 'kms:Encrypt', ...INTERNAL },
  }),
  write('ssm:DeleteParameter', { ...PARAMETER, request: naming('name') }),
  read('ssm:ListTagsForResource', {
    kind: 'parameter',
    request: (resourceId) => ({ resourceType: 'Parameter', resourceId }),
  }),
  read('kms:Decrypt', { ...KEY, request: fixed({ encryptionAlgorithm: 'SYMMETRIC_DEFAULT' }) }),
  read('kms:Encrypt', { ...KEY, request: fixed({ encryptionAlgorithm: 'SYMMETRIC_DEFAULT' }) }),
  read('kms:GenerateDataKey', { ...KEY, request: fixed({ keySpec: 'AES_256' }) }),
]);
