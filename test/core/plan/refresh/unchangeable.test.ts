import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import { findUnchangeable } from '../../../../core/plan/refresh/find-unchangeable.ts';
import { memberKey } from '../../../../core/plan/refresh/members.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import { type KubeObject, refOf } from '../../../../kube/kube-object.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { object } from '../../execute/refresh/workload.ts';
import { afterMonday, failAtNight, Killed, RefreshWorld } from '../../execute/refresh/world.ts';
import { contextFor } from '../../translate/support.ts';

const FIXED = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'night', name: 'fixed' };
const fixed = (night: string) => object('v1', 'ConfigMap', 'fixed', { immutable: true, data: { night } });

/** Refuses what a server does not change in place (core/v1 and apps/v1 validation), in its words. */
function strict(cluster: ClusterApi): void {
  const { apply } = cluster;
  cluster.apply = async (wanted, options) => {
    const there = await cluster.get(refOf(wanted));
    const refusal = there && refusalOf(there, wanted);
    if (refusal)
      throw new KubeferryError('ApplyFailed', `${wanted.kind} "${wanted.metadata.name}" is invalid: ${refusal}`);
    return apply(wanted, options);
  };
}

function refusalOf(there: KubeObject, wanted: KubeObject): string | undefined {
  if (there.immutable && !isDeepStrictEqual(there.data, wanted.data))
    return 'data: Forbidden: field is immutable when `immutable` is set';
  const selectorOf = (each: KubeObject) => (each.spec as { selector?: unknown } | undefined)?.selector;
  if (isDeepStrictEqual(selectorOf(there), selectorOf(wanted))) return undefined;
  return wanted.kind === 'StatefulSet'
    ? "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'template' are forbidden"
    : 'spec.selector: Invalid value: field is immutable';
}

async function monday(): Promise<RefreshWorld> {
  const world = await afterMonday([fixed('monday')]);
  strict(world.cluster);
  return world;
}

type Address = { clusterIP?: string };
const addressOf = (each: KubeObject | undefined) => (each?.spec as Address | undefined)?.clusterIP;

/** Gives Services addresses and keeps them, as a server does (pkg/registry/core/service, `patchAllocatedValues`). */
function addressing(cluster: ClusterApi): void {
  let last = 0;
  const { apply, create, merge } = cluster;
  const given = (each: KubeObject, address: string | undefined): KubeObject =>
    each.kind === 'Service' && addressOf(each) === undefined && address !== undefined
      ? { ...each, spec: { ...(each.spec as object), clusterIP: address } }
      : each;
  const next = (each: KubeObject) => given(each, `10.100.0.${++last}`);
  const refuseOther = (there: KubeObject, wanted: Address | undefined) => {
    if (there.kind !== 'Service' || !wanted?.clusterIP || wanted.clusterIP === addressOf(there)) return;
    const sentence = 'spec.clusterIPs[0]: Invalid value: ["None"]: may not change once set';
    throw new KubeferryError('ApplyFailed', `Service "${there.metadata.name}" is invalid: ${sentence}`);
  };
  cluster.create = async (wanted, options) => create(next(wanted), options);
  cluster.apply = async (wanted, options) => {
    const there = await cluster.get(refOf(wanted));
    if (there) refuseOther(there, wanted.spec as Address);
    return apply(there ? given(wanted, addressOf(there)) : next(wanted), options);
  };
  cluster.merge = async (ref, patch, options) => {
    const there = await cluster.get(ref);
    if (there) refuseOther(there, patch.spec as Address);
    return merge(ref, patch, options);
  };
}

const PEERS = { apiVersion: 'v1', kind: 'Service', namespace: 'night', name: 'peers' };
const headless = object('v1', 'Service', 'peers', { spec: { clusterIP: 'None', ports: [{ port: 5432 }] } });
const balanced = object('v1', 'Service', 'peers', { spec: { ports: [{ port: 5432 }] } });

const data = async (world: RefreshWorld) => (await world.cluster.get(FIXED))?.data;

describe('a Service of a refresh', () => {
  it.each([
    ['gets an address once it is no longer headless', headless, balanced],
    ['loses its address once it is headless', balanced, headless],
  ])('%s, and is what it was after a roll-back', async (_, former, present) => {
    const isHeadless = (each: KubeObject) => addressOf(each) === 'None';
    const there = async () => isHeadless((await world.cluster.get(PEERS))!);
    const world = new RefreshWorld();
    addressing(world.cluster);
    await world.run(await world.prepare('monday', [former]), 'fail');
    expect(await there()).toBe(isHeadless(former));
    await failAtNight(world, 'tuesday', [present]);
    expect(await there()).toBe(isHeadless(present));
    await world.rollBack('tuesday');
    expect(await there()).toBe(isHeadless(former));
    await world.run(await world.prepare('wednesday', [present]));
    expect(await there()).toBe(isHeadless(present));
    await world.run(await world.prepare('thursday', [former]));
    expect(await there()).toBe(isHeadless(former));
  });
});

