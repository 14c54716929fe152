import { KubeferryError } from '../../base/errors.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { VolumePace } from '../../base/pace/volume-pace.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Snapshot, VolumeStorage } from '../../base/ports/volume-storage.ts';
import { type Attempt, FIRST_ATTEMPT, lookForOwn } from '../../base/run/attempt.ts';
import type { Parent, VolumeItem } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { MADE_BY, TAG, tagsFor } from '../../base/run/names.ts';
import { isOfRepository, type Origin, type PlannedOrigin } from '../../base/run/origin.ts';
import { encodeLines } from '../../base/shards.ts';
import { brings, takesSnapshot } from '../../base/strategies.ts';
import { usesBlocks } from '../../plan/pace/plan-pace.ts';
import { MOST_EXCLUDED } from '../../plan/volumes/crowded-nodes.ts';
import type { PlannedVolume } from '../../plan/volumes/volume-plan.ts';
import { tellingSnapshotWaits } from '../progress/waits.ts';
import { type Asked, openAsked } from '../volumes/asked.ts';
import { descriptionOf, noteIntents, noteMade, ownSnapshots, withoutEarlier } from '../volumes/ebs-ledger.ts';

/**
 * One snapshot for each planned volume, but for those whose data is in one already. Volumes that hang on one instance share one crash-consistent point
 * (CreateSnapshots, https://docs.aws.amazon.com/ebs/latest/userguide/ebs-create-snapshots.html). EC2 has no ClientToken
 * here, so what an earlier attempt made is found by its record, or by its tags and description. Writes volumes.jsonl,
 * which the machine maps over; `parents` are what earlier clones have left of a claim. `begunAt`: of the last snapshot, as far as EC2
 * shows it by now. Throws NotYet while what was made cannot be seen yet.
 */
export async function snapshotVolumes(
  storage: VolumeStorage,
  store: ObjectStore,
  cloneId: string,
  planned: PlannedVolume[],
  attempt: Attempt = FIRST_ATTEMPT,
  parents: ReadonlyMap<string, Parent> = new Map(),
  pace?: VolumePace,
): Promise<{ volumes: number; begunAt?: string }> {
  const moving = planned.filter(takesSnapshot);
  const asked = await openAsked(store, keysOf(cloneId).askedSnapshots, attempt);
  const made = await madeBefore(storage, store, cloneId, { moving, asked });
  const missing = moving.filter((volume) => !made.has(volume.sourceVolumeId));
  asked.refuseUnanswered(missing.map(({ sourceVolumeId }) => sourceVolumeId));
  const intents = missing.map(({ claim, sourceVolumeId }) => ({ claim, from: sourceVolumeId }));
  await noteIntents(store, cloneId, STEP, intents);
  const volumeOf = new Map(moving.map(({ claim, sourceVolumeId }) => [claim, sourceVolumeId]));
  const isMade = (claim: string) => made.has(volumeOf.get(claim) ?? '');
  try {
    await tellingSnapshotWaits(store, cloneId, moving, isMade, () =>
      snapshotAll(storage, store, cloneId, missing, { asked, made }),
    );
  } finally {
    await asked.save();
  }
  const ids = moving.flatMap(({ claim, sourceVolumeId }) => {
    const snapshot = made.get(sourceVolumeId);
    return snapshot ? [{ claim, id: snapshot.id }] : [];
  });
  await noteMade(store, cloneId, STEP, ids);
  await lookForOwn(attempt, () => tagWithClaims(storage, moving, made));
  const items = planned.filter(brings).map((volume) => itemOf(volume, made, parents.get(volume.claim), pace));
  await store.put(keysOf(cloneId).volumes, encodeLines(items));
  const begun = [...made.values()].flatMap(({ startedAt }) => startedAt ?? []);
  const begunAt = begun.toSorted((a, b) => Date.parse(a) - Date.parse(b)).at(-1);
  return { volumes: items.length, ...(begunAt ? { begunAt } : {}) };
}

