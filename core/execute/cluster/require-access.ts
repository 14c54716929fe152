import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { KubeferryError } from '../../base/errors.ts';

/** An access entry takes some seconds to be known to the API server; until then it answers 401 or 403. */
export async function requireAccess(api: ClusterApi, cluster: string): Promise<void> {
  try {
    for await (const _ of api.list(
      { apiVersion: 'v1', kind: 'Namespace', resource: 'namespaces', namespaced: false, verbs: ['list'] },
      { limit: 1 },
    ))
      return;
  } catch (error) {
    const early =
      error instanceof KubeferryError && (error.name === 'ClusterRejectedToken' || error.name === 'AccessDenied');
    if (!early) throw error;
    throw new KubeferryError(
      'NotYet',
      `Cluster "${cluster}" does not know the run's access entry yet (${error.message}). If this lasts, look at its access entries.`,
      { cause: error },
    );
  }
}
