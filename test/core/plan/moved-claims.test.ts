import { expect, it } from 'vitest';
import type { RequestInput } from '../../../core/base/request/request.ts';
import { keysOf } from '../../../core/base/run/keys.ts';
import { writeRecord } from '../../../core/base/run/records.ts';
import { KEPT } from '../../../core/base/strategies.ts';
import { requireSameVolumes } from '../../../core/execute/capture/same-volumes.ts';
import { memoryObjectStore } from '../../memory/object-store.ts';
import { object, PlannedWorld, wide } from './planned-world.ts';

const SPEC = { storageClassName: 'gp3', volumeMode: 'Filesystem' };
const volume = (name: string, id: string) =>
  wide('v1', 'PersistentVolume', name, {
    spec: {
      ...SPEC,
      claimRef: { namespace: 'shop', name: 'data' },
      csi: { driver: 'ebs.csi.aws.com', volumeHandle: id },
    },
  });
const claim = (volumeName?: string) =>
  object('v1', 'PersistentVolumeClaim', 'data', { spec: volumeName ? { ...SPEC, volumeName } : SPEC });

/** A run whose source is changed between its plan and its capture. */
async function changedAfterPlan(
  change: (world: PlannedWorld) => Promise<unknown>,
  asked: (world: PlannedWorld) => Promise<RequestInput> = async () => ({}),
) {
  const world = new PlannedWorld([]);
  const run = await world.start(await asked(world));
  const [{ sourceVolumeId: planned = '' } = {}] = run.planned.volumes;
  await change(world);
  return { planned, captured: run.capture() };
}

const restoredElsewhere = async ({ put, source }: PlannedWorld) => {
  await put(volume('pv-restored', 'vol-0restored'));
  await source.delete({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data' });
  await put(claim('pv-restored'));
};

/** As statically provisioned volumes are restored. */
const restoredUnderItsName = async ({ put, source }: PlannedWorld) => {
  await source.delete({ apiVersion: 'v1', kind: 'PersistentVolume', name: 'pv-data' });
  await put(volume('pv-data', 'vol-0restored'));
};

// Promise: claims-on-planned-volumes
it.each([
  ['was made again of another volume', restoredElsewhere, 'is on volume vol-0restored by now'],
  ['is on another volume under the same name', restoredUnderItsName, 'is on volume vol-0restored by now'],
  [
    'was made again and waits for a volume',
    async ({ put, source }: PlannedWorld) => {
      await source.delete({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data' });
      await put(claim());
    },
    'has no volume by now',
  ],
])('brings no data of the volume that a claim had when it was planned, and which %s', async (_, change, says) => {
  const { planned, captured } = await changedAfterPlan(change);
  await expect(captured).rejects.toMatchObject({ name: 'PlanBlocked', message: expect.stringContaining(says) });
  await expect(captured).rejects.toThrow(planned);
});

it('holds a run that is bound to its plan to the very volume', async () => {
  const { captured } = await changedAfterPlan(restoredUnderItsName, async (world) => ({
    planHash: (await world.start()).planned.hash,
  }));
  await expect(captured).rejects.toThrow('is on volume vol-0restored by now');
});

it('asks nothing of a claim that went away, or whose data does not come', async () => {
  const gone = await changedAfterPlan(({ source }) =>
    source.delete({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data' }),
  );
  await expect(gone.captured).resolves.toMatchObject({ changed: expect.any(Number) });
  const skipped = await changedAfterPlan(restoredElsewhere, async () => ({
    volumes: { claims: { 'shop/data': 'skip' } },
  }));
  await expect(skipped.captured).resolves.toMatchObject({ changed: expect.any(Number) });
});

// Promise: claims-on-planned-volumes
it('keeps no capture of the volume that a claim had when it was planned', async () => {
  const store = memoryObjectStore();
  const keys = keysOf('capture-1');
  const kept = { claim: 'shop/data', strategy: KEPT, sourceVolumeId: 'vol-0planned' };
  const index = (volumeId: string) => ({
    claims: { 'shop/data': { volumeId } },
    uids: { 'uid-1': 'v1 PersistentVolumeClaim shop/data' },
  });
  await writeRecord(store, keys.plan, { volumes: [kept] });
  await writeRecord(store, keys.planIndex, index('vol-0planned'));
  await writeRecord(store, keys.index, index('vol-0planned'));
  await requireSameVolumes(store, 'capture-1');
  await writeRecord(store, keys.index, index('vol-0restored'));
  await expect(requireSameVolumes(store, 'capture-1')).rejects.toThrow(
    'Claim shop/data is on volume vol-0restored by now, and was on vol-0planned when the plan was made.',
  );
});
