import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Clone, Segment, VolumeItem } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { writeRecord } from '../../base/run/records.ts';
import type { ComparedSegment } from '../../base/run/volume-records.ts';
import type { Compared } from '../../base/strategy.ts';
import { copySegment } from '../blocks/copy-segment.ts';
import { bothSides, type Sides } from './both-sides.ts';

/**
 * Compares the blocks of one segment by their SHA-256, and keeps how many were equal. It is a copy into what takes nothing and
 * compares, so that it reads, counts and refuses as one. Throws DataCorrupt for the first that differs.
 */
export async function proveSegment(
  sides: Sides,
  store: ObjectStore,
  { cloneId }: Clone,
  { claim }: VolumeItem,
  segment: Segment,
  { compared, workers }: { compared: Compared; workers: number },
): Promise<{ blocks: number }> {
  const { digests } = await copySegment({ ...bothSides(sides, compared), segment, workers, zeroBlocks: 'write' });
  const equal: ComparedSegment = { blocks: digests.length };
  await writeRecord(store, keysOf(cloneId).provenSegment(claim, segment.number), equal);
  return equal;
}
