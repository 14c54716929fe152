import { beforeEach, expect, it } from 'vitest';
import { askerOf, BY_HAND } from '../../../../core/base/run/asked-by.ts';
import { apiUnderTest } from './api-under-test.ts';

const MACHINE = 'kubeferry-prod-to-dev';
const SHOP = { selection: { namespaces: ['shop'] } };
let api: ReturnType<typeof apiUnderTest>;
beforeEach(() => {
  api = apiUnderTest();
});

// Promise: says-who-asked
it('keeps who asked through the API, and says so of the run and in the list', async () => {
  const { body: started } = await api.send('POST /routes/prod-to-dev/clones', { body: SHOP });
  const shown = await api.send(`GET /routes/prod-to-dev/clones/${started.id}`);
  expect(shown.body.askedBy).toBe('arn:me');
  const { body: listed } = await api.send('GET /routes/prod-to-dev/clones');
  expect(listed.clones).toMatchObject([{ id: started.id, askedBy: 'arn:me' }]);
});

// Promise: says-who-asked
it('believes what it has kept itself, and no input that names a schedule', async () => {
  await api.send('POST /routes/prod-to-dev/clones', { body: SHOP, headers: { 'idempotency-key': 'k' } });
  const [{ run } = { run: undefined }] = api.runs.started;
  expect(await askerOf(api.tools.store, run?.name ?? '', 'nightly')).toBe('arn:me');
});

it('says of whoever sends the same request again nothing: the first has asked', async () => {
  const again = { body: SHOP, headers: { 'idempotency-key': 'k' } };
  const { body: first } = await api.send('POST /routes/prod-to-dev/clones', { ...again, caller: 'arn:first' });
  await api.send('POST /routes/prod-to-dev/clones', { ...again, caller: 'arn:second' });
  expect((await api.send(`GET /routes/prod-to-dev/clones/${first.id}`)).body.askedBy).toBe('arn:first');
});

it('keeps nobody for a request that is refused', async () => {
  await api.send('POST /routes/prod-to-dev/clones', { body: { selection: { namespaces: ['bank'] } } });
  expect(await Array.fromAsync(api.tools.store.list('clones/'))).toEqual([]);
});

it('knows schedules by their input, and of all others that Step Functions started them', async () => {
  api.known(MACHINE, 'a', { input: { ...SHOP, schedule: 'nightly' } });
  api.known(MACHINE, 'b', { input: SHOP });
  const { body } = await api.send('GET /routes/prod-to-dev/clones');
  expect(body.clones).toMatchObject([{ askedBy: 'schedule nightly' }, { askedBy: BY_HAND }]);
});

it('says in the list that a run waits for an approval, as long as it does', async () => {
  const question = { token: 't', route: 'prod-to-dev', planHash: 'f'.repeat(64), askedAt: 'then', until: 'later' };
  const prepare = { machine: 'kubeferry-prepare-clone', name: 'p' };
  const at = '2026-11-22T10:00:00.000Z';
  api.known(MACHINE, 'a', { status: 'RUNNING' });
  await api.tools.store.put('clones/a/approval/question.json', JSON.stringify(question));
  api.runs.events.set(`${MACHINE}/a`, [
    { id: 1, previous: 0, at, type: 'TaskStateEntered', state: 'Prepare clone' },
    { id: 2, previous: 1, at, type: 'TaskSubmitted', child: prepare },
  ]);
  const asks = [
    { id: 1, previous: 0, at, type: 'TaskStateEntered', state: 'Await approval' },
    { id: 2, previous: 1, at, type: 'TaskScheduled' },
    { id: 3, previous: 2, at, type: 'TaskSubmitted' },
  ];
  const listed = async () => (await api.send('GET /routes/prod-to-dev/clones')).body.clones[0];
  api.runs.events.set('kubeferry-prepare-clone/p', asks.slice(0, 2));
  expect(await listed()).not.toHaveProperty('waiting');
  api.runs.events.set('kubeferry-prepare-clone/p', asks);
  expect(await listed()).toMatchObject({ waiting: true });
});
