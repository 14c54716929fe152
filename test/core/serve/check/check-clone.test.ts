import { beforeEach, describe, expect, it } from 'vitest';
import type { ClusterInfo } from '../../../../core/base/ports/clusters.ts';
import type { ObjectStore } from '../../../../core/base/ports/object-store.ts';
import type { Snapshot, Volume } from '../../../../core/base/ports/volume-storage.ts';
import { DIGEST_KEY, keysOf } from '../../../../core/base/run/keys.ts';
import { ShardWriter } from '../../../../core/base/run/records.ts';
import { leftFields } from '../../../../core/execute/apply/left-fields.ts';
import { signed } from '../../../../core/reporting/evidence/evidence.ts';
import { verifyEvidence } from '../../../../core/reporting/evidence/verify-evidence.ts';
import { CHECK_OPERATION } from '../../../../core/serve/api/check-operation.ts';
import { Refusal } from '../../../../core/serve/api/problem.ts';
import type { ApiRequest } from '../../../../core/serve/api/request.ts';
import { type CheckCloneTools, checkClone } from '../../../../core/serve/check/check-clone.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import type { KubeObject, ObjectRef } from '../../../../kube/kube-object.ts';
import { leapingClock } from '../../../memory/clock.ts';
import { type MemoryAccessEntry, memoryClusters } from '../../../memory/clusters.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { memorySigner } from '../../reporting/evidence/memory-signer.ts';
import { TWO_ROUTES } from '../api/two-routes.ts';

const ROUTE = TWO_ROUTES[0]!;
const keys = keysOf('clone-1');
const signer = memorySigner();
const clock = leapingClock(new Date('2026-11-30T10:00:00Z'));
const web = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
const KEY = Buffer.alloc(32, 7);
const pv = { apiVersion: 'v1', kind: 'PersistentVolume', name: 'pv-1' };
const pvc = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data' };
const object = (ref: ObjectRef, rest: object = {}): KubeObject =>
  ({
    apiVersion: ref.apiVersion,
    kind: ref.kind,
    metadata: { name: ref.name, namespace: ref.namespace, uid: `${ref.name}-1` },
    ...rest,
  }) as unknown as KubeObject;

let store: ObjectStore;
let live: Map<string, KubeObject>;
let volumes: Volume[];
let entries: Map<string, MemoryAccessEntry>;
const put = (key: string, value: unknown) => store.put(key, JSON.stringify(value));

