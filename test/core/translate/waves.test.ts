import { describe, expect, it } from 'vitest';
import { REFERENCES } from '../../../core/translate/tables/references/references.ts';
import { WAVES, waveNamed, waveOf, wavesOf } from '../../../core/translate/waves.ts';

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

it('waits for definitions, namespaces, claims, what masks data, and operators', () => {
  expect(WAVES.filter(({ waitFor }) => waitFor !== 'none').map(({ wave, waitFor }) => [wave, waitFor])).toEqual([
    ['010-custom-resource-definitions', 'established'],
    ['020-namespaces', 'active'],
    ['120-claims', 'bound'],
    ['135-masking', 'complete'],
    ['155-operators', 'available'],
  ]);
  expect(waveNamed('120-claims')?.waitFor).toBe('bound');
  expect(waveNamed('unknown')).toBeUndefined();
});

describe('the order of the table of references', () => {
  const PODS = ['/Pod', 'apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'batch/Job', 'batch/CronJob'];
  const at = (kind: string) => {
    const [group, name = ''] = kind.split('/');
    return waveOfKind(group ? `${group}/v1` : 'v1', name);
  };
  const needs = REFERENCES.filter(({ form, to }) => ['name', 'typed'].includes(form) && to.includes('/')).flatMap(
    ({ from, to }) =>
      from
        .flatMap((kind) => (kind === 'pods' ? PODS : kind))
        .filter((kind) => kind !== '*')
        .map((kind): [string, string] => [kind, to]),
  );
  /** They need each other; docs/translation.md says why this one is first. */
  const EACH_OTHER = ['/ServiceAccount before /Secret', 'argoproj.io/Rollout before apps/Deployment'];

  // Promise: needed-before
  it('applies each kind after all that it needs, unless two need each other', () => {
    const early = needs.filter(([kind, to]) => at(kind) < at(to)).map(([kind, to]) => `${kind} before ${to}`);
    expect([...new Set(early)].toSorted()).toEqual(EACH_OTHER);
    expect(needs.length).toBeGreaterThan(300);
  });

  it('puts custom resources into one wave only where none needs another', () => {
    const together = needs.filter(([kind, to]) => kind !== to && at(kind) === at(to));
    expect(together.filter(([kind]) => kind.includes('.') && !kind.startsWith('resource.k8s.io'))).toEqual([]);
    expect(['Issuer', 'Certificate'].map((kind) => at(`cert-manager.io/${kind}`))).toEqual([
      '160-custom-resources',
      '162-second-custom-resources',
    ]);
    expect(at('postgresql.cnpg.io/Pooler')).toBe('164-third-custom-resources');
  });
});

describe('a custom resource whose versions the clone itself converts', () => {
  const cache = { apiVersion: 'example.com/v1', kind: 'Cache', name: 'a' };
  const converted = new Set(['example.com/Cache', 'apps/Deployment']);

  it('comes after what runs, and before what refuses objects', () => {
    const { wave } = waveOf(cache, { converted });
    expect(wave > waveOfKind('apps/v1', 'Deployment') && wave < waveOfKind('v1', 'ResourceQuota')).toBe(true);
    expect(waveOf({ ...cache, apiVersion: 'apps/v1', kind: 'Deployment' }, { converted }).wave).toBe('180-workloads');
  });

  it('is found in each wave that any version may have put it into', () => {
    const pooler = { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Pooler', name: 'a' };
    expect(wavesOf(pooler).map(({ wave }) => wave)).toEqual([
      '160-custom-resources',
      '162-second-custom-resources',
      '164-third-custom-resources',
      '165-fourth-custom-resources',
      '166-fifth-custom-resources',
      '167-sixth-custom-resources',
      '168-seventh-custom-resources',
      '169-eighth-custom-resources',
      '205-converted-resources',
    ]);
  });
});
