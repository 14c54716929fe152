import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeKeyCommand, KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeStack } from '../../adapters/aws/stacks.ts';
import { currentAssembly } from '../../cli/assembly.ts';
import { HUB_STACK, memberStackName } from '../../core/base/run/names.ts';
import { verified } from '../verified/verified.ts';
import { breakAtTheEnd } from './broken-assembly.ts';
import { startClusters } from './clusters.ts';
import { cdk, type Ended, kubeferry } from './commands.ts';
import { credentialsOf, ENDS, HUB, type Place, ROUTE } from './places.ts';
import { closedGaps, MINISTACK, type MiniStack, startMiniStack } from './start-ministack.ts';

const SHOP = ['--namespace', 'shop', '--json'];
const [SOURCE_STACK, TARGET_STACK] = (['source', 'target'] as const).map((side) =>
  memberStackName(side, ENDS[side].account, ENDS[side].region),
) as [string, string];

let ministack: MiniStack;
let assembly: string;
let clusters: { stop(): Promise<void> } | undefined;
const before = process.env.AWS_ENDPOINT_URL;
beforeAll(async () => {
  assembly = currentAssembly(() => {});
  ministack = await startMiniStack();
  process.env.AWS_ENDPOINT_URL = ministack.endpoint;
  clusters = await startClusters(ministack);
});
afterAll(async () => {
  if (before === undefined) delete process.env.AWS_ENDPOINT_URL;
  else process.env.AWS_ENDPOINT_URL = before;
  await clusters?.stop();
  await ministack?.stop();
});

const deploy = (place: Place, name: string, app = assembly) =>
  cdk(ministack, place, 'deploy', '-a', app, name, '--require-approval', 'never', '--progress', 'events');
const destroy = (place: Place, name: string) => cdk(ministack, place, 'destroy', '-a', assembly, name, '--force');

const as = (place: Place) => ({ region: place.region, credentials: async () => credentialsOf(place) });
const stackOf = (place: Place, name: string) => describeStack(as(place), name);

/** What holds data, and may stay when a stack goes. */
async function retained(): Promise<{ buckets: string[]; keys: number; keysOfTarget: number }> {
  const { Buckets = [] } = await new S3Client({ ...as(HUB), forcePathStyle: true }).send(new ListBucketsCommand({}));
  const buckets = Buckets.map(({ Name = '' }) => Name).filter((name) => name.startsWith(HUB_STACK));
  return { buckets, keys: await keysIn(HUB), keysOfTarget: await keysIn(ENDS.target) };
}

