/**
 * Plays whole functions over a large cluster, each in a process of its own with the memory that Lambda gives it, on one core: API
 * servers in another process answer each call after a round trip, and records lie in a folder behind a request's time of S3. The
 * former clone that a refresh takes the place of is written down as if it had been applied.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { table } from '../../cli/table.ts';
import { FUNCTIONS } from '../../lib/functions/functions.data.ts';
import type { MixedAnswer, MixedJob } from './mixed-server.ts';
import type { Played, PlayedName, PlayJob } from './played-function.ts';

const DEFAULTS = { namespaces: '500', kinds: '150', objects: '100540', 'round-trip': '80', request: '15' };

/** In the order of a run, its refresh, and that one's roll-back; each with the function of the hub that it is. */
const PLAYED: [what: string, name: PlayedName, step: string][] = [
  ['plan a clone, whose namespaces are there', 'plan', 'plan-clone'],
  ['export, and hold it to the plan', 'export', 'export-manifests'],
  ['translate the foundation', 'foundation', 'translate-manifests'],
  ['translate the workload', 'workload', 'translate-manifests'],
  ['write the report', 'report', 'write-report'],
  ['plan a clone of what is there', 'plan-again', 'plan-clone'],
  ['plan a refresh of that clone', 'plan-refresh', 'plan-clone'],
  ['bring the former clone back', 'restore', 'restore-former-clone'],
];

export async function run(options: string[]): Promise<void> {
  const numbers = Object.fromEntries(
    Object.entries(DEFAULTS).map(([name, value]) => [name, { type: 'string' as const, default: value }]),
  );
  const { values } = parseArgs({
    args: options,
    options: {
      ...numbers,
      only: { type: 'string' },
      keep: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const number = (name: keyof typeof DEFAULTS) => Number((values as Record<string, unknown>)[name]);
  const job: MixedJob = {
    namespaces: number('namespaces'),
    kinds: number('kinds'),
    objects: number('objects'),
    roundTripMs: number('round-trip'),
  };
  const only = new RegExp(values.only ?? '');
  const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'kubeferry-bench-'));
  const server = fork(new URL('./mixed-server.ts', import.meta.url));
  const rows: Record<string, string | number>[] = [];
  try {
    const api = await ask<MixedAnswer>(server, job);
    for (const [what, name, step] of PLAYED.filter(([, name]) => only.test(name))) {
      const { memoryMiB, timeoutSeconds } = FUNCTIONS.find((row) => row.step === step)!;
      const before = await ask<number>(server, 'calls');
      const played = await play({ name, api, folder, requestMs: number('request'), timeoutSeconds }, memoryMiB);
      const calls = (await ask<number>(server, 'calls')) - before;
      rows.push({ what, step, memoryMiB, timeoutSeconds, calls, ...played });
      if (!values.json) console.log(tableOf(rows.slice(-1)));
    }
  } finally {
    server.disconnect();
    await once(server, 'exit');
    if (!values.keep) rmSync(folder, { recursive: true, force: true });
  }
  if (values.json) console.log(JSON.stringify({ ...job, rows }));
  if (rows.some(({ ended }) => ended !== '')) process.exitCode = 1;
}

/** Its memory is that of the function; Lambda's Node.js has nine tenths of it for what it keeps. */
async function play(job: PlayJob, memoryMiB: number): Promise<Played> {
  const child = fork(new URL('./played-function.ts', import.meta.url), {
    execArgv: [`--max-old-space-size=${Math.floor(memoryMiB * 0.9)}`],
  });
  const exited = once(child, 'exit');
  const died = exited.then(([code]): Played => ({ ...NOTHING, ended: `the process ended (${code})` }));
  const played = await Promise.race([ask<Played>(child, job), died]);
  if (child.connected) child.disconnect();
  await exited;
  return played;
}
const NOTHING = { invocations: 0, seconds: 0, longest: 0, cpuSeconds: 0, peakMiB: 0 };

const tableOf = (rows: Record<string, string | number>[]) =>
  table(
    ['what', 'calls', 's', 'longest of', 's', 'may take', 'CPU s', 'peak RSS MiB', 'of', 'ended'],
    rows.map((row) => [
      String(row.what),
      String(row.calls),
      Number(row.seconds).toFixed(1),
      String(row.invocations),
      Number(row.longest).toFixed(1),
      String(row.timeoutSeconds),
      Number(row.cpuSeconds).toFixed(1),
      String(row.peakMiB),
      String(row.memoryMiB),
      String(row.ended).slice(0, 100) || 'to its end',
    ]),
  );

async function ask<T>(of: ChildProcess, question: object | string): Promise<T> {
  const answered = once(of, 'message');
  of.send(question);
  const [answer] = await answered;
  return answer as T;
}
