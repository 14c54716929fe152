import { expect, it } from 'vitest';
import { keysOf } from '../../../core/base/run/keys.ts';
import { config, deployment, PlannedWorld, secret } from './planned-world.ts';

it('is the same plan, however many invocations its export takes', async () => {
  const world = new PlannedWorld([deployment('web', { image: 'web:1' }), config('a', 'b'), secret('password', 'p')]);
  const run = await world.start();
  const { hash } = run.planned;
  let invocations = 0;
  const again = async () => {
    for (;;) {
      invocations++;
      try {
        return await run.plan(undefined, { since: 'today', isOver: () => true });
      } catch (error) {
        if ((error as Error).name !== 'NotYet') throw error;
      }
    }
  };
  expect((await again()).hash).toBe(hash);
  expect(invocations).toBeGreaterThan(5);
  expect(await world.store.get(keysOf(run.clone.cloneId).planExportSoFar)).toBeUndefined();
});
