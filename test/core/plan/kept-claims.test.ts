import { describe, expect, it } from 'vitest';
import { blockersOf } from '../../../core/plan/plan.ts';
import { config, deployment, object, PlannedWorld, wide } from './planned-world.ts';

const SPEC = { storageClassName: 'gp3', volumeMode: 'Filesystem' };
const volume = (name: string, handle: string) =>
  wide('v1', 'PersistentVolume', name, {
    spec: {
      ...SPEC,
      claimRef: { namespace: 'shop', name: 'data' },
      csi: { driver: 'ebs.csi.aws.com', volumeHandle: handle },
    },
  });
const claim = (volumeName?: string) =>
  object('v1', 'PersistentVolumeClaim', 'data', { spec: { ...SPEC, ...(volumeName ? { volumeName } : {}) } });

const FORMER = [wide('v1', 'Namespace', 'shop'), volume('pv-data', 'vol-of-monday'), claim('pv-data')];

/** A source with one claim, and a target that has so much of it already. */
async function worldWith(...there: ReturnType<typeof wide>[]) {
  const world = new PlannedWorld([deployment('web', { image: 'web:2' }), config('settings', 'new')]);
  for (const each of there) await world.target.apply(each, { manager: 'somebody', force: true });
  return world;
}

const kinds = (objects: { kind: string }[]) => objects.map(({ kind }) => kind).toSorted();

describe('a clone onto a claim that the target has already', () => {
  // Promise: kept-claims-are-not-copied
  it.each(['update', 'skip'] as const)(
    'copies nothing for it with onConflict %s, and says that it keeps its data',
    async (onConflict) => {
      const run = await (await worldWith(...FORMER)).start({ onConflict });
      expect(run.planned.volumes).toMatchObject([
        { claim: 'shop/data', strategy: 'skip', keeps: 'vol-of-monday', dollars: 0 },
      ]);
      expect(run.planned.findings).toContainEqual(
        expect.objectContaining({
          severity: 'warning',
          object: expect.objectContaining({ kind: 'PersistentVolumeClaim', name: 'data' }),
          sentence: expect.stringMatching(/keeps its data: .*onConflict "refresh"/),
        }),
      );
      expect(blockersOf(run.planned)).toEqual([]);
    },
  );

  it('applies neither the claim nor its volume, and all the rest', async () => {
    const run = await (await worldWith(...FORMER)).start({ onConflict: 'update' });
    await run.capture();
    expect(kinds(await run.translate())).toEqual(['ConfigMap', 'Deployment', 'Namespace']);
  });

  it('names in its report the volume that the claim is on', async () => {
    const run = await (await worldWith(...FORMER)).start({ onConflict: 'update' });
    expect((await run.report()).volumes).toMatchObject([{ claim: 'shop/data', targetVolumeId: 'vol-of-monday' }]);
  });

  it('copies for a claim that waits for a volume, with onConflict update alone', async () => {
    const world = await worldWith(wide('v1', 'Namespace', 'shop'), claim());
    const [updated, skipped] = [await world.start({ onConflict: 'update' }), await world.start({ onConflict: 'skip' })];
    expect(updated.planned.volumes).toMatchObject([{ strategy: 'share-and-copy' }]);
    expect(skipped.planned.volumes).toMatchObject([{ strategy: 'skip', keeps: '' }]);
  });

  it('copies for a claim of the same name in another namespace than the one that is mapped', async () => {
    const run = await (await worldWith(...FORMER)).start({
      onConflict: 'update',
      mappings: { namespaces: { shop: 'shop-test' } },
    });
    expect(run.planned.volumes).toMatchObject([{ strategy: 'share-and-copy' }]);
  });

  it('is no way to cut over, which would leave the data of the source behind', async () => {
    const cutOver = {
      profile: 'migrate',
      cutOver: true,
      quiesce: { scaleToZero: true },
      onConflict: 'update',
    } as const;
    const run = await (await worldWith(...FORMER)).start(cutOver);
    expect(blockersOf(run.planned).map(({ sentence }) => sentence)).toEqual([
      expect.stringMatching(/^Claim shop\/data keeps the data that it has in the target, .*"refresh"/),
    ]);
  });
});

describe('a volume of the target whose name the copy would have', () => {
  it.each(['fail', 'skip', 'update'] as const)(
    'is a blocker with onConflict %s where its claim is gone',
    async (onConflict) => {
      const run = await (await worldWith(volume('pv-data', 'vol-left-over'))).start({ onConflict });
      expect(blockersOf(run.planned).map(({ sentence }) => sentence)).toEqual([
        expect.stringMatching(/PersistentVolume pv-data is in the target already, .*instead of to the copy/),
      ]);
    },
  );

  it('is said once with its claim, where that is in the way as well', async () => {
    const run = await (await worldWith(...FORMER)).start();
    expect(blockersOf(run.planned).map(({ object: { kind } }) => kind)).toEqual(['PersistentVolumeClaim']);
  });
});
