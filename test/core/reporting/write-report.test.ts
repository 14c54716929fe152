import { describe, expect, it } from 'vitest';
import type { Clone } from '../../../core/base/run/envelope.ts';
import { keysOf } from '../../../core/base/run/keys.ts';
import { finishReport, writeReport } from '../../../core/reporting/write-report.ts';
import { memoryObjectStore } from '../../memory/object-store.ts';
import { TWO_ROUTES } from '../serve/api/two-routes.ts';

it('of a mere plan answers what it came to, so that the machine and its message say whether a clone may follow', async () => {
  const store = memoryObjectStore();
  const ref = { apiVersion: 'v1', kind: 'Secret', name: 'a', namespace: 'shop' };
  const finding = { severity: 'blocker', object: ref, path: '', rule: 'r', sentence: 'Needs a class.' };
  const plan = {
    hash: 'abc',
    objects: [
      { ref, outcome: 'apply', rules: [] },
      { ref, outcome: 'drop', rules: [] },
    ],
    volumes: [],
    findings: [finding],
    dollars: 0.5,
    minutes: 5,
  };
  await store.put(keysOf('run-1').plan, JSON.stringify(plan));
  const clone: Clone = { cloneId: 'run-1', mode: 'plan', route: TWO_ROUTES[0]!, startedAt: '2026-11-22T10:00:00Z' };
  expect(await writeReport(store, clone, { endedAt: '2026-11-22T10:01:00Z' })).toEqual({
    status: 'PLANNED',
    report: 'clones/run-1/report.html',
    plan: { hash: 'abc', objects: 1, volumes: 0, gibibytes: 0, dollars: 0.5, minutes: 5, blockers: 1, warnings: 0 },
  });
});

// Promise: cut-over-stays
it('says of a source that was cut over that it stays at zero, and how to bring it back', async () => {
  const store = memoryObjectStore();
  const ref = { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'shop', name: 'db' };
  const quiesced = { workloads: [{ ref, replicas: 3 }], hooks: [], hooksDone: true, cutOverAt: '2026-11-22T10:20:00Z' };
  await store.put(keysOf('run-1').quiesced, JSON.stringify(quiesced));
  const clone: Clone = { cloneId: 'run-1', mode: 'clone', route: TWO_ROUTES[0]!, startedAt: '2026-11-22T10:00:00Z' };
  const back = `kubeferry rollback ${clone.route.name} run-1`;
  const { cutOver } = await writeReport(store, clone, { endedAt: '2026-11-22T10:21:00Z' });
  expect(cutOver).toContain(back);
  expect(JSON.parse(new TextDecoder().decode(await store.get(keysOf('run-1').report)))).toMatchObject({
    cutOver: { at: '2026-11-22T10:20:00Z', workloads: [{ object: 'apps/v1 StatefulSet shop/db', replicas: 3 }] },
  });
  expect(new TextDecoder().decode(await store.get(keysOf('run-1').reportPage))).toContain(back);
});

describe('what is left when a run is over', () => {
  const store = memoryObjectStore();
  const clone: Clone = { cloneId: 'run-1', mode: 'clone', route: TWO_ROUTES[0]!, startedAt: '2026-11-22T10:00:00Z' };
  const at = { endedAt: '2026-11-22T10:21:00Z' };
  const stored = async () => JSON.parse(new TextDecoder().decode(await store.get(keysOf('run-1').report)));

  // Promise: verified-stays
  it('undoes no verified clone: the report says what is left, until it is cleaned up', async () => {
    const left = { Error: 'RollBackIncomplete', Cause: 'Snapshot snap-1 is in use' };
    const sentence = 'Snapshot snap-1 is in use. Remove the cause, then run: kubeferry clean-up prod-to-dev run-1';
    expect(await writeReport(store, clone, { ...at, left })).toMatchObject({ status: 'SUCCEEDED', left: sentence });
    expect(await stored()).toMatchObject({ status: 'SUCCEEDED', left: { sentence } });
    expect(new TextDecoder().decode(await store.get(keysOf('run-1').reportPage))).toContain('What is left to clean up');
    expect(await finishReport(store, clone)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await stored()).toMatchObject({ status: 'SUCCEEDED', endedAt: at.endedAt });
    expect(await stored()).not.toHaveProperty('left');
  });

  // Promise: failed-roll-back-says-why
  it('ends a run whose roll-back failed with both reasons, and the way on', async () => {
    const failure = { Error: 'VerificationFailed', Cause: 'A claim is gone.' };
    const rollBackFailure = { Error: 'RollBackIncomplete', Cause: 'vol-1 is attached.' };
    expect((await writeReport(store, clone, { ...at, failure, rollBackFailure })).failure).toEqual({
      Error: 'VerificationFailed',
      Cause:
        'A claim is gone. Its roll-back is incomplete: vol-1 is attached. Remove the cause, then run: kubeferry rollback prod-to-dev run-1',
    });
  });
});
