import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AwsError } from '../service.ts';
import {
  clusterOf,
  type EksCall,
  page,
  paging,
  passRole,
  requestTags,
  resourceTags,
  TagMap,
  token,
} from './operation.ts';
import { type Cluster, clusterStatus, type FargateProfile, findCluster } from './state.ts';

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

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateFargateProfile.html: one of a cluster at a time. No pod runs on it here. */
export function createFargateProfile(input: z.output<typeof CreateFargateProfile>, eks: EksCall) {
  const { clusterName, fargateProfileName: name, clientRequestToken: _token, tags, ...request } = input;
  const cluster = clusterOf(clusterName, 'eks:CreateFargateProfile', eks, requestTags(tags));
  const fields = { clusterName, fargateProfileName: name };
  if (clusterStatus(cluster, eks.now) !== 'ACTIVE')
    throw new AwsError('InvalidRequestException', `Cluster '${clusterName}' is not in ACTIVE status`, 400, fields);
  forgetGoneProfiles(cluster, eks);
  checkAlone(cluster, eks);
  if (cluster.fargateProfiles.has(name))
    throw new AwsError(
      'ResourceInUseException',
      `Fargate Profile already exists with this name in cluster`,
      409,
      fields,
    );
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
  return { fargateProfile: wire(cluster, profile, eks.now) };
}

/** While one is being made or deleted, EKS takes no other (https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html). */
function checkAlone(cluster: Cluster, { now }: EksCall): void {
  const busy = [...cluster.fargateProfiles.values()].find((one) => statusOf(one, now) !== 'ACTIVE');
  if (!busy) return;
  const message = `Fargate profile ${busy.name} is in ${statusOf(busy, now)} state; only one can be changed at a time`;
  throw new AwsError('ResourceInUseException', message, 409, { clusterName: cluster.name });
}

export function describeFargateProfile(input: z.output<typeof NamedProfile>, eks: EksCall) {
  const { cluster, profile } = profileOf(input, 'eks:DescribeFargateProfile', eks);
  return { fargateProfile: wire(cluster, profile, eks.now) };
}

export function listFargateProfiles(input: z.output<typeof ListFargateProfiles>, eks: EksCall) {
  const cluster = clusterOf(input.clusterName, 'eks:ListFargateProfiles', eks);
  forgetGoneProfiles(cluster, eks);
  const { items, nextToken } = page([...cluster.fargateProfiles.keys()], input);
  return { fargateProfileNames: items, nextToken };
}

export function deleteFargateProfile(input: z.output<typeof NamedProfile>, eks: EksCall) {
  const { cluster, profile } = profileOf(input, 'eks:DeleteFargateProfile', eks);
  if (profile.goneAt === undefined) checkAlone(cluster, eks);
  profile.goneAt ??= eks.now + eks.durations.deleteFargateProfile;
  return { fargateProfile: wire(cluster, profile, eks.now) };
}

function profileOf({ clusterName, fargateProfileName }: z.output<typeof NamedProfile>, action: string, eks: EksCall) {
  const cluster = findCluster(eks.state, eks.call, clusterName, eks.now);
  forgetGoneProfiles(cluster, eks);
  const profile = cluster.fargateProfiles.get(fargateProfileName);
  const arn = profile?.arn ?? `${cluster.arn.replace(':cluster/', ':fargateprofile/')}/${fargateProfileName}/none`;
  eks.call.authorize(action, arn, resourceTags(profile?.tags ?? {}));
  if (!profile) {
    const message = `No Fargate Profile found with name: ${fargateProfileName}.`;
    throw new AwsError('ResourceNotFoundException', message, 404, { clusterName, fargateProfileName });
  }
  return { cluster, profile };
}

export function forgetGoneProfiles(cluster: Cluster, { now }: { now: number }): void {
  for (const { name, goneAt } of [...cluster.fargateProfiles.values()])
    if (goneAt !== undefined && now >= goneAt) cluster.fargateProfiles.delete(name);
}

const statusOf = ({ goneAt, activeAt }: FargateProfile, now: number) =>
  goneAt !== undefined ? 'DELETING' : now < activeAt ? 'CREATING' : 'ACTIVE';

const wire = (cluster: Cluster, profile: FargateProfile, now: number) => ({
  ...profile.request,
  fargateProfileName: profile.name,
  fargateProfileArn: profile.arn,
  clusterName: cluster.name,
  createdAt: new Date(profile.createdAt),
  status: statusOf(profile, now),
  health: { issues: [] },
  tags: profile.tags,
});
