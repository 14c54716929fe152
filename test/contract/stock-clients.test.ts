import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verified } from '../verified/verified.ts';
import { type Clients, installClients } from './install-clients.ts';
import { PINNED } from './pinned.ts';
import { type Described, type Keys, startLocal } from './start-local.ts';

const run = promisify(execFile);
const BOTO3 = fileURLToPath(new URL('clients.py', import.meta.url));

let clients: Clients;
let cloud: Described;
let stop: () => Promise<void> = async () => {};
let bucket: string;
let machine: string;

beforeAll(async () => {
  clients = installClients();
  ({ cloud, stop } = await startLocal(200));
  bucket = cloud.bucket;
  machine = cloud.stateMachines['kubeferry-prod-to-dev'] ?? '';
});
afterAll(() => stop());

/** Nothing of this machine's own configuration takes part. */
const environment = ({ region, accessKeyId, secretAccessKey }: Keys) => ({
  PATH: process.env.PATH,
  AWS_ENDPOINT_URL: cloud.endpoint,
  AWS_DEFAULT_REGION: region,
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_PAGER: '',
});

async function aws(who: keyof Described['accounts'], ...args: string[]): Promise<string> {
  return (await run(clients.aws, args, { env: environment(cloud.accounts[who]), maxBuffer: 2 ** 26 })).stdout;
}
// biome-ignore lint/suspicious/noExplicitAny: the answers of dozens of operations have no common type
const json = async (who: keyof Described['accounts'], ...args: string[]): Promise<any> =>
  JSON.parse(await aws(who, ...args, '--output', 'json'));

describe('the aws CLI', () => {
  const plan = ['--input', '{"mode": "plan", "selection": {"namespaces": ["shop"]}}'];

  it('says who it is', async () => {
    for (const who of ['hub', 'source', 'target', 'pipeline'] as const) {
      expect((await json(who, 'sts', 'get-caller-identity')).Account).toBe(cloud.accounts[who].id);
    }
  });

  it('starts a plan as the README says, follows it, and reads its report', async () => {
    const start = ['stepfunctions', 'start-execution', '--state-machine-arn', machine, '--name', 'first-plan', ...plan];
    const { executionArn } = await json('pipeline', ...start);
    const describe = ['stepfunctions', 'describe-execution', '--execution-arn', executionArn];
    await expect.poll(() => json('hub', ...describe), { timeout: 60_000 }).toMatchObject({ status: 'SUCCEEDED' });
    const { events } = await json('hub', 'stepfunctions', 'get-execution-history', '--execution-arn', executionArn);
    expect(events.at(0).type).toBe('ExecutionStarted');
    expect(events.at(-1).type).toBe('ExecutionSucceeded');
    expect(await aws('hub', 's3', 'ls', `s3://${bucket}/clones/first-plan/`)).toContain('report.html');
    const page = await aws('hub', 's3', 'cp', `s3://${bucket}/clones/first-plan/report.html`, '-');
    expect(page).toContain('<title>prod-to-dev: first-plan: PLANNED</title>');
  });

  it('is refused what the pipeline may not do, with the words of AWS', async () => {
    const refused = (...args: string[]) => expect(aws('pipeline', ...args)).rejects;
    await refused('s3', 'cp', `s3://${bucket}/clones/first-plan/report.html`, '-').toThrow(/403|AccessDenied/);
    const rollBack = cloud.stateMachines['kubeferry-roll-back'] ?? '';
    await refused('stepfunctions', 'start-execution', '--state-machine-arn', rollBack).toThrow(/AccessDeniedException/);
  });

  it('lists schedules, and looks at one', async () => {
    const { Schedules } = await json('hub', 'scheduler', 'list-schedules');
    expect(Schedules.map(({ Name }: { Name: string }) => Name)).toContain('remove-expired');
    const one = ['scheduler', 'get-schedule', '--group-name', 'kubeferry-remove-expired', '--name', 'remove-expired'];
    expect(await json('hub', ...one)).toMatchObject({ ScheduleExpression: 'cron(15 * * * ? *)', State: 'ENABLED' });
  });

  it('looks at clusters, volumes and snapshots of the members', async () => {
    const { cluster } = await json('source', 'eks', 'describe-cluster', '--name', cloud.clusters.source.name);
    expect(cluster).toMatchObject({ status: 'ACTIVE', name: cloud.clusters.source.name });
    const ofShop = ['--filters', 'Name=tag:kubernetes.io/created-for/pvc/namespace,Values=shop'];
    expect((await json('source', 'ec2', 'describe-volumes', ...ofShop)).Volumes).toHaveLength(3);
    expect(await json('source', 'ec2', 'describe-snapshots', '--owner-ids', 'self')).toEqual({ Snapshots: [] });
    await expect(aws('source', 'eks', 'describe-cluster', '--name', 'none')).rejects.toThrow(
      /ResourceNotFoundException/,
    );
  });
});

