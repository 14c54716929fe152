/**
 * What the plan says of time, bytes and dollars beside what comes of it, over strategies, sizes, deltas and paces: the machines run with
 * played functions in a time of their own. Bytes of a delta are expected as the last one was, and come out up to 8 % otherwise; EC2 completes
 * timed copies in 92 to 100 % of their time, and a snapshot in two to two and a half minutes. Ends with 1 where one figure is off by more than a tenth, and in time by more than a minute and a half as well.
 */
import { parseArgs } from 'node:util';
import { table } from '../../cli/table.ts';
import { BLOCKS_PER_GIB } from '../../core/base/ports/block-store.ts';
import type { RunPace } from '../../core/base/request/pace.ts';
import type { VolumeItem } from '../../core/base/run/envelope.ts';
import { expectedAsks, expectedControl } from '../../core/plan/cost/control-usage.ts';
import { usageOfVolume } from '../../core/plan/cost/expected-usage.ts';
import { NOTHING, priceOf, sumOf, totalOf, type Usage } from '../../core/plan/cost/usage.ts';
import { copiesBlocks, planPace, volumePaceOf, volumesAtOnce } from '../../core/plan/pace/plan-pace.ts';
import { copyMinutes } from '../../core/plan/volumes/copy-minutes.ts';
import { estimate } from '../../core/plan/volumes/estimate.ts';
import { type Measured, nothingMeasured, runCopies, type WorldVolume } from './copy-world.ts';
import { requestCount } from './request-count.ts';
import { cloneOf, itemOf, NIGHTS, randomOf, sizesOf } from './scale-inputs.ts';

const MOST_OFF_PERCENT = 10;
/** Minutes are whole ones, of the snapshots and of the copies. */
const MOST_OFF_MINUTES = 1.5;
/** As `sealPlan` reckons them beside the blocks: the snapshot and the waits; objects are not brought here. */
const SNAPSHOT_MINUTES = 3;
const OBJECT_MINUTES = 2;
const QUOTAS = { read: 5_000, write: 5_000 };

interface Way {
  strategy: 'copy-blocks' | 'share-and-copy' | 'use-snapshot';
  /** Per cent of the data, where only what has changed is moved. */
  changed?: number;
  pace?: Partial<RunPace>;
}

const WAYS: Record<string, Way> = {
  'copy-blocks': { strategy: 'copy-blocks' },
  'copy-blocks, 1 % changed': { strategy: 'copy-blocks', changed: 1 },
  'copy-blocks, 10 % changed': { strategy: 'copy-blocks', changed: 10 },
  'share-and-copy in 60 min': { strategy: 'share-and-copy', pace: { completionMinutes: 60 } },
  'use-snapshot': { strategy: 'use-snapshot' },
};
const SIZES: Record<string, [volumes: number, gibibytes: number]> = {
  '1 x 64 GiB': [1, 64],
  '1 x 2 TiB': [1, 2_048],
  '20, 4 TiB': [20, 4_096],
  '100, 8 TiB': [100, 8_192],
};
const PACES: Record<string, Partial<RunPace>> = {
  '60 % of quotas': {},
  '500 a second': { requestsPerSecond: 500 },
  'nights alone': { requestsPerSecond: 2_000, windows: [[NIGHTS]] },
};
/** Only blocks that kubeferry copies itself keep to a pace. */
const pacesFor = ({ strategy }: Way) => (strategy === 'copy-blocks' ? Object.keys(PACES) : ['60 % of quotas']);

interface Row {
  way: string;
  size: string;
  pace: string;
  minutes: Pair;
  gibibytes: Pair;
  dollars: Pair;
  isGood: boolean;
}
interface Pair {
  expected: number;
  came: number;
  offPercent: number;
}

export async function run(options: string[]): Promise<void> {
  const { values } = parseArgs({
    args: options,
    options: {
      seed: { type: 'string', default: '1' },
      only: { type: 'string', default: '' },
      json: { type: 'boolean', default: false },
    },
  });
  const only = new RegExp(values.only);
  const rows: Row[] = [];
  for (const [way, { strategy }] of Object.entries(WAYS))
    for (const size of Object.keys(SIZES))
      for (const pace of pacesFor({ strategy }))
        if (only.test(`${way} ${size} ${pace}`)) rows.push(await rowOf(way, size, pace, randomOf(Number(values.seed))));
  const worst = (of: (row: Row) => Pair) => Math.max(...rows.map((row) => Math.abs(of(row).offPercent)));
  const result = {
    cases: rows.length,
    good: rows.filter(({ isGood }) => isGood).length,
    worstPercent: {
      bytes: worst(({ gibibytes }) => gibibytes),
      dollars: worst(({ dollars }) => dollars),
      minutes: worst(({ minutes }) => minutes),
    },
    rows,
  };
  console.log(values.json ? JSON.stringify(result, null, 2) : printed(result));
  if (result.good < result.cases || result.cases === 0) process.exitCode = 1;
}

