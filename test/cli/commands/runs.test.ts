import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type FakeApi, startFakeApi } from './fake-api.ts';

let api: FakeApi;
beforeAll(async () => {
  api = await startFakeApi();
});
afterAll(() => api.stop());
beforeEach(() => api.forget());

const RUN = '/routes/prod-to-dev/clones/clone-1';
const run = { id: 'clone-1', route: 'prod-to-dev', mode: 'clone', startedAt: 'then', steps: [] };

it('leaves a roll-back going at Ctrl-C, and says how to look at it again', async () => {
  const rollBack = { id: 'undo-1-clone-1', status: 'RUNNING' };
  api.answers = {
    [`DELETE ${RUN}`]: { status: 202, body: { id: 'clone-1', route: 'prod-to-dev', rollBack } },
    [`GET ${RUN}`]: { body: { ...run, status: 'SUCCEEDED', rollBack } },
  };
  const { code, out, err } = await api.kubeferry(['rollback', 'prod-to-dev', 'clone-1', '--yes'], 'undo-1-clone-1');
  expect([code, out]).toEqual([1, '']);
  expect(err).toBe(
    'roll-back undo-1-clone-1 on prod-to-dev\n\n' +
      'The roll-back goes on. Look at it again: kubeferry status prod-to-dev clone-1\n',
  );
});

