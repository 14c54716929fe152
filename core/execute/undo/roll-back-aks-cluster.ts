import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { outsideText } from '../../base/outside/outside-text.ts';
import type { AksDescription } from '../../base/ports/aks-description.ts';
import type { AksFactory } from '../../base/ports/aks-factory.ts';
import type { ClusterDescription, Described } from '../../base/ports/cluster-factory.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { AksTargetMember } from '../../base/request/route.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { TAG } from '../../base/run/names.ts';
import type { AksClusterPlan } from '../../plan/cluster/aks/aks-plan.ts';
import { identitiesIn, ownCredentials } from '../cluster/make-aks-cluster.ts';
import { lookIntoCluster } from './cluster-of-others.ts';
import { notEmpty, notYet } from './cluster-stays.ts';
import { shortList } from './contents-of-others.ts';
import { noteKept } from './kept.ts';

/** States in which Azure deletes a cluster at once; in any other it is at something else. */
const SETTLED = ['Succeeded', 'Failed', 'Canceled'];

/**
 * Deletes the target cluster of AKS if this run made it and nothing of others is in it, and else keeps it with the reason. Throws NotYet
 * while it is going, and RollBackIncomplete when the run's own objects are still in it. What it was judged by is what is
 * deleted: Azure refuses when the cluster has changed since.
 */
export async function rollBackAksCluster(
  factory: AksFactory,
  plan: AksClusterPlan | undefined,
  open: () => Promise<ClusterApi>,
  store: ObjectStore,
  clone: Clone,
): Promise<{ deleted: number; kept: number }> {
  const place = clone.route.target as AksTargetMember;
  // Whatever was not planned was not made.
  const found = plan && (await factory.read(identitiesIn(plan)));
  const tags = (found?.cluster.tags ?? {}) as Record<string, string>;
  if (!found || tags[TAG.cloneId] !== clone.cloneId) {
    await noteKept(store, clone.cloneId, 'cluster', []);
    return { deleted: 0, kept: 0 };
  }
  const { provisioningState = '' } = (found.cluster.properties ?? {}) as { provisioningState?: string };
  if (provisioningState === 'Deleting') await unfederateAll(factory, found);
  if (!SETTLED.includes(provisioningState)) throw notYet(place.cluster, `it is ${outsideText(provisioningState)}`);
  const { others, own } = await lookIntoCluster(open, store, clone, asParts(found.cluster));
  if (own.length > 0) throw notEmpty(place.cluster, own);
  if (others.length > 0) {
    const why = whyKept(place, others);
    await noteKept(store, clone.cloneId, 'cluster', [{ at: `AKS cluster ${place.cluster}`, why }]);
    return { deleted: 0, kept: 1 };
  }
  // Pods of a cluster that Azure does not let go (a lock, a change since the look) keep their identities.
  await factory.remove(String(found.cluster.eTag));
  await unfederateAll(factory, found);
  throw notYet(place.cluster, 'it is');
}

/** Their issuer is of this cluster alone, and nobody knows it when the cluster is gone. */
async function unfederateAll(factory: AksFactory, found: AksDescription): Promise<void> {
  for (const credential of ownCredentials(found)) await factory.unfederate(credential);
}

/** Its node pools with their tags, as what others may have added to it is looked for. */
function asParts(cluster: Described): ClusterDescription {
  const { agentPoolProfiles = [] } = (cluster.properties ?? {}) as { agentPoolProfiles?: Described[] };
  const nodegroups = agentPoolProfiles.map(({ name, tags, provisioningState }) => ({
    nodegroupName: name,
    tags,
    status: provisioningState === 'Deleting' ? 'DELETING' : 'ACTIVE',
  }));
  return { cluster, nodegroups, fargateProfiles: [], addons: [], accessEntries: [], podIdentities: [] };
}

const whyKept = ({ subscription, resourceGroup, cluster }: AksTargetMember, others: { what: string }[]) =>
  [
    `others use it: ${shortList(others.map(({ what }) => what))}`,
    'its node pools stay with it',
    `when they are done, delete what they have in it, and then the cluster: az aks delete --subscription ${subscription} --resource-group ${resourceGroup} --name ${cluster}`,
  ].join('. ');
