import { beforeEach, expect, it } from 'vitest';
import { noteCapture, useCapture } from '../../../../core/base/captures/register.ts';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { encodeLines } from '../../../../core/base/shards.ts';
import { endCaptureReadings } from '../../../../core/execute/captures/end-capture-readings.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

const SOURCE = { account: '222233334444', region: 'eu-central-1', cluster: 'prod' };
const CLONE = { cloneId: 'run-1', route: { source: SOURCE }, fromCapture: { id: 'capture-1' } } as unknown as Clone;

let store: ReturnType<typeof memoryObjectStore>;
let ended: string[];
const storage = { endReading: async (id: string) => void ended.push(id) };
beforeEach(async () => {
  store = memoryObjectStore();
  ended = [];
  const origins = [
    { kind: 'snapshot', snapshotId: 'snap-1', foreign: true },
    { kind: 'files', snapshotId: 'of-restic', repository: 'r', path: '/' },
  ];
  await store.put(keysOf('run-1').volumes, encodeLines(origins.map((origin) => ({ claim: 'shop/data', origin }))));
  const capture = { id: 'capture-1', name: 'nightly', route: 'r', takenAt: '', expiresAt: '', namespaces: ['shop'] };
  await noteCapture(store, SOURCE, { ...capture, objects: 1, volumes: 1, gibibytes: 1 });
});

// Promise: azure-addresses-are-taken-back
it('ends what let a run read the snapshots of a capture', async () => {
  await endCaptureReadings(storage, store, CLONE);
  expect(ended).toEqual(['snap-1']);
});

it('leaves that to the last of the runs that read it', async () => {
  const wish = { capture: 'nightly', namespaces: ['shop'], route: 'r' };
  await useCapture(store, SOURCE, wish, { cloneId: 'run-2', since: '2026-11-22T10:00:00Z' } as never);
  await endCaptureReadings(storage, store, CLONE);
  expect(ended).toEqual([]);
});

it('has nothing to end for EBS, and for a run that was cloned from no capture', async () => {
  await endCaptureReadings({}, store, CLONE);
  await endCaptureReadings(storage, store, { ...CLONE, fromCapture: undefined });
  expect(ended).toEqual([]);
});
