import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { KubeferryError } from '../../base/errors.ts';

/** An access entry takes some seconds to be known to the API server; until then it answers 401 or 403. */
export async function requireAccess(api: ClusterApi, cluster: string): Promise<void> {
  try {
    await listOne(api);
  } catch (error) {
    if (!isRefused(error)) throw error;
    throw new KubeferryError(
      'NotYet',
      `Cluster "${cluster}" does not know the run's access entry yet (${error.message}). If this lasts, look at its access entries.`,
      { cause: error },
    );
  }
}

/** Of a cluster without access entries: who is refused now is refused later, until somebody changes its RBAC. */
export async function requireReading(api: ClusterApi, cluster: string): Promise<void> {
  try {
    await listOne(api);
  } catch (error) {
    if (!isRefused(error)) throw error;
    throw new KubeferryError(
      error.name,
      `Cluster "${cluster}" does not let kubeferry list what it has: ${error.message} Way out: apply what kubeferry rbac prints, as the cluster's administrator.`,
      { cause: error },
    );
  }
}

async function listOne(api: ClusterApi): Promise<void> {
  const namespaces = {
    apiVersion: 'v1',
    kind: 'Namespace',
    resource: 'namespaces',
    namespaced: false,
    verbs: ['list'],
  };
  for await (const _ of api.list(namespaces, { limit: 1 })) return;
}

const isRefused = (error: unknown): error is KubeferryError =>
  error instanceof KubeferryError && (error.name === 'ClusterRejectedToken' || error.name === 'AccessDenied');
