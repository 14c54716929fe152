import { expect, it } from 'vitest';
import { Selection } from '../../../../core/base/request/request.ts';
import { checkSelection } from '../../../../core/plan/export/check-selection.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';

const namespace = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
const deployment = (home: string, name: string): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: home, labels: { app: name } },
});
const cluster = memoryCluster({
  objects: [
    ...['shop', 'pay'].map(namespace),
    ...['web', 'web-cache', 'search'].map((name) => deployment('shop', name)),
    deployment('pay', 'ledger'),
    deployment('kube-system', 'coredns'),
  ],
});

const check = async (selection: object) =>
  checkSelection(cluster, await cluster.discover(), Selection.parse(selection));
const problems = async (selection: object) => {
  const refused = await check(selection).then(
    (namespaces) => ({ namespaces }),
    (error: { name: string; problems: { at: string; message: string }[] }) => error,
  );
  if (!('problems' in refused)) throw new Error('It was not refused.');
  expect(refused.name).toBe('InvalidRequest');
  return refused.problems.map(({ at, message }) => `${at}: ${message}`);
};
const named = (kind: string, name: string, home?: string) => ({ kind, name, ...(home ? { namespace: home } : {}) });

it('takes what is there, and all namespaces but those of the system when none is named', async () => {
  expect(await check({ namespaces: ['shop'], objects: [named('Deployment', 'web', 'shop')] })).toEqual(['shop']);
  expect(await check({ objects: [named('Deployment.apps', 'ledger')] })).toEqual(['default', 'pay', 'shop']);
});

it('names every object that does not exist, with its namespace and the nearest names', async () => {
  expect(
    await problems({
      namespaces: ['shop'],
      objects: [
        named('Deployment', 'wbe', 'shop'),
        named('Deployment', 'serach'),
        named('Deployment', 'invoices'),
        named('ConfigMap', 'web', 'shop'),
        named('Deployment', 'web'),
      ],
    }),
  ).toEqual([
    'selection.objects.0: There is no Deployment "wbe" in namespace "shop"; did you mean "web"?',
    'selection.objects.1: There is no Deployment "serach" in namespace "shop"; did you mean "search"?',
    'selection.objects.2: There is no Deployment "invoices" in namespace "shop"; there are search, web, web-cache.',
    'selection.objects.3: There is no ConfigMap "web" in namespace "shop"; there is none.',
  ]);
});

it('says where an object is that is not in a selected namespace', async () => {
  expect(await problems({ namespaces: ['shop'], objects: [named('Deployment', 'ledger')] })).toEqual([
    'selection.objects.0: There is no Deployment "ledger" in namespace "shop"; there is one in pay, which is not selected.',
  ]);
  expect(await problems({ objects: [named('Deployment', 'coredns')] })).toEqual([
    expect.stringContaining('there is one in kube-system, which is not selected'),
  ]);
});

it('says which other condition keeps a named object out', async () => {
  const objects = [named('Deployment', 'web', 'shop')];
  expect(await problems({ labelSelector: 'app=api', objects })).toEqual([
    'selection.objects.0: Deployment "web" is there, but does not match selection.labelSelector "app=api".',
  ]);
  expect(await problems({ excludeKinds: ['Deployment'], objects })).toEqual([
    expect.stringContaining('selection.includeKinds or selection.excludeKinds leaves its kind out'),
  ]);
});

it('says of kinds that no name selects why they are not', async () => {
  expect(await problems({ objects: [named('StorageClass', 'gp3'), named('Event', 'a')] })).toEqual([
    expect.stringContaining('StorageClass is of cluster scope'),
    expect.stringContaining('Event is never copied'),
  ]);
});

it('tells a namespace and a kind that do not exist once, and not their objects as well', async () => {
  expect(
    await problems({ objects: [named('Deployment', 'web', 'shpo'), named('Deployments', 'web', 'shop')] }),
  ).toEqual([
    'selection.objects.0.namespace: There is no namespace "shpo"; did you mean "shop"?',
    'selection.objects: There is no kind "Deployments"; did you mean Deployment.apps?',
  ]);
});
