import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../python/free-port.ts';

/** A server of others on a port of this machine; `stop` ends it. */
export interface Witness {
  endpoint: string;
  stop(): Promise<void>;
}

/**
 * Starts it on a free port, and waits until `answers` says that it is there. Throws with what it wrote to standard error where it
 * ends before.
 */
export async function startWitness(
  name: string,
  command: (port: string) => [program: string, ...options: string[]],
  answers: (endpoint: string) => Promise<boolean>,
): Promise<Witness> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const [program, ...options] = command(String(port));
  const child = spawn(program, options, { stdio: ['ignore', 'ignore', 'pipe'] });
  let notes = '';
  child.stderr.on('data', (text: Buffer) => {
    notes += text.toString();
  });
  const ended = once(child, 'exit');
  while (!(await answers(endpoint).catch(() => false))) {
    if (child.exitCode !== null) throw new Error(`${name} ended before it was there:\n${notes}`);
    await sleep(200);
  }
  return {
    endpoint,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
