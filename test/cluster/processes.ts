import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Ends everything when its standard input ends, which it does however the parent dies. */
const WATCHDOG = `while read pid; do pids="$pids $pid"; done; kill $pids; sleep 5; kill -9 $pids; rm -rf "$1"`;

export interface Processes {
  start(binary: string, args: string[], env?: NodeJS.ProcessEnv): Process;
  /** Ends all, the last started first, and removes the folder. */
  stop(): Promise<void>;
}

export interface Process {
  /** Asks again and again; throws with the end of the log when the process ends or time is up. */
  until(what: string, check: () => Promise<boolean>): Promise<void>;
}

/** Processes of one cluster. They end in `stop`, or with this process, even when that is killed. */
export function processes(folder: string): Processes {
  const watchdog = spawn('sh', ['-c', WATCHDOG, 'sh', folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  watchdog.unref();
  const running: ChildProcess[] = [];
  return {
    start: (binary, args, env = {}) => {
      const log = join(folder, `${binary.split('/').at(-1)}.log`);
      const file = openSync(log, 'a');
      const child = spawn(binary, args, { stdio: ['ignore', file, file], env: { ...process.env, ...env } });
      watchdog.stdin.write(`${child.pid}\n`);
      running.unshift(child);
      return { until: (what, check) => until(child, log, what, check) };
    },
    stop: async () => {
      for (const child of running) await end(child);
      watchdog.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const PATIENCE_MS = 90_000;

async function until(child: ChildProcess, log: string, what: string, check: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    if (hasEnded(child))
      throw new Error(`${what}: the process ended (${child.exitCode ?? child.signalCode}).\n${tail(log)}`);
    if (await check()) return;
    await wait(100);
  }
  throw new Error(`${what}: not within ${PATIENCE_MS / 1000} s.\n${tail(log)}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
}

function hasEnded({ exitCode, signalCode, pid }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null || pid === undefined;
}

function tail(log: string): string {
  return readFileSync(log, 'utf8').split('\n').slice(-15).join('\n');
}
