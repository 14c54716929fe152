import { describe, expect, it } from 'vitest';
import { leapingClock } from '../../../../adapters/memory/clock.ts';
import { ERRORS, KubeferryError } from '../../../../core/base/errors.ts';
import type { BlockSink, BlockSource } from '../../../../core/base/ports/block-store.ts';
import { retryingSink, retryingSource } from '../../../../core/execute/blocks/with-retry.ts';
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
    for await (const page of blocks.list(range)) yield effect ? page.slice(0, -1) : page;
  },
  async get(block, into) {
    const got = await blocks.get(block, into);
    if (strike('get')) got.bytes[0] = got.bytes[0]! ^ 1;
    return got;
  },
});

const sink = (blocks: BlockSink, strike: (call: Call) => string | undefined): BlockSink => ({
  async put(index, bytes, sha256) {
    const effect = strike('put');
    await blocks.put(index, effect ? bytes.map((byte) => byte ^ 1) : bytes, sha256);
  },
  async seal(changedBlocks, checksum) {
    const effect = strike('seal');
    await blocks.seal(effect ? changedBlocks + 1 : changedBlocks, checksum);
  },
});

/** Error names that a machine may match, and those of EBS that are permanent. */
const NAMED = [...Object.keys(ERRORS), 'ValidationException'];

describe.each(['full', 'delta'] as const)('a %s copy', (kind) => {
  const cases = CALLS.flatMap((call) =>
    Object.keys(FAULTS).flatMap((fault) => Object.keys(TIMES).map((times) => ({ call, fault, times }))),
  );

  it.each(cases)(
    'whose $call is $fault $times ends identical or with a named error, and leaves nothing',
    async ({ call, fault, times }) => {
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
      if (failure) expect(NAMED.includes(failure.name) || failure.message === 'killed', failure.stack).toBe(true);
      else expect(await run.content()).toBe(digestOf(route.volume.blocks));
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
