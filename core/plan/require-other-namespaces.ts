import type { ClusterApi } from '../../kube/cluster-api.ts';
import { KubeferryError } from '../base/errors.ts';
import type { Request } from '../base/request/request.ts';
import type { Route } from '../base/request/route.ts';

/**
 * By its uid a cluster is known, whatever it is called and by whichever address it is reached: it comes with the cluster, and nobody
 * can delete it (https://opentelemetry.io/docs/specs/semconv/registry/attributes/k8s/, k8s.cluster.uid).
 */
const KNOWN_BY = 'kube-system';

/**
 * Within one cluster a clone stands beside its original, in namespaces of other names. Throws InvalidRequest where a run would write
 * into a namespace that it copies.
 */
export async function requireOtherNamespaces(
  route: Pick<Route, 'name' | 'source' | 'target'>,
  request: Pick<Request, 'selection' | 'mappings'>,
  apis: { source: ClusterApi; target: ClusterApi },
): Promise<void> {
  const { namespaces } = request.selection;
  const same = namespaces.filter((name) => namespaces.includes(request.mappings.namespaces[name] ?? name));
  if (namespaces.length > 0 && same.length === 0) return;
  const [one, other] = await Promise.all([uidOf(apis.source), uidOf(apis.target)]);
  if (one === undefined || one !== other) return;
  const { name, source, target } = route;
  const into = same.length > 0 ? same.map((each) => `"${each}"`).join(', ') : 'every namespace';
  throw new KubeferryError(
    'InvalidRequest',
    `Route "${name}" begins and ends at one cluster: its source "${source.cluster}" and its target "${target.cluster}" have the same ` +
      `namespace ${KNOWN_BY} (uid ${one}), and the run would write over what it copies, in ${into}. Nothing was changed. Name the ` +
      'namespaces, and give each another name in mappings.namespaces; or correct one end of the route in kubeferry.config.ts.',
  );
}

const uidOf = async (api: ClusterApi) => (await api.names({ apiVersion: 'v1', kind: 'Namespace' })).get(KNOWN_BY);
