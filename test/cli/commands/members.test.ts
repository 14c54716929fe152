import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type FakeApi, startFakeApi } from './fake-api.ts';

let api: FakeApi;
beforeAll(async () => {
  api = await startFakeApi();
});
afterAll(() => api.stop());
beforeEach(() => api.forget());

const member = {
  side: 'source',
  account: '222233334444',
  region: 'us-east-1',
  cluster: 'prod',
  stack: 'kubeferry-source-222233334444-us-east-1',
  state: 'linked',
  version: 'v2',
  wanted: 'v2',
  quickCreate: 'https://us-east-1.console.aws.amazon.com/x',
  deploy: 'aws s3 cp x y && aws cloudformation deploy',
};
const answer = (...members: object[]) => {
  api.answers = { 'GET /routes/prod-to-dev/members': { body: { route: 'prod-to-dev', members } } };
};

it('says that both are linked, and ends well', async () => {
  answer(member, { ...member, side: 'target' });
  const { code, out } = await api.kubeferry(['members', 'prod-to-dev']);
  expect(code).toBe(0);
  expect(out).toBe(
    'source  222233334444, us-east-1: linked, version v2\n\ntarget  222233334444, us-east-1: linked, version v2\n',
  );
});

it('gives the link and the line of one that is missing, only the line of one that is outdated, and fails', async () => {
  const { version: _, ...missing } = { ...member, state: 'missing', sentence: 'Create it.' };
  answer(missing, { ...member, side: 'target', state: 'outdated', version: 'v1', sentence: 'Update it.' });
  const { code, out } = await api.kubeferry(['members', 'prod-to-dev']);
  expect(code).toBe(1);
  const [first, second] = out.split('\n\n');
  expect(first).toContain('missing\n  Create it.\n');
  expect(first).toContain(member.quickCreate);
  expect(second).toContain('outdated, version v1\n  Update it.\n');
  expect(second).not.toContain(member.quickCreate);
  expect(second).toContain(member.deploy);
});
