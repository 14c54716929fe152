import { KubeferryError } from '../../base/errors.ts';
import type { BlockSource } from '../../base/ports/block-store.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { VolumeItem } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord, writeRecord } from '../../base/run/records.ts';
import { NOTHING_LISTED, type Survey, surveyBlocks } from '../blocks/survey.ts';

/**
 * What an invocation keeps for its end: the page under way with all of its retries, which may take 31 s, the record of
 * the survey, or the segments and the start of the snapshot.
 */
export const RESERVE_MS = 90_000;

interface SurveyRecord extends Survey {
  snapshotId: string;
  since?: string;
}

/**
 * Lists all blocks of a volume's snapshot that `source` has: written ones, or changed ones `since`. A page of 10,000 takes about a second, so that 900 s reach some 4.7 TiB:
 * when the time of the invocation is nearly over, what was listed is kept and NotYet thrown, and the next one goes on
 * behind the last block. A completed snapshot never changes, so one that is killed loses its own pages and nothing else.
 */
export async function surveyWhole(
  source: BlockSource,
  store: ObjectStore,
  cloneId: string,
  { claim, origin: { snapshotId } }: VolumeItem,
  remainingMs: () => number,
  since?: string,
): Promise<Survey> {
  const key = keysOf(cloneId).survey(claim);
  const kept = await findRecord<SurveyRecord>(store, key);
  const isSame = kept?.snapshotId === snapshotId && kept.since === since;
  const before = isSame ? kept : NOTHING_LISTED;
  const pages = source.list({ startIndex: before.last + 1 });
  const { whole, ...survey } = await surveyBlocks(pages, before, () => remainingMs() < RESERVE_MS);
  if (whole) return survey;
  await writeRecord(store, key, { ...survey, snapshotId, since } satisfies SurveyRecord);
  const gibibytes = Math.floor(survey.total / 2_048);
  const text = `The written blocks of ${claim} are being listed: those of ${gibibytes} GiB so far.`;
  throw new KubeferryError('NotYet', text);
}