/** A key that is deleted is listed until its waiting period is over, and does not count. */
async function keysIn(place: Place): Promise<number> {
  const kms = new KMSClient(as(place));
  const { Keys = [] } = await kms.send(new ListKeysCommand({}));
  const states = await Promise.all(
    Keys.map(async ({ KeyId }) => (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState),
  );
  return states.filter((state) => state === 'Enabled').length;
}

/** The API of the hub as MiniStack serves it: by a path, since nobody resolves its host names. */
async function api(): Promise<string> {
  const { outputs } = await stackOf(HUB, HUB_STACK);
  const [, id] = /^https?:\/\/(\w+)\.execute-api\./.exec(outputs.api ?? '') ?? [];
  return `${ministack.endpoint}/_aws/execute-api/${id}/$default`;
}

const route = async (...args: string[]) => kubeferry(ministack, await api(), ...args);

const said = ({ code, out, err }: Ended) => (code === 0 ? 'done' : `${code}\n${out}${err}`);

describe('a first deployment', () => {
  it.each([HUB, ENDS.source, ENDS.target])('bootstraps $account in $region', async (place) => {
    const ended = await cdk(ministack, place, 'bootstrap', `aws://${place.account}/${place.region}`, '-a', assembly);
    expect(said(ended)).toBe('done');
  });

  it('deploys the members, who need no hub yet', async () => {
    const ended = [await deploy(ENDS.source, SOURCE_STACK), await deploy(ENDS.target, TARGET_STACK)];
    expect(ended.map(said)).toEqual(['done', 'done']);
  });

  it('rolls a hub back that fails at its very end, and leaves nothing of it', async () => {
    const folder = join(ministack.folder, 'broken');
    mkdirSync(folder);
    const { code, out, err } = await deploy(HUB, HUB_STACK, breakAtTheEnd(assembly, HUB_STACK, folder));
    expect({ code, why: `${out}${err}` }).toMatchObject({
      code: 1,
      why: expect.stringContaining('ComparisonOperator'),
    });
    expect((await stackOf(HUB, HUB_STACK)).status).toBe('ROLLBACK_COMPLETE');
    expect(await retained()).toMatchObject({ buckets: [], keys: 0 });
  });

  it('deploys the hub when what made it fail is fixed', async () => {
    expect(said(await deploy(HUB, HUB_STACK))).toBe('done');
    expect((await stackOf(HUB, HUB_STACK)).status).toBe('CREATE_COMPLETE');
  });
});

describe('a deployed hub', () => {
  it('checks a route with the roles that runs take', async () => {
    const { broken, checks } = JSON.parse(await route('doctor', ROUTE, '--json'));
    expect({ broken, checks }).toMatchObject({ broken: 0 });
  });

  it('plans a clone with its deployed functions', async () => {
    const { id } = JSON.parse(await route('plan', ROUTE, ...SHOP));
    const plan = JSON.parse(await route('status', ROUTE, id, '--json'));
    expect(plan).toMatchObject({ status: 'SUCCEEDED', mode: 'plan' });
  });

  it('makes a schedule, shows it and deletes it', async () => {
    await route('schedule', 'create', ROUTE, 'nightly', ...SHOP, '--expression', 'cron(0 2 * * ? *)', '--ttl', '12h');
    expect(JSON.parse(await route('schedule', 'list', ROUTE, '--json'))).toMatchObject({
      schedules: [{ name: 'nightly', expression: 'cron(0 2 * * ? *)', enabled: true }],
    });
    await route('schedule', 'delete', ROUTE, 'nightly');
    expect(JSON.parse(await route('schedule', 'list', ROUTE, '--json'))).toEqual({ schedules: [] });
  });
});

describe('a second deployment', () => {
  it('changes nothing', async () => {
    const ended = [
      await deploy(ENDS.source, SOURCE_STACK),
      await deploy(ENDS.target, TARGET_STACK),
      await deploy(HUB, HUB_STACK),
    ];
    expect(ended.map(said)).toEqual(['done', 'done', 'done']);
    for (const { out, err } of ended) expect(`${out}${err}`).toContain('(no changes)');
  });
});

describe('an installation that is removed', () => {
  it('keeps its records, and every key that something may be encrypted under', async () => {
    const { buckets } = await retained();
    const ended = [
      await destroy(HUB, HUB_STACK),
      await destroy(ENDS.source, SOURCE_STACK),
      await destroy(ENDS.target, TARGET_STACK),
    ];
    expect(ended.map(said)).toEqual(['done', 'done', 'done']);
    await expect(stackOf(HUB, HUB_STACK)).rejects.toMatchObject({ name: 'NotFound' });
    expect(await retained()).toEqual({ buckets, keys: 2, keysOfTarget: 1 });
  });

  it('is deployed again beside what was kept', async () => {
    const ended = [
      await deploy(HUB, HUB_STACK),
      await deploy(ENDS.source, SOURCE_STACK),
      await deploy(ENDS.target, TARGET_STACK),
    ];
    expect(ended.map(said)).toEqual(['done', 'done', 'done']);
    expect(await retained()).toMatchObject({
      // Of each installation its records, and what its links lead to.
      buckets: Array.from({ length: 4 }, () => expect.any(String)),
      keys: 4,
      keysOfTarget: 2,
    });
    const { broken } = JSON.parse(await route('doctor', ROUTE, '--json'));
    expect(broken).toBe(0);
  });
});

it('is what docs/verified.md says', () => {
  const gaps = closedGaps();
  verified('deploy', {
    title: 'Deployment of the app',
    command: 'npm run test:deploy',
    rows: [
      {
        checked:
          'Accounts are bootstrapped and stacks deployed by the CDK; a deployment that fails is repeated, a second one changes nothing, and one that was removed is deployed again',
        witness: MINISTACK,
        count: 'both members and the hub',
        deviations: gaps.length,
      },
      {
        checked: 'The deployed API, functions and machines plan a clone, check a route and keep a schedule',
        witness: MINISTACK,
        count: 'one of each',
        deviations: 0,
      },
      {
        checked:
          'npm run test:account refuses other accounts, bootstraps and deploys, and removes everything that it has made and nothing else',
        witness: MINISTACK,
        count: 'all but the clusters and the clones',
        deviations: 0,
      },
    ],
    deviations: gaps,
  });
});
