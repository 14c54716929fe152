import { beforeEach, expect, it } from 'vitest';
import { apiUnderTest } from './api-under-test.ts';

let api: ReturnType<typeof apiUnderTest>;
const write = (name: string, value: unknown) => api.tools.store.put(`clones/r1/${name}`, JSON.stringify(value));
const files = async () => (await api.send('GET /routes/prod-to-dev/clones/r1/files')).body;
beforeEach(async () => {
  api = apiUnderTest();
  api.known('kubeferry-prod-to-dev', 'r1', { status: 'SUCCEEDED' });
  await write('clone.json', { clone: { cloneId: 'r1', route: { name: 'prod-to-dev' } } });
  await write('plan.json', {});
  await write('report.json', {});
  await write('report.html', '');
});

// Promise: files-by-address
it('gives an address for each file that the run has written, and for no other record', async () => {
  expect(await files()).toEqual({
    id: 'r1',
    route: 'prod-to-dev',
    seconds: 300,
    files: ['report.html', 'report.json', 'plan.json'].map((name) => ({
      name,
      url: `https://files.example.com/clones/r1/${name}?as=r1-${name}`,
    })),
  });
});

it('gives none of what is missing, and nothing of another route that has the name', async () => {
  await api.tools.store.delete('clones/r1/report.html');
  await api.tools.store.delete('clones/r1/report.json');
  expect((await files()).files).toHaveLength(1);
  await write('clone.json', { clone: { cloneId: 'r1', route: { name: 'prod-to-qa' } } });
  expect((await files()).files).toEqual([]);
});
