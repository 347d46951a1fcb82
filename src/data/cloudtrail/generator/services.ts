import { type Script, type ScriptStep, script, step } from './script';

const by = (
  name: string,
  as: ScriptStep['as'],
  service: string,
  calls: readonly string[],
  again: number = 0,
): Script =>
  script(
    name,
    calls.map((call) => step(call, { as, by: `${service}.amazonaws.com`, again })),
  );

/** What AWS's services do by themselves, with the share of each. Source: the `aws_internal` events of the real data. */
export const SERVICE_SCRIPTS: ReadonlyMap<Script, number> = new Map([
  [by('instance starts', 'service', 'ec2', ['sts:AssumeRole']), 0.3],
  [by('function starts', 'service', 'lambda', ['sts:AssumeRole']), 0.25],
  [by('trail is delivered', 'service', 'cloudtrail', ['s3:GetBucketAcl'], 0.3), 0.2],
  [by('instances are inspected', 'serviceRole', 'inspector2', ['ec2:DescribeInstances'], 0.4), 0.1],
  [
    by('secret is deleted', 'serviceEvent', 'secretsmanager', [
      'secretsmanager:StartSecretVersionDelete',
      'secretsmanager:EndSecretVersionDelete',
    ]),
    0.1,
  ],
  [by('volume is shared', 'serviceEvent', 'ec2', ['ec2:SharedSnapshotVolumeCreated']), 0.05],
]);
