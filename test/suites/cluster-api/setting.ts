import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { KubeObject, ObjectRef } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';

/** What the parts of the suite share; filled before the first test. */
export interface Setting {
  api: ClusterApi;
  served: ServedResource[];
}

export const NAMESPACE = 'suite';
export const BY_US = { manager: 'kubeferry', force: false };

export const configMap = (name: string, data: Record<string, string>, labels?: Record<string, string>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: NAMESPACE, ...(labels ? { labels } : {}) },
  data,
});

export const refTo = (name: string): ObjectRef => ({ apiVersion: 'v1', kind: 'ConfigMap', namespace: NAMESPACE, name });

export const deployment = (name: string, replicas: number): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: NAMESPACE },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'web', image: 'registry.example/web:1' }] },
    },
  },
});

export const definition: KubeObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'kites.suite.example' },
  spec: {
    group: 'suite.example',
    scope: 'Namespaced',
    names: { kind: 'Kite', plural: 'kites' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { spec: { type: 'object', properties: { metres: { type: 'integer', minimum: 1 } } } },
          },
        },
      },
    ],
  },
};

export function resourceIn({ served }: Setting, apiVersion: string, kind: string): ServedResource {
  return served.find((each) => each.apiVersion === apiVersion && each.kind === kind)!;
}

export const kite = (metres: number): KubeObject => ({
  apiVersion: 'suite.example/v1',
  kind: 'Kite',
  metadata: { name: 'red', namespace: NAMESPACE },
  spec: { metres },
});
