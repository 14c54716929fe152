import { CreateVolumeCommand, DescribeVolumesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeKeyCommand, KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { HUB_STACK } from '../../core/base/run/names.ts';
import { writeConfig } from '../account/config-file.ts';
import { type Context, contextOf } from '../account/context.ts';
import { checkThatFree } from '../account/free.ts';
import { identify } from '../account/identity.ts';
import { installSteps } from '../account/install.ts';
import { CLAIM, NAMESPACE } from '../account/names.ts';
import { optionsOf } from '../account/options.ts';
import { findStack } from '../account/removal/stacks.ts';
import { removalsOf, stacksOf } from '../account/removals.ts';
import { removeAll, runSteps } from '../account/run-steps.ts';
import { credentialsOf, environmentOf, HUB } from './places.ts';
import { type MiniStack, startMiniStack } from './start-ministack.ts';

const SIGNAL = new AbortController().signal;
const FLAGS = ['--region', HUB.region, '--source-cluster', 'prod', '--target-cluster', 'dev'];
const options = optionsOf(['--account', HUB.account, ...FLAGS], {});
const as = { region: HUB.region, credentials: async () => credentialsOf(HUB) };

let ministack: MiniStack;
let context: Context;
beforeAll(async () => {
  ministack = await startMiniStack();
  for (const [name, value] of Object.entries(environmentOf(HUB, ministack)))
    if (name !== 'PATH') vi.stubEnv(name, value);
  const config = writeConfig(options, ministack.folder);
  context = contextOf({ options, ...as, principal: 'arn:aws:iam::1:role/a', config, say: () => {} });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await ministack?.stop();
});

const s3 = () => new S3Client({ ...as, forcePathStyle: true });
const buckets = async () => ((await s3().send(new ListBucketsCommand({}))).Buckets ?? []).map(({ Name }) => Name);
const volumes = async () => {
  const { Volumes = [] } = await new EC2Client(as).send(new DescribeVolumesCommand({}));
  return Volumes.map(({ VolumeId }) => VolumeId);
};

async function enabledKeys(): Promise<number> {
  const kms = new KMSClient(as);
  const { Keys = [] } = await kms.send(new ListKeysCommand({}));
  const states = await Promise.all(Keys.map(({ KeyId }) => kms.send(new DescribeKeyCommand({ KeyId }))));
  return states.filter(({ KeyMetadata }) => KeyMetadata?.KeyState === 'Enabled').length;
}

async function createVolume(tags: Record<string, string>): Promise<string> {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const TagSpecifications = [{ ResourceType: 'volume' as const, Tags }];
  const zone = `${HUB.region}a`;
  const { VolumeId = '' } = await new EC2Client(as).send(
    new CreateVolumeCommand({ AvailabilityZone: zone, Size: 1, TagSpecifications }),
  );
  return VolumeId;
}

describe('npm run test:account', () => {
  it('refuses credentials of another account before it makes anything', async () => {
    const other = optionsOf(['--account', '999988887777', ...FLAGS], {});
    await expect(identify(other)).rejects.toThrow(`your credentials are of account ${HUB.account}`);
    expect(await buckets()).toEqual([]);
  });

  it('refuses to begin without credentials', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    await expect(identify(options)).rejects.toThrow('there are no AWS credentials');
    vi.stubEnv('AWS_ACCESS_KEY_ID', HUB.account);
  });

  it('bootstraps and deploys with the commands that a dry run prints', async () => {
    await checkThatFree(context.place, options);
    expect(await runSteps(installSteps(context), [], SIGNAL, () => {})).toEqual({ left: [] });
    for (const name of stacksOf(options).filter((name) => !name.endsWith('-clusters')))
      expect(await findStack(context.place, name)).toMatchObject({ isOurs: true, status: 'CREATE_COMPLETE' });
  });

  it('refuses an account where an earlier test has left something, and says how to remove it', async () => {
    await expect(checkThatFree(context.place, options)).rejects.toThrow('--clean-up');
  });

  it('removes everything that it has made, and nothing else', async () => {
    await s3().send(new CreateBucketCommand({ Bucket: 'of-somebody-else' }));
    const foreign = [await createVolume({}), await createVolume({ 'kubeferry:claim': 'shop/data-db-0' })];
    await createVolume({ 'kubeferry:claim': `${NAMESPACE}/${CLAIM}` });
    const [records = ''] = (await buckets()).filter((name) => name?.startsWith(HUB_STACK));
    for (const Body of ['first', 'second'])
      await s3().send(new PutObjectCommand({ Bucket: records, Key: 'clones/a/plan.json', Body }));

    // Its host name is resolved by nobody; the runs are another test's.
    const removals = removalsOf(context).filter(({ title }) => title !== 'Roll back every run');
    expect(await removeAll(removals, () => {})).toEqual([]);
    expect(await buckets()).toEqual(['of-somebody-else']);
    expect(await volumes()).toEqual(foreign);
    expect(await enabledKeys()).toBe(0);
    for (const name of stacksOf(options)) expect(await findStack(context.place, name)).toBeUndefined();
  });
});
