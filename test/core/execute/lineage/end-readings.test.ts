import { expect, it } from 'vitest';
import type { Lineage, Pair } from '../../../../core/base/run/lineage.ts';
import { endReadings } from '../../../../core/execute/lineage/remove-pairs.ts';

const NOW = new Date('2026-11-22T10:00:00Z');
const pair = (snapshotId: string, rest: Partial<Pair> = {}) =>
  ({ source: { snapshotId }, heldBy: [], ...rest }) as Pair;

it('takes back what lets a snapshot be read that stays, unless another run reads it or it goes anyway', async () => {
  const ended: string[] = [];
  const storage = { endReading: async (id: string) => void ended.push(id) };
  const held = [{ cloneId: 'run-2', since: '2026-11-22T09:00:00Z' }];
  const pairs = [pair('leaving', { leaving: true }), pair('read', { heldBy: held }), pair('resting')];
  const side = { account: '222233334444', region: 'eu-central-1', storage } as never;
  await endReadings(side, [{ pairs } as Lineage], NOW);
  expect(ended).toEqual(['resting']);
});
