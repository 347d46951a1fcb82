import type { JsonObject } from '../json-object';
import { type ApiCalls, fixed, naming, read, write } from './api-call';
import type { ResourceKind } from './resources';

const DONE = () => ({ _return: true });
const itemsOf = (key: string, value: string) => ({ items: [{ [key]: value }] });
const TAG_SET = { items: [{ resourceType: 'any', tags: [{ key: 'owner', value: 'platform' }] }] };

/** A description of one thing of a kind: `{ vpcSet: { items: [{ vpcId }] }, filterSet: {} }`. */
const described = (
  name: string,
  kind: ResourceKind,
  set: string,
  id: string,
  more: JsonObject = {},
) =>
  read(name, {
    kind,
    request: (target) => ({ [set]: itemsOf(id, target), ...more, filterSet: {} }),
  });

/** A call whose parameters are in an object of its own, as newer ones of EC2 have it. */
const wrapped = (event: string, key: string) => (target: string) => ({
  [`${event}Request`]: { [key]: { tag: 1, content: target } },
});
const limits = (event: string, maximum: number) =>
  read(`ec2:${event}`, { request: fixed({ [`${event}Request`]: { MaxResults: maximum } }) });

const done = (name: string, kind: ResourceKind, request: (target: string) => JsonObject) =>
  write(name, { kind, request, response: DONE });

const OPEN = {
  ipPermissions: {},
  ipProtocol: 'tcp',
  fromPort: 22,
  toPort: 22,
  cidrIp: '0.0.0.0/0',
};
const FOREIGN_ACCOUNT = '098765432109';

