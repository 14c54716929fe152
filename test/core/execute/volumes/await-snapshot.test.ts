import { expect, it } from 'vitest';
import type { Snapshot, VolumeStorage } from '../../../../core/base/ports/volume-storage.ts';
import { awaitSnapshot, refuseResized } from '../../../../core/execute/volumes/await-snapshot.ts';

const storageOf = (snapshot: Partial<Snapshot>) =>
  ({ describeSnapshot: async (id: string) => ({ id, ...snapshot }) as Snapshot }) as VolumeStorage;

it.each<[string, Partial<Snapshot>, string | undefined]>([
  ['is pending', { state: 'pending', progress: '45%' }, 'NotYet'],
  ['ended in error', { state: 'error', stateMessage: 'Given key ID is not accessible' }, 'SnapshotFailed'],
  ['is complete', { state: 'completed', fullSizeBytes: 5 }, undefined],
])('shows a snapshot that %s once, before it is decided what that means', async (_, snapshot, error) => {
  const seen: Partial<Snapshot>[] = [];
  const looked = awaitSnapshot(storageOf(snapshot), 'snap-1', 'shop/data', async (each) => void seen.push(each));
  if (error) await expect(looked).rejects.toMatchObject({ name: error, message: expect.stringContaining('shop/data') });
  else expect(await looked).toEqual({ snapshotId: 'snap-1', bytes: 5 });
  expect(seen).toEqual([{ id: 'snap-1', ...snapshot }]);
});

it('refuses a snapshot of a volume that was resized after the plan, and takes one of the size that was planned', () => {
  const snapshot = { id: 'snap-1', sizeGiB: 20 } as Snapshot;
  expect(() => refuseResized(snapshot, 'shop/data', 10)).toThrow(
    'Snapshot snap-1 of claim shop/data has 20 GiB, and 10 were planned: its volume was resized after the plan.',
  );
  expect(() => refuseResized(snapshot, 'shop/data', 20)).not.toThrow();
});
