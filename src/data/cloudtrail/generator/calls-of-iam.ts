import type { JsonObject } from '../json-object';
import { type ApiCalls, type CallPlace, fixed, naming, read, wordyTime, write } from './api-call';

const GLOBAL = { isGlobal: true } as const;
const USER = { ...GLOBAL, kind: 'user', request: naming('userName') } as const;
const ROLE = { ...GLOBAL, kind: 'role', request: naming('roleName') } as const;
const PROFILE = { ...GLOBAL, kind: 'role', request: naming('instanceProfileName') } as const;
const policyArn = (name: string, accountId: string) => `arn:aws:iam::${accountId}:policy/${name}`;
const POLICY = {
  ...GLOBAL,
  kind: 'policy',
  request: (name: string, { accountId }: { accountId: string }) => ({
    policyArn: policyArn(name, accountId),
  }),
} as const;
const TAGS = [{ key: 'owner', value: 'platform' }];
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const TRUST =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}';
const RIGHTS =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ec2:Describe*"],"Resource":"*"}]}';
const userOf = (name: string, accountId: string, time: number): JsonObject => ({
  path: '/',
  userName: name,
  arn: `arn:aws:iam::${accountId}:user/${name}`,
  createDate: wordyTime(time),
});

/** Calls of IAM, STS, sign-in, Organizations and Roles Anywhere. */
export const CALLS_OF_IAM: ApiCalls = Object.fromEntries([
  write('signin:ConsoleLogin', GLOBAL),
  read('sts:GetCallerIdentity'),
  read('sts:AssumeRole', {
    kind: 'role',
    resourceType: 'AWS::IAM::Role',
    arn: roleArn,
    request: (role, place) => ({
      roleArn: roleArn(role, place),
      roleSessionName: 'session',
      durationSeconds: 900,
    }),
    response: (_, { time, newKey }) => ({
      credentials: {
        accessKeyId: newKey(),
        sessionToken: 'REDACTED',
        expiration: wordyTime(time + 900_000),
      },
    }),
  }),
  read('iam:GetUser', GLOBAL),
  read('iam:ListUsers', GLOBAL),
  read('iam:ListRoles', GLOBAL),
  read('iam:GetAccountSummary', GLOBAL),
  read('iam:GetAccountAuthorizationDetails', GLOBAL),
  read('iam:ListMFADevices', USER),
  read('iam:ListSSHPublicKeys', USER),
  read('iam:ListSigningCertificates', USER),
  read('iam:ListGroupsForUser', USER),
  read('iam:ListAccessKeys', USER),
  read('iam:ListAttachedUserPolicies', USER),
  read('iam:GetLoginProfile', USER),
  write('iam:CreateUser', {
    ...USER,
    isFresh: true,
    request: (userName) => ({ userName, tags: TAGS }),
    response: (user, { accountId, time }) => ({ user: userOf(user, accountId, time) }),
  }),
  write('iam:DeleteUser', USER),
  write('iam:AttachUserPolicy', {
    ...USER,
    request: (userName) => ({ userName, policyArn: ADMINISTRATOR }),
  }),
  write('iam:DetachUserPolicy', {
    ...USER,
    request: (userName) => ({ userName, policyArn: ADMINISTRATOR }),
  }),
  write('iam:CreateAccessKey', {
    ...USER,
    response: (userName, { time, newKey }) => ({
      accessKey: {
        accessKeyId: newKey(),
        status: 'Active',
        userName,
        createDate: wordyTime(time),
      },
    }),
  }),
  write('iam:UpdateAccessKey', {
    ...USER,
    request: (userName) => ({ userName, status: 'Inactive' }),
  }),
  write('iam:DeleteAccessKey', USER),
  write('iam:CreateLoginProfile', {
    ...USER,
    request: (userName) => ({ userName, passwordResetRequired: false }),
    response: (userName, { time }) => ({
      loginProfile: { passwordResetRequired: false, userName, createDate: wordyTime(time) },
    }),
  }),
  write('iam:UpdateLoginProfile', {
    ...USER,
    request: (userName) => ({ userName, passwordResetRequired: true }),
  }),
  write('iam:DeleteLoginProfile', USER),
  read('iam:GetRole', ROLE),
  read('iam:ListRolePolicies', ROLE),
  read('iam:ListAttachedRolePolicies', ROLE),
  read('iam:ListInstanceProfilesForRole', ROLE),
  read('iam:GetRolePolicy', {
    ...ROLE,
    request: (roleName) => ({ roleName, policyName: 'inline-policy' }),
  }),
  write('iam:CreateRole', {
    ...ROLE,
    isFresh: true,
    request: (roleName) => ({
      path: '/',
      roleName,
      assumeRolePolicyDocument: TRUST,
      maxSessionDuration: 3600,
      tags: TAGS,
    }),
    response: (roleName, { accountId, time }) => ({
      role: {
        path: '/',
        roleName,
        arn: `arn:aws:iam::${accountId}:role/${roleName}`,
        createDate: wordyTime(time),
      },
    }),
  }),
  write('iam:DeleteRole', ROLE),
  write('iam:PutRolePolicy', {
    ...ROLE,
    request: (roleName) => ({ roleName, policyDocument: RIGHTS, policyName: 'inline-policy' }),
  }),
  write('iam:DeleteRolePolicy', {
    ...ROLE,
    request: (roleName) => ({ roleName, policyName: 'inline-policy' }),
  }),
  write('iam:AttachRolePolicy', { ...ROLE, request: attachedPolicy }),
  write('iam:DetachRolePolicy', { ...ROLE, request: attachedPolicy }),
  write('iam:UpdateAssumeRolePolicy', {
    ...ROLE,
    request: (roleName) => ({ roleName, policyDocument: TRUST }),
  }),
  read('iam:GetInstanceProfile', PROFILE),
  write('iam:CreateInstanceProfile', {
    ...PROFILE,
    request: (instanceProfileName) => ({ instanceProfileName, path: '/', tags: TAGS }),
    response: (instanceProfileName) => ({ instanceProfile: { instanceProfileName, path: '/' } }),
  }),
  write('iam:AddRoleToInstanceProfile', { ...PROFILE, request: profileAndRole }),
  write('iam:RemoveRoleFromInstanceProfile', { ...PROFILE, request: profileAndRole }),
  write('iam:DeleteInstanceProfile', PROFILE),
  read('iam:GetPolicy', POLICY),
  read('iam:ListPolicyVersions', POLICY),
  read('iam:ListEntitiesForPolicy', POLICY),
  read('iam:GetPolicyVersion', {
    ...POLICY,
    request: (name, { accountId }) => ({ policyArn: policyArn(name, accountId), versionId: 'v1' }),
  }),
  write('iam:CreatePolicy', {
    ...POLICY,
    isFresh: true,
    request: (policyName) => ({
      policyName,
      path: '/',
      policyDocument: RIGHTS,
      description: '',
      tags: TAGS,
    }),
    response: (policyName, { accountId }) => ({
      policy: { policyName, arn: policyArn(policyName, accountId), path: '/' },
    }),
  }),
  write('iam:DeletePolicy', POLICY),
  read('organizations:DescribeOrganization', GLOBAL),
  read('organizations:ListAccounts', GLOBAL),
  write('organizations:LeaveOrganization', GLOBAL),
  read('rolesanywhere:ListTrustAnchors'),
  read('rolesanywhere:ListProfiles'),
  write('rolesanywhere:CreateTrustAnchor', {
    request: fixed({
      enabled: true,
      name: 'office-anchor',
      source: { sourceType: 'CERTIFICATE_BUNDLE' },
      tags: TAGS,
    }),
  }),
  write('rolesanywhere:CreateProfile', {
    kind: 'role',
    request: (role, { accountId }) => ({
      durationSeconds: 3600,
      enabled: true,
      name: 'office-profile',
      roleArns: [`arn:aws:iam::${accountId}:role/${role}`],
      tags: TAGS,
    }),
  }),
]);

function roleArn(role: string, { accountId }: CallPlace): string {
  return `arn:aws:iam::${accountId}:role/${role}`;
}

function attachedPolicy(roleName: string): JsonObject {
  return { roleName, policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore' };
}

function profileAndRole(roleName: string): JsonObject {
  return { instanceProfileName: roleName, roleName };
}
