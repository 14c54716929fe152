import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { AppsV1Api, KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const EVERYTHING = '{"mode": "plan", "selection": {"allNamespaces": true}}';
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubeferry-command-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The real command with a temporary folder of its own, so that whatever it leaves there is seen. */
const start = (...args: string[]) => spawn(process.execPath, [MAIN, ...args], { cwd: folder, env: environment() });
const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  TMPDIR: folder,
  XDG_CACHE_HOME: join(folder, 'cache'),
});

/** Everything on one stream until a text comes. */
function heard(child: ChildProcess, stream: 'stdout' | 'stderr', text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let all = '';
    child[stream]?.on('data', (chunk) => {
      all += chunk;
      if (all.includes(text)) resolve(all);
    });
    child.on('close', () => reject(new Error(`It ended before it said "${text}": ${all}`)));
  });
}

const closed = (child: ChildProcess) => new Promise<number | null>((resolve) => child.on('close', resolve));
/** Compiled functions are kept in the temporary folder on purpose, for the next run. */
const left = () =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) =>
      !name.startsWith('node-compile-cache') && !['cache', 'cache/kubeferry', 'cache/kubeferry/local'].includes(name),
  );

describe('Ctrl-C', () => {
  it('in the middle of a demo ends it with 1, and leaves no file and no half document', async () => {
    const demo = start('demo', '--json');
    let out = '';
    demo.stdout?.on('data', (chunk) => {
      out += chunk;
    });
    const end = closed(demo);
    await heard(demo, 'stderr', 'Load the source cluster');
    demo.kill('SIGINT');
    expect(await end).toBe(1);
    expect(out).toBe('');
    expect(left()).toEqual([]);
  });
});

describe('the local cloud that is left running', () => {
  let child: ChildProcess;
  let cloud: {
    endpoint: string;
    region: string;
    accounts: Record<'pipeline', { accessKeyId: string; secretAccessKey: string }>;
    stateMachines: Record<string, string>;
    bucket: string;
    example: { stateMachineArn: string; input: string };
    awsConfig: string;
  };
  beforeAll(async () => {
    child = start('local', '--json', '--speed', '200');
    const [line = ''] = (await heard(child, 'stdout', '\n')).split('\n');
    cloud = JSON.parse(line) as typeof cloud;
  });
  afterAll(() => void child?.kill('SIGKILL'));
  const config = () => ({
    endpoint: cloud.endpoint,
    region: cloud.region,
    credentials: cloud.accounts.pipeline,
    maxAttempts: 1,
  });

  it('lets the pipeline start a route and watch it', async () => {
    const states = new SFNClient(config());
    const { executionArn } = await states.send(
      new StartExecutionCommand({ stateMachineArn: cloud.example.stateMachineArn, input: EVERYTHING }),
    );
    const described = () => states.send(new DescribeExecutionCommand({ executionArn }));
    await expect.poll(async () => (await described()).status, { timeout: 60_000 }).toBe('SUCCEEDED');
    const { events } = await states.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events?.[0]?.type).toBe('ExecutionStarted');
  });

  it('denies the pipeline every other machine, and the records', async () => {
    const states = new SFNClient(config());
    const others = Object.entries(cloud.stateMachines).filter(([, arn]) => arn !== cloud.example.stateMachineArn);
    expect(others.length).toBeGreaterThan(0);
    for (const [, stateMachineArn] of others)
      await expect(states.send(new StartExecutionCommand({ stateMachineArn }))).rejects.toThrow(/not authorized/);
    const bucket = new S3Client({ ...config(), forcePathStyle: true });
    await expect(
      bucket.send(new GetObjectCommand({ Bucket: cloud.bucket, Key: 'clones/x/plan.json' })),
    ).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('prints a kubeconfig by which a stock client sees the workload at the source', async () => {
    const printed = start('local', 'kubeconfig', 'source');
    const config = new KubeConfig();
    config.loadFromString(await heard(printed, 'stdout', 'token:'));
    const { items } = await config.makeApiClient(AppsV1Api).listNamespacedDeployment({ namespace: 'shop' });
    expect(items.length).toBeGreaterThan(0);
  });

  it('has people of several rights, whose calls are judged by them', async () => {
    const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...rest } = environment();
    const env = { ...rest, AWS_CONFIG_FILE: cloud.awsConfig, AWS_ENDPOINT_URL: cloud.endpoint };
    const as = async (profile: string, ...args: string[]) => {
      const child = spawn(process.execPath, [MAIN, ...args, '--profile', profile], { cwd: folder, env });
      let all = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk) => {
          all += chunk;
        });
      return { code: await closed(child), all };
    };
    expect(await as('viewer', 'list', 'prod-to-dev')).toMatchObject({ code: 0 });
    const refused = await as('viewer', 'plan', 'prod-to-dev', '--namespace', 'shop');
    expect(refused).toMatchObject({ code: 1, all: expect.stringContaining('user/viewer needs execute-api:Invoke') });
    const planned = await as('developer', 'plan', 'prod-to-dev', '--namespace', 'shop');
    expect(planned).toMatchObject({
      code: 0,
      all: expect.stringContaining('asked for by arn:aws:iam::111122223333:user/developer'),
    });
  });

  it('is told of by a second one that wants its port', async () => {
    const second = start('local', '--port', new URL(cloud.endpoint).port);
    const said = heard(second, 'stderr', 'another process listens there');
    expect(await closed(second)).toBe(2);
    await said;
  });

  it('ends with 0 on SIGTERM, and leaves nothing', async () => {
    const end = closed(child);
    child.kill('SIGTERM');
    expect(await end).toBe(0);
    expect(left()).toEqual([]);
    await expect(fetch(cloud.endpoint)).rejects.toThrow();
  });
});