beforeEach(async () => {
  store = memoryObjectStore();
  entries = new Map();
  live = new Map([
    ['web', object(web, { spec: { replicas: 2 } })],
    ['pv-1', object(pv, { spec: { csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-1' } } })],
    ['data', object(pvc, { status: { phase: 'Bound' } })],
  ]);
  volumes = [{ id: 'vol-1', state: 'in-use', snapshotId: 'snap-1', sizeGiB: 8 } as Volume];
  await put(DIGEST_KEY, { key: KEY.toString('base64') });
  await put(keys.clone, { clone: { cloneId: 'clone-1', route: ROUTE } });
  await put(keys.verified, { objects: 3 });
  await put(keys.volume('shop/data'), {
    claim: 'shop/data',
    snapshotId: 'snap-1',
    volumeId: 'vol-1',
    zone: 'a',
    sizeGiB: 8,
  });
  const applied = [web, pv, pvc].map((ref) => ({ ref, before: 'absent', uid: `${ref.name}-1`, result: 'created' }));
  const failed = { ref: { ...web, name: 'never' }, before: 'absent', result: 'failed' };
  await put(`${keys.ledger}objects/000000`, { wave: '1', objects: [...applied, failed] });
  const left = new ShardWriter(store, keys.left);
  await left.add([{ ref: web, fields: leftFields(KEY, live.get('web')!, live.get('web')!) }]);
  await left.close();
  const about = { route: ROUTE.name, run: 'clone-1', signedAt: '2026-11-29T10:00:00.000Z' };
  await put(keys.evidence, await signed(signer, about, [{ what: 'run', body: { run: 'clone-1' } }]));
});

function tools(more: Partial<CheckCloneTools> = {}): CheckCloneTools {
  const info = { name: ROUTE.target.cluster, status: 'ACTIVE' } as ClusterInfo;
  return {
    routes: TWO_ROUTES,
    store,
    now: clock.now,
    newId: () => 'id',
    sleep: clock.sleep,
    signer: undefined,
    target: async () => ({
      clusters: memoryClusters([info], entries),
      storage: {
        presentVolumes: async (ids) => volumes.filter(({ id }) => ids.includes(id)),
        presentSnapshots: async () => [{ id: 'snap-1', state: 'completed' } as Snapshot],
      },
      open: async () => ({
        api: { get: async ({ name }: ObjectRef) => live.get(name) } as ClusterApi,
        awaitAccess: async () => {},
      }),
    }),
    ...more,
  };
}

const request = (id = 'clone-1') =>
  ({
    key: '',
    labels: { route: ROUTE.name, id },
    query: {},
    headers: {},
    body: '',
    caller: 'arn:ada',
    at: clock.now(),
  }) as ApiRequest;
const check = async (more?: Partial<CheckCloneTools>) =>
  CHECK_OPERATION.output.parse(JSON.parse((await checkClone(request(), tools(more))).body));

describe('a check of a clone', () => {
  // Promise: check-proves-again
  it('finds everything as the run left it, and leaves the cluster again', async () => {
    expect(await check()).toEqual({
      id: 'clone-1',
      route: ROUTE.name,
      checkedAt: expect.stringMatching(/^2026-11-30T10:/),
      checkedBy: 'arn:ada',
      good: { objects: 3, volumes: 1, snapshots: 1 },
      problems: [],
    });
    expect([...entries.keys()]).toEqual([]);
  });

  it.each<[string, () => void, string, RegExp]>([
    ['an object that is gone', () => live.delete('web'), 'apps/v1 Deployment shop/web', /does not exist any more/],
    [
      'another one of that name',
      () => live.set('web', object({ ...web, name: 'other' })),
      'apps/v1 Deployment shop/web',
      /made another one/,
    ],
    [
      'a claim that is not bound',
      () => live.set('data', object(pvc, { status: { phase: 'Lost' } })),
      'v1 PersistentVolumeClaim shop/data',
      /It is Lost/,
    ],
    [
      'a field that holds something else',
      () => live.set('web', object(web, { spec: { replicas: 3 } })),
      'apps/v1 Deployment shop/web',
      /does not hold what the run left: \/spec\/replicas\./,
    ],
    ['a volume that is gone', () => volumes.pop(), 'vol-1 of claim shop/data', /does not exist any more/],
    [
      'a volume in another state',
      () => Object.assign(volumes[0]!, { state: 'error' }),
      'vol-1 of claim shop/data',
      /in state error/,
    ],
    [
      'a volume of another snapshot',
      () => Object.assign(volumes[0]!, { snapshotId: 'snap-9' }),
      'vol-1 of claim shop/data',
      /snapshot snap-9, and not of snap-1/,
    ],
  ])('finds %s', async (_, change, at, message) => {
    change();
    const { problems } = await check();
    expect(problems).toContainEqual({ at, message: expect.stringMatching(message) });
    expect([...entries.keys()]).toEqual([]);
  });

  it('asks of no volume that was handed over of which snapshot it once was made', async () => {
    const [claim, zone] = ['shop/data', 'a'];
    const record = { claim, zone, snapshotId: 'snap-1', volumeId: 'vol-1', sizeGiB: 8, handedOver: true };
    await put(keys.volume(claim), record);
    Object.assign(volumes[0]!, { snapshotId: 'snap-of-long-ago' });
    expect((await check()).problems).toEqual([]);
  });

  it('finds a volume that no PersistentVolume of the clone is on', async () => {
    live.delete('pv-1');
    expect((await check()).problems.map(({ message }) => message)).toContain(
      'No PersistentVolume of the clone is on it.',
    );
  });

  it('finds evidence that somebody has altered', async () => {
    const text = Buffer.from((await store.get(keys.evidence))!)
      .toString()
      .replace('"run":"clone-1"}', '"run":"clone-2"}');
    await store.put(keys.evidence, text);
    expect((await check()).problems).toContainEqual({ at: keys.evidence, message: expect.stringContaining('altered') });
  });

  // Promise: checks-are-kept
  it('is signed after the evidence of the run, and kept beside it', async () => {
    const { evidence, problems } = await check({ signer });
    expect(problems).toEqual([]);
    expect(verifyEvidence(JSON.stringify(evidence), signer.pem).wrong).toEqual([]);
    const { statement } = JSON.parse(Buffer.from((await store.get(keys.evidence))!).toString());
    expect(evidence?.entries[0]).toMatchObject({
      what: 'checked',
      body: { after: statement.head, problems: [], good: { objects: 3 } },
    });
    const kept = await Array.fromAsync(store.list(`${keys.root}/checks/`));
    expect(kept).toEqual([expect.stringMatching(/^clones\/clone-1\/checks\/2026-11-30T1\d+\.\d+Z\.json$/)]);
    expect(JSON.parse(Buffer.from((await store.get(kept[0]!))!).toString())).toEqual(evidence);
  });

  it('is refused of a clone that a later run has refreshed, and names that one', async () => {
    await put(keys.superseded, { by: 'clone-2' });
    const refusal = await checkClone(request(), tools()).catch((error: unknown) => (error as Refusal).message);
    expect(refusal).toBe(
      'Run clone-2 has taken the place of clone clone-1: nothing is as clone-1 left it. Check clone-2.',
    );
    expect([...entries.keys()]).toEqual([]);
  });

  it('is refused of a run of another route, of one that was rolled back, and of one that made no clone', async () => {
    const refusal = (id?: string) =>
      checkClone(request(id), tools()).catch((error: unknown) => (error as Refusal).message);
    expect(await refusal('clone-9')).toMatch(/has no clone "clone-9"/);
    await store.put(keys.closed, '{}');
    expect(await refusal()).toMatch(/was rolled back/);
    await store.delete(keys.closed);
    await store.delete(keys.verified);
    expect(await refusal()).toMatch(/no clone that was verified/);
    await put(keys.clone, { clone: { cloneId: 'clone-1', route: TWO_ROUTES[1] } });
    expect(await refusal()).toMatch(/has no clone "clone-1"/);
    await expect(checkClone(request(), tools())).rejects.toBeInstanceOf(Refusal);
  });
});
