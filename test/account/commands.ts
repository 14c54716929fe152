import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Options } from './options.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CDK = 'node_modules/aws-cdk/bin/cdk';
const TAIL = 2000;

export type Command = readonly [program: 'cdk' | 'kubeferry' | 'az', ...args: string[]];

const TYPED = { cdk: 'npx cdk', kubeferry: 'npm run kubeferry --', az: 'az' } as const;

/** As somebody would type it. */
export const typed = ([program, ...args]: Command) =>
  `${TYPED[program]} ${args.map((each) => (/[\s*{]/.test(each) ? `'${each}'` : each)).join(' ')}`;

/** Standard output of a command. Throws the end of what it said when it fails; `signal` interrupts it as Ctrl-C does. */
export async function runCommand(
  [program, ...args]: Command,
  { account, region, profile }: Options,
  env: Record<string, string>,
  signal: AbortSignal,
): Promise<string> {
  const [file, ...before] = program === 'az' ? ['az'] : [process.execPath, program === 'cdk' ? CDK : 'cli/main.ts'];
  const child = spawn(file!, [...before, ...args], {
    cwd: ROOT,
    // A group of its own: Ctrl-C on the terminal reaches it through `signal` alone, once.
    detached: true,
    env: {
      ...process.env,
      AWS_REGION: region,
      CDK_DEFAULT_ACCOUNT: account,
      CDK_DEFAULT_REGION: region,
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      ...(profile ? { AWS_PROFILE: profile } : {}),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, said] = ['', ''];
  child.stdout.on('data', (text: Buffer) => {
    out += text;
    said += text;
  });
  child.stderr.on('data', (text: Buffer) => {
    said += text;
  });
  const interrupt = () => child.kill('SIGINT');
  signal.addEventListener('abort', interrupt, { once: true });
  const [code] = (await once(child, 'close')) as [number | null];
  signal.removeEventListener('abort', interrupt);
  if (code !== 0) throw new Error(`${typed([program, ...args])} ended with ${code}:\n${said.slice(-TAIL)}`);
  return out;
}
