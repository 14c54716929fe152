import { beforeEach, expect, it } from 'vitest';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { writeRecord } from '../../../../core/base/run/records.ts';
import type { Rounds } from '../../../../core/base/run/rounds.ts';
import { requireStillFits } from '../../../../core/execute/rounds/still-fits.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

const GIB = 2 ** 30;
const clone = { cloneId: 'move-1', migrate: { cutOver: 'now', maxDowntimeMinutes: 10 } } as Clone;
const round = (number: number, startedAt: string, endedAt: string, bytes: number) => ({
  number,
  startedAt,
  endedAt,
  volumes: [{ claim: 'shop/data', sourceSnapshotId: 'snap-1', snapshotId: 'snap-2', bytes }],
});
/** A gibibyte is copied in a minute, and changes in ten. */
const DECIDED: Rounds = {
  rounds: [
    round(1, '2026-05-01T20:00:00Z', '2026-05-01T20:10:00Z', 10 * GIB),
    round(2, '2026-05-01T20:10:00Z', '2026-05-01T20:11:00Z', GIB),
  ],
  cutOver: { at: '2026-05-01T20:11:00Z', expectedSeconds: 240 },
};

let store = memoryObjectStore();
beforeEach(async () => {
  store = memoryObjectStore();
  await writeRecord(store, keysOf('move-1').rounds, DECIDED);
});
const at = (time: string, of = clone) => requireStillFits(store, of, new Date(time));

// Promise: downtime-before-quiesce
it('quiesces at once, and when the run is continued while what is left still fits', async () => {
  await expect(at('2026-05-01T20:12:00Z')).resolves.toBeUndefined();
  await expect(at('2026-05-01T20:40:00Z')).resolves.toBeUndefined();
});

// Promise: downtime-before-quiesce
it('does not quiesce when the run was stopped after its rounds and is continued the next morning', async () => {
  await expect(at('2026-05-02T08:00:00Z')).rejects.toMatchObject({
    name: 'DowntimeTooLong',
    message: expect.stringMatching(
      /decided on at 2026-05-01T20:11:00Z.*The source was not touched.*start the migration again/,
    ),
  });
});

it('continues with what it has quiesced already, and asks nothing of a run without rounds', async () => {
  await writeRecord(store, keysOf('move-1').quiesced, { workloads: [] });
  await expect(at('2026-05-02T08:00:00Z')).resolves.toBeUndefined();
  await expect(at('2026-05-02T08:00:00Z', { ...clone, migrate: undefined })).resolves.toBeUndefined();
});
