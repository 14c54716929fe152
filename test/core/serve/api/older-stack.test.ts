import { expect, it } from 'vitest';
import { apiUnderTest } from './api-under-test.ts';

const SHOP = { selection: { namespaces: ['shop'] } };

// Promise: older-route-stack
it.each<[what: string, version: () => Promise<string | undefined>, note: RegExp | undefined]>([
  [
    'is older than the hub',
    async () => 'a1',
    /^Stack kubeferry-routes-team-a was deployed with version a1 .* Deploy the/,
  ],
  ['says no version', async () => undefined, /was deployed with no version of the hub, which has version b2 by now/],
  ['was deployed with the hub', async () => 'b2', undefined],
  ['cannot be looked at', () => Promise.reject(new Error('no rights')), undefined],
])('starts a run whose stack %s, and says what to do about it', async (_what, version, note) => {
  const { tools, send } = apiUnderTest();
  tools.routeStack = (route) =>
    route === 'prod-to-dev' ? { name: 'kubeferry-routes-team-a', hub: 'b2', version } : undefined;
  const { status, body } = await send('POST /routes/prod-to-dev/clones', { body: SHOP });
  expect(status).toBe(202);
  if (note) expect(body.note).toMatch(note);
  else expect(body).not.toHaveProperty('note');
});
