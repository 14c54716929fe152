/**
 * The machines of a copy with played functions, in a time of its own that passes only when nothing is left to do: each function keeps to
 * its pace by the product's own permit, is throttled, dies and meets closed windows as on AWS.
 */

import { BLOCKS_PER_GIB } from '../../core/base/ports/block-store.ts';
import type { Clone, Segment, VolumeItem } from '../../core/base/run/envelope.ts';
import { GRAIN } from '../../core/base/run/segment-size.ts';
import { encodeLines } from '../../core/base/shards.ts';
import { cutSegments } from '../../core/execute/blocks/plan-segments.ts';
import { keepPace } from '../../core/execute/pace/keep-pace.ts';
import { jsonBytes } from '../../emulator/states/base/limits.ts';
import type { Execution } from '../../emulator/states/execution/execution.ts';
import type { Json } from '../../kube/kube-object.ts';
import { named } from '../emulator/states/memory-host.ts';
import type { World } from '../emulator/states/run.ts';
import { memoryObjectStore } from '../memory/object-store.ts';
import { prepareWorld } from '../statemachines/run-machine.ts';
import type { RequestCount } from './request-count.ts';
import { SOURCE, TARGET } from './scale-inputs.ts';

/** What goes wrong, of a hundred slices of a segment: EBS asks to slow down, or the function dies. */
const THROTTLED_PERCENT = 1;
const DIES_PERCENT = 0.02;
/** A function works so long between two looks at the world. */
const SLICE_SECONDS = 15;
/** Of 10,000 blocks, and how many of them one invocation lists. */
const PAGE = 10_000;
const PAGES = 800;
/** Ended executions are measured and forgotten, so many copies of segments at a time. */
const FORGET_EVERY = 500;
/** Until EBS has sealed a snapshot. */
const SEAL_SECONDS = 5;
/** GiB of the memory of each function. */
const COPIER_GIB = 2;
const OTHER_GIB = 0.5;

/** Measured of all executions: what Step Functions limits, and what AWS counts. */
export interface Measured {
  executions: number;
  mostEvents: number;
  largestPayload: number;
  /** What each Map Run hands to the state that started it, in bytes. */
  results: Map<string, number>;
  transitions: number;
  functionCalls: number;
  functionGiBSeconds: number;
  blocksRead: number;
  blocksWritten: number;
  blockListings: number;
}

export const nothingMeasured = (): Measured => ({
  executions: 0,
  mostEvents: 0,
  largestPayload: 0,
  results: new Map(),
  transitions: 0,
  functionCalls: 0,
  functionGiBSeconds: 0,
  blocksRead: 0,
  blocksWritten: 0,
  blockListings: 0,
});

/** A volume as the world has it, which the plan can only expect. */
export interface WorldVolume {
  item: VolumeItem;
  /** Blocks that are to be moved. */
  toMove: number;
  /** Until its snapshot at the source is complete; it is there when left out. */
  snapshotSeconds?: number;
  /** Until EC2 has copied its snapshot, where EC2 does. */
  copySeconds?: number;
}

interface CopyWorld {
  random: () => number;
  counted: RequestCount;
  measured: Measured;
}

/** Runs the transfer, and answers how long it took in its own time. */
export async function runCopies(
  clone: Clone,
  volumes: readonly WorldVolume[],
  volumesAtOnce: number,
  playing: CopyWorld,
): Promise<{ execution: Execution; seconds: number }> {
  const world = worldOf(clone, volumes, playing);
  const began = world.host.clock.now().getTime();
  const input = { clone, volumes: volumes.length, volumesAtOnce } as unknown as Json;
  const execution = await world.run('transfer-workload', input);
  measure(world, playing.measured);
  return { execution, seconds: (world.host.clock.now().getTime() - began) / 1_000 };
}

