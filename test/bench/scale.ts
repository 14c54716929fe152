/**
 * Copies 1 PiB in 500 volumes block by block through the real machines, with time that passes only when nothing is left to do. The
 * functions are played: each keeps to its pace by the product's own permit, is throttled, dies and meets closed windows as on AWS.
 * Compares the end with the plan's estimate, counts requests by second and account, and measures what Step Functions limits.
 */
import { parseArgs } from 'node:util';
import { memoryObjectStore } from '../../adapters/memory/object-store.ts';
import { table } from '../../cli/table.ts';
import { BLOCKS_PER_GIB } from '../../core/base/ports/block-store.ts';
import type { Clone, Segment, VolumeItem } from '../../core/base/run/envelope.ts';
import { GRAIN } from '../../core/base/run/segment-size.ts';
import { encodeLines } from '../../core/base/shards.ts';
import { cutSegments } from '../../core/execute/blocks/plan-segments.ts';
import { keepPace } from '../../core/execute/pace/keep-pace.ts';
import { planPace, volumePaceOf } from '../../core/plan/pace/plan-pace.ts';
import { HISTORY_EVENTS, jsonBytes, PAYLOAD_BYTES } from '../../emulator/states/base/limits.ts';
import type { Execution } from '../../emulator/states/execution/execution.ts';
import type { Json } from '../../kube/kube-object.ts';
import { named } from '../emulator/states/memory-host.ts';
import type { World } from '../emulator/states/run.ts';
import { prepareWorld } from '../statemachines/run-machine.ts';
import { type RequestCount, requestCount } from './request-count.ts';
import { cloneOf, itemOf, randomOf, SOURCE, sizesOf, TARGET } from './scale-inputs.ts';

/** What goes wrong, of a hundred slices of a segment: EBS asks to slow down, or the function dies. */
const THROTTLED_PERCENT = 1;
const DIES_PERCENT = 0.02;
/** A function works so long between two looks at the world. */
const SLICE_SECONDS = 15;
/** That one invocation lists, of 10,000 blocks each. */
const PAGES = 800;
/** Ended executions are measured and forgotten, so many copies of segments at a time. */
const FORGET_EVERY = 500;
const MOST_OFF_PERCENT = 10;

interface Measured {
  executions: number;
  mostEvents: number;
  largestPayload: number;
  /** What each Map Run hands to the state that started it, in bytes. */
  results: Map<string, number>;
}