/** What is known of a snapshot of this run. */
type Known = Pick<Snapshot, 'id' | 'tags'> & Partial<Pick<Snapshot, 'startedAt'>>;
interface Making {
  asked: Asked;
  /** By volume. */
  made: Map<string, Known>;
}

/** As it was answered, and as EC2 shows it: with its tags. */
async function madeBefore(
  storage: VolumeStorage,
  store: ObjectStore,
  cloneId: string,
  { moving, asked }: { moving: readonly PlannedVolume[]; asked: Asked },
) {
  const made = new Map<string, Known>();
  for (const { sourceVolumeId } of moving) {
    const id = asked.answer(sourceVolumeId);
    if (id !== undefined) made.set(sourceVolumeId, { id, tags: {} });
  }
  for (const snapshot of await ownSnapshots(storage, store, cloneId, STEP)) {
    made.set(snapshot.volumeId, snapshot);
    asked.answered(snapshot.volumeId, snapshot.id);
  }
  return made;
}

async function snapshotAll(
  storage: VolumeStorage,
  store: ObjectStore,
  cloneId: string,
  missing: PlannedVolume[],
  { asked, made }: Making,
): Promise<void> {
  const make = async (volumeIds: string[], call: () => Promise<Snapshot[]>) => {
    try {
      const taken = await call();
      // Where a name follows from that of the run, EC2 has no such, one may be there.
      if (storage.knownIds) await refuseEarlier(taken, store, cloneId);
      for (const snapshot of taken) {
        made.set(snapshot.volumeId, snapshot);
        asked.answered(snapshot.volumeId, snapshot.id);
      }
    } catch (error) {
      asked.failed(volumeIds, error);
      throw error;
    }
  };
  for (const [instanceId, volumes] of await byInstance(storage, missing)) {
    if (instanceId === '' || volumes.length === 1) continue;
    const ids = volumes.map(({ sourceVolumeId }) => sourceVolumeId);
    await make(ids, () => snapshotTogether(storage, instanceId, volumes, cloneId, asked));
  }
  // What hangs on no instance, or left its instance meanwhile, has nobody to share a point in time with.
  const single = missing.filter(({ sourceVolumeId }) => !made.has(sourceVolumeId));
  if (single.length > 0) await asked.ask(single.map(({ sourceVolumeId }) => sourceVolumeId));
  await inParallel(single, SINGLE_CALLS, ({ claim, sourceVolumeId }) => {
    const tags = tagsFor(cloneId, claim, STEP);
    return make([sourceVolumeId], async () => [
      await storage.createSnapshot(sourceVolumeId, tags, descriptionOf(cloneId, STEP)),
    ]);
  });
}

async function refuseEarlier(taken: Snapshot[], store: ObjectStore, cloneId: string): Promise<void> {
  const own = await withoutEarlier(taken, store, cloneId);
  const earlier = taken.find((snapshot) => !own.includes(snapshot));
  if (!earlier) return;
  throw new KubeferryError(
    'InvalidRequest',
    `Snapshot ${earlier.id} of ${earlier.startedAt} is of an earlier run that was called ${cloneId} too, and is kept: its data would be cloned as if it were of today. Way out: start the clone again under another name.`,
  );
}

/** CreateSnapshot has a bucket of 100 calls, refilled by 5 a second. */
const SINGLE_CALLS = 5;

const STEP = 'source-snapshot';

const runTags = (cloneId: string) => ({ [TAG.madeBy]: MADE_BY, [TAG.cloneId]: cloneId, [TAG.step]: STEP });

async function byInstance(storage: VolumeStorage, volumes: PlannedVolume[]): Promise<Map<string, PlannedVolume[]>> {
  const groups = new Map<string, PlannedVolume[]>();
  if (volumes.length === 0) return groups;
  const described = await storage.describeVolumes(volumes.map((volume) => volume.sourceVolumeId));
  for (const volume of volumes) {
    const instance = described.find((each) => each.id === volume.sourceVolumeId)?.instanceIds[0] ?? '';
    groups.set(instance, [...(groups.get(instance) ?? []), volume]);
  }
  return groups;
}

