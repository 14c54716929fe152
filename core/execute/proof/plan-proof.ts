import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Clone, VolumeItem } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { writeRecord } from '../../base/run/records.ts';
import type { PlannedComparison } from '../../base/run/volume-records.ts';
import { encodeLines } from '../../base/shards.ts';
import type { Compared } from '../../base/strategy.ts';
import { cutSegments } from '../blocks/plan-segments.ts';
import { surveyWhole } from '../volumes/survey-whole.ts';
import { listBothSides, type Sides } from './both-sides.ts';

/**
 * Lists the blocks of a volume's snapshot on both sides, and writes the segments of those that are to be read and compared, for the
 * machine to map over. Where there are more blocks than one invocation lists, throws NotYet.
 */
export async function planProof(
  sides: Sides,
  store: ObjectStore,
  { cloneId }: Clone,
  volume: VolumeItem,
  compared: Compared,
  remainingMs: () => number,
): Promise<{ segments: number; key: string }> {
  const keys = keysOf(cloneId);
  const key = keys.proofSegments(volume.claim);
  const survey = await surveyWhole(
    listBothSides(sides, compared),
    store,
    cloneId,
    volume,
    remainingMs,
    `proof of ${compared}`,
  );
  const segments = cutSegments(survey, undefined, volume.pace?.perSecond);
  const planned: PlannedComparison = { compared, blocks: survey.total, segments: segments.length };
  await store.put(key, encodeLines(segments));
  await writeRecord(store, keys.proof(volume.claim), planned);
  return { segments: segments.length, key };
}