async function rowOf(way: string, size: string, paceName: string, random: () => number): Promise<Row> {
  const { strategy, changed = 100, pace } = WAYS[way]!;
  const [count, gibibytes] = SIZES[size]!;
  const clone = cloneOf({ ...PACES[paceName], ...pace });
  const volumes = sizesOf(count, gibibytes, random).map((sizeGiB) => ({
    strategy,
    sizeGiB,
    gibibytes: (sizeGiB * changed) / 100,
    ...(changed < 100 ? { since: true } : {}),
  }));
  const planned = copiesBlocks(volumes) ? planPace(clone, volumes, QUOTAS) : undefined;
  const timed = strategy === 'share-and-copy' ? clone.pace?.completionMinutes : undefined;
  const estimates = volumes.map((volume) => estimate(strategy, volume.gibibytes, true, timed));
  const atOnce = volumesAtOnce(clone, planned);
  // As `sealPlan` takes them.
  const minutes = planned ? planned.minutes + SNAPSHOT_MINUTES : copyMinutes(estimates, atOnce) - OBJECT_MINUTES;
  const hours = minutes / 60;

  const parent = { sourceSnapshotId: 'snap-before', snapshotId: 'snap-twin' };
  const world = volumes.map((volume, at): WorldVolume => {
    const item = {
      ...itemOf(at, volume.sizeGiB, volumePaceOf(planned)),
      strategy,
      ...(volume.since ? { parent } : {}),
    } as VolumeItem;
    const otherwise = volume.since ? 0.92 + 0.16 * random() : 1;
    const toMove = Math.max(1, Math.round(volume.gibibytes * otherwise * BLOCKS_PER_GIB));
    const snapshotSeconds = 120 + 30 * random();
    return { item, toMove, snapshotSeconds, ...(timed ? { copySeconds: timed * 60 * (0.92 + 0.08 * random()) } : {}) };
  });
  const measured = nothingMeasured();
  const { execution, seconds } = await runCopies(clone, world, atOnce, { random, counted: requestCount(), measured });
  if (execution.status !== 'SUCCEEDED')
    throw new Error(`${way}, ${size}, ${paceName}: ${JSON.stringify(execution.failure)}`);

  const moved = sum(world.map(({ toMove }) => toMove)) / BLOCKS_PER_GIB;
  const expectedGib = strategy === 'use-snapshot' ? 0 : sum(volumes.map((volume) => volume.gibibytes));
  const crossesRegions = strategy !== 'use-snapshot';
  const usageIn = (of: readonly number[], usedHours: number) =>
    sumOf(
      of.map((gib) =>
        usageOfVolume({ strategy, gibibytes: gib, crossesRegions, hours: usedHours, completionMinutes: timed }),
      ),
    );
  const controlled = volumes.map((volume, at) => ({
    strategy,
    gibibytes: volume.gibibytes,
    minutes: estimates[at]!.minutes,
  }));
  const expected = sumOf([
    usageIn(
      volumes.map((volume) => volume.gibibytes),
      hours,
    ),
    controlOfVolumes(controlled),
  ]);
  const came = usageIn(
    world.map(({ toMove }) => toMove / BLOCKS_PER_GIB),
    seconds / 3_600,
  );
  const pairs = {
    minutes: pair(minutes, seconds / 60),
    gibibytes: pair(expectedGib, strategy === 'use-snapshot' ? 0 : moved),
    dollars: pair(dollarsOf(expected), dollarsOf(asMeasured(came, measured))),
  };
  return { way, size, pace: paceName, ...pairs, isGood: isGood(pairs) };
}

/** What the volumes add to a run without any. Requests to the bucket are left out on both sides: nothing here makes them. */
function controlOfVolumes(volumes: Parameters<typeof expectedAsks>[0]): Usage {
  const all = expectedControl({ volumes, waves: 0, asks: expectedAsks(volumes) });
  const none = expectedControl({ volumes: [], waves: 0, asks: expectedAsks([]) });
  const more = Object.entries(all).map(([name, value]) => [name, value - none[name as keyof Usage]]);
  return Object.fromEntries(more) as unknown as Usage;
}

const asMeasured = (usage: Usage, { transitions, functionCalls, functionGiBSeconds, ...blocks }: Measured): Usage => ({
  ...usage,
  ...(blocks.blocksRead > 0
    ? { blocksRead: blocks.blocksRead, blocksWritten: blocks.blocksWritten, blockListings: blocks.blockListings }
    : {}),
  transitions,
  functionCalls,
  functionGiBSeconds,
});

const dollarsOf = (usage: Usage) => totalOf(priceOf({ ...NOTHING, ...usage, recordsWritten: 0, recordsRead: 0 }));
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
const pair = (expected: number, came: number): Pair => ({
  expected,
  came,
  offPercent: came === 0 ? (expected === 0 ? 0 : 100) : (100 * (expected - came)) / came,
});

function isGood({ minutes, gibibytes, dollars }: Pick<Row, 'minutes' | 'gibibytes' | 'dollars'>): boolean {
  const isClose = ({ offPercent }: Pair) => Math.abs(offPercent) <= MOST_OFF_PERCENT;
  const isInTime = isClose(minutes) || Math.abs(minutes.expected - minutes.came) <= MOST_OFF_MINUTES;
  // Less than a cent is no money.
  return isInTime && isClose(gibibytes) && (isClose(dollars) || Math.abs(dollars.expected - dollars.came) < 0.01);
}

function printed({ rows, ...rest }: { rows: Row[] }): string {
  const cells = ({ expected, came, offPercent }: Pair) =>
    `${expected.toFixed(2)} / ${came.toFixed(2)} (${offPercent.toFixed(1)} %)`;
  const lines = rows.map((row) => [
    row.way,
    row.size,
    row.pace,
    cells(row.minutes),
    cells(row.gibibytes),
    cells(row.dollars),
    row.isGood ? '' : 'off',
  ]);
  const head = ['way', 'volumes', 'pace', 'minutes: plan / came', 'GiB', 'dollars', ''];
  return `${table(head, lines)}\n${JSON.stringify(rest)}`;
}
