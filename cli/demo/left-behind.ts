import type { SourceIndex } from '../../core/translate/context.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { type KubeObject, refOf, refText } from '../../kube/kube-object.ts';
import { isSystemNamespace } from '../../kube/system.ts';
import { placeInNamespaces } from './load-cluster.ts';

/** Says of the given manifests which ones were no part of the clone, and why; what a rule dropped is in the report. */
export async function leftBehind(source: ClusterApi, manifests: KubeObject[], index: Exported): Promise<string[]> {
  const placed = await placeInNamespaces(source, manifests);
  const system = Map.groupBy(placed, homeOf);
  system.delete('');
  const wide = placed.filter(({ kind, metadata }) => !metadata.namespace && metadata.name && kind !== 'Namespace');
  const exported = new Set(Object.values(index.uids).map(withoutVersion));
  return [
    ...[...system].map(
      ([namespace, objects]) =>
        `${objects.length === 1 ? '1 object' : `${objects.length} objects`} in ${namespace}: each cluster fills that namespace for itself.`,
    ),
    ...wide
      .filter((object) => !exported.has(withoutVersion(refText(refOf(object)))))
      .map((object) => `${refText(refOf(object))}: nothing in the selected namespaces needs it.`),
  ];
}

type Exported = Pick<SourceIndex, 'uids'>;

/** `Kind name`: an export may have an object in another version than its manifest. */
const withoutVersion = (text: string) => text.slice(text.indexOf(' ') + 1);

const homeOf = ({ metadata }: KubeObject) =>
  metadata.namespace && isSystemNamespace(metadata.namespace) ? metadata.namespace : '';
