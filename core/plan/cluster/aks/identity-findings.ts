import type { Finding } from '../../../../kube/finding.ts';
import { KubeferryError } from '../../../base/errors.ts';
import type { AksFactory } from '../../../base/ports/aks-factory.ts';
import type { NewAksCluster } from '../../../base/request/new-aks-cluster.ts';
import type { AksBlueprint } from './aks-blueprint.ts';
import { aksFinding } from './aks-finding.ts';
import { IDENTITY } from './identities-to-aks.ts';
import { MOST_CREDENTIALS } from './workload-identities.ts';

/**
 * What keeps the identities that a route names for service accounts from trusting them: it would come to light when the cluster is
 * made, a quarter of an hour later. Those of control plane and nodes trust nobody.
 */
export async function identityFindings(
  name: string,
  { cluster }: Pick<AksBlueprint, 'cluster'>,
  { map }: Pick<NewAksCluster, 'map'>,
  target: Pick<AksFactory, 'credentialsOf'>,
): Promise<Finding[]> {
  const ofCluster = [cluster.identity, cluster.kubeletIdentity].map((id) => id?.toLowerCase());
  const named = Object.values(map).filter((id): id is string => id !== null && IDENTITY.test(id));
  const once = new Map(named.map((id) => [id.toLowerCase(), id]));
  const asked = [...once].filter(([lower]) => !ofCluster.includes(lower)).map(([, id]) => id);
  return (await Promise.all(asked.map((id) => findingOf(name, id, target)))).flat();
}

async function findingOf(name: string, id: string, target: Pick<AksFactory, 'credentialsOf'>): Promise<Finding[]> {
  const told = (severity: Finding['severity'], sentence: string) => [
    aksFinding(severity, name, 'workloadIdentities', sentence, { current: id }),
  ];
  try {
    const found = await target.credentialsOf(id);
    if (!found)
      return told('blocker', `The route's target.create.map names identity ${id}, which does not exist: correct it.`);
    const { length } = found.filter((each) => !each.name.startsWith('kubeferry-'));
    if (length < MOST_CREDENTIALS) return [];
    return told(
      'blocker',
      `Identity ${id} trusts ${length} others already, and takes ${MOST_CREDENTIALS} at most: take one away (az identity federated-credential delete), or name another in the route's target.create.map.`,
    );
  } catch (error) {
    if (!(error instanceof KubeferryError && error.name === 'AccessDenied')) throw error;
    return told(
      'warning',
      `Nobody looked whom identity ${id} trusts: the identity of the target may not read its federated credentials, and so will hardly write one. Have it in the resource group of the cluster, or give that right on it (docs/aks.md).`,
    );
  }
}
