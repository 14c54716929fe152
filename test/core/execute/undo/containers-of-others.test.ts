import { beforeEach, describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../../../core/base/ports/object-store.ts';
import { allKept } from '../../../../core/execute/undo/kept.ts';
import { rollBackObjects } from '../../../../core/execute/undo/roll-back-objects.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import { refOf } from '../../../../kube/kube-object.ts';
import { CLONE, type Cloned, cloneInShop, inShop, object, SHOP, SOMEBODY, WEB } from './clone-in-shop.ts';

const FOREIGN = {
  deployment: inShop('apps/v1', 'Deployment', 'tool', { spec: {} }),
  claim: inShop('v1', 'PersistentVolumeClaim', 'notes', { spec: {} }),
  configMap: inShop('v1', 'ConfigMap', 'mine', { data: {} }),
};

let runId: string;
let cluster: ClusterApi;
let store: ObjectStore;
let rollBack: Cloned['rollBack'];
let there: Cloned['there'];
let apply: Cloned['apply'];
beforeEach(async () => {
  ({ runId, cluster, store, rollBack, there, apply } = await cloneInShop());
});

describe('the roll-back of a clone into which nobody has put anything', () => {
  it('removes all of it, with what the cluster and its controllers made of it', async () => {
    const uid = (await cluster.get(refOf(WEB)))?.metadata.uid;
    const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid };
    const set = inShop('apps/v1', 'ReplicaSet', 'web-1');
    await cluster.create({ ...set, metadata: { ...set.metadata, ownerReferences: [owner as never] } }, SOMEBODY);
    const ofSet = { ...owner, kind: 'ReplicaSet', name: 'web-1', uid: (await cluster.get(refOf(set)))?.metadata.uid };
    const pod = inShop('v1', 'Pod', 'web-1-a');
    await cluster.create({ ...pod, metadata: { ...pod.metadata, ownerReferences: [ofSet as never] } }, SOMEBODY);
    for (const made of [
      inShop('v1', 'ServiceAccount', 'default'),
      inShop('v1', 'ConfigMap', 'kube-root-ca.crt'),
      inShop('v1', 'Event', 'web.1'),
    ])
      await cluster.create(made, SOMEBODY);
    expect(await rollBack()).toMatchObject({ kept: 0 });
    expect(await there([...CLONE, set, pod])).toEqual([]);
    expect(await allKept(store, runId)).toEqual([]);
  });
});

describe('a namespace that the run made', () => {
  // Promise: containers-of-others-stay
  it.each(Object.entries(FOREIGN))('stays with a %s of others, and only the own objects go', async (_, foreign) => {
    await cluster.create(foreign, SOMEBODY);
    expect(await rollBack()).toMatchObject({ kept: 1 });
    expect(await there([...CLONE, foreign])).toEqual(['shop', foreign.metadata.name]);
    const [kept] = await allKept(store, runId);
    expect(kept).toEqual({
      at: 'v1 Namespace shop',
      why: `it holds what others have put there: ${foreign.apiVersion} ${foreign.kind} shop/${foreign.metadata.name}`,
    });
  });

  // Promise: containers-of-others-stay
  it('stays with the clone that a second run put into it, and goes with that one only when nothing is left', async () => {
    const second = [inShop('v1', 'ConfigMap', 'of-the-second', { data: {} })];
    await apply(`${runId}-second`, [SHOP, ...second]);
    await rollBack();
    expect(await there([SHOP, ...second])).toEqual(['shop', 'of-the-second']);
    await rollBack(`${runId}-second`);
    expect(await there(second)).toEqual([]);
    expect(await rollBack()).toMatchObject({ kept: 0 });
    expect(await there([SHOP])).toEqual([]);
  });

  it('stays with what is owned by something of others', async () => {
    const owner = await cluster.create(FOREIGN.deployment, SOMEBODY);
    const reference = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'tool', uid: owner!.metadata.uid! };
    const set = inShop('apps/v1', 'ReplicaSet', 'tool-1');
    await cluster.create({ ...set, metadata: { ...set.metadata, ownerReferences: [reference] } }, SOMEBODY);
    await rollBack();
    expect(await there([SHOP, set])).toEqual(['shop', 'tool-1']);
    expect((await allKept(store, runId))[0]?.why).toContain('Deployment shop/tool');
  });

  // Promise: containers-of-others-stay
  it('stays with what something of others owns beside an object of the run, and goes when that owner is gone', async () => {
    const ofAll = object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'operator');
    const owners = [await cluster.get(refOf(WEB)), await cluster.create(ofAll, SOMEBODY)].map((owner) => ({
      ...{ apiVersion: owner!.apiVersion, kind: owner!.kind, name: owner!.metadata.name, uid: owner!.metadata.uid! },
    }));
    const both = inShop('v1', 'ConfigMap', 'of-both', { data: {} });
    await cluster.create({ ...both, metadata: { ...both.metadata, ownerReferences: owners } }, SOMEBODY);
    expect(await rollBack()).toMatchObject({ kept: 1 });
    expect(await there([SHOP, both])).toEqual(['shop', 'of-both']);
    await cluster.delete(refOf(ofAll));
    expect(await rollBack()).toMatchObject({ kept: 0 });
    expect(await there([SHOP])).toEqual([]);
  });

  it('is kept where an API of the cluster does not say what it has in it', async () => {
    const failed = [{ groupVersion: 'wardle.example.com/v1', reason: 'its service is down' }];
    const blind: ClusterApi = {
      ...cluster,
      discover: async () => ({ ...(await cluster.discover()), failed }),
    };
    expect(await rollBack(runId, blind)).toMatchObject({ kept: 1 });
    expect((await allKept(store, runId))[0]?.why).toMatch(/wardle\.example\.com\/v1 \(its service is down\)/);
  });

  it('is not deleted when it was changed between the look and the deletion, and looked into again', async () => {
    let changed = false;
    const racing: ClusterApi = {
      ...cluster,
      delete: async (ref, options) => {
        if (ref.kind === 'Namespace' && !changed) {
          changed = true;
          await cluster.create(FOREIGN.claim, SOMEBODY);
          await cluster.merge(ref, { metadata: { labels: { keep: 'me' } } }, SOMEBODY);
        }
        return cluster.delete(ref, options);
      },
    };
    expect(await rollBack(runId, racing)).toMatchObject({ kept: 1 });
    expect(await there([FOREIGN.claim])).toEqual(['notes']);
  });

  it('costs one list for each kind, and no look at single objects', async () => {
    const many = Array.from({ length: 60 }, (_, at) => inShop('v1', 'ConfigMap', `foreign-${at}`));
    for (const each of many) await cluster.create(each, SOMEBODY);
    const calls: string[] = [];
    const counted = new Proxy(cluster, {
      get: (api, name: keyof ClusterApi) => {
        const method = api[name] as ((...given: unknown[]) => unknown) | undefined;
        if (!method) return undefined;
        return (...given: unknown[]) => {
          calls.push(name);
          return method(...given);
        };
      },
    });
    await rollBack(runId, counted);
    expect(calls.filter((name) => name === 'get')).toEqual([]);
    expect(calls.filter((name) => name === 'delete').length).toBeLessThan(40);
    expect((await allKept(store, runId))[0]?.why).toMatch(/ and 55 more$/);
  });
});

