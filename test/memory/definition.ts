import type { KubeObject } from '../../kube/kube-object.ts';

/** A CustomResourceDefinition of a namespaced kind with one version, which says nothing of its fields. */
export const definition = (group: string, version: string, kind: string, plural: string): KubeObject => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.${group}` },
  spec: {
    group,
    scope: 'Namespaced',
    names: { kind, plural },
    versions: [{ name: version, served: true, storage: true }],
  },
});
