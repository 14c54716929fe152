import { expect, it } from 'vitest';
import { Masking } from '../../../../core/base/request/masking.ts';
import { RouteView } from '../../../../core/serve/api/schemas.ts';
import { apiUnderTest } from './api-under-test.ts';

it('shows which claims a route masks, without the images and commands of its jobs, and nothing of one that does not', async () => {
  const { tools, send } = apiUnderTest();
  const job = { name: 'names', namespace: 'shop', image: 'mask:1', command: ['mask', '--key', 'x'] };
  const jobs = [{ ...job, claims: { '/data': 'data-db-0', '/log': 'log-db-0' } }];
  const [first, second] = tools.routes;
  tools.routes = [{ ...first!, masking: Masking.parse({ jobs, unmasked: ['shop/cache-*'] }) }, second!];
  const masked = (await send('GET /routes/prod-to-dev')).body;
  expect(masked).toMatchObject({ masks: ['shop/data-db-0', 'shop/log-db-0'], unmasked: ['shop/cache-*'] });
  expect(JSON.stringify(masked)).not.toContain('mask:1');
  expect(RouteView.safeParse(masked).success).toBe(true);
  expect(Object.keys((await send('GET /routes/prod-to-qa')).body)).not.toContain('masks');
});
