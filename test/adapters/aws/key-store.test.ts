import { afterAll, beforeAll, expect, it } from 'vitest';
import { kmsKeyStore } from '../../../adapters/aws/key-store.ts';
import type { KeyStore } from '../../../core/base/ports/volume-storage.ts';
import { keyArn, SOURCE, startSmallCloud, TARGET } from './small-cloud.ts';

let cloud: Awaited<ReturnType<typeof startSmallCloud>>;
let keys: KeyStore;
const aliasArn = (alias: string) => `arn:aws:kms:${TARGET.region}:${TARGET.account}:alias/${alias}`;

beforeAll(async () => {
  cloud = await startSmallCloud();
  keys = kmsKeyStore(await cloud.session(TARGET));
});
afterAll(() => cloud.stop());

it('describes a key by its ARN, and by an alias', async () => {
  const arn = keyArn(TARGET, 1);
  cloud.kms.createAlias(TARGET.account, TARGET.region, 'alias/clones', arn);
  const expected = { arn, enabled: true, state: 'Enabled', customerManaged: true };
  expect(await keys.describeKey(arn)).toEqual(expected);
  expect(await keys.describeKey(aliasArn('clones'))).toEqual(expected);
});

it('tells the key of AWS, whose snapshots cannot be shared', async () => {
  expect(await keys.describeKey(aliasArn('aws/ebs'))).toMatchObject({ enabled: true, customerManaged: false });
});

it('tells a key that is off', async () => {
  const { arn } = cloud.kms.createKey({ account: TARGET.account, region: TARGET.region, enabled: false });
  expect(await keys.describeKey(arn)).toEqual({ arn, enabled: false, state: 'Disabled', customerManaged: true });
});

it('names the key that does not exist, and the one that it may not see', async () => {
  await expect(keys.describeKey(keyArn(TARGET, 9))).rejects.toMatchObject({
    name: 'NotFound',
    message: expect.stringContaining(`Could not describe key ${keyArn(TARGET, 9)}`),
  });
  const { arn } = cloud.kms.createKey({ account: SOURCE.account, region: TARGET.region });
  await expect(keys.describeKey(arn)).rejects.toMatchObject({ name: 'AccessDenied' });
});

it('reads the policy of a key, and says when it may not', async () => {
  const statement = { Effect: 'Allow' as const, Principal: { AWS: TARGET.account }, Action: 'kms:*', Resource: '*' };
  const place = { account: TARGET.account, region: TARGET.region };
  const { arn } = cloud.kms.createKey({ ...place, policy: { Statement: statement } });
  expect(await keys.keyPolicy(arn)).toEqual({ Statement: [statement] });
  const foreign = cloud.kms.createKey({
    account: SOURCE.account,
    region: TARGET.region,
    policy: { Statement: { ...statement, Principal: { AWS: TARGET.account } } },
  });
  await expect(keys.keyPolicy(foreign.arn)).rejects.toMatchObject({ name: 'AccessDenied' });
});
