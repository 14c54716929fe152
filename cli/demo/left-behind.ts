import { inParallel } from '../../core/in-parallel.ts';
import { type KubeObject, refOf, refText } from '../../core/manifests/kube-object.ts';
import { isSystemNamespace } from '../../core/manifests/selection.ts';
import type { ClusterApi } from '../../core/ports/cluster-api.ts';
import { placeInNamespaces } from './load-cluster.ts';

/** Says of the given manifests which ones were no part of the clone, and why; what a rule dropped is in the report. */
export async function leftBehind(source: ClusterApi, target: ClusterApi, manifests: KubeObject[]): Promise<string[]> {
  const placed = await placeInNamespaces(source, manifests);
  const system = Map.groupBy(placed, homeOf);
  system.delete('');
  const wide = placed.filter(({ kind, metadata }) => !metadata.namespace && metadata.name && kind !== 'Namespace');
  const found = await inParallel(wide, 16, (object) => target.get(refOf(object)).catch(() => undefined));
  return [
    ...[...system].map(
      ([namespace, objects]) =>
        `${objects.length === 1 ? '1 object' : `${objects.length} objects`} in ${namespace}: each cluster fills that namespace for itself.`,
    ),
    ...wide
      .filter((_, at) => !found[at])
      .map((object) => `${refText(refOf(object))}: nothing in the selected namespaces needs it.`),
  ];
}

const homeOf = ({ metadata }: KubeObject) =>
  metadata.namespace && isSystemNamespace(metadata.namespace) ? metadata.namespace : '';
