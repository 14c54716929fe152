import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { AwsError } from '../../base/service.ts';
import { type EksCall, paging, passRole, TagMap, token } from './operation.ts';
import { activeCluster, findPart, forgetGone, listParts, type PartKind, partWire, statusOf } from './parts.ts';
import type { Cluster, FargateProfile } from './state.ts';

export const CreateFargateProfile = z.strictObject({
  ...token,
  clusterName: z.string(),
  fargateProfileName: z.string(),
  podExecutionRoleArn: z.string(),
  subnets: z.array(z.string()).default([]),
  selectors: z
    .array(z.strictObject({ namespace: z.string(), labels: z.record(z.string(), z.string()).optional() }))
    .min(1)
    .max(5),
  tags: TagMap,
});
export const NamedProfile = z.strictObject({ clusterName: z.string(), fargateProfileName: z.string() });
export const ListFargateProfiles = z.strictObject({ ...paging, clusterName: z.string() });

const KIND: PartKind<FargateProfile> = {
  nameField: 'fargateProfileName',
  action: 'FargateProfile',
  partsOf: ({ fargateProfiles }) => fargateProfiles,
  missingArn: ({ arn }, name) => `${arn.replace(':cluster/', ':fargateprofile/')}/${name}/none`,
  missing: (name) => `No Fargate Profile found with name: ${name}.`,
};

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateFargateProfile.html: one of a cluster at a time. No pod runs on it here. */
export function createFargateProfile(input: z.output<typeof CreateFargateProfile>, eks: EksCall) {
  const { clusterName, fargateProfileName: name, clientRequestToken: _token, tags, ...request } = input;
  const cluster = activeCluster(clusterName, 'eks:CreateFargateProfile', tags, eks);
  forgetGone(cluster.fargateProfiles, eks);
  checkAlone(cluster, eks);
  if (cluster.fargateProfiles.has(name)) {
    const message = 'Fargate Profile already exists with this name in cluster';
    throw new AwsError('ResourceInUseException', message, 409, { clusterName, fargateProfileName: name });
  }
  passRole(input.podExecutionRoleArn, eks);
  const profile: FargateProfile = {
    name,
    arn: `arn:aws:eks:${cluster.region}:${cluster.account}:fargateprofile/${clusterName}/${name}/${randomUUID()}`,
    createdAt: eks.now,
    activeAt: eks.now + eks.durations.createFargateProfile,
    request,
    tags,
  };
  cluster.fargateProfiles.set(name, profile);
  return { fargateProfile: wire(cluster, profile, eks) };
}

/** While one is being made or deleted, EKS takes no other (https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html). */
function checkAlone(cluster: Cluster, { now }: EksCall): void {
  const busy = [...cluster.fargateProfiles.values()].find((one) => statusOf(one, now) !== 'ACTIVE');
  if (!busy) return;
  const message = `Fargate profile ${busy.name} is in ${statusOf(busy, now)} state; only one can be changed at a time`;
  throw new AwsError('ResourceInUseException', message, 409, { clusterName: cluster.name });
}

export function describeFargateProfile(input: z.output<typeof NamedProfile>, eks: EksCall) {
  const { cluster, part } = findPart(KIND, input.clusterName, input.fargateProfileName, 'Describe', eks);
  return { fargateProfile: wire(cluster, part, eks) };
}

export function listFargateProfiles(input: z.output<typeof ListFargateProfiles>, eks: EksCall) {
  const { items, nextToken } = listParts(KIND, input, eks);
  return { fargateProfileNames: items, nextToken };
}

export function deleteFargateProfile(input: z.output<typeof NamedProfile>, eks: EksCall) {
  const { cluster, part } = findPart(KIND, input.clusterName, input.fargateProfileName, 'Delete', eks);
  if (part.goneAt === undefined) checkAlone(cluster, eks);
  part.goneAt ??= eks.now + eks.durations.deleteFargateProfile;
  return { fargateProfile: wire(cluster, part, eks) };
}

const wire = (cluster: Cluster, profile: FargateProfile, eks: EksCall) => ({
  ...partWire(cluster, profile, eks),
  fargateProfileName: profile.name,
  fargateProfileArn: profile.arn,
});
