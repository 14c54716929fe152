import { afterAll, beforeAll, expect, it } from 'vitest';
import { assumeMember } from '../../../adapters/aws/member.ts';
import { SOURCE, startSmallCloud, TARGET } from './small-cloud.ts';

let cloud: Awaited<ReturnType<typeof startSmallCloud>>;
beforeAll(async () => {
  cloud = await startSmallCloud();
});
afterAll(() => cloud.stop());

it('takes the role of the member, for an hour', async () => {
  const session = await cloud.session(SOURCE);
  const { expiration, sessionToken } = await session.credentials();
  expect(session).toMatchObject({ account: SOURCE.account, region: SOURCE.region, roleArn: SOURCE.roleArn });
  expect(sessionToken).toBeTruthy();
  expect((expiration!.getTime() - Date.now()) / 60_000).toBeCloseTo(60, 0);
});

it('fits long clone ids into a session name', async () => {
  const options = { step: 'plan-clone', cloneId: 'x'.repeat(80), credentials: cloud.credentials };
  await expect(assumeMember(SOURCE, options)).resolves.toBeDefined();
});

it('takes the role once for all clients, and again when five minutes are left', async () => {
  let now = new Date();
  const options = { step: 'plan-clone', cloneId: 'run', credentials: cloud.credentials, now: () => now };
  const { credentials } = await assumeMember(SOURCE, options);
  const [first, second] = await Promise.all([credentials(), credentials()]);
  expect(second).toBe(first);
  now = new Date(first!.expiration!.getTime() - 299_000);
  expect((await credentials()).accessKeyId).not.toBe(first!.accessKeyId);
});

// Promise: refuses-wrong-account
it('refuses to work in another account than the route names', async () => {
  const astray = { ...SOURCE, roleArn: TARGET.roleArn };
  const failure = assumeMember(astray, { step: 'plan-clone', cloneId: 'run', credentials: cloud.credentials });
  await expect(failure).rejects.toMatchObject({ name: 'WrongAccount' });
  await expect(failure).rejects.toThrow(/account 333333333333, but the route names account 222222222222/);
});

it('says which role it may not take', async () => {
  const stranger = { ...SOURCE, externalId: 'of-somebody-else' };
  const failure = assumeMember(stranger, { step: 'plan-clone', cloneId: 'run', credentials: cloud.credentials });
  await expect(failure).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining(`Could not assume role ${SOURCE.roleArn}`),
  });
});
