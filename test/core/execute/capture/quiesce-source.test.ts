import { describe, expect, it } from 'vitest';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { findRecord } from '../../../../core/base/run/records.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import {
  CUT_OVER,
  DB,
  Killed,
  NIGHTLY,
  requestFor,
  runIn,
  SHOP,
  specOf,
  stateOf,
  type Watched,
  WEB,
  watched,
} from './some-source.ts';

const quiet = { replicas: 0, suspend: true };

const untilDone = async (source: Watched, step: () => Promise<unknown>) => {
  try {
    await step();
  } catch (error) {
    if (!source.wasKilled()) throw error;
    await step();
  }
};

// Promise: rights-of-a-run-are-its-own
it("refuses a hook in a namespace that is not the run's, whatever the cluster would let it do", async () => {
  const source = watched();
  const outside = { namespace: 'billing', labelSelector: 'app=db', before: ['x'], after: ['y'], timeoutSeconds: 5 };
  const request = { ...requestFor(), quiesce: { scaleToZero: true, hooks: [outside] } };
  const { quiesce, store } = runIn(source, request);
  const before = await stateOf(source.api);
  await expect(quiesce()).rejects.toMatchObject({
    name: 'InvalidRequest',
    problems: [{ at: 'quiesce.hooks.0.namespace', message: expect.stringContaining('"billing"') }],
  });
  expect(await stateOf(source.api)).toEqual(before);
  expect(await store.get('clones/run-1/quiesced.json')).toBeUndefined();
});

