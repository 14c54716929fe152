import { createHash } from 'node:crypto';
import { inParallel } from '../../base/in-parallel.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Snapshot, VolumeStorage } from '../../base/ports/volume-storage.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { MADE_BY, type StepTag, TAG } from '../../base/run/names.ts';
import { findRecord, writeRecord } from '../../base/run/records.ts';

/** What a step was about to make for a claim: written before the call, so that what the call made is found without its answer. */
export interface EbsIntent {
  claim: string;
  /** The volume that a snapshot is taken of, or the snapshot that a copy or a volume is made from. */
  from: string;
}

const WRITES_AT_A_TIME = 16;

export async function noteIntents(
  store: ObjectStore,
  cloneId: string,
  step: StepTag,
  intents: readonly EbsIntent[],
): Promise<void> {
  const keys = keysOf(cloneId);
  await inParallel(intents, WRITES_AT_A_TIME, (intent) => writeRecord(store, keys.intent(step, intent.claim), intent));
}

/** A key for each id, so that a step that makes something twice loses neither; ids of Azure are paths. */
export async function noteMade(
  store: ObjectStore,
  cloneId: string,
  step: StepTag,
  made: readonly { claim: string; id: string }[],
): Promise<void> {
  const keys = keysOf(cloneId);
  await inParallel(made, WRITES_AT_A_TIME, ({ claim, id }) =>
    writeRecord(store, keys.madeThing(step, encodeURIComponent(id)), { claim }),
  );
}

/** Id -> claim. */
export async function madeIds(store: ObjectStore, cloneId: string, step: StepTag): Promise<Map<string, string>> {
  const keys = await Array.fromAsync(store.list(keysOf(cloneId).made(step)));
  const records = await inParallel(keys, WRITES_AT_A_TIME, async (key) => {
    const record = await findRecord<{ claim: string }>(store, key);
    return [decodeURIComponent(key.slice(key.lastIndexOf('/') + 1, -'.json'.length)), record?.claim ?? ''] as const;
  });
  return new Map(records);
}

export async function intentsOf(store: ObjectStore, cloneId: string, step: StepTag): Promise<EbsIntent[]> {
  const keys = await Array.fromAsync(store.list(keysOf(cloneId).intended(step)));
  const records = await inParallel(keys, WRITES_AT_A_TIME, (key) => findRecord<EbsIntent>(store, key));
  return records.filter((record): record is EbsIntent => record !== undefined);
}

/**
 * Description of the snapshots that a step of a run makes. Tags travel: Velero's plugin, Data Lifecycle Manager and AWS
 * Backup give a volume's tags to their snapshots of it. A description is given when a snapshot is made, cannot be changed
 * (EC2 has no call for it), and theirs says what made them.
 */
export function descriptionOf(cloneId: string, step: StepTag): string {
  const mark = createHash('sha256').update(`${cloneId} ${step}`).digest('hex').slice(0, 32);
  return `kubeferry ${step} ${mark}`;
}

/** Clocks of Step Functions and EC2 differ by less. */
const CLOCKS_DIFFER_MS = 15 * 60_000;

/**
 * The snapshots that a step of the run has made, whether their ids were recorded or not. One call. A run may be called as one that is
 * long over, or as one of a hub that was removed, and of which snapshots are kept: what was begun before this one is none of its own.
 */
export async function ownSnapshots(
  storage: VolumeStorage,
  store: ObjectStore,
  cloneId: string,
  step: StepTag,
): Promise<Snapshot[]> {
  const tags = { [TAG.madeBy]: MADE_BY, [TAG.cloneId]: cloneId, [TAG.step]: step };
  const description = descriptionOf(cloneId, step);
  const found = (await storage.findSnapshots(tags)).filter((snapshot) => snapshot.description === description);
  return withoutEarlier(found, store, cloneId);
}

/** But for those of an earlier run of the same name. */
export async function withoutEarlier(found: Snapshot[], store: ObjectStore, cloneId: string): Promise<Snapshot[]> {
  if (found.length === 0) return [];
  const begun = await beginningOf(store, cloneId);
  return found.filter(({ startedAt }) => !(Date.parse(startedAt) < begun - CLOCKS_DIFFER_MS));
}

/** Milliseconds since the epoch; a round is of its run. NaN where that is not known. */
async function beginningOf(store: ObjectStore, cloneId: string): Promise<number> {
  const [run = ''] = cloneId.split('/');
  const record = await findRecord<{ clone: Clone }>(store, keysOf(run).clone);
  return Date.parse(record?.clone.startedAt ?? '');
}

/** Ids of the snapshots that a step was about to make, where they follow from what it makes. */
export async function namedIds(
  { knownIds }: Pick<VolumeStorage, 'knownIds'>,
  store: ObjectStore,
  cloneId: string,
  step: StepTag,
): Promise<Set<string>> {
  if (!knownIds) return new Set();
  const description = descriptionOf(cloneId, step);
  return new Set((await intentsOf(store, cloneId, step)).map((intent) => knownIds.snapshot(description, intent)));
}
