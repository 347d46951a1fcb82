import { type JsonObject, objectOf } from './json-object';

/** Request parameters that name what is called upon, as services write them. */
const NAMING_PARAMETERS: ReadonlySet<string> = new Set([
  'bucketName',
  'roleName',
  'roleArn',
  'userName',
  'groupName',
  'policyArn',
  'instanceProfileName',
  'secretId',
  'keyId',
  'functionName',
  'instanceId',
  'groupId',
  'imageId',
  'snapshotId',
  'volumeId',
  'vpcId',
  'dBInstanceIdentifier',
  'dBSnapshotIdentifier',
  'trailName',
  'tableName',
  'stackName',
  'resourceArn',
  'resourceId',
  'name',
]);

/** A call may name thousands; more than this says nothing more of who calls. */
const MAX_RESOURCES = 16;

/**
 * ARNs and names of what a record calls upon, at most 16 and each once: those of `resources`, then well-known request
 * parameters and the ids of `instancesSet`.
 */
export function resourcesOf(record: JsonObject): readonly string[] {
  const found: string[] = [];
  const { resources, requestParameters } = record;
  if (Array.isArray(resources)) {
    for (const resource of resources) {
      add(found, resource?.ARN ?? resource?.arn);
    }
  }
  const parameters = objectOf(requestParameters);
  for (const name in parameters) {
    if (NAMING_PARAMETERS.has(name)) add(found, parameters[name]);
  }
  const { items } = objectOf(parameters['instancesSet']);
  if (Array.isArray(items)) {
    for (const item of items) add(found, item?.instanceId);
  }
  return found;
}

function add(found: string[], value: unknown): void {
  if (typeof value !== 'string' || value === '') return;
  if (found.length < MAX_RESOURCES && !found.includes(value)) found.push(value);
}
