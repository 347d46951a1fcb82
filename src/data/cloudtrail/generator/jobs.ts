/** What people do. */
export type Job = 'administrator' | 'developer' | 'operator' | 'analyst' | 'auditor';

/** Jobs of eight people; more of them repeat. */
export const JOBS: readonly Job[] = [
  'administrator',
  'developer',
  'operator',
  'analyst',
  'auditor',
  'developer',
  'operator',
  'developer',
];

const words = (text: string) => text.split(', ');

/** Activities of a job, of which each person has some as habits. */
export const JOB_ACTIVITIES: Readonly<Record<Job, readonly string[]>> = {
  administrator: words(
    'new user, user leaves, keys, passwords, role trust, trails, organisation, certificates, review, networks, work in a role, who am I, bucket policy, read secrets',
  ),
  developer: words(
    'deploy function, expose function, read logs, browse buckets, bucket policy, bucket expiry, tables, read secrets, read parameters, test instance, open port, stacks, who am I, containers, clusters, workflows, models',
  ),
  operator: words(
    'instances, instance details, patches, windows hosts, snapshots, images, databases, networks, alarms, open port, read logs, work in a role, read secrets, keys, trails, containers, clusters, shells',
  ),
  analyst: words(
    'queries, browse buckets, tables, read parameters, read secrets, costs, databases, who am I, dashboards, models, workflows',
  ),
  auditor: words(
    'review, costs, findings, compliance, browse buckets, trails, networks, instances, access findings, organisation',
  ),
};

/** Jobs with administrators' rights, which attackers look for. */
export const PRIVILEGED_JOBS: readonly Job[] = ['administrator', 'operator'];

/** Terraform runs of a workday, by job. */
export const JOB_RUNS: Readonly<Record<Job, number>> = {
  administrator: 0.04,
  developer: 0.05,
  operator: 0.12,
  analyst: 0,
  auditor: 0,
};