describe('a source that is scaled to zero', () => {
  // Promise: source-claims-kept
  it('keeps the claims of a StatefulSet that deletes them when it is scaled down, and has its policy back', async () => {
    const source = watched();
    const before = await stateOf(source.api);
    const run = runIn(source);
    await run.quiesce();
    expect(await specOf(source, DB)).toMatchObject({
      replicas: 0,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Retain' },
    });
    await run.resume();
    expect(await stateOf(source.api)).toEqual(before);
    expect(source.seen).not.toContainEqual({ replicas: 0, whenScaled: 'Delete' });
  });

  // Promise: source-claims-kept, killed-anywhere, quiesce-is-undone
  it('never is at zero with a policy that deletes its claims, whenever a function is killed', async () => {
    const calm = watched();
    const calmly = runIn(calm, requestFor(CUT_OVER));
    await calmly.quiesce();
    await calmly.cutOver();
    await calmly.resume();
    const all = calm.changes();
    expect(all).toBeGreaterThan(8);
    for (const when of ['before', 'after'] as const) {
      for (let change = 1; change <= all; change++) {
        const source = watched();
        const before = await stateOf(source.api);
        const run = runIn(source, requestFor(CUT_OVER));
        source.killAt(change, when);
        for (const step of [run.quiesce, run.cutOver, run.resume]) await untilDone(source, step);
        const where = `killed ${when} change ${change}`;
        expect(await stateOf(source.api), where).toEqual(before);
        expect(source.seen, where).not.toContainEqual({ replicas: 0, whenScaled: 'Delete' });
      }
    }
  });

  // Promise: source-claims-kept
  it('comes back as it was when the run fails at whichever change', async () => {
    for (let change = 1; change <= 6; change++) {
      const source = watched();
      const before = await stateOf(source.api);
      const run = runIn(source, requestFor(CUT_OVER));
      source.killAt(change, 'after');
      await expect(run.quiesce()).rejects.toThrow(Killed);
      expect(source.wasKilled()).toBe(true);
      await run.resume();
      expect(await stateOf(source.api), `failed at change ${change}`).toEqual(before);
      expect(source.seen).not.toContainEqual({ replicas: 0, whenScaled: 'Delete' });
    }
  });

  it('is not scaled when something puts the policy back at once', async () => {
    const source = watched();
    const stubborn: Watched = {
      ...source,
      api: {
        ...source.api,
        merge: async (ref, patch, options) => {
          await source.api.merge(ref, patch, options);
          const back = { spec: { persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' } } };
          return ref.kind === 'StatefulSet' ? source.api.merge(ref, back, options) : source.api.merge(ref, {}, options);
        },
      },
    };
    await expect(runIn(stubborn).quiesce()).rejects.toThrow(
      /StatefulSet shop\/db still deletes its claims.*not scaled/,
    );
    expect(await specOf(source, DB)).toMatchObject({ replicas: 3 });
  });

  it('is scaled no further than the selection goes', async () => {
    const source = watched();
    const selection = { namespaces: ['shop'], objects: [{ kind: 'StatefulSet', name: 'db' }] };
    await runIn(source, requestFor({ selection })).quiesce();
    expect(await specOf(source, DB)).toMatchObject({ replicas: 0 });
    expect(await specOf(source, WEB)).toMatchObject({ replicas: 2 });
  });

  it('is asked for again when something scales it back at once', async () => {
    const source = watched();
    const { get } = source.api;
    const scaledBack = (object: KubeObject | undefined) =>
      object && { ...object, spec: { ...(object.spec as object), replicas: 1 } };
    source.api.get = async (ref) => (ref.kind === 'Deployment' ? scaledBack(await get(ref)) : get(ref));
    await expect(runIn(source).quiesce()).rejects.toMatchObject({
      name: 'NotYet',
      message: expect.stringContaining('Deployment shop/web was scaled back to 1 replicas by something else'),
    });
  });
});

describe('a cut-over', () => {
  // Promise: cut-over-stays
  it('leaves the source at zero, marked with its run, with claims kept and jobs suspended', async () => {
    const source = watched();
    const run = runIn(source, requestFor(CUT_OVER));
    await run.quiesce();
    expect(await specOf(source, NIGHTLY)).toMatchObject({ suspend: true });
    await run.cutOver();
    for (const ref of [DB, WEB]) {
      const found = await source.api.get(ref);
      expect(found?.metadata.annotations).toEqual({ 'kubeferry/cut-over-by': 'run-1' });
      expect(found?.spec).toMatchObject({ replicas: quiet.replicas });
    }
    expect(await specOf(source, DB)).toMatchObject({ persistentVolumeClaimRetentionPolicy: { whenScaled: 'Retain' } });
  });

  // Promise: cut-over-stays
  it('is undone by a later roll-back, once and not twice', async () => {
    const source = watched();
    const before = await stateOf(source.api);
    const run = runIn(source, requestFor(CUT_OVER));
    await run.quiesce();
    await run.cutOver();
    await run.resume();
    expect(await stateOf(source.api)).toEqual(before);
    const changes = source.changes();
    await run.resume();
    expect(source.changes()).toBe(changes);
  });

  const ours = { manager: 'somebody' };
  it.each<[string, (source: Watched) => Promise<unknown>, RegExp]>([
    [
      'was scaled back',
      ({ api }) => api.merge(WEB, { spec: { replicas: 2 } }, ours),
      /Deployment shop\/web was scaled to 2/,
    ],
    ['was deleted', ({ api }) => api.delete(DB), /StatefulSet shop\/db was deleted/],
    [
      'deletes its claims again',
      ({ api }) => api.merge(DB, { spec: { persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' } } }, ours),
      /StatefulSet shop\/db deletes its claims again/,
    ],
    [
      'has a workload more',
      ({ api }) => api.create({ ...SHOP[2]!, metadata: { name: 'more', namespace: 'shop' } }, ours),
      /Deployment shop\/more runs, and was not scaled by this run/,
    ],
    [
      'has a pod of its own again',
      ({ api }) => {
        const owner = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db', uid: 'uid-db', controller: true };
        const metadata = { name: 'db-0', namespace: 'shop', ownerReferences: [owner] };
        return api.create({ apiVersion: 'v1', kind: 'Pod', metadata }, ours);
      },
      /Pod shop\/db-0 runs/,
    ],
  ])('is refused, by name, when the source %s meanwhile', async (_, change, sentence) => {
    const source = watched();
    const run = runIn(source, requestFor(CUT_OVER));
    await run.quiesce();
    await change(source);
    await expect(run.cutOver()).rejects.toMatchObject({
      name: 'VerificationFailed',
      message: expect.stringMatching(sentence),
    });
    expect(JSON.stringify(await findRecord(run.store, keysOf('run-1').quiesced))).not.toContain('cutOverAt');
  });

  it('is refused when somebody changed a workload in between, though it is at zero', async () => {
    const source = watched(SHOP.map((object) => ({ ...object, metadata: { ...object.metadata, generation: 4 } })));
    const run = runIn(source, requestFor(CUT_OVER));
    await run.quiesce();
    const { get } = source.api;
    source.api.get = async (ref) => {
      const found = await get(ref);
      return found && { ...found, metadata: { ...found.metadata, generation: 6 } };
    };
    await expect(run.cutOver()).rejects.toThrow(/was changed \(generation 4 before, 6 now\)/);
  });
});
