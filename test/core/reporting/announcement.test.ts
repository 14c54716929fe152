import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { CloneEvent, TOLD } from '../../../core/base/ports/clone-event.ts';
import type { Clone } from '../../../core/base/run/envelope.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import {
  approvalEvent,
  endedEvent,
  figuresOf,
  refusedEvent,
  removalEvent,
  replacedEvent,
  startedEvent,
} from '../../../core/reporting/announcement.ts';

const clone = {
  cloneId: 'run-1',
  mode: 'clone',
  startedAt: '2026-11-22T10:00:00Z',
  expiresAt: '2026-11-22T22:00:00Z',
  route: {
    name: 'prod-to-dev',
    source: { account: '222233334444', region: 'us-east-1', cluster: 'prod' },
    target: { account: '444455556666', region: 'eu-west-1', cluster: 'dev' },
  },
} as Clone;
const plan = {
  hash: 'abc',
  objects: [{ outcome: 'keep' }, { outcome: 'drop' }],
  volumes: [
    { strategy: 'copy-blocks', sizeGiB: 4 },
    { strategy: 'skip', sizeGiB: 9 },
  ],
  findings: [],
  dollars: 0.5,
  minutes: 5,
} as unknown as Plan;
const blocked = { ...plan, findings: [{ severity: 'blocker' }] } as unknown as Plan;
const failure = { Error: 'PlanBlocked', Cause: 'The plan has a blocker: map the storage class.' };

it.each([
  [startedEvent(clone), 'Clone Started', 'began cloning from prod (222233334444, us-east-1) to dev'],
  [startedEvent({ ...clone, mode: 'plan' }), 'Clone Started', 'began planning'],
  [
    startedEvent({ ...clone, mode: 'capture' }),
    'Clone Started',
    'Run run-1 began a capture of prod (222233334444, us-east-1).',
  ],
  [
    startedEvent({ ...clone, fromBackup: { name: 'nightly-1', takenAt: '2026-11-21T10:00:00Z' } }),
    'Clone Started',
    'began cloning from Velero backup "nightly-1" of 2026-11-21T10:00:00Z, of prod (222233334444, us-east-1), to dev',
  ],
  [
    startedEvent({ ...clone, fromCapture: { id: 'run-0', name: 'nightly', takenAt: '2026-11-21T10:00:00Z' } }),
    'Clone Started',
    'began cloning from capture "nightly" of 2026-11-21T10:00:00Z, of prod',
  ],
  [
    endedEvent({ ...clone, mode: 'capture' }, { status: 'SUCCEEDED' }),
    'Clone Succeeded',
    'Run run-1 is done: it keeps a capture of prod (222233334444, us-east-1), which kubeferry captures prod-to-dev lists. It is removed after 2026-11-22T22:00:00Z.',
  ],
  [
    removalEvent({ ...clone, mode: 'capture' }, { removed: true, left: '' }),
    'Clone Removed',
    'Capture run-1 is removed, since its time to live is over.',
  ],
  [
    approvalEvent(clone, plan, '2026-11-29T10:00:00Z'),
    'Clone Awaits Approval',
    '1 objects and 1 volumes with 4 GiB, about $0.5',
  ],
  [
    approvalEvent({ ...clone, askedBy: 'schedule nightly' }, plan, 'then'),
    'Clone Awaits Approval',
    'on route prod-to-dev, asked for by schedule nightly, waits',
  ],
  [approvalEvent(clone, plan, 'then'), 'Clone Awaits Approval', 'kubeferry approve prod-to-dev run-1'],
  [endedEvent(clone, { status: 'SUCCEEDED' }), 'Clone Succeeded', 'It is removed after 2026-11-22T22:00:00Z.'],
  [
    endedEvent(clone, { status: 'SUCCEEDED', cutOver: 'The source was cut over.' }),
    'Clone Succeeded',
    'The source was cut over.',
  ],
  [endedEvent(clone, { status: 'PLANNED' }), 'Clone Planned', 'nothing was changed'],
  [
    endedEvent(clone, { status: 'PLANNED', plan: figuresOf(blocked) }),
    'Clone Planned',
    'with 4 GiB, about $0.5 and 5 minutes, with 0 warnings; nothing was changed. A clone would be refused, for 1 blockers.',
  ],
  [endedEvent(clone, { status: 'FAILED', failure }), 'Clone Failed', 'map the storage class'],
  [
    endedEvent(clone, { status: 'FAILED', failure }),
    'Clone Failed',
    'Run run-1 on route prod-to-dev failed (PlanBlocked). The plan has',
  ],
  [endedEvent(clone, { status: 'FAILED', failure }), 'Clone Failed', 'kubeferry report prod-to-dev run-1'],
  [endedEvent(clone, { status: 'SKIPPED', notDue: 'Already started by x.' }), 'Clone Skipped', 'Already started by x.'],
  [replacedEvent(clone, { cloneId: 'run-2' }), 'Clone Replaced', 'run run-2 takes its place'],
  [removalEvent(clone, { removed: true, left: '' }), 'Clone Removed', 'is removed'],
  [removalEvent(clone, { removed: false, left: 'vol-1' }), 'Clone Not Removed', 'tried again each hour: vol-1'],
  [
    refusedEvent({ cloneId: 'run-1', route: 'prod-to-dev', error: 'InvalidRequest', sentence: 'Two mistakes.' }),
    'Clone Failed',
    'Run run-1 on route prod-to-dev was refused (InvalidRequest). Two mistakes.',
  ],
])('says %# as a person needs it, in the documented shape', ({ detailType, detail }, type, words) => {
  expect(detailType).toBe(type);
  expect(TOLD).toContain(detailType);
  expect(detail.sentence).toContain(words);
  expect(CloneEvent.parse(detail)).toEqual(detail);
});

it('is documented with the schema that it has', () => {
  const document = readFileSync('docs/events.md', 'utf8');
  const [, schema = ''] = /```json schema\n([\s\S]*?)```/.exec(document) ?? [];
  expect(JSON.parse(schema)).toEqual(z.toJSONSchema(CloneEvent));
  for (const detailType of TOLD) expect(document).toContain(`\`${detailType}\``);
});
