import { afterAll, beforeAll, expect, it } from 'vitest';
import { signedFetch } from '../../../cli/api/signed-fetch.ts';
import { type FakeApi, startFakeApi } from '../commands/fake-api.ts';

let api: FakeApi;
beforeAll(async () => {
  api = await startFakeApi();
});
afterAll(() => api.stop());

it('sends a space of a query as it was signed, and a plus as a plus', async () => {
  const credentials = async () => ({ accessKeyId: 'AKIA', secretAccessKey: 's' });
  const query = new URLSearchParams({ q: 'StatefulSet shop/a+b' });
  await signedFetch(api.url, { region: 'eu-west-1', credentials }, { method: 'GET', path: `/routes?${query}` });
  expect(api.asked).toEqual(['GET /routes?q=StatefulSet%20shop%2Fa%2Bb']);
});
