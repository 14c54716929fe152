import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from '../../adapters/kubernetes/connect.ts';
import { startExecution } from '../../cli/demo/execution.ts';
import { factoryAt } from '../../cli/demo/factory.config.ts';
import { MOVED_CLAIM, shareWithDrawings } from '../../cli/demo/movers/shares.ts';
import { demoInput } from '../../cli/demo/options.ts';
import { isProven } from '../../cli/demo/result.ts';
import { cloneAndProve, type DemoWorld, ROUTE, startWorld } from '../../cli/demo/run-demo.ts';
import { MOVING, QUIESCING, READING, rightsObjects, WHO } from '../../core/base/access/cluster-rights.ts';
import { KubeferryError } from '../../core/base/errors.ts';
import { requireReading } from '../../core/execute/cluster/require-access.ts';
import { removeMovers } from '../../core/execute/movers/remove-movers.ts';
import { chooseReading } from '../../core/plan/movers/choose-reading.ts';
import { moverJob } from '../../core/plan/movers/mover-objects.ts';
import { clusterRights } from '../../core/serve/doctor/cluster-rights.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import type { Cloud } from '../../local/cloud.ts';
import { RUN, SourceInMemory } from '../core/execute/movers/source-in-memory.ts';
import { playRestic } from './played-restic.ts';
import { API, DRIVER, madeInShop, serveSnapshots, takeSnapshots } from './played-snapshots.ts';
import { realBackend } from './real-backend.ts';

const NOTES = { step: () => {}, note: () => {}, end: () => {} };
const SECRET = (factoryAt(0).routes[0]!.source as { secret: string }).secret;
const INPUT = demoInput({
  manifests: [],
  disk: [],
  mapNamespace: ['shop=shop-test'],
  strategy: 'auto',
  from: 'kubernetes',
});

let cloud: Cloud | undefined;
let world: DemoWorld;
let token: string;
let endRestic: () => Promise<number>;
beforeAll(async () => {
  const shares = new Map([[MOVED_CLAIM, shareWithDrawings()]]);
  const started = await startWorld(INPUT, realBackend(), NOTES, (running) => {
    cloud = running;
  });
  world = { ...started, shares };
  endRestic = playRestic(world.source, shares);
  for (const object of rightsObjects({ quiesced: ['shop'], moved: ['shop'] }) as KubeObject[])
    await world.source.apply(object, { manager: 'administrator', force: true });
  await serveSnapshots(world.source);
  token = await tokenOf(world);
  // The API server marks a token that was not used before, on its Secret.
  const first = enter();
  await requireReading(first, 'factory').finally(() => first.close());
});
afterAll(async () => {
  await endRestic?.();
  world?.source.close();
  await cloud?.stop();
});

/** What the cluster's controllers put into the Secret of the ServiceAccount. */
async function tokenOf({ source }: DemoWorld): Promise<string> {
  const ref = { apiVersion: 'v1', kind: 'Secret', namespace: WHO, name: WHO };
  for (let tries = 0; tries < 100; tries += 1) {
    const data = (await source.get(ref))?.data as { token?: string } | undefined;
    if (data?.token) return Buffer.from(data.token, 'base64').toString();
    await wait(100);
  }
  throw new Error('The ServiceAccount got no token.');
}

const enter = () => {
  const { endpoint, certificateAuthority } = world.cloud.clusters.source.running;
  return connect({ endpoint, certificateAuthority, credential: { token: async () => token } });
};
const keep = (access: object) => {
  const { certificateAuthority } = world.cloud.clusters.source.running;
  world.cloud.addSecret({ arn: SECRET, text: JSON.stringify({ certificateAuthority, ...access }) });
};

// Promise: other-clusters-by-their-own-rights
it('clones from a real API server as the ServiceAccount of kubeferry rbac, by a Job with the real restic, and proves each file', async () => {
  keep({ token });
  const result = await cloneAndProve(world, NOTES);
  expect(result).toMatchObject({ status: 'SUCCEEDED', sourceUnchanged: true, different: [], objects: { failed: 0 } });
  expect(isProven(result)).toBe(true);
  expect(result.volumes).toMatchObject([
    { claim: 'shop/catalog-files', files: { different: [] } },
    { claim: MOVED_CLAIM, files: { compared: 56, different: [] } },
  ]);
  expect(await endRestic()).toBe(1);
  expect(world.cloud.calls.filter((call) => !call.allowed)).toEqual([]);
});

it('plans with a client certificate as well', async () => {
  const { admin } = world.cloud.clusters.source.running;
  if (!('cert' in admin)) throw new Error('The control plane has no administrator with a certificate.');
  keep({ certificate: admin.cert, key: admin.key });
  const mappings = { namespaces: { shop: 'shop-by-certificate' } };
  const request = { ...INPUT.request, mode: 'plan', selection: { namespaces: ['shop'] }, mappings };
  const { status, error, cause } = await (await startExecution(world.cloud, ROUTE, request)).ended();
  expect({ status, error, cause }).toMatchObject({ status: 'SUCCEEDED' });
});

