import * as z from 'zod';
import { AwsError } from '../../base/service.ts';
import { checkEntriesAllowed, defaultUsername, entryArn, entryConditions, entryWire } from './entry.ts';
import {
  type Conditions,
  clusterOf,
  type EksCall,
  invalid,
  page,
  paging,
  requestTags,
  resourceTags,
  TagMap,
  token,
} from './operation.ts';
import { type AccessEntry, findCluster } from './state.ts';

const Principal = z
  .string()
  .regex(/^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/, 'The principalArn is not a valid IAM role or user');

export const CreateAccessEntry = z.strictObject({
  ...token,
  clusterName: z.string(),
  principalArn: Principal,
  kubernetesGroups: z.array(z.string()).default([]),
  username: z.string().optional(),
  type: z.enum(['STANDARD', 'EC2_LINUX', 'EC2_WINDOWS', 'EC2', 'FARGATE_LINUX']).default('STANDARD'),
  tags: TagMap,
});
export const NamedEntry = z.strictObject({ clusterName: z.string(), principalArn: z.string() });
export const ListAccessEntries = z.strictObject({
  ...paging,
  clusterName: z.string(),
  associatedPolicyArn: z.string().optional(),
});

/** What EKS calls nodes and Fargate pods. */
const NODE = { username: 'system:node:{{EC2PrivateDNSName}}', groups: ['system:nodes'] };
const NODE_NAMES = {
  EC2_LINUX: NODE,
  EC2_WINDOWS: { ...NODE, groups: ['system:nodes', 'eks:kube-proxy-windows'] },
  EC2: NODE,
  FARGATE_LINUX: { ...NODE, username: 'system:node:{{SessionName}}' },
};

/** Entries for nodes are for roles of the account, and take no groups and no name of their own (https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html). */
function checkForNodes({ type, kubernetesGroups, username, principalArn }: z.output<typeof CreateAccessEntry>): void {
  if (type === 'STANDARD') return;
  if (kubernetesGroups.length > 0 || username !== undefined || !principalArn.includes(':role/'))
    throw invalid(`The access entry type ${type} takes a role, and no kubernetesGroups and username`);
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html */
export function createAccessEntry(input: z.output<typeof CreateAccessEntry>, eks: EksCall) {
  const { principalArn, tags, type } = input;
  checkForNodes(input);
  const ofNodes = type === 'STANDARD' ? undefined : NODE_NAMES[type];
  const kubernetesGroups = ofNodes?.groups ?? input.kubernetesGroups;
  const username = ofNodes?.username ?? input.username ?? defaultUsername(principalArn);
  const cluster = clusterOf(input.clusterName, 'eks:CreateAccessEntry', eks, {
    ...entryConditions(input.clusterName, { ...input, username: input.username }),
    ...requestTags(tags),
  });
  checkEntriesAllowed(cluster, eks.now);
  const reserved = input.kubernetesGroups.find((group) => /^(system|eks|aws|amazon|iam):/.test(group));
  if (reserved)
    throw invalid(`The kubernetes group name ${reserved} is invalid, it cannot start with a reserved prefix`);
  if (cluster.entries.has(principalArn)) {
    throw new AwsError(
      'ResourceInUseException',
      'The specified access entry resource is already in use on this cluster.',
      409,
      { clusterName: cluster.name },
    );
  }
  const entry = {
    arn: entryArn(cluster, principalArn),
    principalArn,
    username,
    kubernetesGroups,
    type,
    tags,
    createdAt: eks.now,
    policies: new Map(),
  };
  if (Object.keys(tags).length > 0) eks.call.authorize('eks:TagResource', entry.arn, requestTags(tags));
  cluster.entries.set(principalArn, entry);
  return { accessEntry: entryWire(cluster, entry) };
}

export function describeAccessEntry({ clusterName, principalArn }: z.output<typeof NamedEntry>, eks: EksCall) {
  const { cluster, entry } = entryOf(clusterName, principalArn, 'eks:DescribeAccessEntry', eks);
  return { accessEntry: entryWire(cluster, entry) };
}

export function deleteAccessEntry({ clusterName, principalArn }: z.output<typeof NamedEntry>, eks: EksCall) {
  const { cluster, entry } = entryOf(clusterName, principalArn, 'eks:DeleteAccessEntry', eks);
  cluster.entries.delete(entry.principalArn);
  return {};
}

export function listAccessEntries(input: z.output<typeof ListAccessEntries>, eks: EksCall) {
  const cluster = clusterOf(input.clusterName, 'eks:ListAccessEntries', eks);
  checkEntriesAllowed(cluster, eks.now);
  const wanted = [...cluster.entries.values()].filter(
    ({ policies }) => input.associatedPolicyArn === undefined || policies.has(input.associatedPolicyArn),
  );
  const { items, nextToken } = page(
    wanted.map(({ principalArn }) => principalArn),
    input,
  );
  return { accessEntries: items, nextToken };
}

/** What takes away finds what is there. */
const isLate = ({ arn, createdAt }: AccessEntry, action: string, { call }: EksCall) =>
  !/^eks:(Delete|Disassociate)/.test(action) && call.isLate(arn, createdAt);

/** An entry, with the right on it. Throws ResourceNotFoundException naming the principal. */
export function entryOf(
  clusterName: string,
  principalArn: string,
  action: string,
  eks: EksCall,
  more: Conditions = {},
) {
  const cluster = findCluster(eks.state, eks.call, clusterName, eks.now);
  const there = cluster.entries.get(principalArn);
  const entry = there && !isLate(there, action, eks) ? there : undefined;
  eks.call.authorize(action, entry?.arn ?? entryArn(cluster, principalArn), {
    ...entryConditions(clusterName, entry ?? { principalArn, kubernetesGroups: [], type: 'STANDARD' }),
    ...resourceTags(entry?.tags ?? {}),
    ...more,
  });
  checkEntriesAllowed(cluster, eks.now);
  if (!entry) {
    throw new AwsError(
      'ResourceNotFoundException',
      `The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.`,
      404,
      { clusterName },
    );
  }
  return { cluster, entry };
}
