import { expect, it } from 'vitest';
import { apiUnderTest } from './api-under-test.ts';

const RUN = 'GET /routes/prod-to-dev/clones/r1';

it('answers 304 without a body to whoever has the answer, though it was looked at later, until something has changed', async () => {
  const { known, send, clock } = apiUnderTest();
  known('kubeferry-prod-to-dev', 'r1', {});
  const first = await send(RUN);
  expect(first.headers.etag).toMatch(/^W\/"[\w-]{22}"$/);
  await clock.sleep(3_000);
  const headers = { 'if-none-match': `"other", ${first.headers.etag}` };
  expect(await send(RUN, { headers })).toEqual({
    status: 304,
    headers: { etag: first.headers.etag },
    body: undefined,
  });
  known('kubeferry-prod-to-dev', 'r1', { status: 'SUCCEEDED' });
  expect(await send(RUN, { headers })).toMatchObject({ status: 200, body: { status: 'SUCCEEDED' } });
});

it('says by which clock a run was looked at', async () => {
  const { known, send } = apiUnderTest();
  known('kubeferry-prod-to-dev', 'r1', {});
  expect((await send(RUN)).body.asOf).toBe('2026-11-22T10:00:00.000Z');
});
