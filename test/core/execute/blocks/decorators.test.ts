import { describe, expect, it } from 'vitest';
import { type ErrorName, KubeferryError } from '../../../../core/base/errors.ts';
import { copySegment } from '../../../../core/execute/blocks/copy-segment.ts';
import { countedSink, countedSource } from '../../../../core/execute/blocks/counted.ts';
import { limitedSource } from '../../../../core/execute/blocks/with-limit.ts';
import { retrying, retryingSource } from '../../../../core/execute/blocks/with-retry.ts';
import { leapingClock } from '../../../memory/clock.ts';
import { CONTENTS, type Faults, faultySink, faultySource, sinkInto, sourceOf, type Volume } from './fakes.ts';

const volume: Volume = new Map(Array.from({ length: 9 }, (_, index) => [index * 2, CONTENTS[1]!]));
const refs = Array.from({ length: 9 }, (_, at) => ({ index: at * 2, token: String(at * 2) }));

describe('retry', () => {
  const failing = (name: ErrorName, times: number) => {
    let calls = 0;
    const run = async () => {
      calls++;
      if (calls <= times) throw new KubeferryError(name, 'no');
      return calls;
    };
    return { run, calls: () => calls };
  };

  it('waits longer each time, up to nine seconds, and gives up after ten calls', async () => {
    const waits: number[] = [];
    const clock = { sleep: async (milliseconds: number) => void waits.push(milliseconds) };
    const { run, calls } = failing('Throttled', 99);
    await expect(retrying(run, { clock, random: () => 1 })).rejects.toMatchObject({ name: 'Throttled' });
    expect(calls()).toBe(10);
    expect(waits).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 9_000, 9_000]);
  });

  it('does not repeat what cannot succeed', async () => {
    const { run, calls } = failing('AccessDenied', 99);
    await expect(retrying(run, { clock: leapingClock(), random: () => 1 })).rejects.toThrow();
    expect(calls()).toBe(1);
  });

  it('continues with a list where it broke off', async () => {
    const source = faultySource(sourceOf(volume), ['none', 'before', 'before', 'none', 'before']);
    const seen: number[] = [];
    const list = retryingSource(source, { clock: leapingClock(), random: () => 0 }).list({
      startIndex: 2,
      endIndex: 16,
    });
    for await (const page of list) seen.push(...page.map(({ index }) => index));
    expect(seen).toEqual([2, 4, 6, 8, 10, 12, 14]);
  });
});

describe('limit', () => {
  it('begins no more calls in a second than it may', async () => {
    const clock = leapingClock();
    const begun: number[] = [];
    const source = {
      ...sourceOf(volume),
      get: async () => {
        begun.push(clock.now().getTime());
        return { bytes: CONTENTS[1]!, sha256: CONTENTS[1]! };
      },
    };
    const limited = limitedSource(source, { clock, concurrency: 1, perSecond: 4 });
    await Promise.all(refs.map((ref) => limited.get(ref)));
    expect(begun.map((it) => it - begun[0]!)).toEqual([0, 250, 500, 750, 1_000, 1_250, 1_500, 1_750, 2_000]);
  });

  it('lets no more calls in at once than it may, also after failures', async () => {
    let inside = 0;
    let most = 0;
    const source = {
      ...sourceOf(volume),
      get: async ({ index }: { index: number }) => {
        most = Math.max(most, ++inside);
        await new Promise(setImmediate);
        inside--;
        if (index % 4 === 0) throw new KubeferryError('Unavailable', 'no');
        return { bytes: CONTENTS[1]!, sha256: CONTENTS[1]! };
      },
    };
    const limited = limitedSource(source, { clock: leapingClock(), concurrency: 3, perSecond: 1e9 });
    const results = await Promise.allSettled(refs.map((ref) => limited.get(ref)));
    expect(results.filter((it) => it.status === 'rejected')).toHaveLength(5);
    expect(most).toBe(3);
  });
});

it('counts each block that EBS gave or took, also of an attempt at a segment that failed', async () => {
  const count = { read: 0, written: 0 };
  const segment = { number: 0, startIndex: 0, endIndex: 64, blocks: volume.size, of: 1 };
  const copy = (faults: Faults) => {
    const source = countedSource(sourceOf(volume), count);
    const sink = countedSink(faultySink(sinkInto(new Map()).sink, faults), count);
    return copySegment({ source, sink, segment, workers: 1, zeroBlocks: 'skip' });
  };
  // The snapshot of the target is not to be seen yet when the third block is put.
  await expect(copy(['none', 'none', 'before'])).rejects.toThrow('try again');
  expect(count).toEqual({ read: 3, written: 2 });
  await copy([]);
  expect(count).toEqual({ read: 3 + volume.size, written: 2 + volume.size });
});
