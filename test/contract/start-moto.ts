import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../python/free-port.ts';

/** Moto's server on a free port; `stop` ends it. */
export async function startMoto(command: string): Promise<{ endpoint: string; stop(): Promise<void> }> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const child = spawn(command, ['-H', '127.0.0.1', '-p', String(port)], { stdio: ['ignore', 'ignore', 'pipe'] });
  let notes = '';
  child.stderr.on('data', (text: Buffer) => {
    notes += text.toString();
  });
  const ended = once(child, 'exit');
  while (!(await answers(endpoint))) {
    if (child.exitCode !== null) throw new Error(`moto ended before it was there:\n${notes}`);
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

const answers = (endpoint: string) =>
  fetch(`${endpoint}/moto-api/data.json`).then(
    ({ ok }) => ok,
    () => false,
  );
