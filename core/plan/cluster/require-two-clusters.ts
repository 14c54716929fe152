import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { KubeferryError } from '../../base/errors.ts';
import type { Route } from '../../base/request/route.ts';

/**
 * By its uid a cluster is known, whatever it is called and by whichever address it is reached: it comes with the cluster, and nobody
 * can delete it (https://opentelemetry.io/docs/specs/semconv/registry/attributes/k8s/, k8s.cluster.uid).
 */
const KNOWN_BY = 'kube-system';

/** Throws InvalidRequest where both ends of a route lead to one cluster, since a run would write into its own source. */
export async function requireTwoClusters(
  { name, source, target }: Pick<Route, 'name' | 'source' | 'target'>,
  apis: { source: ClusterApi; target: ClusterApi },
): Promise<void> {
  const [one, other] = await Promise.all([uidOf(apis.source), uidOf(apis.target)]);
  if (one === undefined || one !== other) return;
  throw new KubeferryError(
    'InvalidRequest',
    `Route "${name}" begins and ends at one cluster: its source "${source.cluster}" and its target "${target.cluster}" have the same ` +
      `namespace ${KNOWN_BY} (uid ${one}). A run would write into its own source, so nothing was changed. Correct one end of the route in kubeferry.config.ts.`,
  );
}

const uidOf = async (api: ClusterApi) => (await api.names({ apiVersion: 'v1', kind: 'Namespace' })).get(KNOWN_BY);
