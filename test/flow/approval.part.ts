import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type ApiCall, signedFetch } from '../../cli/api/signed-fetch.ts';
import { loadCluster } from '../../cli/demo/load-cluster.ts';
import { recordsOf } from '../../cli/demo/run-demo.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { findRecord } from '../../core/base/run/records.ts';
import type { Question } from '../../core/plan/approval/approval.ts';
import { listAccounts, listCluster } from './listing.ts';
import { small } from './one-cloud.ts';
import { into } from './small-cloud.ts';

const CLONES = '/routes/prod-to-dev/clones';
const PIPELINE = 'arn:aws:iam::111122223333:user/pipeline';

// biome-ignore lint/suspicious/noExplicitAny: answers of the API, each as docs/openapi.json has it
type Answer = { status: number; body: any };
const said: string[] = [];

async function call(method: ApiCall['method'], path: string, body?: unknown): Promise<Answer> {
  const { api, region, accounts } = small.cloud;
  const answer = await signedFetch(api, { region, credentials: accounts.pipeline.credentials }, { method, path, body });
  said.push(JSON.stringify(answer.body));
  return answer;
}

async function until(id: string, is: (run: Answer['body']) => boolean): Promise<Answer['body']> {
  for (;;) {
    const { body } = await call('GET', `${CLONES}/${id}`);
    if (is(body) || body.status !== 'RUNNING') return body;
    await sleep(100);
  }
}
const waiting = (id: string) => until(id, ({ approval }) => approval?.status === 'waiting');
const ended = (id: string) => until(id, () => false);
const approve = (id: string, body?: unknown) => call('POST', `${CLONES}/${id}/approve`, body);

async function start(namespace: string): Promise<string> {
  const request = { selection: { namespaces: ['small'] }, ...into(namespace), approval: true };
  return (await call('POST', CLONES, request)).body.id;
}
const questionOf = async (id: string) => (await findRecord<Question>(recordsOf(small.cloud), keysOf(id).question))!;

describe('a clone that asks for an approval', () => {
  // Promise: approved-only
  it('waits with its plan though its function died, notifies, and does what was approved', async () => {
    small.cloud.addFault({ on: 'lambda:await-approval', nth: 1, effect: { kind: 'kill-after' } });
    const id = await start('approved');
    const { approval } = await waiting(id);
    await expect
      .poll(() => small.cloud.messages.map(({ message }) => message).filter((text) => text.includes(id)))
      .toContainEqual(expect.stringContaining(`kubeferry approve prod-to-dev ${id}`));
    const told = small.cloud.events.filter(({ detailType }) => detailType === 'Clone Awaits Approval');
    expect(told.map(({ detail }) => detail)).toMatchObject([{ cloneId: id, plan: { hash: approval.planHash } }]);
    const { body } = await call('GET', `/routes/prod-to-dev/plans/${id}`);
    expect(body.plan.hash).toBe(approval.planHash);

    expect((await approve(id, { planHash: '0'.repeat(64) })).status).toBe(409);
    expect((await approve(id, { planHash: approval.planHash })).body.decision).toMatchObject({
      approved: true,
      by: PIPELINE,
    });
    expect(await ended(id)).toMatchObject({ status: 'SUCCEEDED', approval: { status: 'approved', by: PIPELINE } });
    expect((await approve(id)).status).toBe(409);
    const report = await call('GET', `${CLONES}/${id}/report`);
    expect(report.body.approval).toMatchObject({ by: PIPELINE, planHash: approval.planHash });
    const { startedAt, endedAt } = report.body;
    expect(Date.parse(endedAt)).toBeGreaterThan(Date.parse(startedAt));
  });

  it('may be stopped and go on, and then asks again', async () => {
    const id = await start('again');
    await waiting(id);
    const first = await questionOf(id);
    await call('POST', `${CLONES}/${id}/stop`);
    expect((await approve(id)).status).toBe(409);
    await call('POST', `${CLONES}/${id}/retry`);
    await waiting(id);
    expect((await questionOf(id)).token).not.toBe(first.token);
    expect((await approve(id)).status).toBe(202);
    expect(await ended(id)).toMatchObject({ status: 'SUCCEEDED' });
  });

  // Promise: approved-only, refuses-unapproved
  it('leaves nothing when it is refused, nor when the source changed meanwhile, and says why', async () => {
    const before = [listAccounts(small.cloud), await listCluster(small.target)];
    const [refused, changed] = await Promise.all(['refused', 'changed'].map(start));
    await Promise.all([waiting(refused!), waiting(changed!)]);
    await approve(refused!, { reject: true, reason: 'Not now.' });
    const type = { apiVersion: 'v1', kind: 'ConfigMap' };
    const place = { namespace: 'small', name: 'new-one' };
    await loadCluster(small.source, [{ ...type, metadata: place }]);
    await approve(changed!);
    const ends = await Promise.all([ended(refused!), ended(changed!)]);
    await small.source.delete({ ...type, ...place });
    expect(ends.map(({ failure }) => failure.error)).toEqual(['ApprovalRefused', 'PlanBlocked']);
    expect(ends[0].failure.sentence).toContain(`${PIPELINE} refused the plan`);
    expect(ends[0].failure.sentence).toContain('Not now.');
    expect(ends[1].failure.sentence).toContain('v1 ConfigMap small/new-one is new.');
    expect([listAccounts(small.cloud), await listCluster(small.target)]).toEqual(before);
  });

  it('keeps its token to itself: no answer, log or message has one', async () => {
    const tokens = [];
    for await (const key of recordsOf(small.cloud).list('clones/'))
      if (key.endsWith('/question.json')) tokens.push((await findRecord<Question>(recordsOf(small.cloud), key))!.token);
    expect(tokens).toHaveLength(4);
    const logs = ['await-approval', 'plan-clone', 'answer-api', 'write-report'].flatMap((name) =>
      small.cloud.logs(name),
    );
    const all = [...said, ...logs, JSON.stringify([small.cloud.events, small.cloud.messages])].join('\n');
    expect(tokens.filter((token) => all.includes(token))).toEqual([]);
  });
});
