import { expect, it } from 'vitest';
import { WAVES, waveNamed, waveOf } from '../../../core/translate/waves.ts';

const waveOfKind = (apiVersion: string, kind: string) => waveOf({ apiVersion, kind, metadata: { name: 'a' } }).wave;

/** `earlier < later`: what must be there before what. */
const ORDER: [string, string][] = [
  ['apiextensions.k8s.io/v1 CustomResourceDefinition', 'example.com/v1 Cache'],
  ['v1 Namespace', 'v1 ServiceAccount'],
  ['storage.k8s.io/v1 StorageClass', 'v1 PersistentVolume'],
  ['v1 ServiceAccount', 'v1 Secret'],
  ['rbac.authorization.k8s.io/v1 ClusterRole', 'rbac.authorization.k8s.io/v1 ClusterRoleBinding'],
  ['v1 PersistentVolume', 'v1 PersistentVolumeClaim'],
  ['v1 PersistentVolumeClaim', 'example.com/v1 Cache'],
  ['v1 PersistentVolumeClaim', 'apps/v1 StatefulSet'],
  ['networking.k8s.io/v1 NetworkPolicy', 'v1 Pod'],
  ['v1 Service', 'apps/v1 Deployment'],
  ['policy/v1 PodDisruptionBudget', 'apps/v1 Deployment'],
  ['apps/v1 Deployment', 'batch/v1 Job'],
  ['batch/v1 Job', 'batch/v1 CronJob'],
  ['apps/v1 Deployment', 'autoscaling/v2 HorizontalPodAutoscaler'],
  ['apps/v1 Deployment', 'networking.k8s.io/v1 Ingress'],
  ['networking.k8s.io/v1 Ingress', 'admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration'],
  ['v1 ResourceQuota', 'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy'],
  ['v1 ResourceQuota', 'admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration'],
  // A webhook may judge policies, and nothing judges webhooks.
  [
    'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy',
    'admissionregistration.k8s.io/v1 MutatingWebhookConfiguration',
  ],
];

it.each(ORDER)('applies %s before %s', (earlier, later) => {
  const [first, second] = [earlier, later].map((each) => waveOfKind(...(each.split(' ') as [string, string])));
  expect(first! < second!).toBe(true);
});

it('names its waves in the order in which they run, the foundation first', () => {
  const names = WAVES.map(({ wave }) => wave);
  expect(names).toEqual(names.toSorted());
  const stages = WAVES.map(({ stage }) => stage).join(' ');
  expect(stages).toMatch(/^(foundation ?)+(workload ?)+$/);
});

it('does not take a custom kind for a built-in one of the same name', () => {
  expect(waveOfKind('serving.knative.dev/v1', 'Service')).toBe(waveOfKind('example.com/v1', 'Cache'));
});

it('waits for definitions, namespaces, claims and what masks data', () => {
  expect(WAVES.filter(({ waitFor }) => waitFor !== 'none').map(({ wave, waitFor }) => [wave, waitFor])).toEqual([
    ['010-custom-resource-definitions', 'established'],
    ['020-namespaces', 'active'],
    ['120-claims', 'bound'],
    ['135-masking', 'complete'],
  ]);
  expect(waveNamed('120-claims')?.waitFor).toBe('bound');
  expect(waveNamed('unknown')).toBeUndefined();
});
