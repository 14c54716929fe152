import { expect, it } from 'vitest';
import { FIRST_ATTEMPT } from '../../../../core/base/run/attempt.ts';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { changeRounds } from '../../../../core/base/run/rounds.ts';
import { beginRound } from '../../../../core/execute/rounds/begin-round.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

const at = (seconds: number) => new Date(Date.parse('2026-11-22T10:00:00Z') + seconds * 1000);

/** A run of which one round was begun, and is over after so many seconds. */
async function afterOne(kind: 'aks' | 'eks', endedAfter: number) {
  const store = memoryObjectStore();
  const clone = { cloneId: 'run-1', route: { name: 'r', source: { kind } } } as unknown as Clone;
  const first = { number: 1, startedAt: at(0).toISOString(), endedAt: at(endedAfter).toISOString(), volumes: [] };
  await changeRounds(store, 'run-1', () => ({ rounds: [first] }));
  const storage = { findSnapshots: async () => [] } as never;
  return (now: Date, retries = 0) =>
    beginRound(storage, store, clone, [], { attempt: { ...FIRST_ATTEMPT, retries }, now, pace: undefined });
}

it('begins one round a minute of disks of Azure, which makes seven snapshots of one in five minutes', async () => {
  const begin = await afterOne('aks', 20);
  await expect(begin(at(30), 7)).rejects.toMatchObject({ name: 'NotYet' });
  expect(await begin(at(60))).toMatchObject({ round: 2 });
  // What was begun is continued.
  expect(await begin(at(61))).toMatchObject({ round: 2 });
});

it('begins rounds of volumes of EBS one after the other', async () => {
  const begin = await afterOne('eks', 20);
  expect(await begin(at(21))).toMatchObject({ round: 2 });
});