describe('many namespaces that the run made', () => {
  const teams = Array.from({ length: 30 }, (_, at) => `team-${at}`);
  const inTeam = (team: string, name: string) => object('v1', 'ConfigMap', name, {}, team);
  beforeEach(async () => {
    await apply('run-2', [
      ...teams.map((name) => object('v1', 'Namespace', name)),
      ...teams.map((team) => inTeam(team, 'own')),
    ]);
    await cluster.create(inTeam('team-7', 'of-others'), SOMEBODY);
  });

  it('go, but for those in which others have put something', async () => {
    expect(await rollBack('run-2')).toMatchObject({ kept: 1 });
    expect(await allKept(store, 'run-2')).toMatchObject([
      { why: expect.stringMatching(/^it holds what others have put there: v1 ConfigMap team-7\/of-others$/) },
    ]);
    expect(await there(teams.map((name) => object('v1', 'Namespace', name)))).toEqual(['team-7']);
  });

  it('are looked into by one list of each kind, however many they are', async () => {
    const lists: string[] = [];
    const counted: ClusterApi = {
      ...cluster,
      list: (resource, options) => {
        if (options?.metadataOnly) lists.push(resource.kind);
        return cluster.list(resource, options);
      },
    };
    await rollBack('run-2', counted);
    expect(lists.filter((kind) => kind === 'Service').length).toBeLessThan(4);
  });

  it('stay where an API of the cluster does not say what it has in them', async () => {
    const failed = [{ groupVersion: 'wardle.example.com/v1', reason: 'its service is down' }];
    const blind: ClusterApi = { ...cluster, discover: async () => ({ ...(await cluster.discover()), failed }) };
    expect(await rollBack('run-2', blind)).toMatchObject({ kept: 30 });
  });
});

it('deletes nothing more when the time of the invocation is nearly over, and goes on in the next one', async () => {
  const deleted: string[] = [];
  const counted: ClusterApi = {
    ...cluster,
    delete: (ref, options) => {
      deleted.push(ref.name);
      return cluster.delete(ref, options);
    },
  };
  const late = rollBackObjects(
    async () => counted,
    store,
    runId,
    () => true,
  );
  await expect(late).rejects.toMatchObject({ name: 'NotYet' });
  expect(deleted).toEqual([]);
  await rollBack();
  expect(await there(CLONE)).toEqual([]);
});

describe('a type that the run made', () => {
  // Promise: containers-of-others-stay
  it('stays with custom objects in another namespace, which somebody has made of it since', async () => {
    await cluster.create(object('v1', 'Namespace', 'other'), SOMEBODY);
    const blue = object('example.com/v1', 'Kite', 'blue', {}, 'other');
    await cluster.create(blue, SOMEBODY);
    expect(await rollBack()).toMatchObject({ kept: 1 });
    expect(await there([...CLONE, blue])).toEqual(['kites.example.com', 'blue']);
    expect(await allKept(store, runId)).toEqual([
      {
        at: 'apiextensions.k8s.io/v1 CustomResourceDefinition kites.example.com',
        why: 'it holds what others have put there: example.com/v1 Kite other/blue',
      },
    ]);
  });
});
