import { createHash } from 'node:crypto';
import type { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { STRATEGIES } from '../core/base/strategies.ts';
import { stepsOf } from './functions/functions.data.ts';
import { aksSourcesOf, connectorsOf, type MemberPlace, plainSourcesOf } from './members.ts';
import { AzureIdentity } from './permissions/azure-identity.ts';
import { clustersOf } from './permissions/cluster-entry.ts';
import { Connectors } from './permissions/connectors.ts';
import { OwnStack } from './permissions/own-stack.ts';
import { Quotas } from './permissions/quotas.ts';
import { SourceBlocks } from './permissions/source-blocks.ts';
import { SourceClusters } from './permissions/source-clusters.ts';
import { filledByOthers, SourceRepositories } from './permissions/source-repositories.ts';
import { SourceSecrets } from './permissions/source-secrets.ts';
import { SourceSnapshots } from './permissions/source-snapshots.ts';
import { TargetBlocks } from './permissions/target-blocks.ts';
import { TargetClusterParts } from './permissions/target-cluster-parts.ts';
import { TargetClusters } from './permissions/target-clusters.ts';
import { TargetDriver } from './permissions/target-driver.ts';
import { TargetKeys } from './permissions/target-keys.ts';
import { TargetNewClusters } from './permissions/target-new-clusters.ts';
import { TargetVolumes } from './permissions/target-volumes.ts';
import { copiedClusters } from './permissions/whole-clusters.ts';

/** What a member's role may do by policies of its own. `keyArns` are the keys of a target's volumes. */
export const policiesOf = (member: MemberPlace, keyArns: string[]): Record<string, PolicyDocument> => ({
  ...(member.side === 'source' ? sourcePolicies(member) : targetPolicies(member, keyArns)),
  ...(connectorsOf(member).length > 0 ? { connectors: new Connectors(member) } : {}),
});

/**
 * What it may do beside, as policies that are attached: inline ones have 10,240 characters together, and routes may name
 * many roles (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
 */
export const attachedTo = (member: MemberPlace): Record<string, PolicyDocument> =>
  member.side === 'target' && copiedClusters(member).length > 0
    ? { NewClusters: new TargetNewClusters(member), ClusterParts: new TargetClusterParts(member) }
    : {};

/**
 * A short name of these rights and of the functions that have them, which the stack and the hub both carry: when they differ, one of them was deployed
 * without the other. The key that a stack makes itself is known by no ARN yet, and the same in every version.
 */
export function versionOf(member: MemberPlace): string {
  const all = { ...policiesOf(member, ['own-key']), ...attachedTo(member) };
  const policies = Object.entries(all).map(([name, policy]) => [name, policy.toJSON()]);
  const trusted = stepsOf(member.side).map(({ step }) => step);
  return createHash('sha256').update(JSON.stringify({ policies, trusted })).digest('hex').slice(0, 12);
}

const sourcePolicies = (member: MemberPlace): Record<string, PolicyDocument> => ({
  ...ofStrategies('source', {
    snapshots: () => (hasVolumes(member) ? new SourceSnapshots(member) : undefined),
    blocks: () => (hasVolumes(member) ? new SourceBlocks(member) : undefined),
    repositories: () => (filledByOthers(member).length > 0 ? new SourceRepositories(member) : undefined),
  }),
  ...(clustersOf(member).length > 0 ? { clusters: new SourceClusters(member) } : {}),
  ...(plainSourcesOf(member).length > 0 ? { secrets: new SourceSecrets(member) } : {}),
  ...(aksSourcesOf(member).length > 0 ? { azure: new AzureIdentity() } : {}),
  quotas: new Quotas(),
  stack: new OwnStack(member),
});

/** Of EBS: whatever is in Azure needs no right on any. */
const hasVolumes = ({ routes }: MemberPlace) => routes.some(({ source }) => source.kind !== 'aks');

const targetPolicies = (member: MemberPlace, keyArns: string[]): Record<string, PolicyDocument> => ({
  ...ofStrategies('target', {
    volumes: () => new TargetVolumes(member),
    blocks: () => new TargetBlocks(member),
    keys: () => new TargetKeys(member, keyArns),
  }),
  clusters: new TargetClusters(member),
  stack: new OwnStack(member),
  driver: new TargetDriver(member),
  quotas: new Quotas(),
});

/** The policies that volume strategies need on a side, each once; undefined is one that no route needs. Throws on a name that none is called by. */
function ofStrategies(side: MemberPlace['side'], policies: Record<string, () => PolicyDocument | undefined>) {
  const needed = new Set(STRATEGIES.flatMap(({ permissions }) => permissions[side]));
  const unknown = [...needed].filter((name) => !(name in policies));
  if (unknown.length > 0)
    throw new Error(`A volume strategy needs policies of the ${side} that there are none of: ${unknown.join(', ')}.`);
  const made = Object.entries(policies).filter(([name]) => needed.has(name));
  return Object.fromEntries(
    made.flatMap(([name, make]) => {
      const policy = make();
      return policy ? [[name, policy]] : [];
    }),
  );
}
