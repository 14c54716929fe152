import { createHash } from 'node:crypto';
import type { BlockSink } from '../../base/ports/block-store.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Clone, Segment, VolumeItem } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { readLines, writeRecord } from '../../base/run/records.ts';
import { sealOf } from '../blocks/checksum.ts';

/** That a snapshot has all of its blocks: written before it is sealed, so that nobody puts blocks into it again. */
export interface BegunSeal {
  snapshotId: string;
  /** What it was sealed with: blocks put, and the digest over all of theirs, in base64. Absent from records of earlier versions. */
  changedBlocks?: number;
  checksum?: string;
}

/**
 * Seals the snapshot with the checksum over all segments' digests, in block order. It may run again: the records of the
 * digests stay.
 */
export async function sealSnapshot(
  sink: BlockSink,
  store: ObjectStore,
  clone: Clone,
  volume: VolumeItem,
  snapshotId: string,
): Promise<{ snapshotId: string }> {
  const keys = keysOf(clone.cloneId);
  const segments = await readLines<Segment>(store, keys.segments(volume.claim), 'plan-segments');
  const records = digestRecords(store, keys.digestsOf(volume.claim));
  const { changedBlocks, checksum } = await sealOf(records, segments.length, createHash('sha256'));
  const seal: BegunSeal = { snapshotId, changedBlocks, checksum: Buffer.from(checksum).toString('base64') };
  await writeRecord(store, keys.seal(volume.claim), seal);
  await sink.seal(changedBlocks, checksum);
  return { snapshotId };
}

async function* digestRecords(store: ObjectStore, prefix: string): AsyncIterable<Uint8Array> {
  for await (const key of store.list(prefix)) yield (await store.get(key))!;
}
