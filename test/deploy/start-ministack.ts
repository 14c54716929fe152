import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../python/free-port.ts';
import { pinnedIn, virtualEnvironment } from '../python/virtual-environment.ts';

const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url));
const GAPS = fileURLToPath(new URL('gaps.py', import.meta.url));
const START_MS = 120_000;

export const MINISTACK = `MiniStack ${pinnedIn(REQUIREMENTS).ministack}`;

export interface MiniStack {
  endpoint: string;
  /** Where MiniStack reads which Kubernetes API a cluster is (gaps.py). */
  clustersFile: string;
  /** For what works on it beside MiniStack, such as the home of the CDK; gone after `stop`. */
  folder: string;
  /** What it has written so far. */
  said(): string;
  stop(): Promise<void>;
}

/** MiniStack on a free port of 127.0.0.1, with this Node for its functions. It keeps everything in one temporary folder. */
export async function startMiniStack(): Promise<MiniStack> {
  const folder = mkdtempSync(join(tmpdir(), 'kubeferry-deploy-'));
  // Its worker for functions is CommonJS, whatever a package.json in a folder above says.
  writeFileSync(join(folder, 'package.json'), '{"type": "commonjs"}');
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const clustersFile = join(folder, 'clusters.json');
  const child = spawn(python(), [GAPS], {
    env: {
      PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
      HOME: folder,
      TMPDIR: folder,
      STATE_DIR: join(folder, 'state'),
      GATEWAY_PORT: String(port),
      BIND_HOST: '127.0.0.1',
      AWS_ENDPOINT_URL: endpoint,
      // Functions get it as theirs; in Lambda they always have one.
      AWS_SESSION_TOKEN: 'unused',
      SFTP_ENABLED: '0',
      IOT_MTLS_ENABLED: '0',
      KUBEFERRY_CLUSTERS: clustersFile,
      PYTHONDONTWRITEBYTECODE: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      said += text.toString();
    });
  }
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const until = Date.now() + START_MS;
  while (!(await answers(endpoint))) {
    if (child.exitCode !== null) throw new Error(`MiniStack ended before it was there:\n${said}`);
    if (Date.now() > until) {
      await stop();
      throw new Error(`MiniStack did not answer within ${START_MS / 1000} s:\n${said}`);
    }
    await sleep(200);
  }
  return { endpoint, clustersFile, folder, said: () => said, stop };
}

/** The gaps that are closed, each with its sentence. */
export function closedGaps(): { what: string; reason: string }[] {
  return JSON.parse(execFileSync(python(), [GAPS, '--list'], { encoding: 'utf8' }));
}

function python(): string {
  const bin = virtualEnvironment({ name: 'deploy', requirements: REQUIREMENTS, command: 'npm run test:deploy' });
  return join(bin, 'python');
}

const answers = (endpoint: string) =>
  fetch(`${endpoint}/_ministack/health`).then(
    ({ ok }) => ok,
    () => false,
  );
