import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Volume, VolumeStorage } from '../../base/ports/volume-storage.ts';
import { MADE_BY, TAG } from '../../base/run/names.ts';
import { amongVolumes, volumeKey } from '../../base/volume-key.ts';
import { formerPlanOf, retirementOf } from '../../plan/refresh/former.ts';
import { supersededOf } from '../../plan/refresh/superseded.ts';
import { intentsOf, madeIds } from '../volumes/ebs-ledger.ts';
import { type Kept, keptBy, noteKept } from './kept.ts';
import { expectGone, hasTagsOf, lookByIds, withoutTags } from './look-by-ids.ts';
import { ownVolumeIds } from './own-volumes.ts';

/** What a roll-back knows when it looks at volumes. */
interface Moment {
  now: Date;
  /** When it looked first (ISO 8601). */
  since: string;
  /** Whether all objects of the run are gone, but for what was kept. */
  objectsGone: boolean;
}

const DETACHED_AFTER_MS = 5 * 60_000;

/** Who uses what is attached still; `leaving` while EC2 may be about to show that nobody does. */
export type Holder = 'leaving' | 'others' | 'the run';

/**
 * Nothing of the run uses its volumes once its objects are gone: the external-attacher keeps a PersistentVolume, by a
 * finalizer, until its EBS volume is detached. EC2 may show an attachment a little longer.
 */
export function holderOf({ now, since, objectsGone }: Moment): Holder {
  const isLate = now.getTime() - Date.parse(since) > DETACHED_AFTER_MS;
  if (!isLate) return 'leaving';
  return objectsGone ? 'others' : 'the run';
}

/**
 * Deletes the volumes of a clone, with those that it was about to remove of the clone before it. A clone whose place
 * another one has taken has none any more. `holder`: who uses what is attached still.
 */
export async function rollBackClone(
  storage: VolumeStorage,
  store: ObjectStore,
  cloneId: string,
  holder: Holder = 'leaving',
): Promise<{ deleted: number }> {
  if (await supersededOf(store, cloneId)) return { deleted: 0 };
  const retirement = await retirementOf(store, cloneId);
  const formers = retirement && !retirement.done ? ((await formerPlanOf(store, cloneId))?.clones ?? []) : [];
  let deleted = 0;
  for (const each of [cloneId, ...formers]) deleted += (await rollBackVolumes(storage, store, each, holder)).deleted;
  return { deleted };
}

/**
 * Deletes the target volumes of the run: those whose ids its records name, and those that a call without an answer made.
 * Tags alone prove nothing, since a restore from a backup puts a volume's tags on another volume; they are a guard besides.
 * A volume is kept where others have data on it, have attached it, or have removed the run's tags. Throws NotYet while one is
 * being detached or deleted, and RollBackIncomplete where the run's own objects hold one for good.
 */
export async function rollBackVolumes(
  storage: VolumeStorage,
  store: ObjectStore,
  cloneId: string,
  holder: Holder = 'leaving',
): Promise<{ deleted: number }> {
  const { own, kept } = await findOwn(storage, store, cloneId);
  const free = own.filter(isFree);
  for (const { id } of free) await storage.deleteVolume(id);
  const deleted = await storage.presentVolumes(free.map(({ id }) => id));
  expectGone('volume', deleted.filter(isFree));
  const held = holder === 'leaving' ? [] : own.filter(({ state }) => state === 'in-use');
  const busy = own.filter((volume) => !free.includes(volume) && !held.includes(volume));
  if (busy.length > 0) {
    throw new KubeferryError(
      'NotYet',
      `${busy.length} volumes of the run are not free yet, the first is ${busy[0]!.id} (${busy[0]!.state}).`,
    );
  }
  if (holder === 'the run' && held.length > 0) throw inUse(held);
  await noteKept(store, cloneId, 'volumes', [...kept, ...held.map(attached)]);
  return { deleted: free.length };
}

const isFree = ({ state }: Volume) => state === 'available' || state === 'error';

const inUse = (held: Volume[]) =>
  new KubeferryError(
    'RollBackIncomplete',
    `${held.length} volumes of the run are attached still, the first is ${held[0]!.id}, and what of the run uses them is not gone.`,
  );

const attached = ({ id, instanceIds }: Volume): Kept => ({
  at: id,
  why: `others have attached it to ${instanceIds.join(', ')}, since nothing of the run uses it any more; delete it when they have detached it`,
});

async function findOwn(storage: VolumeStorage, store: ObjectStore, cloneId: string) {
  const ids = new Set([...(await ownVolumeIds(store, cloneId)), ...(await namedIds(storage, store, cloneId))]);
  const isNamed = amongVolumes(ids);
  const tagged = await storage.findVolumes({ [TAG.madeBy]: MADE_BY, [TAG.cloneId]: cloneId });
  const lost = await withoutAnswer(store, cloneId, tagged);
  const heldBy = new Map(
    (await keptBy(store, cloneId, 'objects')).map((kept) => [volumeKey(kept.volumeId ?? ''), kept]),
  );
  const own: Volume[] = [];
  const kept: Kept[] = [];
  for (const volume of tagged) {
    const hold = heldBy.get(volumeKey(volume.id));
    if (volume.state === 'deleted' || !(isNamed(volume.id) || lost.has(volume.id))) continue;
    if (hold) kept.push({ at: volume.id, why: `${hold.at} is on it: ${hold.why}` });
    else own.push(volume);
  }
  const isSeen = amongVolumes(tagged.map(({ id }) => id));
  const missed = [...ids].filter((id) => !isSeen(id));
  for (const volume of await lookByIds(missed, cloneId, (some) => storage.presentVolumes(some))) {
    if (volume.state === 'deleted') continue;
    // A list by tags may miss what is fresh; whoever took the tags has them taken still.
    if (hasTagsOf(cloneId, volume)) throw new KubeferryError('NotYet', `EC2 lists volume ${volume.id} late.`);
    kept.push(withoutTags(volume));
  }
  return { own, kept };
}

/** Ids of the volumes that the run was about to make, where they follow from what they are made of. */
async function namedIds({ knownIds }: VolumeStorage, store: ObjectStore, cloneId: string): Promise<string[]> {
  const idOf = knownIds?.volume;
  return idOf ? (await intentsOf(store, cloneId, 'target-volume')).map(({ from }) => idOf(from)) : [];
}

/**
 * Volumes of calls that were made and never answered: of the claim and the very snapshot that the intent names. That
 * snapshot is the run's own, so whatever was restored from somebody's backup has another. Two of them are nobody's.
 */
async function withoutAnswer(store: ObjectStore, cloneId: string, tagged: Volume[]): Promise<Set<string>> {
  const answered = new Set((await madeIds(store, cloneId, 'target-volume')).values());
  const open = (await intentsOf(store, cloneId, 'target-volume')).filter(({ claim }) => !answered.has(claim));
  const found = open.flatMap(({ claim, from }) => {
    const some = tagged.filter(
      ({ tags, snapshotId }) => tags[TAG.step] === 'target-volume' && tags[TAG.claim] === claim && snapshotId === from,
    );
    return some.length === 1 ? some : [];
  });
  return new Set(found.map(({ id }) => id));
}