export async function run(options: string[]): Promise<void> {
  const { values } = parseArgs({
    args: options,
    options: {
      volumes: { type: 'string', default: '500' },
      tib: { type: 'string', default: '1024' },
      requests: { type: 'string', default: '6000' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const [count, tib, requests] = [Number(values.volumes), Number(values.tib), Number(values.requests)];
  const random = randomOf(Number(values.seed));
  const clone = cloneOf(requests);
  const sizes = sizesOf(count, tib * 1024, random);
  const volumes = sizes.map((gibibytes) => ({ strategy: 'copy-blocks' as const, sizeGiB: gibibytes, gibibytes }));
  const planned = planPace(clone, volumes, { read: requests, write: requests });
  const items = sizes.map((gibibytes, at) => itemOf(at, gibibytes, volumePaceOf(planned)));
  const counted = requestCount();
  const measured: Measured = { executions: 0, mostEvents: 0, largestPayload: 0, results: new Map() };
  const world = worldOf(clone, items, { random, counted, measured });
  const began = world.host.clock.now();
  const input = { clone, volumes: count, volumesAtOnce: planned.volumesAtOnce } as unknown as Json;
  const real = performance.now();
  const execution = await world.run('transfer-workload', input);
  measure(world, measured);
  const days = (world.host.clock.now().getTime() - began.getTime()) / 86_400_000;
  const estimated = planned.minutes / 1_440;
  const offPercent = (100 * (days - estimated)) / estimated;
  const budget = planned.shares[0]?.budget ?? 0;
  const result = {
    status: execution.status,
    failure: execution.failure,
    volumes: count,
    tebibytes: tib,
    division: {
      volumesAtOnce: planned.volumesAtOnce,
      functionsAtOnce: planned.functionsAtOnce,
      perSecond: planned.perSecond,
    },
    days,
    estimatedDays: estimated,
    offPercent,
    budget,
    mostRequestsInASecond: counted.most(),
    executions: measured.executions,
    mostEvents: measured.mostEvents,
    largestPayload: measured.largestPayload,
    largestMapResult: Math.max(0, ...measured.results.values()),
    realSeconds: (performance.now() - real) / 1_000,
  };
  const isGood =
    execution.status === 'SUCCEEDED' &&
    Math.abs(offPercent) <= MOST_OFF_PERCENT &&
    counted.most() <= budget &&
    Math.max(result.largestPayload, result.largestMapResult) <= PAYLOAD_BYTES &&
    measured.mostEvents <= HISTORY_EVENTS;
  console.log(values.json ? JSON.stringify({ ...result, isGood }, null, 2) : printed(result));
  if (!isGood) process.exitCode = 1;
}

interface Playing {
  random: () => number;
  counted: RequestCount;
  measured: Measured;
}

/** The machines with their children, and functions that take their time. */
function worldOf(clone: Clone, items: readonly VolumeItem[], { random, counted, measured }: Playing): World {
  const store = memoryObjectStore();
  const listed = new Map<string, number>();
  let [holders, copies] = [0, 0];
  const after = async <T>(seconds: number, value: T): Promise<T> => {
    await world.host.clock.sleep(seconds * 1_000);
    return value;
  };
  const planSegments = (payload: Json) => {
    const { volume } = payload as unknown as { volume: VolumeItem };
    const total = volume.sizeGiB * BLOCKS_PER_GIB;
    const starts = Array.from({ length: Math.ceil(total / GRAIN) }, (_, at) => at * GRAIN);
    const survey = { starts, last: total - 1, total, added: 0, removed: 0 };
    const segments = cutSegments(survey, undefined, volume.pace?.perSecond);
    const key = `segments/${volume.claim}.jsonl`;
    world.host.objects.set(`bucket/${key}`, Buffer.from(encodeLines(segments)).toString());
    // A page of 10,000 takes a second, and an invocation 15 minutes: it goes on where the one before has ended.
    const left = total - (listed.get(volume.claim) ?? 0);
    listed.set(volume.claim, (listed.get(volume.claim) ?? 0) + PAGES * 10_000);
    if (left > PAGES * 10_000) return after(PAGES, null).then(() => Promise.reject(named('NotYet')));
    return after(left / 10_000, { snapshotId: 'snap-target', segments: segments.length, key });
  };
  const copySegment = async (payload: Json) => {
    const { volume, segment } = payload as unknown as { volume: VolumeItem; segment: Segment };
    if (copies++ % FORGET_EVERY === 0) measure(world, measured);
    const { shares = [], perSecond = 125 } = volume.pace ?? {};
    const { clock } = world.host;
    const windows = clone.pace?.windows ?? [];
    const permit = keepPace({ store, now: () => clock.now(), shares, windows, holder: `h${holders++}` });
    let isDead = false;
    try {
      for (let left = segment.blocks; left > 0; ) {
        await permit.enter();
        const blocks = Math.min(left, Math.floor(perSecond * SLICE_SECONDS));
        const at = clock.now();
        await clock.sleep((blocks / perSecond) * 1_000);
        counted.add(SOURCE.account, at, clock.now(), perSecond);
        counted.add(TARGET.account, at, clock.now(), perSecond);
        left -= blocks;
        if (random() * 100 < THROTTLED_PERCENT) await clock.sleep(random() * 2_000);
        if (random() * 100 < DIES_PERCENT) {
          isDead = true;
          throw named('Runtime.ExitError');
        }
      }
      return { blocks: segment.blocks };
    } finally {
      // Of one that died, the share ends by itself.
      if (!isDead) await permit.leave();
    }
  };
  const world = prepareWorld({
    machine: 'transfer-workload',
    withChildren: true,
    input: {},
    objects: { 'bucket/clones/scale/volumes.jsonl': Buffer.from(encodeLines([...items])).toString() },
    scripts: {
      'translate-manifests': [{ waves: [] }],
      'park-former-clone': [{ parked: 0 }],
      'await-snapshot': [(payload) => after(1, { snapshotId: String((payload as { snapshotId: string }).snapshotId) })],
      'plan-segments': [planSegments],
      'copy-segment': [copySegment],
      'seal-snapshot': [() => after(5, { snapshotId: 'snap-target' })],
      'create-volume': [() => after(2, { volumeId: 'vol-0123456789abcdef0' })],
      'verify-volume': [() => after(5, { volumeId: 'vol-0123456789abcdef0' })],
    },
  });
  return world;
}

/** What has ended is counted once, and its events are forgotten: a run of this size has a million. */
function measure({ engine }: World, measured: Measured): void {
  for (const execution of engine.executions.values()) {
    const { events } = execution.history;
    if (execution.status === 'RUNNING' || events.length === 0) continue;
    measured.executions += 1;
    measured.mostEvents = Math.max(measured.mostEvents, events.length);
    measured.largestPayload = Math.max(measured.largestPayload, ...payloadsOf(execution));
    events.length = 0;
    const { mapRun } = execution;
    if (!mapRun) continue;
    measured.results.set(mapRun.arn, (measured.results.get(mapRun.arn) ?? 2) + jsonBytes(execution.output ?? null) + 1);
    engine.executions.delete(execution.arn);
  }
}

function payloadsOf({ history, input, output }: Execution): number[] {
  const details = history.events.flatMap(({ details }) => Object.values(details));
  const texts = details
    .flatMap((each) => Object.values((each ?? {}) as object))
    .filter((each) => typeof each === 'string');
  return [jsonBytes(input), jsonBytes(output ?? null), ...texts.map((text) => Buffer.byteLength(text))];
}

function printed(result: Record<string, unknown> & { failure?: unknown }): string {
  const rows = Object.entries(result)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [
      name,
      typeof value === 'number' ? String(Number(value.toFixed(2))) : JSON.stringify(value),
    ]);
  return table(['what', 'figure'], rows);
}
