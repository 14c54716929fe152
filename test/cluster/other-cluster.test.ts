import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from '../../adapters/kubernetes/connect.ts';
import { startExecution } from '../../cli/demo/execution.ts';
import { factoryAt } from '../../cli/demo/factory.config.ts';
import { demoInput } from '../../cli/demo/options.ts';
import { isProven } from '../../cli/demo/result.ts';
import { cloneAndProve, type DemoWorld, ROUTE, startWorld } from '../../cli/demo/run-demo.ts';
import { QUIESCING, READING, rightsObjects, WHO } from '../../core/base/access/cluster-rights.ts';
import { requireReading } from '../../core/execute/cluster/require-access.ts';
import { clusterRights } from '../../core/serve/doctor/cluster-rights.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import type { Cloud } from '../../local/cloud.ts';
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
beforeAll(async () => {
  world = await startWorld(INPUT, realBackend(), NOTES, (running) => {
    cloud = running;
  });
  for (const object of rightsObjects({ quiesced: ['shop'], moved: ['shop'] }) as KubeObject[])
    await world.source.apply(object, { manager: 'administrator', force: true });
  token = await tokenOf(world);
  // The API server marks a token that was not used before, on its Secret.
  const first = enter();
  await requireReading(first, 'factory').finally(() => first.close());
});
afterAll(async () => {
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
it('clones from a real API server as the ServiceAccount of kubeferry rbac, and proves each file', async () => {
  keep({ token });
  const result = await cloneAndProve(world, NOTES);
  expect(result).toMatchObject({ status: 'SUCCEEDED', sourceUnchanged: true, different: [], objects: { failed: 0 } });
  expect(isProven(result)).toBe(true);
  expect(result.volumes).toMatchObject([{ claim: 'shop/catalog-files', files: { different: [] } }]);
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
    for (const { apiGroups, resources, verbs } of QUIESCING)
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
