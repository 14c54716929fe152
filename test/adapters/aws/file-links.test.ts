import { afterAll, beforeAll, expect, it } from 'vitest';
import { s3FileLinks } from '../../../adapters/aws/file-links.ts';
import { s3ObjectStore } from '../../../adapters/aws/object-store.ts';
import { SOURCE, startSmallCloud } from './small-cloud.ts';

let cloud: Awaited<ReturnType<typeof startSmallCloud>>;
beforeAll(async () => {
  cloud = await startSmallCloud();
});
afterAll(() => cloud.stop());

const linksFor = (seconds: number) =>
  s3FileLinks({ bucket: 'records', region: SOURCE.region, credentials: cloud.credentials, seconds });

it('is read by whoever has it, without keys, and only as it was signed', async () => {
  const key = 'clones/run 1/report+é.html';
  await s3ObjectStore({ bucket: 'records', region: SOURCE.region, credentials: cloud.credentials }).put(key, 'a page');
  const url = await linksFor(300).link(key, 'run-1-report.html');
  const answer = await fetch(url);
  expect([answer.status, await answer.text()]).toEqual([200, 'a page']);
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="run-1-report.html"');
  for (const other of [url.replace('report', 'plan'), url.replace('X-Amz-Expires=300', 'X-Amz-Expires=900')])
    expect((await fetch(other)).status).toBe(403);
});

it('is good for as long as was said', async () => {
  expect((await fetch(await linksFor(-1).link('plan.json', 'plan.json'))).status).toBe(403);
});

it('leads to the bucket in its own Region, and asks the browser to keep the file under its name', async () => {
  const endpoint = process.env.AWS_ENDPOINT_URL;
  delete process.env.AWS_ENDPOINT_URL;
  try {
    const url = new URL(await linksFor(300).link('clones/r1/plan.json', 'r1-plan.json'));
    expect(url.origin + url.pathname).toBe(`https://records.s3.${SOURCE.region}.amazonaws.com/clones/r1/plan.json`);
    expect(url.searchParams.get('response-content-disposition')).toBe('attachment; filename="r1-plan.json"');
    expect(url.searchParams.get('X-Amz-Expires')).toBe('300');
  } finally {
    if (endpoint !== undefined) process.env.AWS_ENDPOINT_URL = endpoint;
  }
});
