import { expect, it } from 'vitest';
import { type Homes, releaseLocks, takeLocks } from '../../../../core/base/run/lock.ts';
import { explore, type World } from '../../execute/entry/interleave.ts';
import { gatedStore, sharedWorld } from '../../execute/entry/shared-world.ts';

const target = { account: '444455556666', region: 'eu-west-1', cluster: 'dev' };
const since = '2026-11-22T10:00:00Z';
const LONG_AGO = '2026-10-25T10:00:00Z';

const clash = (one: Homes, other: Homes) =>
  one === 'all' || other === 'all' || one.some((each) => other.includes(each));

interface Case {
  homes: Homes[];
  /** A run of long ago that never gave its locks back. */
  left?: Homes;
  deaths: number;
  lostAnswers: number;
}

/** Runs that take the locks, work, and give them back; whoever is refused ends. */
async function worldOf({ homes, left }: Case): Promise<() => World> {
  const before = sharedWorld();
  if (left) await takeLocks(before.store, target, left, { cloneId: 'long-ago', since: LONG_AGO });
  return () => {
    const shared = sharedWorld();
    for (const [key, body] of before.objects) shared.objects.set(key, body);
    const working = new Map<string, Homes>();
    const refused = new Set<string>();
    return {
      state: () => JSON.stringify([shared.text(), [...working.keys()].toSorted(), [...refused].toSorted()]),
      actors: homes.map((own, at) => ({
        name: `run-${at}`,
        async run(gate) {
          const store = gatedStore(shared.store, gate);
          const cloneId = `run-${at}`;
          try {
            await takeLocks(store, target, own, { cloneId, since });
          } catch (error) {
            expect(error).toMatchObject({ name: 'LockHeld' });
            refused.add(cloneId);
            return;
          }
          working.set(cloneId, own);
          await gate('work', async () => {});
          working.delete(cloneId);
          await releaseLocks(store, target, cloneId);
        },
      })),
      check() {
        for (const [one, here] of working)
          for (const [other, there] of working)
            if (one < other && clash(here, there)) throw new Error(`${one} and ${other} write to the same namespace.`);
      },
      async end(died) {
        if (died.length === 0 && refused.size === homes.length) throw new Error('Nobody got in.');
        // A run that died is stopped and rolled back: by its id, and by nothing else.
        for (const cloneId of died) await releaseLocks(shared.store, target, cloneId);
        await takeLocks(shared.store, target, 'all', { cloneId: 'next', since });
        await releaseLocks(shared.store, target, 'next');
        expect(shared.objects.size).toBe(0);
      },
    };
  };
}

const shop: Homes = ['shop'];
const CASES: [string, Case][] = [
  ['two runs into one namespace', { homes: [shop, shop], deaths: 2, lostAnswers: 1 }],
  ['a run over all namespaces beside one of a single namespace', { homes: ['all', shop], deaths: 2, lostAnswers: 1 }],
  ['two runs over all namespaces', { homes: ['all', 'all'], deaths: 2, lostAnswers: 1 }],
  [
    'two runs into several namespaces',
    {
      homes: [
        ['a', 'b'],
        ['b', 'a'],
      ],
      deaths: 2,
      lostAnswers: 1,
    },
  ],
  ['two runs over a lock that was left', { homes: [shop, shop], left: shop, deaths: 2, lostAnswers: 1 }],
  ['two runs over a lock on all that was left', { homes: [shop, 'all'], left: 'all', deaths: 2, lostAnswers: 1 }],
  ['three runs, one over all', { homes: ['all', shop, ['billing']], deaths: 0, lostAnswers: 0 }],
  ['three runs over a lock that was left', { homes: [shop, shop, shop], left: shop, deaths: 0, lostAnswers: 0 }],
];

// Promise: refuses-busy-namespace
it.each(CASES)(
  '%s never write to the same namespace, and leave no lock, in whatever order and wherever they die',
  async (_, each) => {
    const { states, ends } = await explore(await worldOf(each), each);
    // A model that goes nowhere proves nothing.
    expect(states).toBeGreaterThan(100);
    expect(ends).toBeGreaterThan(1);
  },
);
