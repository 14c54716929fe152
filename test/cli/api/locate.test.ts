import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { locate } from '../../../cli/api/locate.ts';
import { createStacks } from '../../../emulator/aws/cloudformation/stacks.ts';
import { type Gateway, startGateway } from '../../../emulator/aws/gateway/gateway.ts';
import { createIam } from '../../../emulator/aws/iam/iam.ts';
import { createSts } from '../../../emulator/aws/sts/sts.ts';
import { acceleratedClock } from '../../../emulator/base/clock.ts';
import { createFaults } from '../../../emulator/base/faults.ts';

const HUB = '111122223333';
const API = 'https://abcdefghij.execute-api.eu-west-1.amazonaws.com';
const iam = createIam();
const stacks = createStacks();
const reader = {
  Effect: 'Allow' as const,
  Action: 'cloudformation:DescribeStacks',
  Resource: `arn:aws:cloudformation:eu-west-1:${HUB}:stack/kubeferry-hub/*`,
};

let gateway: Gateway;
beforeAll(async () => {
  const surroundings = { clock: acceleratedClock(1), record: () => {}, faults: createFaults() };
  gateway = await startGateway({ ...surroundings, principals: iam, services: [createSts(iam), stacks.service] });
  stacks.keep({ account: HUB, region: 'eu-west-1', name: 'kubeferry-hub', outputs: { api: API, bucket: 'b' } });
  stacks.keep({ account: HUB, region: 'eu-north-1', name: 'kubeferry-hub', outputs: { bucket: 'b' } });
});
afterAll(() => gateway.stop());
afterEach(() => vi.unstubAllEnvs());

/** The environment of somebody with these rights in the hub's account, and nothing from the machine of the test. */
function as(name: string, policies: Parameters<typeof iam.createUser>[2], region = 'eu-west-1'): void {
  const { accessKeyId, secretAccessKey } = iam.createUser(HUB, name, policies);
  const environment = {
    AWS_ENDPOINT_URL: gateway.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_CONFIG_FILE: '/no/file',
    AWS_SHARED_CREDENTIALS_FILE: '/no/file',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  for (const [variable, value] of Object.entries(environment)) vi.stubEnv(variable, value);
  for (const variable of ['AWS_PROFILE', 'AWS_DEFAULT_REGION', 'KUBEFERRY_API']) vi.stubEnv(variable, undefined);
  vi.stubEnv('AWS_REGION', region || undefined);
}

it("finds the API in the outputs of the hub's stack, with no more than the right to read that stack", async () => {
  as('reader', [{ Statement: [reader] }]);
  expect(await locate({})).toMatchObject({ api: API, region: 'eu-west-1' });
});

it('takes what is given before what could be found, and the Region out of its name', async () => {
  as('nobody', [{ Statement: [] }], 'us-east-1');
  expect(await locate({ api: API })).toMatchObject({ api: API, region: 'eu-west-1' });
  vi.stubEnv('KUBEFERRY_API', 'https://other.example');
  expect(await locate({})).toMatchObject({ api: 'https://other.example', region: 'us-east-1' });
  expect(await locate({ api: API, region: 'eu-central-1' })).toMatchObject({ region: 'eu-central-1' });
});

it.each<[what: string, name: string, region: string, sentence: RegExp]>([
  ['another Region', 'admin', 'us-east-1', /no stack kubeferry-hub in us-east-1 of account 111122223333.*--region/s],
  ['no Region', 'admin', '', /In which Region is the hub\? Give --region/],
  ['a hub without an API', 'admin', 'eu-north-1', /no output "api": deploy it again/],
  ['nothing that it may read', 'nobody', 'eu-west-1', /lack a right.*cloudformation:DescribeStacks.*--api/s],
])('says of %s what to do', async (_, name, region, sentence) => {
  as(name, name === 'nobody' ? [{ Statement: [] }] : undefined, region);
  await expect(locate({})).rejects.toThrow(sentence);
});

it('says that there are no credentials, or that AWS does not accept them', async () => {
  as('admin', undefined);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wrong');
  await expect(locate({})).rejects.toThrow(/AWS does not accept your credentials/);
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
  await expect(locate({})).rejects.toThrow(/there are no AWS credentials.*aws sso login/s);
  await expect(locate({ profile: 'hub' })).rejects.toThrow(/in the profile "hub"/);
  await expect(locate({ api: 'prod' })).rejects.toThrow(/"prod" is no URL/);
});