it('may list everything with these rights, and do no more', async () => {
  const api = enter();
  try {
    expect(await clusterRights(async () => api).tryOut()).toMatchObject([{ answer: 'allowed' }]);
    const may = async (resourceAttributes: Record<string, string>) => {
      const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', metadata: { name: '' } };
      const answer = await api.create({ ...review, spec: { resourceAttributes } } as KubeObject, { manager: 'test' });
      return (answer?.status as { allowed?: boolean } | undefined)?.allowed === true;
    };
    expect(READING).toHaveLength(1);
    for (const [resource, subresource] of [
      ['secrets', ''],
      ['pods', 'exec'],
      ['nodes', 'proxy'],
    ])
      expect(
        await may({ verb: 'get', group: '', resource: resource!, subresource: subresource!, namespace: 'kube-system' }),
      ).toBe(false);
    for (const { apiGroups, resources, verbs } of [...QUIESCING, ...MOVING])
      for (const verb of verbs)
        for (const each of resources) {
          const [resource = '', subresource = ''] = each.split('/');
          const asked = { verb, group: apiGroups[0]!, resource, subresource };
          expect(await may({ ...asked, namespace: 'shop' }), each).toBe(true);
          expect(await may({ ...asked, namespace: 'default' }), each).toBe(false);
        }
  } finally {
    api.close();
  }
});

const notYet = (error: unknown) => {
  if (!(error instanceof KubeferryError) || error.name !== 'NotYet') throw error;
};

/** All that a run does with one Job in its source: makes it, its snapshot and the claim of that, renews its session, and removes all. */
async function moveOnce(api: ClusterApi): Promise<void> {
  const source = new SourceInMemory();
  source.api = api;
  source.takesSnapshots = true;
  // So short that the next look renews it.
  source.sessionMinutes = 20;
  await source.move().catch(notYet);
  // Names are a moment old.
  for (let tries = 0; tries < 50 && (await made('PersistentVolumeClaim')).length === 0; tries += 1) {
    await takeSnapshots(world.source);
    await source.move().catch(notYet);
  }
  expect(await made('PersistentVolumeClaim')).toHaveLength(1);
  await source.move().catch(notYet);
  await removeAll(source, api);
  for (const kind of Object.keys(API) as (keyof typeof API)[]) await expect.poll(() => made(kind)).toEqual([]);
}

const made = (kind: keyof typeof API) => madeInShop(world.source, kind);

async function removeAll(source: SourceInMemory, api: ClusterApi): Promise<void> {
  // The garbage collector looks for new kinds every half minute.
  for (let tries = 0; tries < 300; tries += 1) {
    const isDone = await removeMovers(async () => api, source.store, RUN, source.now).then(() => true, notYet);
    if (isDone) return;
    await wait(200);
  }
  throw new Error('Something of the Job stays.');
}

// Promise: mover-leaves-nothing
it('makes and removes Jobs with the rights that kubeferry rbac --mover prints, of which each is needed', async () => {
  const api = enter();
  const ref = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', namespace: 'shop', name: `${WHO}-moves` };
  const allow = (rules: object) => world.source.merge(ref, { rules }, { manager: 'administrator' });
  const isAllowed = async (group: string, resource: string, verb: string) => {
    const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', metadata: { name: '' } };
    const spec = { resourceAttributes: { group, resource, verb, namespace: 'shop' } };
    const answer = await api.create({ ...review, spec } as KubeObject, { manager: 'test' });
    return (answer?.status as { allowed?: boolean } | undefined)?.allowed === true;
  };
  try {
    const asked = { cloneId: RUN, claim: MOVED_CLAIM, object: undefined, driver: DRIVER, staysDown: false } as const;
    expect(await chooseReading(api, { ...asked, wish: 'snapshot' })).toMatchObject({ snapshot: { class: 'snap' } });
    await moveOnce(api);
    for (const { apiGroups, resources, verbs } of MOVING)
      for (const verb of verbs) {
        const [group = '', resource = ''] = [apiGroups[0], resources[0]];
        const isIt = (rule: { resources: string[] }) => rule.resources[0] === resource;
        const rest = verbs.filter((each) => each !== verb);
        await allow(MOVING.flatMap((rule) => (isIt(rule) ? (rest.length > 0 ? { ...rule, verbs: rest } : []) : rule)));
        while (await isAllowed(group, resource, verb)) await wait(50);
        await expect(moveOnce(api), `${verb} ${resource}`).rejects.toMatchObject({ name: 'AccessDenied' });
        await allow(MOVING);
        while (!(await isAllowed(group, resource, verb))) await wait(50);
        await moveOnce(api);
      }
  } finally {
    api.close();
  }
});

it.each([
  ['restricted', { user: 1000, group: 1000 }],
  ['baseline', undefined],
] as const)('makes pods that Pod Security %s lets in', async (level, runAs) => {
  const namespace = `pods-${level}`;
  const labels = { 'pod-security.kubernetes.io/enforce': level };
  await world.source.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } }, MANAGER);
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', namespace, name: 'default' };
  while (!(await world.source.get(account))) await wait(100);
  const podOf = (as: typeof runAs) => {
    const move = { kind: 'mover', image: 'restic', hours: 1, memory: '1Gi', ...(as ? { runAs: as } : {}) } as const;
    const claim = `${namespace}/data`;
    const { spec } = moverJob({
      cloneId: 'run-2',
      claim,
      move,
      repository: 's3:x',
      region: 'eu-west-1',
      node: 'rack-1',
    });
    const { template } = spec as unknown as { template: { spec: object } };
    return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'mover', namespace }, spec: template.spec };
  };
  const tried = (as: typeof runAs) => world.source.create(podOf(as), { ...MANAGER, dryRun: true });
  expect(await tried(runAs)).toBeDefined();
  if (level === 'restricted') await expect(tried(undefined)).rejects.toThrow(/violates PodSecurity "restricted/);
});

const MANAGER = { manager: 'test' };