describe('what a refresh cannot change in place', () => {
  // Promise: refresh-recreates
  it('is re-created, night after night', async () => {
    const world = await monday();
    const before = await world.cluster.get(FIXED);
    await world.run(await world.prepare('tuesday', [fixed('tuesday')]));
    expect(await data(world)).toEqual({ night: 'tuesday' });
    expect((await world.cluster.get(FIXED))?.metadata.uid).not.toBe(before?.metadata.uid);
    await world.run(await world.prepare('wednesday', [fixed('wednesday')]));
    expect(await data(world)).toEqual({ night: 'wednesday' });
  });

  // Promise: refresh-keeps-former
  it('comes back with the former clone, which the next night refreshes', async () => {
    const world = await monday();
    await failAtNight(world, 'tuesday', [fixed('tuesday')]);
    expect(await data(world)).toEqual({ night: 'tuesday' });
    await world.rollBack('tuesday');
    expect(await data(world)).toEqual({ night: 'monday' });
    await world.run(await world.prepare('wednesday', [fixed('wednesday')]));
    expect(await data(world)).toEqual({ night: 'wednesday' });
  });

  it('comes back wherever the run, or its roll-back, is killed', async () => {
    const original = await monday();
    const before = await original.contents();
    let ended = 0;
    for (let at = 1; ended < 3; at += 3) {
      const world = await monday();
      const clone = await world.prepare('tuesday', [fixed('tuesday')]);
      Object.assign(world, { writesToLive: at, mayDie: false });
      const died = await world.run(clone).then(
        () => false,
        (error: unknown) => error instanceof Killed,
      );
      if (!died || (await world.records.get('clones/tuesday/former/retired.json'))) {
        ended++;
        continue;
      }
      await world.controllers.settle();
      Object.assign(world, { writesToLive: at, mayDie: true });
      await world.rollBack('tuesday');
      expect(await world.contents(), `killed after write ${at}`).toEqual(before);
    }
  }, 60_000);

  it('is reported in the plan: re-created, or a blocker whose way out works', async () => {
    const set = (app: string, whenDeleted: string): KubeObject =>
      object(
        'apps/v1',
        'StatefulSet',
        `db-${whenDeleted.toLowerCase()}`,
        { spec: { selector: { matchLabels: { app } }, persistentVolumeClaimRetentionPolicy: { whenDeleted } } },
        'shop',
      );
    const there = [fixed('monday'), set('old', 'Delete'), set('old', 'Retain')].map((each) => ({
      ...each,
      metadata: { ...each.metadata, namespace: 'shop' },
    }));
    const cluster = memoryCluster({
      objects: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }, ...there],
    });
    strict(cluster);
    const found = await Promise.all(there.map((each) => cluster.get(refOf(each))));
    const members = new Map(
      found.map((each) => [memberKey(refOf(each!)), { ref: refOf(each!), uid: each!.metadata.uid! }]),
    );
    const source = [
      { ...fixed('tuesday'), metadata: { name: 'fixed', namespace: 'shop' } },
      set('new', 'Delete'),
      set('new', 'Retain'),
    ];
    const told = async () => {
      const findings = await findUnchangeable(cluster, shard(source), contextFor(source), members);
      return findings.map(({ severity, sentence }) => `${severity}: ${sentence}`);
    };
    expect(await told()).toEqual([
      'warning: v1 ConfigMap shop/fixed cannot be changed in place to what the source has (ConfigMap "fixed" is invalid: data: Forbidden: field is immutable when `immutable` is set): it is deleted, and re-created as the source has it.',
      expect.stringMatching(
        /^blocker: apps\/v1 StatefulSet shop\/db-delete .*whenDeleted: Delete\)\. Delete it yourself \(kubectl delete statefulset db-delete --namespace shop --cascade=orphan\)/,
      ),
      expect.stringMatching(/^warning: apps\/v1 StatefulSet shop\/db-retain /),
    ]);
    await cluster.delete({ apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'shop', name: 'db-delete' });
    expect((await told()).filter((each) => each.startsWith('blocker'))).toEqual([]);
  });
});

// Promise: target-asked-beforehand
describe('a plan of a refresh', () => {
  const secretOf = (night: string, more: object = {}) => ({
    ...object('v1', 'Secret', 'login', { data: { night }, ...more }),
    metadata: { name: 'login', namespace: 'shop' },
  });

  it.each([
    [
      'an immutable one of other values',
      secretOf('monday', { immutable: true }),
      secretOf('tuesday', { immutable: true }),
      'data: Forbidden',
    ],
    [
      'an immutable one that is to be none',
      secretOf('monday', { immutable: true }),
      secretOf('monday'),
      'immutable: Forbidden',
    ],
    [
      'one of another type',
      secretOf('monday'),
      secretOf('monday', { type: 'kubernetes.io/tls' }),
      'type: Invalid value',
    ],
    [
      'an immutable one of the same values',
      secretOf('monday', { immutable: true }),
      secretOf('monday', { immutable: true }),
      undefined,
    ],
    ['one of other values', secretOf('monday', { type: 'Opaque' }), secretOf('tuesday'), undefined],
  ])('sends no Secret to the target, and knows what becomes of %s', async (_, there, source, words) => {
    const cluster = memoryCluster({
      objects: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }, there],
    });
    cluster.apply = async () => {
      throw new Error('It was sent.');
    };
    const ref = refOf(there);
    const members = new Map([[memberKey(ref), { ref, uid: (await cluster.get(ref))!.metadata.uid! }]]);
    const findings = await findUnchangeable(cluster, shard([source]), contextFor([source]), members);
    expect(findings.map(({ severity }) => severity)).toEqual(words ? ['warning'] : []);
    if (words)
      expect(findings[0]?.sentence).toContain(
        `v1 Secret shop/login cannot be changed in place to what the source has (Secret "login" is invalid: ${words}`,
      );
    expect(JSON.stringify(findings)).not.toMatch(/monday|tuesday/);
  });
});

async function* shard(objects: KubeObject[]): AsyncIterable<KubeObject[]> {
  yield objects;
}
