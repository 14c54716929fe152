import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { VolumeStorage } from '../../base/ports/volume-storage.ts';
import type { Clone, VolumeItem } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { decodeLines } from '../../base/shards.ts';
import { endShare } from './share-foreign.ts';

/** Ends what a run has shared of snapshots that others have made; the snapshots stay. Harmless at any time. */
export async function endShares(storage: VolumeStorage, store: ObjectStore, clone: Clone): Promise<number> {
  const lines = await store.get(keysOf(clone.cloneId).volumes);
  if (!lines || clone.route.source.account === clone.route.target.account) return 0;
  const foreign = new Set(
    decodeLines<VolumeItem>(lines).flatMap(({ origin }) => (origin?.kind === 'snapshot' ? origin.snapshotId : [])),
  );
  let ended = 0;
  for (const id of foreign) if (await endShare(storage, store, clone, id)) ended += 1;
  return ended;
}
