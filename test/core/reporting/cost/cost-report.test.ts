import { describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../../../core/base/ports/object-store.ts';
import { countedStore } from '../../../../core/base/run/counted-store.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { lastKey, readWork, type StepTime, type Tally } from '../../../../core/base/run/step-times.ts';
import type { Clouds } from '../../../../core/plan/cost/between-clouds.ts';
import { sealPlan } from '../../../../core/plan/plan.ts';
import { estimate } from '../../../../core/plan/volumes/estimate.ts';
import type { PlannedVolume } from '../../../../core/plan/volumes/volume-plan.ts';
import { costReport } from '../../../../core/reporting/cost/cost-report.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

const GIB = 2 ** 30;
const keys = keysOf('run-1');

function volume(claim: string, strategy: PlannedVolume['strategy'], sizeGiB: number): PlannedVolume {
  const { dollars, minutes } = estimate(strategy, sizeGiB, true);
  const rest = { reason: '', sourceVolumeId: 'vol-1', sourceZone: 'a', zone: 'b', volumeType: 'gp3', kmsKeyArn: 'k' };
  return { claim, strategy, sizeGiB, dollars, minutes, tags: {}, ...rest };
}

const volumes = [volume('shop/data', 'share-and-copy', 100), volume('shop/files', 'copy-blocks', 20)];
const planned = sealPlan({
  cloneId: 'run-1',
  route: 'prod-to-dev',
  createdAt: '',
  profile: 'clone',
  namespaces: ['shop'],
  objects: [],
  volumes,
  findings: [],
}).dollars;

/** What one environment of copy-segment has moved. */
const moved = (store: ObjectStore, environment: string, blocks: Tally['blocks'] & object) => {
  const tally = { step: 'copy-segment', subject: 'shop/files', at: '2026-11-22T10:20:00Z', ...IDLE, blocks };
  return store.put(lastKey(keys.times('copy-segment', 'shop/files'), environment), JSON.stringify(tally));
};
const IDLE = { calls: 0, milliseconds: 0, memoryMiB: 0, recordsWritten: 0, recordsRead: 0 };

/** What a run has cost whose functions have left what is in the store. */
async function reportOf(store: ObjectStore, steps: StepTime[], endedAt: string, clouds?: Clouds) {
  const { tallies } = await readWork(store, 'run-1');
  const run = { volumes, planned, waves: 0, crossesRegions: true, steps, tallies, endedAt };
  return costReport(store, 'run-1', { ...run, ...(clouds ? { clouds } : {}) });
}

/** What the functions of a run leave behind that copied so many GiB of each volume, in so many calls. */
async function recorded(gibibytes: Record<string, number>, calls = 170) {
  const store = memoryObjectStore();
  for (const [claim, gib] of Object.entries(gibibytes)) {
    await store.put(keys.snapshotSize(claim), JSON.stringify({ bytes: gib * GIB }));
  }
  const blocks = (gibibytes['shop/files'] ?? 0) * 2048;
  await moved(store, 'one', { read: blocks, written: blocks });
  const tally: Tally = {
    step: 'await-snapshot',
    at: '2026-11-22T10:20:00Z',
    calls,
    milliseconds: calls * 900,
    memoryMiB: 1024,
    recordsWritten: calls * 3,
    recordsRead: calls,
  };
  await store.put(lastKey(keys.times('await-snapshot', 'shop/data'), 'one'), JSON.stringify(tally));
  const minutes = Math.max(...volumes.map((each) => each.minutes));
  const end = new Date(Date.parse('2026-11-22T10:00:00Z') + minutes * 60_000).toISOString();
  const steps = [
    { step: 'snapshot-volumes', startedAt: '2026-11-22T10:00:00Z', endedAt: '2026-11-22T10:00:05Z' },
    { step: 'clean-up-clone', startedAt: end, endedAt: end },
  ];
  return reportOf(store, steps, end);
}

describe('the recorded cost', () => {
  it('is within ten per cent of the plan when the volumes are full', async () => {
    const cost = await recorded({ 'shop/data': 100, 'shop/files': 20 });
    expect(Math.abs(cost.recorded - planned) / planned).toBeLessThan(0.1);
    expect(Math.abs(cost.deviationPercent)).toBeLessThan(10);
    expect(cost.planned).toBe(planned);
  });

  it('is within ten per cent of what their data lets expect when they are half empty, and below the plan', async () => {
    const cost = await recorded({ 'shop/data': 37, 'shop/files': 3 });
    expect(Math.abs(cost.recorded - cost.expected) / cost.expected).toBeLessThan(0.1);
    expect(cost.recorded).toBeLessThan(planned / 2);
  });

  it('has each quantity at its list price', async () => {
    const { parts, usage } = await recorded({ 'shop/data': 100, 'shop/files': 20 });
    const part = (name: string) => parts.find((each) => each.name === name)?.recorded;
    // 120 GiB at $0.02; 20 GiB of 2,048 blocks at $0.003 and $0.006 a thousand, and 10 listings at $0.0006 a thousand.
    expect(part('transfer')).toBeCloseTo(2.4, 6);
    expect(part('blocks')).toBeCloseTo(0.368646, 6);
    // 172 calls and 27 other states at $0.025 a thousand; calls, seconds, 523 requests that write and 170 that read.
    expect(usage.transitions).toBe(199);
    expect(part('control plane')).toBeCloseTo(0.004975 + 0.0000344 + 153 * 0.0000133334 + 0.002615 + 0.000068, 6);
    expect(part('control plane')).toBeLessThan(0.02);
  });

  it('has every block that EBS gave, also to attempts that failed', async () => {
    const store = memoryObjectStore();
    await store.put(keys.snapshotSize('shop/files'), JSON.stringify({ bytes: 3 * 524_288 }));
    await moved(store, 'one', { read: 2, written: 0 });
    await moved(store, 'two', { read: 3, written: 3 });
    const { usage } = await reportOf(store, [], '2026-11-22T10:01:00Z');
    expect(usage).toMatchObject({ blocksRead: 5, blocksWritten: 3 });
  });

  it('has what left AWS for Azure, and no call of EBS that wrote it', async () => {
    const store = memoryObjectStore();
    await store.put(keys.snapshotSize('shop/files'), JSON.stringify({ bytes: 2 * GIB }));
    await moved(store, 'one', { read: 4096, written: 4096 });
    const clouds = { fromAzure: false, toAzure: true };
    const { usage, parts } = await reportOf(store, [], '2026-11-22T10:01:00Z', clouds);
    expect(usage).toMatchObject({ internetGiB: 2, transferGiB: 0, blocksRead: 4096, blocksWritten: 0 });
    expect(parts.find(({ name }) => name === 'transfer')).toMatchObject({ expected: 0.18, recorded: 0.18 });
  });

  it('costs nothing for a volume that stays, or that was never reached', async () => {
    const store = memoryObjectStore();
    const steps = [{ step: 'plan-clone', startedAt: '2026-11-22T10:00:00Z', endedAt: '2026-11-22T10:00:05Z' }];
    const { usage } = await reportOf(store, steps, '2026-11-22T10:01:00Z');
    expect(usage).toMatchObject({ transferGiB: 0, snapshotGiBHours: 0, blocksRead: 0 });
  });
});

it('counts requests as S3 does: a listing for each thousand keys, and no deletion', async () => {
  const memory = memoryObjectStore();
  for (let at = 0; at < 1500; at += 1) await memory.put(`many/${at}`, '');
  const { store, requests } = countedStore(memory);
  await store.put('a', '1');
  await store.putNew('a', '2');
  await store.get('a');
  await store.delete('a');
  for await (const _ of store.list('many/'));
  expect(requests).toEqual({ written: 4, read: 1 });
});
