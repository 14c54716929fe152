import { beforeEach, describe, expect, it } from 'vitest';
import { noteCapture, useCapture } from '../../../../core/base/captures/register.ts';
import { apiUnderTest } from './api-under-test.ts';
import { TWO_ROUTES } from './two-routes.ts';

const RUN = '/routes/prod-to-dev/clones/r1';
const PREVIEW = `GET ${RUN}/roll-back`;
const ref = (kind: string, name: string) => ({ apiVersion: 'v1', kind, namespace: 'shop', name });

let api: ReturnType<typeof apiUnderTest>;
const write = (key: string, value: unknown) => api.tools.store.put(`clones/r1/${key}`, JSON.stringify(value));
beforeEach(async () => {
  api = apiUnderTest();
  api.known('kubeferry-prod-to-dev', 'r1', { status: 'SUCCEEDED' });
  await write('clone.json', { clone: { cloneId: 'r1', route: { name: 'prod-to-dev' }, mode: 'clone' } });
  await write('ledger/objects/workload/1/0.json', {
    wave: '1',
    objects: [
      { ref: ref('ConfigMap', 'made'), before: 'absent', uid: 'u1', result: 'created' },
      { ref: ref('ConfigMap', 'changed'), before: 'present', uid: 'u2', result: 'updated' },
      { ref: ref('ConfigMap', 'same'), before: 'present', uid: 'u3', result: 'unchanged' },
    ],
  });
  await write('ledger/objects/workload/2/0.json', {
    wave: '2',
    objects: [
      { ref: ref('Service', 'late'), before: 'absent', uid: 'u4', result: 'created' },
      { ref: ref('Secret', 'begun'), before: 'absent' },
      { ref: ref('Secret', 'taken'), before: 'present', uid: 'u5', takenOver: true, result: 'updated' },
    ],
  });
  await write('ledger/ebs/target-volume/made/vol-1.json', { claim: 'shop/data' });
  await write('ledger/ebs/source-snapshot/made/snap-1.json', { claim: 'shop/data' });
  await write('ledger/ebs/target-snapshot/made/snap-2.json', { claim: 'shop/data' });
});

const preview = async () => (await api.send(PREVIEW)).body;

// Promise: roll-back-is-shown-first
describe('the preview of a roll-back', () => {
  it('names what the run made, the last wave first, its volumes, and what stays, and changes nothing', async () => {
    const before = await Array.fromAsync(api.tools.store.list(''));
    expect(await preview()).toEqual({
      id: 'r1',
      route: 'prod-to-dev',
      status: 'SUCCEEDED',
      target: { account: '444455556666', region: 'eu-west-1', cluster: 'dev' },
      removed: 2,
      unsure: 1,
      restored: 0,
      stays: 2,
      objects: [ref('Service', 'late'), ref('ConfigMap', 'made')],
      volumes: [{ id: 'vol-1', claim: 'shop/data' }],
      snapshots: 0,
      comesBack: [],
    });
    expect(await Array.fromAsync(api.tools.store.list(''))).toEqual(before);
    expect(api.runs.started).toEqual([]);
  });

  it('says which clone comes back while the one before is kept, and that it goes once that is retired', async () => {
    await write('former/plan.json', { clones: ['r0'], swaps: [], leftOver: [] });
    expect(await preview()).toMatchObject({ removed: 2, restored: 1, stays: 1, comesBack: ['r0'] });
    await write('former/retired.json', { at: 'then', done: true });
    expect(await preview()).toMatchObject({ removed: 3, restored: 0, comesBack: [] });
  });

  it('names the volumes that the source has again, beside those that are removed, until it has them', async () => {
    const handed = { claim: 'shop/files', volumeId: 'vol-2', volume: {}, givenAt: 'then' };
    await write('ledger/handed-over/shop.files.json', handed);
    expect(await preview()).toMatchObject({
      volumes: [{ id: 'vol-1', claim: 'shop/data' }],
      handedBack: [{ id: 'vol-2', claim: 'shop/files' }],
    });
    await write('ledger/handed-over/shop.files.json', { ...handed, backAt: 'later' });
    expect(await preview()).not.toHaveProperty('handedBack');
  });

  it('says that the source was cut over to the clone, which has what was written since', async () => {
    expect(await preview()).not.toHaveProperty('cutOverAt');
    await write('report.json', { route: { name: 'prod-to-dev' }, cutOver: { at: '2026-11-22T09:00:00Z' } });
    expect(await preview()).toMatchObject({ cutOverAt: '2026-11-22T09:00:00Z' });
  });

  it('counts the snapshots of a run that did not come to clean them up, and of a capture', async () => {
    api.known('kubeferry-prod-to-dev', 'r1', { status: 'ABORTED' });
    expect(await preview()).toMatchObject({ snapshots: 2 });
    api.known('kubeferry-prod-to-dev', 'r1', { status: 'SUCCEEDED', input: { mode: 'capture' } });
    expect(await preview()).toMatchObject({ snapshots: 2 });
  });

  it('names the cluster that goes, and what was kept the last time', async () => {
    await write('cluster.json', { name: 'dev' });
    await write('kept/objects.json', [{ at: 'v1 Namespace shop', why: 'others have a pod in it', volumeId: 'vol-9' }]);
    expect(await preview()).toMatchObject({
      cluster: 'dev',
      kept: [{ at: 'v1 Namespace shop', why: 'others have a pod in it' }],
    });
  });

  it.each<[string, () => unknown, RegExp]>([
    ['is under way', () => api.known('kubeferry-prod-to-dev', 'r1', { status: 'RUNNING' }), /under way: stop it first/],
    ['was refreshed', () => write('superseded.json', { by: 'r2' }), /roll back run r2 instead/],
    ['is being cleaned up', () => api.known('kubeferry-clean-up', 'clean-1-r1', {}), /cleaned up by clean-1-r1/],
  ])('says why it would be refused of a run that %s, as the roll-back does', async (_, arrange, why) => {
    await arrange();
    expect((await preview()).refused).toMatch(why);
  });

  it('says that a capture is used, and leaves it usable', async () => {
    const source = TWO_ROUTES[0]!.source;
    const mode = 'capture';
    await write('clone.json', { clone: { cloneId: 'r1', mode, route: { name: 'prod-to-dev', source } } });
    const capture = { id: 'r1', name: 'nightly', route: 'prod-to-dev', takenAt: 'then', namespaces: ['shop'] };
    await noteCapture(api.tools.store, source, { ...capture, objects: 1, volumes: 1, gibibytes: 1 } as never);
    const wish = { capture: 'nightly', namespaces: [], route: 'prod-to-dev' };
    const run = (cloneId: string) => ({ cloneId, since: '2026-11-22T09:59:00Z' }) as never;
    await useCapture(api.tools.store, source, wish, run('r5'));
    expect((await preview()).refused).toMatch(/used by run r5/);
    expect(await useCapture(api.tools.store, source, wish, run('r6'))).toMatchObject({ id: 'r1' });
  });

  it('tells nothing of what another route has made under the name', async () => {
    await write('clone.json', { clone: { cloneId: 'r1', route: { name: 'prod-to-qa' } } });
    expect(await preview()).toMatchObject({
      refused: expect.stringMatching(/made nothing to roll back/),
      removed: 0,
      objects: [],
      volumes: [],
    });
  });
});
