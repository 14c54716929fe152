import { expect, it } from 'vitest';
import type { Clone } from '../../../core/base/run/envelope.ts';
import { keysOf } from '../../../core/base/run/keys.ts';
import { owners } from '../../../core/reporting/page/owners.ts';
import type { Report } from '../../../core/reporting/report.ts';
import { writeReport } from '../../../core/reporting/write-report.ts';
import { memoryObjectStore } from '../../memory/object-store.ts';
import { TWO_ROUTES } from '../serve/api/two-routes.ts';

const DATABASE = { apiVersion: 'example.com/v1', kind: 'Database', name: 'orders', uid: 'uid-in-target' };
const ref = (name: string) => ({ apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name });
const WHY = 'it is being deleted';
const RECORD = {
  wave: '160-custom-resources',
  done: true,
  objects: [
    { ref: ref('given'), uid: 'uid-1', owners: [DATABASE], result: 'pointed' },
    { ref: ref('lost'), owners: [], without: [{ owner: 'example.com/v1 Database shop/old', why: WHY }] },
    { ref: ref('refused'), uid: 'uid-2', owners: [DATABASE], result: 'failed', reason: 'admission webhook said no' },
  ],
};

// Promise: owners-of-the-target
it('says in the report and its page who was given which owner, and who stays without and why', async () => {
  const store = memoryObjectStore();
  await store.put(`${keysOf('run-1').pointed}160-custom-resources/000000.json`, JSON.stringify(RECORD));
  const clone: Clone = { cloneId: 'run-1', mode: 'clone', route: TWO_ROUTES[0]!, startedAt: '2026-11-22T10:00:00Z' };
  await writeReport(store, clone, { endedAt: '2026-11-22T10:21:00Z' });
  const report = JSON.parse(new TextDecoder().decode(await store.get(keysOf('run-1').report))) as Report;
  expect(report.owners).toEqual(RECORD.objects);
  const { code } = owners(report);
  const rows = code.split('<tr>').map((row) => row.replaceAll(/<[^>]*>/g, ' '));
  const row = (name: string) => rows.find((each) => each.includes(`shop/${name}`));
  expect(row('given')).toContain('uid-in-target');
  expect(row('given')).toContain('is its owner in the target');
  expect(row('lost')).toContain(`not given to it: ${WHY}`);
  expect(row('refused')).toContain('admission webhook said no');
});
