import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Keys {
  id: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** What `kubeferry local --json` prints. */
export interface Described {
  endpoint: string;
  api: string;
  region: string;
  accounts: Record<'hub' | 'source' | 'target' | 'pipeline', Keys>;
  clusters: Record<'source' | 'target', { name: string }>;
  stateMachines: Record<string, string>;
  bucket: string;
}

/** The command as a user starts it; `stop` is Ctrl-C and waits for the end. */
export async function startLocal(speed: number): Promise<{ cloud: Described; stop(): Promise<void> }> {
  const child = spawn(process.execPath, ['cli/main.ts', 'local', '--json', '--speed', String(speed)], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let notes = '';
  child.stderr.on('data', (text: Buffer) => {
    notes += text.toString();
  });
  const ended = once(child, 'exit');
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([text]) => String(text)),
    ended.then(() => undefined),
  ]);
  if (!line) throw new Error(`kubeferry local ended before it was there:\n${notes}`);
  return {
    cloud: JSON.parse(line) as Described,
    async stop() {
      child.kill('SIGINT');
      await ended;
    },
  };
}
