import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCluster, type TestCluster } from './cluster.ts';
import { configMap, deployment, job, pod } from './objects.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';

describe('deletion', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster();
    await cluster.until('/api/v1/namespaces/default/serviceaccounts/default', () => true);
  });
  afterAll(() => cluster.stop());

  const gone = (path: string) =>
    expect.poll(async () => (await cluster.send('GET', path)).code, { timeout: 5000, interval: 10 }).toBe(404);

  it('spares an object of another uid or version', async () => {
    const { body } = await cluster.apply(configMap('precious'));
    const wrong = await cluster.send('DELETE', `${MAPS}/precious`, { preconditions: { uid: 'another' } });
    expect([wrong.code, wrong.body.reason]).toEqual([409, 'Conflict']);
    expect(wrong.body.message).toContain(
      `Precondition failed: UID in precondition: another, UID in object meta: ${body.metadata.uid}`,
    );
    const right = await cluster.send('DELETE', `${MAPS}/precious`, { preconditions: { uid: body.metadata.uid } });
    expect([right.code, right.body.status]).toEqual([200, 'Success']);
  });

  it('waits for the last finalizer, and lets nobody add one', async () => {
    await cluster.apply({ ...configMap('held'), metadata: { name: 'held', finalizers: ['example.com/wait'] } });
    const marked = await cluster.send('DELETE', `${MAPS}/held`);
    expect(marked.body.metadata.deletionTimestamp).toBeDefined();
    const merge = { type: 'application/merge-patch+json' };
    const more = await cluster.send(
      'PATCH',
      `${MAPS}/held`,
      { metadata: { finalizers: ['example.com/wait', 'example.com/more'] } },
      merge,
    );
    expect(more.code).toBe(422);
    expect((await cluster.send('PATCH', `${MAPS}/held`, { metadata: { finalizers: null } }, merge)).code).toBe(200);
    expect((await cluster.send('GET', `${MAPS}/held`)).code).toBe(404);
  });

  it('takes a Deployment with its ReplicaSets and pods', async () => {
    await cluster.apply(deployment('web', { replicas: 2 }));
    const path = '/apis/apps/v1/namespaces/default/deployments/web';
    await cluster.until(path, ({ status }) => (status as { readyReplicas?: number } | undefined)?.readyReplicas === 2);
    await cluster.send('DELETE', path);
    await cluster.until(
      '/api/v1/namespaces/default/pods?labelSelector=app=web',
      ({ items }) => (items as object[]).length === 0,
    );
  });

  it('in the foreground ends the owner last, and orphaning spares the dependents', async () => {
    const { body: owner } = await cluster.apply(configMap('owner'));
    const reference = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: 'owner',
      uid: owner.metadata.uid,
      blockOwnerDeletion: true,
    };
    const child = {
      ...configMap('child'),
      metadata: { name: 'child', ownerReferences: [reference], finalizers: ['example.com/wait'] },
    };
    await cluster.apply(child);
    await cluster.send('DELETE', `${MAPS}/owner?propagationPolicy=Foreground`);
    await cluster.until(`${MAPS}/child`, ({ metadata }) => metadata.deletionTimestamp !== undefined);
    expect((await cluster.send('GET', `${MAPS}/owner`)).body.metadata.finalizers).toEqual(['foregroundDeletion']);
    await cluster.send(
      'PATCH',
      `${MAPS}/child`,
      { metadata: { finalizers: null } },
      { type: 'application/merge-patch+json' },
    );
    await gone(`${MAPS}/owner`);
  });

  it('collects an object whose owner never was here', async () => {
    const reference = { apiVersion: 'v1', kind: 'ConfigMap', name: 'elsewhere', uid: 'of-the-source' };
    await cluster.apply({ ...configMap('dangling'), metadata: { name: 'dangling', ownerReferences: [reference] } });
    await gone(`${MAPS}/dangling`);
  });

  it('leaves the pods of a Job unless told otherwise', async () => {
    await cluster.apply(job('once'));
    const path = '/apis/batch/v1/namespaces/default/jobs/once';
    await cluster.until(path, ({ status }) => (status as { succeeded?: number } | undefined)?.succeeded === 1);
    await cluster.send('DELETE', path);
    await gone(path);
    const { body } = await cluster.send('GET', '/api/v1/namespaces/default/pods?labelSelector=job-name=once');
    expect(body.items[0].metadata.ownerReferences).toBeUndefined();
  });

  it('of a collection goes by selector', async () => {
    for (const name of ['x', 'y'])
      await cluster.apply({ ...configMap(name), metadata: { name, labels: { heap: name } } });
    await cluster.send('DELETE', `${MAPS}?labelSelector=heap=x`);
    expect((await cluster.send('GET', `${MAPS}/x`)).code).toBe(404);
    expect((await cluster.send('GET', `${MAPS}/y`)).code).toBe(200);
  });

  it('of a namespace empties it first, and lets nothing in meanwhile', async () => {
    await cluster.send('POST', '/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'doomed' },
    });
    await cluster.until('/api/v1/namespaces/doomed/serviceaccounts/default', () => true);
    const stays = {
      ...pod('stays'),
      metadata: { name: 'stays', namespace: 'doomed', finalizers: ['example.com/wait'] },
    };
    await cluster.apply(stays);
    const { body } = await cluster.send('DELETE', '/api/v1/namespaces/doomed');
    expect(body.status.phase).toBe('Terminating');
    const late = await cluster.send('POST', '/api/v1/namespaces/doomed/configmaps', configMap('late'));
    expect([late.code, late.body.message]).toEqual([
      403,
      'configmaps "late" is forbidden: unable to create new content in namespace doomed because it is being terminated',
    ]);
    await cluster.send(
      'PATCH',
      '/api/v1/namespaces/doomed/pods/stays',
      { metadata: { finalizers: null } },
      { type: 'application/merge-patch+json' },
    );
    await gone('/api/v1/namespaces/doomed');
  });
});
