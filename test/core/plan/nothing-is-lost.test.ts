import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Selection } from '../../../core/base/request/request.ts';
import { readShards } from '../../../core/base/run/records.ts';
import { exportManifests } from '../../../core/plan/export/export-manifests.ts';
import { planObjects } from '../../../core/plan/plan-objects.ts';
import { RULES } from '../../../core/translate/rules.ts';
import { type KubeObject, type ObjectRef, refOf, refText } from '../../../kube/kube-object.ts';
import { memoryCluster } from '../../memory/cluster-api.ts';
import { memoryObjectStore } from '../../memory/object-store.ts';
import { casesIn, contextFor, FIXTURES, readCase } from '../translate/support.ts';

const INPUTS = [...RULES.map(({ name }) => join('rules', name)), 'translate'].flatMap((folder) =>
  casesIn(join(FIXTURES, folder))
    .map((name) => join(folder, name))
    .filter((each) => existsSync(join(FIXTURES, each, 'input.yaml'))),
);

/** Of the digests, which say nothing here. */
const KEY = Buffer.alloc(32);

// Promise: nothing-lost
describe('every object that a plan is made of', () => {
  it.each(INPUTS)('is applied, left behind with a reason, or blocked: %s', async (folder) => {
    const { objects, context } = readCase(join(FIXTURES, folder));
    const plan = await planObjects(one([...objects]), context, KEY);
    expect(plan.objects.map(({ ref }) => refText(ref))).toEqual(objects.map((object) => refText(refOf(object))));
    expect(plan.targets).toHaveLength(plan.objects.filter(({ outcome }) => outcome === 'apply').length);
    for (const { ref, outcome, reason } of plan.objects) {
      if (outcome !== 'apply') expect(reason, refText(ref)).toMatch(/\w/);
      const blockers = plan.findings.filter(({ severity, object }) => severity === 'blocker' && same(object, ref));
      expect(blockers.length > 0, refText(ref)).toBe(outcome === 'block');
    }
  });
});

const same = (a: ObjectRef, b: ObjectRef) => refText(a) === refText(b);

async function* one(objects: KubeObject[]): AsyncIterable<KubeObject[]> {
  yield objects;
}

const AS_ADMIN = { manager: 'kubectl' };

describe('an export', () => {
  const custom = (group: string, kind: string, plural: string, scope = 'Namespaced', name = 'v1'): KubeObject => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: { group, scope, names: { kind, plural }, versions: [{ name, served: true }] },
  });
  const binding = (namespace: string, name: string, account: string): KubeObject => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { namespace, name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', namespace: account, name: 'controller' }],
  });
  const inShop = (apiVersion: string, kind: string, name: string): KubeObject => ({
    apiVersion,
    kind,
    metadata: { namespace: 'shop', name },
  });
  const cluster = memoryCluster({
    objects: [
      ...['shop', 'pay'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
      custom('crd.projectcalico.org', 'NetworkPolicy', 'networkpolicies'),
      custom('velero.io', 'Backup', 'backups'),
      inShop('v1', 'ConfigMap', 'settings'),
      inShop('v1', 'Event', 'settings.1'),
      inShop('crd.projectcalico.org/v1', 'NetworkPolicy', 'default.closed'),
      inShop('velero.io/v1', 'Backup', 'nightly'),
      binding('kube-system', 'election', 'shop'),
      binding('kube-system', 'of-another', 'pay'),
      binding('pay', 'readers', 'shop'),
    ],
  });

  async function planOf(selection: object) {
    const store = memoryObjectStore();
    const place = { store, prefix: 'export/', indexKey: 'index.json' };
    const { index } = await exportManifests(cluster, Selection.parse(selection), place);
    return planObjects(readShards<KubeObject>(store, 'export/'), { ...contextFor([]), index }, KEY);
  }

  it('has all that somebody made in the namespaces, and the rights of their accounts elsewhere', async () => {
    const { objects, findings } = await planOf({ namespaces: ['shop'] });
    expect(objects.map(({ ref, outcome }) => `${outcome} ${ref.kind} ${ref.name}`).toSorted()).toEqual([
      'apply ConfigMap settings',
      'apply CustomResourceDefinition networkpolicies.crd.projectcalico.org',
      'apply Namespace shop',
      'apply NetworkPolicy default.closed',
      'drop Backup nightly',
      'drop RoleBinding election',
      'drop RoleBinding readers',
    ]);
    const warnings = findings.filter(({ severity }) => severity === 'warning').map(({ sentence }) => sentence);
    expect(warnings).toEqual([
      expect.stringMatching(/^NetworkPolicy is kept to by Calico/),
      expect.stringMatching(
        /^ServiceAccount shop\/controller has the rights of Role "election" in namespace kube-system/,
      ),
      expect.stringMatching(/^ServiceAccount shop\/controller has the rights of Role "readers" in namespace pay/),
    ]);
  });

  const global = (kind: string, name: string, spec: object): KubeObject => ({
    apiVersion: kind === 'GlobalNetworkPolicy' ? 'crd.projectcalico.org/v1' : 'cilium.io/v2',
    kind,
    metadata: { name },
    spec,
  });

  it.each([
    [
      'names it',
      global('GlobalNetworkPolicy', 'p', { namespaceSelector: 'projectcalico.org/name in {"shop", "pay"}' }),
    ],
    [
      'names it in the old way',
      global('GlobalNetworkPolicy', 'p', { selector: "projectcalico.org/namespace == 'shop'" }),
    ],
    ['names none', global('GlobalNetworkPolicy', 'p', { selector: 'all()' })],
    [
      'excludes another',
      global('GlobalNetworkPolicy', 'p', { namespaceSelector: '!(projectcalico.org/name == "pay")' }),
    ],
    ['holds all pods', global('CiliumClusterwideNetworkPolicy', 'p', { endpointSelector: {} })],
  ])('names a policy of cluster scope that %s', async (_, policy) => {
    expect(await policiesOf(policy)).toEqual([
      expect.stringMatching(/Policy p may hold pods of the clone .* open in the target\./),
    ]);
  });

  it.each([
    global('GlobalNetworkPolicy', 'p', { namespaceSelector: 'projectcalico.org/name == "pay"' }),
    global('CiliumClusterwideNetworkPolicy', 'p', {
      endpointSelector: { matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'pay' } },
    }),
  ])('is silent of a policy of cluster scope that holds others alone: $kind', async (policy) => {
    expect(await policiesOf(policy)).toEqual([]);
  });

  async function policiesOf(policy: KubeObject) {
    const { kind } = policy;
    const [group = '', version] = policy.apiVersion.split('/');
    await cluster.create(custom(group, kind, `${kind.toLowerCase()}s`, 'Cluster', version), AS_ADMIN);
    await cluster.create(policy, AS_ADMIN);
    const { findings } = await planOf({ namespaces: ['shop'] });
    await cluster.delete(refOf(policy));
    return findings.filter(({ object }) => object.kind === kind).map(({ sentence }) => sentence);
  }

  it('asks for no rights elsewhere where the selection is about single kinds', async () => {
    const { objects } = await planOf({ namespaces: ['shop'], includeKinds: ['ConfigMap'] });
    expect(objects.map(({ ref }) => ref.kind)).toEqual(['ConfigMap', 'Namespace']);
  });
});
