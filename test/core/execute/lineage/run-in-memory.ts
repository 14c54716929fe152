import type { StartSnapshotRequest } from '../../../../core/base/ports/volume-storage.ts';
import { FIRST_ATTEMPT } from '../../../../core/base/run/attempt.ts';
import type { Clone, Segment, VolumeItem } from '../../../../core/base/run/envelope.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { findRecord, readLines, writeRecord } from '../../../../core/base/run/records.ts';
import { copyOf, roundsOf } from '../../../../core/base/run/rounds.ts';
import type { BlockWay } from '../../../../core/base/run/volume-records.ts';
import { copySegment } from '../../../../core/execute/blocks/copy-segment.ts';
import { countedSink, countedSource } from '../../../../core/execute/blocks/counted.ts';
import { encodeDigestRecord } from '../../../../core/execute/blocks/digest-record.ts';
import { snapshotVolumes } from '../../../../core/execute/capture/snapshot-volumes.ts';
import { idsKept, markKept, removeLeaving } from '../../../../core/execute/lineage/remove-pairs.ts';
import { settleLineages } from '../../../../core/execute/lineage/settle-lineage.ts';
import { beginRound, parentsFor } from '../../../../core/execute/rounds/begin-round.ts';
import type { Next } from '../../../../core/execute/rounds/decide.ts';
import { removeRounds } from '../../../../core/execute/rounds/remove-rounds.ts';
import { settleRound } from '../../../../core/execute/rounds/settle-round.ts';
import type { Ending } from '../../../../core/execute/undo/ending.ts';
import { removeSnapshots } from '../../../../core/execute/undo/remove-snapshots.ts';
import { awaitSnapshot } from '../../../../core/execute/volumes/await-snapshot.ts';
import { createVolume } from '../../../../core/execute/volumes/create-volume.ts';
import { planBlockCopy } from '../../../../core/execute/volumes/plan-block-copy.ts';
import { sealSnapshot } from '../../../../core/execute/volumes/seal-snapshot.ts';
import { verifyVolume } from '../../../../core/execute/volumes/verify-volume.ts';
import type { PlannedVolume } from '../../../../core/plan/volumes/volume-plan.ts';
import { memoryBlockSink, memoryBlockSource, memoryStartSnapshot } from '../../../memory/block-store.ts';
import { CLAIM, type RouteInMemory, SOURCE, TARGET, type Unkindness } from './route-in-memory.ts';
import { again, digestOf } from './support.ts';

type Stepping = <T>(name: string, work: () => Promise<T>) => Promise<T>;

export class RunInMemory {
  readonly #route: RouteInMemory;
  readonly clone: Clone;
  readonly planned: PlannedVolume;
  readonly broken: string | undefined;
  readonly moved = { read: 0, written: 0 };

  constructor(route: RouteInMemory, clone: Clone, planned: PlannedVolume, broken: string | undefined) {
    this.#route = route;
    this.clone = clone;
    this.planned = planned;
    this.broken = broken;
  }

  /** Capture, copy and verification, as the machines do them. */
  async copy(unkindness: Unkindness = {}): Promise<void> {
    const { clone, planned } = this;
    const { store, source, target } = this.#route;
    const step = this.#stepping(unkindness);
    await step('snapshot-volumes', async () => {
      const { rounds } = await roundsOf(store, this.clone.cloneId);
      const parents = await parentsFor(store, clone, rounds, [planned], clone.cloneId);
      await snapshotVolumes(source, store, clone.cloneId, [planned], undefined, parents);
    });
    const { snapshotId, item } = await this.#bring(clone, step, unkindness);
    const { volumeId } = await step('create-volume', () => createVolume(target, store, clone, item, snapshotId));
    await step('verify-volume', () => verifyVolume(target, store, clone, item, { snapshotId, volumeId }));
  }

  /** One round of a migration, as the machine does it: answers what comes next. */
  async round(unkindness: Unkindness = {}): Promise<Next['next']> {
    const { clone, planned } = this;
    const { store, world, source, target } = this.#route;
    const step = this.#stepping(unkindness);
    const attempt = { retries: 20, since: '' };
    const { round } = await step('begin-round', () =>
      beginRound(source, store, clone, [planned], { attempt, now: world.clock.now(), pace: undefined }),
    );
    const copy = copyOf({ ...clone, round });
    const { snapshotId } = await this.#bring(copy, step, unkindness);
    await writeRecord(store, keysOf(copy.cloneId).copied(CLAIM), { snapshotId });
    const next = await step('settle-round', () =>
      settleRound({ source, target }, store, clone, { attempt, now: world.clock.now() }),
    );
    return next.next;
  }

