import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import type { PlannedFiles } from '../../base/run/origin.ts';
import { findRecord } from '../../base/run/records.ts';
import type { PlannedVolume } from '../../plan/volumes/volume-plan.ts';
import type { MoverRecord } from './mover-record.ts';

/** The volumes of a plan, those that Jobs have copied with the repository and the snapshot that they have made. */
export const movedVolumes = (
  store: ObjectStore,
  cloneId: string,
  planned: readonly PlannedVolume[],
  place: { bucket: string; region: string },
): Promise<PlannedVolume[]> =>
  Promise.all(
    planned.map(async (volume) => {
      if (volume.origin?.kind !== 'mover') return volume;
      return { ...volume, origin: await movedOrigin(store, cloneId, volume.claim, place) };
    }),
  );

async function movedOrigin(
  store: ObjectStore,
  cloneId: string,
  claim: string,
  { bucket, region }: { bucket: string; region: string },
): Promise<PlannedFiles> {
  const keys = keysOf(cloneId);
  const record = await findRecord<MoverRecord>(store, keys.mover(claim));
  if (!record?.moved)
    throw new KubeferryError(
      'MoverFailed',
      `Claim ${claim} was to be copied by a Job in the source, and none has done so. Start again; the run is rolled back.`,
    );
  const { snapshotId, takenAt, bytes } = record.moved;
  const repository = { type: 'restic', bucket, prefix: keys.movedFiles(claim), region, own: true } as const;
  const counted = bytes === undefined ? {} : { bytes };
  return { kind: 'files', name: 'mover', repository, snapshotId, takenAt, losses: [], ...counted };
}
