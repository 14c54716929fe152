import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { signedFetch } from '../../cli/api/signed-fetch.ts';
import { type Described, startLocal } from '../contract/start-local.ts';
import type { Block } from './blocks.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Waits of AWS pass so many times faster. */
const SPEED = 200;
/** The run that the documents speak of. */
const DONE = 'clone-4b55e4c2';

export interface Ran {
  code: number | null;
  /** Standard output and standard error. */
  said: string;
}

export interface Documented {
  run(block: Block): Promise<Ran>;
  stop(): Promise<void>;
}

/** One cloud with the run that the documents name, for all blocks. `programs` is where the aws CLI is, if it is. */
export async function startDocumented(programs?: string): Promise<Documented> {
  const { cloud, stop } = await startLocal(SPEED);
  const folder = mkdtempSync(join(tmpdir(), 'kubeferry-documents-'));
  const env = environment(cloud, folder, programs);
  const shell = (code: string) => bash(withNames(code, cloud), folder, env);
  await makeRun(cloud);
  return {
    run: ({ code }) => shell(code),
    async stop() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function environment(cloud: Described, folder: string, programs?: string): NodeJS.ProcessEnv {
  const { accessKeyId, secretAccessKey } = cloud.accounts.hub;
  const profile = ['[profile hub]', `region = ${cloud.region}`, `endpoint_url = ${cloud.endpoint}`];
  const keys = [`aws_access_key_id = ${accessKeyId}`, `aws_secret_access_key = ${secretAccessKey}`];
  writeFileSync(join(folder, 'config'), [...profile, ...keys, ''].join('\n'));
  const shims = join(ROOT, 'test/documents/shims');
  const path = [shims, dirname(process.execPath), ...(programs ? [programs] : []), process.env.PATH];
  return {
    PATH: path.join(delimiter),
    HOME: folder,
    KUBEFERRY_ROOT: ROOT,
    KUBEFERRY_API: cloud.api,
    AWS_ENDPOINT_URL: cloud.endpoint,
    AWS_REGION: cloud.region,
    AWS_DEFAULT_REGION: cloud.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: '',
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    ID: DONE,
  };
}

/** What a reader puts in place of `<…>`. */
const withNames = (code: string, { bucket, region, accounts }: Described) =>
  code
    .replaceAll('<bucket>', bucket)
    .replaceAll('<run>', DONE)
    .replaceAll('<hub region>', region)
    .replaceAll('<hub account>', accounts.hub.id);

/** An execution's name is the run's id. */
async function makeRun({ endpoint, api, region, accounts, stateMachines }: Described): Promise<void> {
  const credentials = accounts.hub;
  // A plan is enough: nothing of the documents needs what a clone makes, and a clone takes longer.
  const input = { mode: 'plan', selection: { namespaces: ['shop'] } };
  const stateMachineArn = stateMachines['kubeferry-prod-to-dev'];
  await new SFNClient({ endpoint, region, credentials }).send(
    new StartExecutionCommand({ stateMachineArn, name: DONE, input: JSON.stringify(input) }),
  );
  for (;;) {
    const path = `/routes/prod-to-dev/clones/${DONE}`;
    const { body } = await signedFetch(api, { region, credentials: accounts.pipeline }, { method: 'GET', path });
    const { status } = body as { status: string };
    if (status === 'SUCCEEDED') return;
    if (status !== 'RUNNING') throw new Error(`${DONE} ended: ${JSON.stringify(body)}`);
    await sleep(100);
  }
}

async function bash(code: string, cwd: string, env: NodeJS.ProcessEnv): Promise<Ran> {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', code], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      said += text;
    });
  const [status] = (await once(child, 'close')) as [number | null];
  return { code: status, said };
}