/** A quiesced source lets go of its volumes one by one: those that leave between the look and the call are taken singly. */
async function snapshotTogether(
  storage: VolumeStorage,
  instanceId: string,
  volumes: PlannedVolume[],
  cloneId: string,
  asked: Asked,
): Promise<Snapshot[]> {
  const wanted = new Set(volumes.map((volume) => volume.sourceVolumeId));
  const others = (await storage.attachedDataVolumes(instanceId)).filter((id) => !wanted.has(id));
  // The plan has a warning that says so.
  if (others.length > MOST_EXCLUDED) return [];
  await asked.ask([...wanted]);
  try {
    return await storage.createSnapshots(instanceId, others, runTags(cloneId), descriptionOf(cloneId, STEP));
  } catch (error) {
    const now = await storage.describeVolumes([...wanted]);
    if (now.every(({ instanceIds }) => instanceIds.includes(instanceId))) throw error;
    return [];
  }
}

async function tagWithClaims(
  storage: VolumeStorage,
  volumes: PlannedVolume[],
  made: Map<string, Known>,
): Promise<void> {
  for (const { claim, sourceVolumeId } of volumes) {
    const snapshot = made.get(sourceVolumeId);
    if (snapshot && snapshot.tags[TAG.claim] !== claim) await storage.tagSnapshot(snapshot.id, { [TAG.claim]: claim });
  }
}

function itemOf(
  volume: PlannedVolume,
  made: Map<string, Known>,
  parent: Parent | undefined,
  pace: VolumePace | undefined,
): VolumeItem {
  const { claim, strategy, sizeGiB, zone, volumeType, iops, throughputMiBps, kmsKeyArn, tags } = volume;
  const {
    completionMinutes,
    initializationMiBps,
    multiAttach,
    grownFromGiB: sourceGiB,
    gibibytes,
    snapshotMinutes,
    encryptionSet,
  } = volume;
  const origin = originOf(volume, made);
  const item = { claim, strategy, origin, sizeGiB, zone, volumeType, iops, throughputMiBps, kmsKeyArn, tags };
  const paced = usesBlocks(volume) ? pace : undefined;
  return {
    ...item,
    // What is written as a file system, or as a device, has blocks to the end of the volume.
    ...(sourceGiB === undefined || isOfRepository(origin) ? {} : { sourceGiB }),
    ...(gibibytes === undefined ? {} : { gibibytes }),
    ...(snapshotMinutes ? { snapshotMinutes } : {}),
    ...(parent ? { parent } : {}),
    ...(paced ? { pace: paced } : {}),
    ...(volume.proof?.compares ? { compare: volume.proof.compares } : {}),
    ...(completionMinutes ? { completionMinutes } : {}),
    ...(initializationMiBps ? { initializationMiBps } : {}),
    ...(multiAttach ? { multiAttach } : {}),
    ...(encryptionSet ? { encryptionSet } : {}),
  };
}

/** As it travels with a run: without what only the plan says. */
function withoutPlan(claim: string, origin: PlannedOrigin): Origin {
  if (origin.kind === 'mover') throw new Error(`Nobody has said what the Job of claim ${claim} has copied.`);
  const { kind, snapshotId } = origin;
  if (kind === 'snapshot') return { kind, snapshotId, foreign: true };
  return { kind, snapshotId, repository: origin.repository, path: origin.path };
}

function originOf({ claim, origin, sourceVolumeId: volumeId }: PlannedVolume, made: Map<string, Known>): Origin {
  if (origin) return withoutPlan(claim, origin);
  const snapshot = made.get(volumeId);
  if (!snapshot) {
    throw new KubeferryError(
      'SnapshotFailed',
      `EC2 made no snapshot of volume ${volumeId} (claim ${claim}), although it was asked to. Start again; the run is rolled back.`,
    );
  }
  return { kind: 'volume', volumeId, snapshotId: snapshot.id };
}