const going = {
  id: 'clone-1',
  route: 'prod-to-dev',
  status: 'SUCCEEDED',
  target: { account: '444455556666', region: 'eu-west-1', cluster: 'dev' },
  removed: 1,
  unsure: 0,
  restored: 3,
  stays: 1,
  objects: [{ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' }],
  volumes: [{ id: 'vol-1', claim: 'shop/data' }],
  snapshots: 0,
  comesBack: ['clone-0'],
};

it('only shows it with --preview, also why it would be refused', async () => {
  api.answers = { [`GET ${RUN}/roll-back`]: { body: { ...going, refused: 'It is under way.' } } };
  const { code, out } = await api.kubeferry(['rollback', 'prod-to-dev', 'clone-1', '--preview']);
  expect([code, api.asked]).toEqual([0, [`GET ${RUN}/roll-back`]]);
  expect(out).toMatch(/^It would be refused now: It is under way\.\nA roll-back of run clone-1/);
});

it('asks all the same where what goes cannot be read', async () => {
  api.answers = { [`GET ${RUN}/roll-back`]: { status: 403, body: { message: 'Forbidden' } } };
  const { err } = await api.kubeferry(['rollback', 'prod-to-dev', 'clone-1']);
  expect(err).toContain('whatever it has made; what that is could not be read.');
  expect(err).toContain('give --yes');
});

it('shows what a roll-back removes, and begins nothing without a terminal', async () => {
  const handedBack = [{ id: 'vol-2', claim: 'shop/files' }];
  api.answers = { [`GET ${RUN}/roll-back`]: { body: { ...going, handedBack } } };
  const { code, err } = await api.kubeferry(['rollback', 'prod-to-dev', 'clone-1']);
  expect(code).toBe(2);
  expect(err).toContain(
    'removes, for good:\n  in dev in account 444455556666, eu-west-1\n  1 objects that it created, in shop\n  1 volumes: vol-1 (shop/data)\n',
  );
  expect(err).toContain('Goes back to the source, with all that was written: vol-2 (shop/files)\n');
  expect(err).toContain('Comes back as it was: clone-0, with 3 objects\n');
  expect(err).toContain('give --yes');
  expect(api.asked).not.toContain(`DELETE ${RUN}`);
});

it('says first what is lost where the source was cut over to the clone', async () => {
  api.answers = { [`GET ${RUN}/roll-back`]: { body: { ...going, cutOverAt: '2026-11-22T09:00:00Z' } } };
  const { err } = await api.kubeferry(['rollback', 'prod-to-dev', 'clone-1']);
  expect(err).toMatch(
    /was cut over to this clone at 2026-11-22T09:00:00Z: what was written to its own volumes since is lost.*\n.*removes, for good/,
  );
});

// Promise: failed-roll-back-says-why
it('shows the steps of a roll-back, and why it failed', async () => {
  const step = { name: 'Roll back volumes', status: 'failed', startedAt: 'then', seconds: 3, attempts: 1 };
  const sentence = 'vol-1 is attached. Remove the cause, then run: kubeferry rollback prod-to-dev clone-1';
  const rollBack = { id: 'undo-1-clone-1', status: 'FAILED', steps: [step], failure: { error: 'NotYet', sentence } };
  api.answers = {
    [`DELETE ${RUN}`]: { status: 202, body: { id: 'clone-1', route: 'prod-to-dev', rollBack } },
    [`GET ${RUN}`]: { body: { ...run, status: 'SUCCEEDED', rollBack } },
  };
  const { code, out, err } = await api.kubeferry(['rollback', 'prod-to-dev', 'clone-1', '--yes']);
  expect([code, out]).toEqual([1, `undo-1-clone-1: FAILED\nNotYet: ${sentence}\n`]);
  expect(err).toContain('✗ Roll back volumes (3.0 s)');
});

// Promise: starts-when-told
it('writes the commands that start a clone which waits, and changes nothing itself', async () => {
  const patch = '{"spec":{"replicas":3}}';
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
  const target = 'dev in account 444455556666, eu-west-1';
  api.answers = { [`GET ${RUN}/report`]: { body: { route: { target }, starts: [{ ref, patch }] } } };
  const { code, out } = await api.kubeferry(['start', 'prod-to-dev', 'clone-1']);
  expect([code, out]).toEqual([
    0,
    `# Starts the clone in ${target}: have kubectl point there. Look first, then pipe it into sh.\nset -e\n` +
      `kubectl patch 'deployment.v1.apps' 'web' -n 'shop' --type merge -p '${patch}'\n`,
  ]);
  expect(api.asked).toEqual([`GET ${RUN}/report`]);
});

it('says that nothing waits of a run that was not to start scaled-down', async () => {
  api.answers = { [`GET ${RUN}/report`]: { body: { route: { target: 'dev' } } } };
  const { code, out } = await api.kubeferry(['start', 'prod-to-dev', 'clone-1']);
  expect([code, out]).toEqual([0, expect.stringMatching(/^# Nothing waits/)]);
});

it('finishes a clean-up, and asks nothing, since it undoes nothing', async () => {
  const cleanUp = { id: 'clean-1-clone-1', status: 'SUCCEEDED', steps: [] };
  api.answers = {
    [`POST ${RUN}/clean-up`]: { status: 202, body: { id: 'clone-1', route: 'prod-to-dev', cleanUp } },
    [`GET ${RUN}`]: { body: { ...run, status: 'SUCCEEDED', cleanUp } },
  };
  const { code, out } = await api.kubeferry(['clean-up', 'prod-to-dev', 'clone-1']);
  expect([code, out]).toEqual([0, 'clean-1-clone-1: SUCCEEDED\n']);
});

it('says after a stop of a run that had failed what can be done with it, which is no retry', async () => {
  api.answers = {
    [`POST ${RUN}/stop`]: { status: 202, body: { id: 'clone-1', route: 'prod-to-dev', status: 'FAILED' } },
  };
  const { code, out } = await api.kubeferry(['stop', 'prod-to-dev', 'clone-1']);
  expect(code).toBe(0);
  expect(out).toContain('clone-1: FAILED\nIt had failed already');
  expect(out).not.toContain('kubeferry retry');
});

const LIST = '/routes/prod-to-dev/clones?limit=';
const runs = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({ ...run, id: `clone-${from + at}`, status: 'SUCCEEDED' }));

it('says that there are more runs than the limit, and how to see them', async () => {
  api.answers = { [`GET ${LIST}2`]: { body: { clones: runs(1, 2), next: 'page-2' } } };
  const { out } = await api.kubeferry(['list', 'prod-to-dev', '--limit', '2']);
  expect(out).toContain('The latest 2 are shown, and there are more: --limit 20 shows up to that many, --status');
  const { out: document } = await api.kubeferry(['list', 'prod-to-dev', '--limit', '2', '--json']);
  expect(JSON.parse(document)).toMatchObject({ clones: [{ id: 'clone-1' }, { id: 'clone-2' }], next: 'page-2' });
});

it('says nothing of more when these are all', async () => {
  api.answers = { [`GET ${LIST}20`]: { body: { clones: runs(1, 2) } } };
  const { out } = await api.kubeferry(['list', 'prod-to-dev']);
  expect(out.trimEnd().split('\n').at(-1)).toMatch(/^ {2}clone-2 /);
});

it("tells ages by the hub's clock, whatever this machine's says", async () => {
  const [one] = runs(1, 1);
  const clones = [{ ...one, startedAt: '2031-01-01T12:00:00Z' }];
  api.answers = { [`GET ${LIST}20`]: { body: { clones }, date: 'Wed, 01 Jan 2031 14:00:00 GMT' } };
  expect((await api.kubeferry(['list', 'prod-to-dev'])).out).toContain('2.0 h ago');
});

it('reads as many pages as the limit needs, of the status that was asked for', async () => {
  api.answers = {
    [`GET ${LIST}100&status=FAILED`]: { body: { clones: runs(1, 100), next: 'a+b' } },
    [`GET ${LIST}50&status=FAILED&next=a%2Bb`]: { body: { clones: runs(101, 50), next: 'c' } },
  };
  const { out } = await api.kubeferry(['list', 'prod-to-dev', '--limit', '150', '--status', 'FAILED', '--json']);
  expect(JSON.parse(out).clones).toHaveLength(150);
  expect(api.asked).toHaveLength(2);
});

it('starts the request of an earlier run again, without what bound that run to its plan or its schedule', async () => {
  const request = {
    selection: { namespaces: ['shop'] },
    onConflict: 'refresh',
    planHash: 'a'.repeat(64),
    overlap: 'skip',
  };
  const given = { ...request, schedule: 'nightly', scheduledTime: '2026-11-22T02:00:00Z' };
  api.answers = {
    [`GET ${RUN}`]: { body: { ...run, status: 'FAILED', request: given } },
    'POST /routes/prod-to-dev/clones': { status: 202, body: { id: 'clone-2', status: 'RUNNING' } },
  };
  const again = ['clone', 'prod-to-dev', '--repeat', 'clone-1', '--ttl', '3d', '--no-wait'];
  expect(await api.kubeferry(again)).toMatchObject({ code: 0, out: 'clone-2\n' });
  expect(api.sent.at(-1)).toEqual({
    selection: { namespaces: ['shop'] },
    onConflict: 'refresh',
    ttl: '3d',
  });
  const both = await api.kubeferry([...again, '--request', 'request.yaml']);
  expect([both.code, both.err]).toEqual([2, 'kubeferry: --repeat and --request: give one of them.\n']);
});

it('plans instead of cloning with --dry-run', async () => {
  api.answers = { 'POST /routes/prod-to-dev/plans': { status: 202, body: { id: 'plan-1', status: 'RUNNING' } } };
  expect(await api.kubeferry(['clone', 'prod-to-dev', '-n', 'shop', '--dry-run', '--no-wait'])).toMatchObject({
    code: 0,
  });
  expect(api.asked).toEqual(['POST /routes/prod-to-dev/plans']);
});

it('tells what is to be known of a run that was started, beside its id', async () => {
  const note = 'Stack kubeferry-routes-team-a was deployed with version a1 of the hub. Deploy the stack again.';
  api.answers = { 'POST /routes/prod-to-dev/plans': { status: 202, body: { id: 'plan-1', status: 'RUNNING', note } } };
  const { out, err } = await api.kubeferry(['plan', 'prod-to-dev', '-n', 'shop', '--no-wait']);
  expect({ out, err: err.replaceAll(/\s+/g, ' ').trim() }).toEqual({ out: 'plan-1\n', err: note });
});

it('closes a clone with its time, warnings and cost, and what to do next', async () => {
  const times = { startedAt: '2026-11-22T10:00:00Z', endedAt: '2026-11-22T10:04:00Z' };
  const volumes = [
    { claim: 'shop/a', targetVolumeId: 'vol-1' },
    { claim: 'shop/b', targetVolumeId: 'vol-2', keeps: 'vol-2' },
    { claim: 'shop/c', targetVolumeId: 'vol-3', strategy: 'hand-over' },
  ];
  const findings = [
    { severity: 'warning', sentence: 'Look.' },
    { severity: 'info', sentence: 'Well.' },
  ];
  api.answers = {
    'POST /routes/prod-to-dev/clones': { status: 202, body: { id: 'clone-1', status: 'RUNNING' } },
    [`GET ${RUN}`]: { body: { ...run, ...times, status: 'SUCCEEDED' } },
    [`GET ${RUN}/report`]: { body: { objects: { applied: 40 }, volumes, findings, cost: { recorded: 0.21 } } },
  };
  expect(await api.kubeferry(['clone', 'prod-to-dev', '-n', 'shop'])).toMatchObject({
    code: 0,
    out:
      'clone clone-1: SUCCEEDED\n  in 4 min, 40 objects, 1 copied volume, 1 handed over, 1 warning, $0.21\n' +
      '  report: kubeferry report prod-to-dev clone-1\n  undo:   kubeferry rollback prod-to-dev clone-1\n',
  });
});

it('says its version', async () => {
  expect(await api.kubeferry(['--version'])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
});
