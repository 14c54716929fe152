import { expect, it } from 'vitest';
import { clusterScopeNeeds, createNeeds } from '../../../core/translate/references.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';

const object = (apiVersion: string, kind: string, name: string, fields: object = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name },
  ...fields,
});
const inShop = (apiVersion: string, kind: string, name: string, fields: object = {}): KubeObject => ({
  ...object(apiVersion, kind, name, fields),
  metadata: { name, namespace: 'shop' },
});

const claim = inShop('v1', 'PersistentVolumeClaim', 'data', {
  spec: { volumeName: 'pv-1', storageClassName: 'ebs', volumeAttributesClassName: 'fast' },
});
const binding = inShop('rbac.authorization.k8s.io/v1', 'RoleBinding', 'b', {
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' },
});

it.each<[string, KubeObject, string[]]>([
  ['a claim', claim, ['PersistentVolume pv-1', 'StorageClass ebs', 'VolumeAttributesClass fast']],
  ['a role binding', binding, ['ClusterRole reader']],
  [
    'a workload',
    inShop('apps/v1', 'StatefulSet', 'db', {
      spec: {
        template: { spec: { priorityClassName: 'high', runtimeClassName: 'gvisor' } },
        volumeClaimTemplates: [{ spec: { storageClassName: 'gp3' } }],
      },
    }),
    ['PriorityClass high', 'RuntimeClass gvisor', 'StorageClass gp3'],
  ],
  [
    'an ingress',
    inShop('networking.k8s.io/v1', 'Ingress', 'web', { spec: { ingressClassName: 'alb' } }),
    ['IngressClass alb'],
  ],
  ['a custom resource', inShop('example.com/v1', 'Cache', 'c'), ['CustomResourceDefinition Cache.example.com']],
  [
    'a certificate',
    inShop('cert-manager.io/v1', 'Certificate', 'c', { spec: { issuerRef: { kind: 'ClusterIssuer', name: 'le' } } }),
    ['ClusterIssuer le', 'CustomResourceDefinition ClusterIssuer.cert-manager.io'],
  ],
])('%s brings what it names along', (_, source, expected) => {
  expect(clusterScopeNeeds(source).map(({ kind, name }) => `${kind} ${name}`)).toEqual(
    expect.arrayContaining(expected),
  );
});

it('needs what was named, also through objects that were needed themselves', () => {
  const needs = createNeeds();
  for (const each of [claim, binding, inShop('example.com/v1', 'Cache', 'c')]) needs.add(each);
  const volume = object('v1', 'PersistentVolume', 'pv-1', { spec: { storageClassName: 'other' } });
  expect(needs.isNeeded(volume)).toBe(true);
  expect(needs.isNeeded(object('storage.k8s.io/v1', 'StorageClass', 'other'))).toBe(false);
  needs.add(volume);
  expect(needs.isNeeded(object('storage.k8s.io/v1', 'StorageClass', 'other'))).toBe(true);
  expect(needs.isNeeded(object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'reader'))).toBe(true);
  expect(needs.isNeeded(object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'writer'))).toBe(false);
  const definition = (kind: string) =>
    object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'x', {
      spec: { group: 'example.com', names: { kind } },
    });
  expect(needs.isNeeded(definition('Cache'))).toBe(true);
  expect(needs.isNeeded(definition('Queue'))).toBe(false);
});

it('needs bindings of selected accounts, and webhooks and API services of selected services', () => {
  const needs = createNeeds();
  needs.add(inShop('v1', 'Service', 'hook'));
  const bound = (...subjects: object[]) =>
    object('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'x', { subjects });
  const hook = (namespace: string) =>
    object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'x', {
      webhooks: [{ clientConfig: { service: { namespace } } }],
    });
  const api = (namespace: string) =>
    object('apiregistration.k8s.io/v1', 'APIService', 'x', { spec: { service: { namespace } } });
  expect(needs.isNeeded(bound({ kind: 'ServiceAccount', namespace: 'shop', name: 'web' }))).toBe(true);
  expect(needs.isNeeded(bound({ kind: 'Group', name: 'system:serviceaccounts:shop' }))).toBe(true);
  expect(needs.isNeeded(bound({ kind: 'User', name: 'system:serviceaccount:shop:web' }))).toBe(true);
  expect(
    needs.isNeeded(bound({ kind: 'ServiceAccount', namespace: 'pay', name: 'web' }, { kind: 'Group', name: 'ops' })),
  ).toBe(false);
  expect([hook('shop'), hook('pay'), api('shop'), api('pay')].map((each) => needs.isNeeded(each))).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

it('brings the types along that a role of the selection names, where nothing is made of them yet', () => {
  const needs = createNeeds();
  const rules = [
    { apiGroups: ['postgresql.example.com'], resources: ['clusters', 'clusters/status'], verbs: ['*'] },
    { apiGroups: ['kafka.example.com'], resources: ['*'], verbs: ['*'] },
    { apiGroups: ['*'], resources: ['*'], verbs: ['get'] },
  ];
  const type = (plural: string, group: string) =>
    object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', `${plural}.${group}`, {
      spec: { group, names: { plural, kind: plural } },
    });
  needs.add(object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'operator', { rules }));
  const aggregated = { aggregationRule: {}, rules: [{ apiGroups: ['other.example.com'], resources: ['*'] }] };
  needs.add(object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'admin', aggregated));
  expect(needs.isNeeded(type('clusters', 'postgresql.example.com'))).toBe(true);
  expect(needs.isNeeded(type('poolers', 'postgresql.example.com'))).toBe(false);
  expect(needs.isNeeded(type('topics', 'kafka.example.com'))).toBe(true);
  expect(needs.isNeeded(type('things', 'other.example.com'))).toBe(false);
});

it('brings a type along that a service of the selection converts between its versions', () => {
  const needs = createNeeds();
  needs.add(inShop('v1', 'Service', 'converter'));
  const convertedIn = (namespace: string) =>
    object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'things.example.com', {
      spec: { conversion: { webhook: { clientConfig: { service: { namespace } } } } },
    });
  expect(needs.isNeeded(convertedIn('shop'))).toBe(true);
  expect(needs.isNeeded(convertedIn('elsewhere'))).toBe(false);
});
