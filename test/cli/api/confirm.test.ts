import { expect, it } from 'vitest';
import type { Client } from '../../../cli/api/client.ts';
import { confirmedHash } from '../../../cli/api/confirm.ts';
import type { ApiCall } from '../../../cli/api/signed-fetch.ts';

const HASH = 'e'.repeat(64);
const BODY = { selection: { namespaces: ['shop'] } };

/** A person in front of a plan. */
async function inFrontOf(plan: object | undefined, answer: boolean, status = 'SUCCEEDED') {
  const calls: ApiCall[] = [];
  const client: Client = {
    send: async <T>(call: ApiCall) => {
      calls.push(call);
      return (call.method === 'POST' ? { id: 'plan-1' } : { id: 'plan-1', status, ...(plan ? { plan } : {}) }) as T;
    },
    now: () => 0,
  };
  const said: string[] = [];
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return answer;
  };
  const end = await confirmedHash(
    client,
    { route: 'prod-to-dev', body: BODY },
    { ask, tell: (text) => said.push(text) },
  ).then(
    (hash) => ({ hash }),
    ({ code, message }: { code: number; message: string }) => ({ code, message }),
  );
  return { calls, said: said.join(''), asked, end };
}

const plan = { hash: HASH, blocked: false, objects: [], volumes: [], findings: [], minutes: 4, dollars: 0.3 };

it('shows the plan of the same request before it asks, and clones what was shown', async () => {
  const { calls, said, asked, end } = await inFrontOf(plan, true);
  expect(calls[0]).toMatchObject({ method: 'POST', path: '/routes/prod-to-dev/plans', body: BODY });
  expect(said).toContain('plan plan-1: ready');
  expect(said).toContain('about 4 minutes and $0.3');
  expect([asked, end]).toEqual([['Clone this?'], { hash: HASH }]);
});

it('ends without a clone where the answer is no, and asks nothing of a plan with blockers or of none', async () => {
  expect((await inFrontOf(plan, false)).end).toEqual({ code: 1, message: 'Nothing was cloned.' });
  const blocked = await inFrontOf({ ...plan, blocked: true }, true);
  expect([blocked.asked, blocked.end]).toMatchObject([[], { code: 3 }]);
  const none = await inFrontOf(undefined, true, 'FAILED');
  expect([none.asked, none.end]).toMatchObject([[], { code: 1 }]);
});
