import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { environmentOf, HUB, type Place } from './places.ts';
import type { MiniStack } from './start-ministack.ts';

export interface Ended {
  code: number;
  out: string;
  err: string;
}

const CDK = 'node_modules/aws-cdk/bin/cdk';

/** The CDK's own command, as whoever deploys calls it. */
export const cdk = (stack: MiniStack, place: Place, ...args: string[]): Promise<Ended> =>
  run([CDK, ...args], {
    ...environmentOf(place, stack),
    AWS_DEFAULT_REGION: place.region,
    CDK_DEFAULT_ACCOUNT: place.account,
    CDK_DEFAULT_REGION: place.region,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CI: 'true',
  });

/** `kubeferry`, as a pipeline of the hub's account calls it. Throws what it says when it fails. */
export async function kubeferry(stack: MiniStack, api: string, ...args: string[]): Promise<string> {
  const { code, out, err } = await run(['cli/main.ts', ...args], { ...environmentOf(HUB, stack), KUBEFERRY_API: api });
  if (code !== 0) throw new Error(`kubeferry ${args.join(' ')} ended with ${code}:\n${out}${err}`);
  return out;
}

async function run(args: string[], env: Record<string, string>): Promise<Ended> {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    err += text;
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, err };
}
