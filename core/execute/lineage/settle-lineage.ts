import { inParallel } from '../../base/in-parallel.ts';
import { BLOCK_BYTES } from '../../base/ports/block-store.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Clone, VolumeItem } from '../../base/run/envelope.ts';
import { keysOf, lineageKey } from '../../base/run/keys.ts';
import { type Lineage, lineagesOf, type Pair } from '../../base/run/lineage.ts';
import { homeOf } from '../../base/run/lineage-home.ts';
import { findRecord } from '../../base/run/records.ts';
import { changeRegister } from '../../base/run/register.ts';
import type { BlockWay, SnapshotSize } from '../../base/run/volume-records.ts';
import { decodeLines } from '../../base/shards.ts';
import type { Plan } from '../../plan/plan.ts';
import { supersededOf } from '../../plan/refresh/superseded.ts';
import type { PlannedVolume, VolumeRecord } from '../../plan/volumes/volume-plan.ts';
import type { Ending } from '../undo/ending.ts';
import { type Settlement, settled } from './change-lineage.ts';

/**
 * At the end of a run: keeps what it has made of each claim for the next clone, or lets go of what it has read, and marks
 * as leaving what nobody needs any more. A run that is rolled back removes nothing that a former one made and a clone
 * still needs. Answers the lineages that it has looked at. May run again.
 */
export async function settleLineages(store: ObjectStore, clone: Clone, now: Date, ending: Ending): Promise<Lineage[]> {
  const run = await readRun(store, clone);
  const planned = new Map((run.plan?.volumes ?? []).map((volume) => [volume.claim, volume]));
  const lineages = await inParallel(await claimsOf(store, clone, run), 4, async (claim) =>
    settle(store, clone.route.name, claim, await settlementOf(store, clone, run, planned.get(claim), now, ending)),
  );
  return lineages.filter((lineage) => lineage !== undefined);
}

/** The claims whose lineage the run may change: those that it keeps, reads, made or takes the place of, and unfinished ones. */
async function claimsOf(store: ObjectStore, { cloneId, route }: Clone, { plan }: Run): Promise<string[]> {
  const ours = [cloneId, ...(plan?.refresh?.replaces ?? [])];
  const own = (plan?.volumes ?? []).filter(({ lineage, forgetsLineage, since }) => lineage || forgetsLineage || since);
  const others = (await lineagesOf(store, route.name)).filter(({ clones, pairs }) => {
    const isHolder = pairs.some(({ heldBy }) => heldBy.some((hold) => hold.cloneId === cloneId));
    return isHolder || clones.some((each) => ours.includes(each)) || pairs.some(({ leaving }) => leaving);
  });
  return [...new Set([...own, ...others].map(({ claim }) => claim))];
}

/** What is known of the run, whether it came far or not. */
interface Run {
  plan: Plan | undefined;
  items: ReadonlyMap<string, VolumeItem>;
  superseded: boolean;
}

async function readRun(store: ObjectStore, { cloneId }: Clone): Promise<Run> {
  const keys = keysOf(cloneId);
  const lines = await store.get(keys.volumes);
  const items = lines ? decodeLines<VolumeItem>(lines) : [];
  return {
    plan: await findRecord<Plan>(store, keys.plan),
    items: new Map(items.map((item) => [item.claim, item])),
    superseded: (await supersededOf(store, cloneId)) !== undefined,
  };
}

async function settlementOf(
  store: ObjectStore,
  clone: Clone,
  { plan, items, superseded }: Run,
  planned: PlannedVolume | undefined,
  now: Date,
  ending: Ending,
): Promise<Settlement> {
  const { cloneId } = clone;
  const nothing = { cloneId, now, stands: false, gone: [], untilTold: false, forget: false };
  if (ending === 'roll-back') return { ...nothing, gone: [cloneId] };
  // Another run has taken its place, or is about to: that one says what is kept.
  if (superseded) return nothing;
  const gone = plan?.refresh?.replaces ?? [];
  if (planned?.forgetsLineage) return { ...nothing, gone, forget: true };
  const pair = planned?.lineage && (await pairOf(store, clone, planned, items.get(planned.claim)));
  if (!pair) return { ...nothing, gone };
  return { ...nothing, gone, pair, stands: true, untilTold: planned.lineage?.until === 'told' };
}

/** The pair that the run has made of a claim; undefined where its volume was not verified. */
async function pairOf(
  store: ObjectStore,
  { cloneId, startedAt, route }: Clone,
  { claim, strategy, sourceVolumeId, sizeGiB, grownFromGiB, kmsKeyArn }: PlannedVolume,
  item: VolumeItem | undefined,
): Promise<Pair | undefined> {
  const keys = keysOf(cloneId);
  const made = await findRecord<VolumeRecord>(store, keys.volume(claim));
  if (!item || !made) return undefined;
  const size = await findRecord<SnapshotSize>(store, keys.snapshotSize(claim));
  const way = await findRecord<BlockWay>(store, keys.blockWay(claim));
  // Azure tells the size of a disk alone: what its lists have is as good.
  const bytes = size?.bytes ?? (way?.written === undefined ? undefined : way.written * BLOCK_BYTES);
  const changed = way?.parent && way.blocks !== undefined ? { changedBytes: way.blocks * BLOCK_BYTES } : {};
  return {
    madeBy: cloneId,
    takenAt: startedAt,
    strategy,
    sourceVolumeId,
    sizeGiB: grownFromGiB ?? sizeGiB,
    source: { ...homeOf(route.source), snapshotId: item.origin.snapshotId },
    target: { ...homeOf(route.target), snapshotId: made.snapshotId, kmsKeyArn },
    ...(bytes === undefined ? {} : { bytes }),
    ...changed,
    heldBy: [],
  };
}

function settle(
  store: ObjectStore,
  route: string,
  claim: string,
  settlement: Settlement,
): Promise<Lineage | undefined> {
  return changeRegister<Lineage, Lineage | undefined>(store, lineageKey(route, claim), (lineage) => {
    if (!lineage && !settlement.pair) return { next: lineage, answer: lineage };
    const next = settled(lineage ?? { route, claim, pairs: [], clones: [] }, settlement);
    return { next, answer: next };
  });
}
