import { createHash } from 'node:crypto';
import type { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { STRATEGIES } from '../core/base/strategies.ts';
import { stepsOf } from './functions/functions.data.ts';
import { connectorsOf, hasAks, hasOthers, type MemberPlace, plainSourcesOf } from './members.ts';
import { AzureIdentity } from './permissions/azure-identity.ts';
import { clustersOf, type Entries } from './permissions/cluster-entry.ts';
import { Connectors } from './permissions/connectors.ts';
import { OwnStack } from './permissions/own-stack.ts';
import { Quotas } from './permissions/quotas.ts';
import { SourceBlocks } from './permissions/source-blocks.ts';
import { SourceClusters } from './permissions/source-clusters.ts';
import { filledByOthers, SourceRepositories } from './permissions/source-repositories.ts';
import { SourceSecrets } from './permissions/source-secrets.ts';
import { SourceSnapshots } from './permissions/source-snapshots.ts';
import { fitsInline, QUOTA, spread } from './permissions/spread.ts';
import { TargetBlocks } from './permissions/target-blocks.ts';
import { TargetClusterParts } from './permissions/target-cluster-parts.ts';
import { TargetClusters } from './permissions/target-clusters.ts';
import { TargetDriver } from './permissions/target-driver.ts';
import { TargetKeys } from './permissions/target-keys.ts';
import { TargetNewClusters } from './permissions/target-new-clusters.ts';
import { TargetVolumes } from './permissions/target-volumes.ts';
import { copiedClusters } from './permissions/whole-clusters.ts';

/** What a member's role may do: by policies in it, and by those that are attached to it. */
export interface MemberRights {
  inline: Record<string, PolicyDocument>;
  attached: Record<string, PolicyDocument>;
}

/**
 * The rights of a member's role. Inline policies have little room together, and routes may name many roles and lead to many
 * clusters: what grows with these is attached, where it does not fit into the role, in as many policies as it takes. Its entries are
 * named cluster by cluster as long as there is room for that. `keyArns` are
 * the keys of a target's volumes. Throws when it is more than a role may have.
 */
export function rightsOf(member: MemberPlace, keyArns: string[]): MemberRights {
  const found = (['named', 'any'] as const).map((entries) => dividedFor(member, keyArns, entries)).find(fits);
  if (found) return found;
  throw new Error(
    `The ${member.side} role of ${member.account} in ${member.region} would have to have rights on more than IAM has room for ` +
      `in a role (${QUOTA.inline} characters in it, and ${QUOTA.policies} policies of ${QUOTA.managed}): its ${member.routes.length} routes ` +
      `lead to ${clustersOf(member).length} clusters. Give some of them a hub of their own.`,
  );
}

const fits = ({ inline, attached }: MemberRights) =>
  Object.keys(attached).length <= QUOTA.policies && fitsInline(Object.values(inline));

function dividedFor(member: MemberPlace, keyArns: string[], entries: Entries): MemberRights {
  const all = policiesOf(member, keyArns, entries);
  const grows = fitsInline(Object.values(all)) ? [] : Object.keys(all).filter((name) => GROWING.includes(name));
  const inline = Object.fromEntries(Object.entries(all).filter(([name]) => !grows.includes(name)));
  const beside = { ...newClusters(member), ...Object.fromEntries(grows.map((name) => [capital(name), all[name]!])) };
  const attached = Object.fromEntries(
    Object.entries(beside).flatMap(([name, document]) =>
      spread(document).map((part, at): [string, PolicyDocument] => [at === 0 ? name : `${name}${at + 1}`, part]),
    ),
  );
  return { inline, attached };
}

/** Policies that grow with the clusters of a place. */
const GROWING = ['clusters', 'driver', 'connectors', 'secrets', 'repositories'];

const capital = (name: string) => `${name[0]!.toUpperCase()}${name.slice(1)}`;

const policiesOf = (member: MemberPlace, keyArns: string[], entries: Entries): Record<string, PolicyDocument> => ({
  ...(member.side === 'source' ? sourcePolicies(member, entries) : targetPolicies(member, keyArns, entries)),
  ...(connectorsOf(member).length > 0 ? { connectors: new Connectors(member) } : {}),
});

/** Always attached: they are long. */
const newClusters = (member: MemberPlace): Record<string, PolicyDocument> =>
  member.side === 'target' && copiedClusters(member).length > 0
    ? { NewClusters: new TargetNewClusters(member), ClusterParts: new TargetClusterParts(member) }
    : {};

/**
 * A short name of these rights and of the functions that have them, which the stack and the hub both carry: when they differ, one of them was deployed
 * without the other. The key that a stack makes itself is known by no ARN yet, and the same in every version.
 */
export function versionOf(member: MemberPlace): string {
  const { inline, attached } = rightsOf(member, ['own-key']);
  const policies = Object.entries({ ...inline, ...attached }).map(([name, policy]) => [name, policy.toJSON()]);
  const trusted = stepsOf(member.side).map(({ step }) => step);
  return createHash('sha256').update(JSON.stringify({ policies, trusted })).digest('hex').slice(0, 12);
}

const sourcePolicies = (member: MemberPlace, entries: Entries): Record<string, PolicyDocument> => ({
  ...ofStrategies('source', {
    snapshots: () => (hasOthers(member) ? new SourceSnapshots(member) : undefined),
    blocks: () => (hasOthers(member) ? new SourceBlocks(member) : undefined),
    repositories: () => (filledByOthers(member).length > 0 ? new SourceRepositories(member) : undefined),
  }),
  ...(clustersOf(member).length > 0 ? { clusters: new SourceClusters(member, entries) } : {}),
  ...(plainSourcesOf(member).length > 0 ? { secrets: new SourceSecrets(member) } : {}),
  ...(hasAks(member) ? { azure: new AzureIdentity() } : {}),
  quotas: new Quotas(),
  stack: new OwnStack(member),
});

/** Whatever is in Azure needs a right on nothing of AWS. */
const targetPolicies = (member: MemberPlace, keyArns: string[], entries: Entries): Record<string, PolicyDocument> => ({
  ...(hasOthers(member) ? eksTargetPolicies(member, keyArns, entries) : {}),
  ...(hasAks(member) ? { azure: new AzureIdentity() } : {}),
  stack: new OwnStack(member),
});

const eksTargetPolicies = (
  member: MemberPlace,
  keyArns: string[],
  entries: Entries,
): Record<string, PolicyDocument> => ({
  ...ofStrategies('target', {
    volumes: () => new TargetVolumes(member),
    blocks: () => new TargetBlocks(member),
    keys: () => new TargetKeys(member, keyArns),
  }),
  clusters: new TargetClusters(member, entries),
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