/** The machines with their children, and functions that take their time. */
function worldOf(clone: Clone, volumes: readonly WorldVolume[], { random, counted, measured }: CopyWorld): World {
  const store = memoryObjectStore();
  const byClaim = new Map(volumes.map((volume) => [volume.item.claim, volume]));
  const listed = new Map<string, number>();
  /** Of each snapshot when it is complete, in milliseconds since the epoch. */
  const ready = new Map<string, number>();
  let [holders, copies] = [0, 0];
  const work = async <T>(seconds: number, value: T, gibibytes = OTHER_GIB): Promise<T> => {
    measured.functionCalls += 1;
    measured.functionGiBSeconds += seconds * gibibytes;
    await world.host.clock.sleep(seconds * 1_000);
    return value;
  };
  const volumeOf = (payload: Json) =>
    byClaim.get((payload as unknown as { volume: VolumeItem }).volume.claim) as WorldVolume;
  const completeIn = (claim: string, seconds: number) => {
    const snapshotId = `snap-target-${claim}`;
    const { clock } = world.host;
    if (!ready.has(snapshotId)) ready.set(snapshotId, clock.now().getTime() + seconds * 1_000);
    return snapshotId;
  };
  const awaitSnapshot = async (payload: Json) => {
    const { snapshotId } = payload as unknown as { snapshotId: string };
    await work(1, undefined);
    if ((ready.get(snapshotId) ?? 0) > world.host.clock.now().getTime()) throw named('NotYet');
    return { snapshotId };
  };
  const planSegments = async (payload: Json) => {
    const { item, toMove } = volumeOf(payload);
    const starts = Array.from({ length: Math.ceil(toMove / GRAIN) }, (_, at) => at * GRAIN);
    const survey = { starts, last: toMove - 1, total: toMove, added: 0, removed: 0 };
    const segments = cutSegments(survey, undefined, item.pace?.perSecond);
    const key = `segments/${item.claim}.jsonl`;
    world.host.objects.set(`bucket/${key}`, Buffer.from(encodeLines(segments)).toString());
    // Of changes all blocks are looked through. A page takes a second, and an invocation 15 minutes: it goes on where the one before has ended.
    const total = 'parent' in item && item.parent ? item.sizeGiB * BLOCKS_PER_GIB : toMove;
    const left = total - (listed.get(item.claim) ?? 0);
    const now = Math.min(left, PAGES * PAGE);
    listed.set(item.claim, (listed.get(item.claim) ?? 0) + now);
    measured.blockListings += Math.ceil(now / PAGE);
    await work(now / PAGE, undefined);
    if (left > now) throw named('NotYet');
    return { snapshotId: `snap-target-${item.claim}`, segments: segments.length, key };
  };
  const copySegment = async (payload: Json) => {
    const { volume, segment } = payload as unknown as { volume: VolumeItem; segment: Segment };
    if (copies++ % FORGET_EVERY === 0) measure(world, measured);
    const { shares = [], perSecond = 125 } = volume.pace ?? {};
    const { clock } = world.host;
    const windows = clone.pace?.windows ?? [];
    const permit = keepPace({ store, now: () => clock.now(), shares, windows, holder: `h${holders++}` });
    const began = clock.now().getTime();
    let isDead = false;
    measured.functionCalls += 1;
    measured.blockListings += Math.ceil(segment.blocks / PAGE);
    try {
      for (let left = segment.blocks; left > 0; ) {
        await permit.enter();
        const rate = perSecond * permit.part();
        const blocks = Math.min(left, Math.max(1, Math.floor(rate * SLICE_SECONDS)));
        const at = clock.now();
        await clock.sleep((blocks / rate) * 1_000);
        counted.add(SOURCE.account, at, clock.now(), rate);
        counted.add(TARGET.account, at, clock.now(), rate);
        measured.blocksRead += blocks;
        measured.blocksWritten += blocks;
        left -= blocks;
        if (random() * 100 < THROTTLED_PERCENT) await clock.sleep(random() * 2_000);
        if (random() * 100 < DIES_PERCENT) {
          isDead = true;
          throw named('Runtime.ExitError');
        }
      }
      return { blocks: segment.blocks };
    } finally {
      measured.functionGiBSeconds += ((clock.now().getTime() - began) / 1_000) * COPIER_GIB;
      // Of one that died, the share ends by itself.
      if (!isDead) await permit.leave();
    }
  };
  const seal = async (payload: Json) => {
    const { item } = volumeOf(payload);
    await work(2, undefined);
    return { snapshotId: completeIn(item.claim, SEAL_SECONDS) };
  };
  const copy = async (payload: Json) => {
    const { item, copySeconds = 0 } = volumeOf(payload);
    await work(1, undefined);
    return { snapshotId: completeIn(item.claim, copySeconds) };
  };
  const world = prepareWorld({
    machine: 'transfer-workload',
    withChildren: true,
    input: {},
    objects: {
      'bucket/clones/scale/volumes.jsonl': Buffer.from(encodeLines(volumes.map(({ item }) => item))).toString(),
    },
    scripts: {
      'translate-manifests': [{ waves: [] }],
      'park-former-clone': [{ parked: 0 }],
      'await-snapshot': [awaitSnapshot],
      'share-snapshot': [() => work(1, { snapshotId: 'snap-source' })],
      'copy-snapshot': [copy],
      'plan-segments': [planSegments],
      'copy-segment': [copySegment],
      'seal-snapshot': [seal],
      'create-volume': [() => work(2, { volumeId: 'vol-0123456789abcdef0' })],
      'verify-volume': [() => work(3, { volumeId: 'vol-0123456789abcdef0' })],
    },
  });
  for (const { item, snapshotSeconds = 0 } of volumes)
    ready.set(item.origin.snapshotId, world.host.clock.now().getTime() + snapshotSeconds * 1_000);
  return world;
}

/** What has ended is counted once, and its events are forgotten: a run of this size has a million. */
function measure({ engine }: World, measured: Measured): void {
  for (const execution of engine.executions.values()) {
    const { events } = execution.history;
    if (execution.status === 'RUNNING' || events.length === 0) continue;
    measured.executions += 1;
    measured.transitions += transitionsOf(events.map(({ type }) => type));
    measured.mostEvents = Math.max(measured.mostEvents, events.length);
    measured.largestPayload = Math.max(measured.largestPayload, ...payloadsOf(execution));
    events.length = 0;
    const { mapRun } = execution;
    if (!mapRun) continue;
    measured.results.set(mapRun.arn, (measured.results.get(mapRun.arn) ?? 2) + jsonBytes(execution.output ?? null) + 1);
    engine.executions.delete(execution.arn);
  }
}

/** Each state that is entered, and each attempt of a task after its first (https://aws.amazon.com/step-functions/pricing/). */
function transitionsOf(types: readonly string[]): number {
  const count = (isIt: (type: string) => boolean) => types.filter(isIt).length;
  const again = count((type) => type === 'TaskScheduled') - count((type) => type === 'TaskStateEntered');
  return count((type) => type.endsWith('StateEntered')) + Math.max(0, again);
}

function payloadsOf({ history, input, output }: Execution): number[] {
  const details = history.events.flatMap(({ details }) => Object.values(details));
  const texts = details
    .flatMap((each) => Object.values((each ?? {}) as object))
    .filter((each) => typeof each === 'string');
  return [jsonBytes(input), jsonBytes(output ?? null), ...texts.map((text) => Buffer.byteLength(text))];
}
