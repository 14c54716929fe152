import type { KubeObject } from '../../../../kube/kube-object.ts';

/** https://github.com/kubernetes-csi/external-snapshotter/tree/master/client/config/crd, as far as tests need it. */
const typeOf = (kind: string, plural: string, scope: 'Namespaced' | 'Cluster'): KubeObject => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: {
    name: `${plural}.snapshot.storage.k8s.io`,
    annotations: { 'api-approved.kubernetes.io': 'unapproved, for tests' },
  },
  spec: {
    group: 'snapshot.storage.k8s.io',
    scope,
    names: { plural, singular: kind.toLowerCase(), kind, listKind: `${kind}List` },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        ...(scope === 'Namespaced' ? { subresources: { status: {} } } : {}),
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
});

/** What a cluster serves that takes snapshots. */
export const SNAPSHOT_TYPES: readonly KubeObject[] = [
  typeOf('VolumeSnapshot', 'volumesnapshots', 'Namespaced'),
  typeOf('VolumeSnapshotClass', 'volumesnapshotclasses', 'Cluster'),
];
