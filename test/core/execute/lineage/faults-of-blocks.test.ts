import { describe, expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import type { BlockSink, BlockSource } from '../../../../core/base/ports/block-store.ts';
import { retryingSink, retryingSource } from '../../../../core/execute/blocks/with-retry.ts';
import { leapingClock } from '../../../memory/clock.ts';
import { digestOf, RouteInMemory, type Unkindness } from './route-in-memory.ts';
import type { RunInMemory } from './run-in-memory.ts';

const CALLS = ['list', 'get', 'start', 'put', 'seal'] as const;
type Call = (typeof CALLS)[number];

/** What a call may meet: the adapters' tests say that EBS's own answers become these. */
const FAULTS: Record<string, (call: Call) => Error | 'corrupt' | 'short' | 'killed'> = {
  throttled: () => new KubeferryError('Throttled', 'slow down'),
  unavailable: () => new KubeferryError('Unavailable', 'try again'),
  expired: () => Object.assign(new Error('the block token is older than 7 days'), { name: 'ValidationException' }),
  gone: (call) => new KubeferryError('NotFound', `no snapshot to ${call}`),
  revoked: () => new KubeferryError('AccessDenied', 'no rights'),
  corrupt: () => 'corrupt',
  short: () => 'short',
  killed: () => 'killed',
};
const TIMES = { once: 1, twice: 2, always: Number.POSITIVE_INFINITY };

/** How a copy ends that meets a fault once, twice, always: block by block the same as its source, or with an error of that name. */
type Ends = readonly [once: string, twice: string, always: string];
const SAME = 'identical';
/** It is tried again. */
const passes = (always: string): Ends => [SAME, SAME, always];
/** It is there for good. */
const ends = (name: string): Ends => [name, name, name];
/** A delta gives way to a copy of all blocks, which meets it the next time. */
const givesWay = (name: string): Ends => [SAME, name, name];
/** There is no such thing: to start a snapshot carries no data. */
const NONE = undefined;

const row = (list: Ends, get: Ends, start: Ends | undefined, put: Ends, seal: Ends) => ({
  list,
  get,
  start,
  put,
  seal,
});
type Row = ReturnType<typeof row>;
const all = (each: Ends) => row(each, each, each, each, each);

/** Of a full copy. */
const FULL: Record<string, Row> = {
  throttled: all(passes('Throttled')),
  unavailable: all(passes('Unavailable')),
  expired: all(ends('ValidationException')),
  gone: all(ends('NotFound')),
  revoked: all(ends('AccessDenied')),
  corrupt: row(ends('DataCorrupt'), ends('DataCorrupt'), NONE, ends('DataCorrupt'), ends('DataCorrupt')),
  short: row(ends('DataCorrupt'), ends('DataCorrupt'), NONE, ends('DataCorrupt'), ends('DataCorrupt')),
  // The machines run the function again; one that is killed at each attempt comes to no end.
  killed: all(passes('killed')),
};

/** Of a delta: as a full copy, but for what it may do without. */
const DELTA: Record<string, Row> = {
  ...FULL,
  expired: { ...FULL.expired!, list: givesWay('ValidationException'), start: givesWay('ValidationException') },
  gone: { ...FULL.gone!, list: givesWay('NotFound'), start: givesWay('NotFound') },
  revoked: { ...FULL.revoked!, list: givesWay('AccessDenied'), start: givesWay('AccessDenied') },
  corrupt: { ...FULL.corrupt!, list: givesWay('DataCorrupt') },
  short: { ...FULL.short!, list: givesWay('DataCorrupt') },
};

/** A clone that meets a fault so many times, in one of its calls; it is redriven where it is killed. */
async function meet(run: RunInMemory, call: Call, fault: keyof typeof FAULTS, times: number): Promise<void> {
  let left = times;
  let dying = 0;
  const strike = (at: Call): 'corrupt' | 'short' | undefined => {
    if (at !== call || left <= 0) return undefined;
    left -= 1;
    const effect = FAULTS[fault]!(call);
    if (effect === 'killed') {
      dying += 1;
      throw new Error('killed');
    }
    if (effect instanceof Error) throw effect;
    return effect;
  };
  const policy = { clock: leapingClock(), random: () => 0.5 };
  const unkindness: Unkindness = {
    source: (blocks) => retryingSource(source(blocks, strike), policy),
    sink: (blocks) => retryingSink(sink(blocks, strike), policy),
    start: () => void strike('start'),
  };
  for (;;) {
    try {
      return await run.copy(unkindness);
    } catch (error) {
      if ((error as Error).message !== 'killed' || dying > 4) throw error;
    }
  }
}

const source = (blocks: BlockSource, strike: (call: Call) => string | undefined): BlockSource => ({
  async *list(range) {
    const effect = strike('list');
    for await (const page of blocks.list(range)) {
      if (effect === 'short') yield page.slice(0, -1);
      // One block stands in it twice, and another one not at all.
      else yield effect ? page.map((block, at) => (at === page.length - 1 ? (page[0] ?? block) : block)) : page;
    }
  },
  async get(block, into) {
    const got = await blocks.get(block, into);
    const effect = strike('get');
    if (effect === 'corrupt') got.bytes[0] = got.bytes[0]! ^ 1;
    return effect === 'short' ? { ...got, bytes: got.bytes.subarray(0, -512) } : got;
  },
});

const sink = (blocks: BlockSink, strike: (call: Call) => string | undefined): BlockSink => ({
  async put(index, bytes, sha256) {
    const effect = strike('put');
    const sent = effect === 'corrupt' ? bytes.map((byte) => byte ^ 1) : bytes;
    await blocks.put(index, effect === 'short' ? sent.subarray(0, -512) : sent, sha256);
  },
  async seal(changedBlocks, checksum) {
    const effect = strike('seal');
    const sum = effect === 'corrupt' ? checksum.map((byte) => byte ^ 1) : checksum;
    await blocks.seal(effect === 'short' ? changedBlocks - 1 : changedBlocks, sum);
  },
});

describe.each([
  ['full', FULL],
  ['delta', DELTA],
] as const)('a %s copy', (kind, table) => {
  const cases = Object.entries(table).flatMap(([fault, calls]) =>
    CALLS.flatMap((call) =>
      Object.keys(TIMES).flatMap((times, at) => (calls[call] ? [{ call, fault, times, end: calls[call][at]! }] : [])),
    ),
  );

  // Promise: block-faults-end-well
  it.each(cases)(
    'whose $call is $fault $times ends: $end; and nothing is left of it',
    async ({ call, fault, times, end }) => {
      const route = new RouteInMemory();
      for (const index of [0, 1, 5, 9]) route.write(index, index + 1);
      if (kind === 'delta') {
        await route.clone({ onConflict: 'refresh' });
        route.write(5, 100);
        route.write(11, 101);
        route.volume.blocks.delete(9);
      }
      const before = route.snapshotIds();
      const run = await route.plan({});
      expect(run.planned.since !== undefined).toBe(kind === 'delta');
      let failure: Error | undefined;
      try {
        await meet(run, call, fault, TIMES[times as keyof typeof TIMES]);
      } catch (error) {
        failure = error as Error;
      }
      const name = failure?.message === 'killed' ? 'killed' : failure?.name;
      expect(name ?? SAME, failure?.stack).toBe(end);
      if (!failure) expect(await run.content()).toBe(digestOf(route.volume.blocks));
      await run.end(failure ? 'roll-back' : 'verified');
      expect(route.snapshotIds()).toEqual(before);
    },
  );
});

it('survives what is transient, and what strikes a list of changes for good', async () => {
  for (const [call, fault] of [
    ['get', 'throttled'],
    ['put', 'unavailable'],
    ['seal', 'killed'],
    ['start', 'killed'],
  ] as const) {
    const route = new RouteInMemory();
    route.write(1, 1);
    const run = await route.plan({});
    await meet(run, call, fault, 2);
    expect(await run.content(), `${call} ${fault}`).toBe(digestOf(route.volume.blocks));
  }
});
