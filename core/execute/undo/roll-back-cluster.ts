import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { ClusterDescription, ClusterFactory, Described } from '../../base/ports/cluster-factory.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { MADE_BY, TAG } from '../../base/run/names.ts';
import { isOurs, lookIntoCluster, type Use } from './cluster-of-others.ts';
import { notEmpty, notYet } from './cluster-stays.ts';
import { shortList } from './contents-of-others.ts';
import { noteKept } from './kept.ts';

/**
 * Deletes the target cluster if this run made it and nothing of others is in it, and else keeps it with the reason. Throws
 * NotYet while parts of it are going, and RollBackIncomplete when the run's own objects are still in it: they go before.
 * `open` enters the cluster if the run is not in it. What somebody adds after the look goes with the cluster: EKS deletes
 * no cluster on a condition.
 */
export async function rollBackCluster(
  factory: ClusterFactory,
  open: () => Promise<ClusterApi>,
  store: ObjectStore,
  clone: Clone,
): Promise<{ deleted: number; kept: number }> {
  const { cluster: name } = clone.route.target;
  const description = clone.route.target.create ? await factory.read(name) : undefined;
  const tags = (description?.cluster.tags ?? {}) as Tags;
  if (!description || tags[TAG.cloneId] !== clone.cloneId) {
    await noteKept(store, clone.cloneId, 'cluster', []);
    return { deleted: 0, kept: 0 };
  }
  const { status } = description.cluster;
  if (status === 'CREATING' || status === 'DELETING') throw notYet(name, `it is ${status}`);
  const { others, own } = await lookIntoCluster(open, store, clone, description);
  if (own.length > 0) throw notEmpty(name, own);
  if (others.length > 0) return keep(factory, store, clone, description, others);
  await removeNodes(factory, name, description);
  // Whichever run made it, it is of this cluster alone. Its ARN is made of the cluster's issuer, which nobody knows when the cluster is gone.
  const provider = ownProvider(description);
  if (provider) await factory.deleteOidcProvider(provider);
  await factory.deleteCluster(name);
  throw notYet(name, 'it is');
}

type Tags = Record<string, string>;

/**
 * The run's node groups and Fargate profiles go unless pods of others run on them or may come to: whoever has workloads
 * there counts on nodes, also while none of their pods is up. Its add-ons and access entries stay with the cluster: they cost
 * nothing, and no cluster works without them.
 */
async function keep(
  factory: ClusterFactory,
  store: ObjectStore,
  clone: Clone,
  description: ClusterDescription,
  others: Use[],
): Promise<{ deleted: number; kept: number }> {
  const { cluster: name } = clone.route.target;
  const staying = others.some(({ needsNodes }) => needsNodes);
  if (!staying) await removeNodes(factory, name, description);
  const why = whyKept(clone, description, others, staying);
  await noteKept(store, clone.cloneId, 'cluster', [{ at: `EKS cluster ${name}`, why }]);
  return { deleted: 0, kept: 1 };
}

/** Deletes what of the run pods run on; throws NotYet until all of it is gone. */
async function removeNodes(factory: ClusterFactory, name: string, description: ClusterDescription): Promise<void> {
  const { groups, profiles } = ownNodes(description);
  for (const { nodegroupName, status } of groups)
    if (status !== 'DELETING') await factory.deleteNodegroup(name, String(nodegroupName));
  // EKS deletes one profile at a time.
  const deleting = description.fargateProfiles.some((each) => each.status === 'DELETING');
  if (profiles.length > 0 && !deleting)
    await factory.deleteFargateProfile(name, String(profiles[0]!.fargateProfileName));
  const parts = groups.length + profiles.length;
  if (parts > 0) throw notYet(name, `${parts} parts of it are`);
}

const ownNodes = ({ nodegroups, fargateProfiles }: ClusterDescription): Record<'groups' | 'profiles', Described[]> => ({
  groups: nodegroups.filter(isOurs),
  profiles: fargateProfiles.filter(isOurs),
});

function ownProvider({ oidcProvider }: ClusterDescription): string | undefined {
  return (oidcProvider?.tags as Tags | undefined)?.[TAG.madeBy] === MADE_BY ? String(oidcProvider?.arn) : undefined;
}

/**
 * Who uses it, what of the run stays in it, and the commands by which its people delete it one day, one after the other:
 * EKS deletes no cluster while it has node groups or profiles, and one profile at a time.
 */
function whyKept({ route }: Clone, description: ClusterDescription, others: Use[], staying: boolean): string {
  const { cluster: name, region } = route.target;
  const { groups, profiles } = staying ? ownNodes(description) : { groups: [], profiles: [] };
  const groupNames = groups.map((each) => String(each.nodegroupName));
  const profileNames = profiles.map((each) => String(each.fargateProfileName));
  const provider = ownProvider(description);
  const inEks = `--region ${region} --cluster-name ${name}`;
  const commands = [
    ...groupNames.map((each) => `aws eks delete-nodegroup ${inEks} --nodegroup-name ${each}`),
    ...groupNames.map((each) => `aws eks wait nodegroup-deleted ${inEks} --nodegroup-name ${each}`),
    ...profileNames.flatMap((each) => [
      `aws eks delete-fargate-profile ${inEks} --fargate-profile-name ${each}`,
      `aws eks wait fargate-profile-deleted ${inEks} --fargate-profile-name ${each}`,
    ]),
    ...(provider ? [`aws iam delete-open-id-connect-provider --open-id-connect-provider-arn ${provider}`] : []),
    `aws eks delete-cluster --region ${region} --name ${name}`,
  ];
  const nodes = [...groupNames, ...profileNames];
  return [
    `others use it: ${shortList(others.map(({ what }) => what))}`,
    nodes.length > 0
      ? `${nodes.join(', ')} of the run stay with it, since pods of others run there or may`
      : 'no node group and no Fargate profile of the run is left in it',
    `when they are done, delete what they have in it, and then the cluster: ${commands.join('; ')}`,
  ].join('. ');
}
