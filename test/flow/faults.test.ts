import { afterAll, beforeAll, expect, it } from 'vitest';
import { FLOWS, type Sight } from '../faults/flows.ts';
import { KINDS } from '../faults/kinds.ts';
import { runCase, sight } from '../faults/run-case.ts';
import { startWorld, type World } from '../faults/world.ts';

/** A few of the cases of `npm run test:faults`: those after which a clone must stay. */
const CASES = [
  { on: 'ec2:DeleteSnapshot', by: 'kubeferry-source-us-east-1' },
  { on: 's3:PutObject', by: 'kubeferry-write-report' },
];
const clone = FLOWS.find(({ name }) => name === 'clone')!;
const denied = KINDS.find(({ name }) => name === 'denied')!;

let world: World;
let good: Sight;
beforeAll(async () => {
  world = await startWorld();
  const { id } = await world.clone();
  good = await sight(world);
  await world.command('rollback', id);
});
afterAll(() => world?.small.stop());

// Promise: verified-stays, fault-anywhere
it.each(CASES)('keeps a verified clone when $by may not make $on, and its clean-up can be finished', async (call) => {
  const before = await world.look();
  const verdict = await runCase(world, { flow: clone, kind: denied, call }, good);
  expect(verdict, verdict.said).toMatchObject({ end: 'told', wayOut: 'kubeferry clean-up' });
  await world.command('rollback', verdict.standing!);
  expect(await world.look()).toEqual(before);
});