  #stepping(unkindness: Unkindness): Stepping {
    return async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      const result = await again(this.#route.world.clock, work);
      await unkindness.after?.(name);
      return result;
    };
  }

  /** From the snapshot at the source to its sealed twin in the target. */
  async #bring(clone: Clone, step: Stepping, unkindness: Unkindness) {
    const { store, world, source, target } = this.#route;
    const keys = keysOf(clone.cloneId);
    const open = (item: VolumeItem) => (since?: string) => {
      const blocks = memoryBlockSource(world, SOURCE, item.origin.snapshotId, since);
      return countedSource(unkindness.source?.(blocks, since) ?? blocks, this.moved);
    };
    const start = async (request: StartSnapshotRequest) => {
      unkindness.start?.(request);
      return memoryStartSnapshot(world, TARGET, request);
    };
    const [item] = (await readLines<VolumeItem>(store, keys.volumes, 'test')) as [VolumeItem];
    await step('await-snapshot', async () => {
      const { bytes } = await awaitSnapshot(source, item.origin.snapshotId, CLAIM);
      if (bytes !== undefined) await writeRecord(store, keys.snapshotSize(CLAIM), { bytes });
    });
    const started = await step('plan-segments', () =>
      planBlockCopy(open(item), start, store, clone, item, () => 900_000, { retries: 20, since: '' }),
    );
    const into = memoryBlockSink(world, TARGET, started.snapshotId);
    const sink = countedSink(unkindness.sink?.(into) ?? into, this.moved);
    const segments = started.segments > 0 ? await readLines<Segment>(store, started.key, 'test') : [];
    for (const segment of segments) {
      await step(`copy-segment ${segment.number}`, async () => {
        const zeroBlocks = segment.since === undefined ? 'skip' : 'write';
        const job = { source: open(item)(segment.since), sink, segment, workers: 2, zeroBlocks } as const;
        const { digests } = await copySegment(job);
        await store.put(keys.digests(CLAIM, segment.number), encodeDigestRecord({ segment: segment.number, digests }));
      });
    }
    await step('seal-snapshot', () => sealSnapshot(sink, store, clone, item, started.snapshotId));
    await step('await-copy', () => awaitSnapshot(target, started.snapshotId, CLAIM));
    return { snapshotId: started.snapshotId, item };
  }

  /** What clean-up-clone does with snapshots, and a roll-back with the volume before it. */
  async end(ending: Ending): Promise<void> {
    const { store, source, target, world } = this.#route;
    const { cloneId } = this.clone;
    const sides = { source: { ...SOURCE, storage: source }, target: { ...TARGET, storage: target } };
    if (ending === 'roll-back') await this.removeVolume();
    await again(world.clock, async () => {
      const lineages = await settleLineages(store, this.clone, world.clock.now(), ending);
      if (ending === 'verified') await markKept(sides, cloneId, lineages, FIRST_ATTEMPT);
      const kept = idsKept(lineages);
      await removeSnapshots(
        { storage: source, step: 'source-snapshot', sharedWith: TARGET.account, kept },
        store,
        cloneId,
      );
      await removeSnapshots({ storage: target, step: 'target-snapshot', kept }, store, cloneId);
      const { rounds } = await roundsOf(store, cloneId);
      await removeRounds({ source, target }, store, this.clone, rounds, { isLastTime: true });
      await removeLeaving(sides, store, cloneId, lineages);
    });
  }

  /** As a roll-back does, and a refresh of the clone that it takes the place of. */
  async removeVolume(): Promise<void> {
    const { target } = this.#route;
    for (const { id } of await target.findVolumes({ 'kubeferry:clone-id': this.clone.cloneId }))
      await target.deleteVolume(id);
  }

  async way(): Promise<BlockWay | undefined> {
    return findRecord<BlockWay>(this.#route.store, keysOf(this.clone.cloneId).blockWay(CLAIM));
  }

  /** Digest of everything that the clone's volume reads as. */
  async content(): Promise<string> {
    return digestOf(await this.blocks());
  }

  /** Those that the clone's volume has. */
  async blocks(): Promise<ReadonlyMap<number, Uint8Array>> {
    const { world, target } = this.#route;
    const [volume] = await target.findVolumes({ 'kubeferry:clone-id': this.clone.cloneId });
    return world.volumes.get(volume!.id)!.blocks;
  }
}