/** Calls of EC2, Auto Scaling and load balancers. */
export const CALLS_OF_EC2: ApiCalls = Object.fromEntries([
  described('ec2:DescribeInstances', 'instance', 'instancesSet', 'instanceId'),
  read('ec2:DescribeInstanceStatus', {
    request: fixed({
      instancesSet: {},
      filterSet: {},
      maxResults: 1000,
      includeAllInstances: false,
    }),
  }),
  read('ec2:DescribeInstanceAttribute', {
    kind: 'instance',
    isFresh: true,
    request: (instanceId) => ({ instanceId, attribute: 'userData' }),
  }),
  read('ec2:DescribeInstanceCreditSpecifications', {
    kind: 'instance',
    request: wrapped('DescribeInstanceCreditSpecifications', 'InstanceId'),
  }),
  read('ec2:GetPasswordData', { kind: 'instance', isFresh: true, request: naming('instanceId') }),
  read('ec2:DescribeTags', { request: fixed({ maxResults: 1000, filterSet: {} }) }),
  write('ec2:RunInstances', {
    kind: 'image',
    request: (imageId) => ({
      instancesSet: { items: [{ imageId, minCount: 1, maxCount: 1 }] },
      instanceType: 't3.medium',
      blockDeviceMapping: {},
      monitoring: { enabled: false },
      disableApiTermination: false,
      disableApiStop: false,
    }),
  }),
  done('ec2:TerminateInstances', 'instance', (id) => ({ instancesSet: itemsOf('instanceId', id) })),
  done('ec2:ModifyInstanceAttribute', 'instance', (instanceId) => ({
    instanceId,
    disableApiTermination: { value: false },
  })),
  described('ec2:DescribeImages', 'image', 'imagesSet', 'imageId', {
    executableBySet: {},
    ownersSet: {},
  }),
  done('ec2:RegisterImage', 'image', () => ({ name: 'golden-image', architecture: 'x86_64' })),
  done('ec2:DeregisterImage', 'image', naming('imageId')),
  done('ec2:ModifyImageAttribute', 'image', (imageId) => ({
    imageId,
    launchPermission: { add: { items: [{ userId: FOREIGN_ACCOUNT }] } },
    attributeType: 'launchPermission',
  })),
  described('ec2:DescribeVolumes', 'volume', 'volumeSet', 'volumeId'),
  done('ec2:CreateVolume', 'volume', () => ({
    size: '8',
    zone: 'us-east-1a',
    tagSpecificationSet: TAG_SET,
  })),
  done('ec2:DeleteVolume', 'volume', (volumeId) => ({ volumeId, reportVolumeFailure: false })),
  described('ec2:DescribeSnapshots', 'snapshot', 'snapshotSet', 'snapshotId', {
    ownersSet: {},
    sharedUsersSet: {},
  }),
  done('ec2:CreateSnapshot', 'volume', (volumeId) => ({ volumeId, tagSpecificationSet: TAG_SET })),
  done('ec2:DeleteSnapshot', 'snapshot', (snapshotId) => ({ snapshotId, force: false })),
  done('ec2:ModifySnapshotAttribute', 'snapshot', (snapshotId) => ({
    snapshotId,
    createVolumePermission: { add: { items: [{ userId: FOREIGN_ACCOUNT }] } },
    attributeType: 'CREATE_VOLUME_PERMISSION',
  })),
  described('ec2:DescribeVpcs', 'vpc', 'vpcSet', 'vpcId'),
  read('ec2:DescribeVpcAttribute', { kind: 'vpc', request: naming('vpcId') }),
  write('ec2:CreateVpc', {
    request: fixed({
      cidrBlock: '10.0.0.0/16',
      instanceTenancy: 'default',
      amazonProvidedIpv6CidrBlock: false,
      tagSpecificationSet: TAG_SET,
    }),
    response: DONE,
  }),
  done('ec2:DeleteVpc', 'vpc', naming('vpcId')),
  described('ec2:DescribeSubnets', 'subnet', 'subnetSet', 'subnetId'),
  done('ec2:CreateSubnet', 'vpc', (vpcId) => ({
    vpcId,
    cidrBlock: '10.0.128.0/24',
    availabilityZone: 'us-east-1a',
    tagSpecificationSet: TAG_SET,
  })),
  done('ec2:DeleteSubnet', 'subnet', naming('subnetId')),
  described('ec2:DescribeRouteTables', 'routeTable', 'routeTableIdSet', 'routeTableId'),
  done('ec2:CreateRouteTable', 'vpc', (vpcId) => ({ vpcId, tagSpecificationSet: TAG_SET })),
  done('ec2:CreateRoute', 'routeTable', (routeTableId) => ({
    routeTableId,
    destinationCidrBlock: '0.0.0.0/0',
    gatewayId: 'igw-0a1b2c3d4e5f60718',
  })),
  done('ec2:DeleteRoute', 'routeTable', (routeTableId) => ({
    routeTableId,
    destinationCidrBlock: '0.0.0.0/0',
  })),
  done('ec2:AssociateRouteTable', 'routeTable', (routeTableId) => ({
    routeTableId,
    subnetId: 'subnet-0a1b2c3d4e5f60718',
  })),
  done('ec2:DeleteRouteTable', 'routeTable', naming('routeTableId')),
  described('ec2:DescribeNetworkAcls', 'subnet', 'networkAclIdSet', 'networkAclId'),
  described('ec2:DescribeInternetGateways', 'vpc', 'internetGatewayIdSet', 'internetGatewayId'),
  described(
    'ec2:DescribeNetworkInterfaces',
    'subnet',
    'networkInterfaceIdSet',
    'networkInterfaceId',
  ),
  read('ec2:DescribeNatGateways', {
    kind: 'subnet',
    request: wrapped('DescribeNatGateways', 'NatGatewayId'),
  }),
  read('ec2:DescribeFlowLogs', {
    kind: 'flowLog',
    request: wrapped('DescribeFlowLogs', 'FlowLogId'),
  }),
  write('ec2:CreateFlowLogs', {
    kind: 'vpc',
    request: (vpc) => ({
      CreateFlowLogsRequest: {
        ResourceId: { tag: 1, content: vpc },
        ResourceType: 'VPC',
        MaxAggregationInterval: 600,
      },
    }),
  }),
  write('ec2:DeleteFlowLogs', { kind: 'flowLog', request: wrapped('DeleteFlowLogs', 'FlowLogId') }),
  described('ec2:DescribeSecurityGroups', 'securityGroup', 'securityGroupIdSet', 'groupId', {
    securityGroupSet: {},
  }),
  done('ec2:CreateSecurityGroup', 'vpc', (vpcId) => ({
    groupName: 'service-group',
    groupDescription: 'Allow inbound traffic',
    vpcId,
    tagSpecificationSet: TAG_SET,
  })),
  done('ec2:DeleteSecurityGroup', 'securityGroup', naming('groupId')),
  done('ec2:AuthorizeSecurityGroupIngress', 'securityGroup', (groupId) => ({ groupId, ...OPEN })),
  done('ec2:RevokeSecurityGroupIngress', 'securityGroup', (groupId) => ({ groupId, ...OPEN })),
  read('ec2:DescribeAvailabilityZones', {
    request: fixed({ availabilityZoneSet: {}, availabilityZoneIdSet: {}, filterSet: {} }),
  }),
  read('ec2:DescribeRegions', { request: fixed({ regionSet: {}, allRegions: true }) }),
  read('ec2:DescribeAccountAttributes', {
    request: fixed({ accountAttributeNameSet: {}, filterSet: {} }),
  }),
  read('ec2:DescribeAddresses', {
    request: fixed({ publicIpsSet: {}, filterSet: {}, allocationIdsSet: {} }),
  }),
  read('ec2:DescribeKeyPairs', {
    request: fixed({ keySet: {}, filterSet: {}, keyPairIdSet: {}, includePublicKey: false }),
  }),
  limits('DescribeVpcEndpoints', 1000),
  limits('DescribeLaunchTemplates', 1),
  write('ec2:SharedSnapshotVolumeCreated'),
  read('autoscaling:DescribeAutoScalingGroups', { request: fixed({ maxRecords: 100 }) }),
  read('elasticloadbalancing:DescribeLoadBalancers', { request: fixed({ pageSize: 200 }) }),
]);
