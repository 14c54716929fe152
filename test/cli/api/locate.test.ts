import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
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

describe('a profile of the files of the AWS CLI', () => {
  const home = mkdtempSync(join(tmpdir(), 'kubeferry-home-'));
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  /** Somebody whose keys are in their profiles, with a session of single sign-on that is over. */
  function atHome(): void {
    const { accessKeyId, secretAccessKey } = iam.createUser(HUB, 'jane', [{ Statement: [reader] }]);
    as('unused', undefined, '');
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
    vi.stubEnv('HOME', home);
    mkdirSync(join(home, '.aws/sso/cache'), { recursive: true });
    const session = { accessToken: 't', expiresAt: '2020-01-01T00:00:00Z', region: 'eu-west-1' };
    const file = `${createHash('sha1').update('corp').digest('hex')}.json`;
    writeFileSync(join(home, '.aws/sso/cache', file), JSON.stringify(session));
    const keys = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
    const sso = 'sso_session = corp\nsso_account_id = 111122223333\nsso_role_name = dev\nregion = eu-west-1\n';
    const corp = '[sso-session corp]\nsso_start_url = https://corp.example.com/start\nsso_region = eu-west-1\n';
    const config = join(home, 'config');
    writeFileSync(
      config,
      `[profile keys]\nregion = eu-west-1\n${keys}[profile elsewhere]\nregion = us-east-1\n${keys}[profile bare]\n${keys}[profile sso]\n${sso}${corp}`,
    );
    vi.stubEnv('AWS_CONFIG_FILE', config);
  }

  it('gives credentials and Region', async () => {
    atHome();
    expect(await locate({ profile: 'keys' })).toMatchObject({ api: API, region: 'eu-west-1' });
    vi.stubEnv('AWS_PROFILE', 'keys');
    expect(await locate({})).toMatchObject({ api: API });
  });

  it.each([
    ['in another Region', 'elsewhere', /no stack kubeferry-hub in us-east-1|lack a right/],
    ['without a Region', 'bare', /In which Region is the hub/],
    ['whose sign-on is over', 'sso', /in the profile "sso".*`aws sso login --profile sso`/s],
    ['that does not exist', 'nothere', /no AWS credentials in the profile "nothere"/],
  ])('%s says what to do', async (_, profile, sentence) => {
    atHome();
    await expect(locate({ profile })).rejects.toThrow(sentence);
  });
});
