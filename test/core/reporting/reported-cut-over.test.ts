import { expect, it } from 'vitest';
import type { Clone } from '../../../core/base/run/envelope.ts';
import { keysOf } from '../../../core/base/run/keys.ts';
import { writeRecord } from '../../../core/base/run/records.ts';
import { reportedCutOver } from '../../../core/reporting/reported-cut-over.ts';
import { memoryObjectStore } from '../../memory/object-store.ts';

const clone = { cloneId: 'run-1', route: { name: 'prod-to-dev' } } as Clone;
const DB = { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'shop', name: 'db' };
const quiesced = { workloads: [{ ref: DB, replicas: 3 }], hooks: [], hooksDone: true, cutOver: true };

it('says for how long the source was down, beside what was expected, and what each round moved', async () => {
  const store = memoryObjectStore();
  const keys = keysOf('run-1');
  const times = { downSince: '2026-05-01T22:00:00Z', cutOverAt: '2026-05-01T22:03:20Z' };
  await writeRecord(store, keys.quiesced, { ...quiesced, ...times });
  const volumes = [{ claim: 'shop/data', sourceSnapshotId: 'snap-1', snapshotId: 'snap-2', bytes: 2 ** 20 }];
  const round = { number: 1, startedAt: '2026-05-01T21:00:00Z', endedAt: '2026-05-01T21:00:40Z', volumes };
  const begun = { number: 2, startedAt: '2026-05-01T21:59:00Z', volumes: [] };
  await writeRecord(store, keys.rounds, { rounds: [round, begun], cutOver: { at: '', expectedSeconds: 240 } });
  await writeRecord(store, keys.cutOverApproval, { by: 'arn:ann', at: '', planHash: 'h' });
  expect(await reportedCutOver(store, clone)).toMatchObject({
    downSeconds: 200,
    expectedSeconds: 240,
    approvedBy: 'arn:ann',
    rounds: [{ number: 1, seconds: 40, bytes: 2 ** 20 }],
    sentence: expect.stringContaining(
      'at 2026-05-01T22:03:20Z, after 3 minutes of downtime (4 minutes were expected): its workload stays',
    ),
  });
});

it('says nothing of the downtime of a run of an earlier version, and nothing at all before the cut-over', async () => {
  const store = memoryObjectStore();
  expect(await reportedCutOver(store, clone)).toBeUndefined();
  await writeRecord(store, keysOf('run-1').quiesced, quiesced);
  expect(await reportedCutOver(store, clone)).toBeUndefined();
  await writeRecord(store, keysOf('run-1').quiesced, { ...quiesced, cutOverAt: '2026-05-01T22:03:20Z' });
  expect(await reportedCutOver(store, clone)).toMatchObject({
    sentence: expect.stringContaining('was cut over at 2026-05-01T22:03:20Z: its workload stays'),
  });
});