it('boto3 starts a plan, waits for it and reads its records', async () => {
  const env = environment(cloud.accounts.hub);
  const { stdout } = await run(clients.python, [BOTO3, machine, bucket, 'boto3-plan'], { env });
  const seen = JSON.parse(stdout);
  expect(seen).toMatchObject({ status: 'SUCCEEDED', report: 'PLANNED', missing: 'NoSuchKey' });
  expect(seen.output).toMatchObject({ status: 'PLANNED', report: 'clones/boto3-plan/report.html' });
  expect(seen.events.length).toBeGreaterThan(20);
  expect(seen.keys).toContain('clones/boto3-plan/plan.json');
  expect(seen.account).toBe(cloud.accounts.hub.id);
});

describe('curl --aws-sigv4', () => {
  const status = ['--silent', '--output', '/dev/null', '--write-out', '%{http_code}'];
  const signed = () => {
    const { accessKeyId, secretAccessKey } = cloud.accounts.pipeline;
    const user = ['--user', `${accessKeyId}:${secretAccessKey}`];
    return ['--silent', '--aws-sigv4', `aws:amz:${cloud.region}:execute-api`, ...user];
  };

  it('asks the HTTP API, and starts one plan however often it sends the same key', async () => {
    const route = await run(clients.curl, [...signed(), `${cloud.api}/routes/prod-to-dev`]);
    expect(JSON.parse(route.stdout)).toMatchObject({ name: 'prod-to-dev' });
    const body = ['--header', 'idempotency-key: build-4711', '--data', '{"selection": {"namespaces": ["shop"]}}'];
    const post = () => run(clients.curl, [...signed(), ...body, `${cloud.api}/routes/prod-to-dev/plans`]);
    const [first, second] = [JSON.parse((await post()).stdout), JSON.parse((await post()).stdout)];
    expect(first).toMatchObject({ id: expect.stringMatching(/^plan-/), route: 'prod-to-dev' });
    expect(second.id).toBe(first.id);
  });

  it('is refused without a signature, and with a wrong one', async () => {
    const unsigned = await run(clients.curl, [...status, `${cloud.api}/routes/prod-to-dev`]);
    expect(unsigned.stdout).toBe('403');
    const wrong = signed().map((part) => part.replace(cloud.accounts.pipeline.secretAccessKey, 'not-the-secret'));
    expect((await run(clients.curl, [...wrong, ...status, `${cloud.api}/routes/prod-to-dev`])).stdout).toBe('403');
  });
});

it('is what docs/verified.md says', () => {
  const row = (checked: string, witness: string) => ({ checked, witness, count: 'a plan each', deviations: 0 });
  verified('contract-clients', {
    title: 'Stock clients on the local cloud',
    command: 'npm run test:contract',
    rows: [
      row(
        'A pipeline starts a plan, follows it, reads its records, and is refused what it may not do',
        `aws CLI ${PINNED.awscli}`,
      ),
      row('A program starts a plan, waits for it and reads its records by pages', `boto3 ${PINNED.boto3}`),
      row('The API takes requests that are signed, one run for one key, and no others', 'curl --aws-sigv4'),
    ],
    deviations: [],
  });
});
