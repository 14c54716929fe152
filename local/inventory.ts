import type { Eks } from '../emulator/aws/eks/eks.ts';
import { type Cluster, clusterStatus, type Tags } from '../emulator/aws/eks/state.ts';
import type { Scheduler } from '../emulator/aws/scheduler/scheduler.ts';
import type { Services } from '../emulator/aws/services.ts';

/**
 * What all accounts hold, one sorted line a thing, with everything of it that a run could change: what is compared with an
 * earlier listing to see that nothing was left behind.
 */
export function inventory(services: Services, eks: Eks, scheduler: Scheduler, now: number): string[] {
  const keys = services.kms.keys().filter(({ customerManaged, grants }) => customerManaged || grants.length > 0);
  return [
    ...services.ec2State
      .places()
      .flatMap(({ account, region, volumes, snapshots }) => [
        ...[...volumes.values()].map(({ id, tags }) => `${account} ${region} volume ${id} ${tagged(tags)}`),
        ...[...snapshots.values()].map(
          ({ id, tags, sharedWith }) =>
            `${account} ${region} snapshot ${id} ${tagged(tags)} shared with [${[...sharedWith.keys()].sort().join(' ')}]`,
        ),
      ]),
    ...eks.clusters
      .filter((cluster) => clusterStatus(cluster, now) !== 'gone')
      .flatMap((cluster) => partsOf(cluster, now)),
    ...keys.map(({ arn, enabled, grants }) => {
      const given = grants.map(({ grantee, operations }) => `${grantee}: ${operations.join(' ')}`).sort();
      return `${arn} ${enabled ? 'enabled' : 'disabled'} grants [${given.join('; ')}]`;
    }),
    ...services.s3.buckets().flatMap(({ name, objects }) => [...objects.keys()].map((key) => `s3://${name}/${key}`)),
    ...scheduler.arns(),
  ].sort();
}

function partsOf(cluster: Cluster, now: number): string[] {
  const { arn, version, tags, entries, nodegroups, addons, fargateProfiles, podIdentities } = cluster;
  return [
    `${arn} ${version} ${tagged(tags)}`,
    ...[...entries.values()].map((entry) => {
      const policies = [...entry.policies.values()].map(
        (policy) => `${policy.arn} in ${policy.namespaces?.join(',') ?? 'the whole cluster'}`,
      );
      return `${entry.arn} groups [${entry.kubernetesGroups.join(' ')}] ${tagged(entry.tags)} policies [${policies.sort().join('; ')}]`;
    }),
    ...[nodegroups, addons, fargateProfiles, podIdentities].flatMap((parts) =>
      [...parts.values()].filter(isThere(now)).map((part) => `${part.arn} ${tagged(part.tags)}`),
    ),
  ];
}

/** Parts that take their time to go say when they are gone. */
const isThere = (now: number) => (part: object) => !('goneAt' in part) || now < Number(part.goneAt ?? Infinity);

const tagged = (tags: Tags) =>
  `tags [${Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join('; ')}]`;
