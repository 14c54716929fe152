/**
 * Copies one snapshot into another account and Region, the EBS service being another process on loopback, by plain HTTP or by TLS,
 * which functions speak to AWS. Each copier runs in a process of its own, whose CPU time and memory are reported; the machine's cores are shared
 * with the server, so that on few of them its own work is what all copiers wait for: the local cloud's checks every signature and
 * hashes every block, which is as much work as copying them, and with `--lean` it is one that does neither. Copiers take turns, so that a machine which is busy for a while is
 * so for all; figures are medians, and ratios are those of turns.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { CopierJob, CopierResult } from './block-copiers.ts';
import { copyByColdsnap } from './coldsnap.ts';
import { ask } from './copier-session.ts';
import { forkOn, leanServer, localServer } from './ebs-servers.ts';

const COPIERS = {
  kubeferry: 'kubeferry',
  sdk: '@aws-sdk/client-ebs as it is',
  coldsnap: 'coldsnap: download, upload',
} as const;
export type CopierName = keyof typeof COPIERS;

interface Turn extends CopierResult {
  gib: number;
}

export async function run(options: string[]): Promise<void> {
  const { values } = parseArgs({
    args: options,
    options: {
      gib: { type: 'string', default: '1' },
      workers: { type: 'string', default: '16' },
      rounds: { type: 'string', default: '1' },
      tls: { type: 'boolean', default: false },
      coldsnap: { type: 'string' },
      'one-core': { type: 'boolean', default: false },
      lean: { type: 'boolean', default: false },
    },
  });
  const [gib, workers, rounds] = [Number(values.gib), Number(values.workers), Number(values.rounds)];
  if (!(gib > 0 && workers > 0 && rounds > 0))
    throw new Error(`--gib, --workers and --rounds take numbers above 0, not ${JSON.stringify(values)}`);
  const names: CopierName[] = ['kubeferry', 'sdk', ...(values.coldsnap ? ['coldsnap' as const] : [])];
  const turns = new Map<CopierName, Turn[]>(names.map((name) => [name, []]));
  const folder = mkdtempSync(join(tmpdir(), 'kubeferry-blocks-'));
  const core = values['one-core'] ? '1' : undefined;
  const server = await (values.lean ? leanServer : localServer)({ folder, tls: values.tls, core });
  try {
    for (let round = 0; round < rounds; round++)
      for (const copier of names) {
        const prepared = await server.prepare(gib);
        const job = { copier, workers, ...prepared };
        const result =
          copier === 'coldsnap'
            ? await copyByColdsnap(values.coldsnap!, join(folder, 'disk.img'), job)
            : await copyIn(job, values['one-core']);
        turns.get(copier)!.push({ ...result, gib });
      }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  const way = values.tls ? 'TLS' : 'plain HTTP';
  const cores = core ? ', on one core each' : '';
  const by = values.lean ? ' of a lean server' : '';
  console.log(`${gib} GiB, ${workers} blocks in flight, ${way}${by}${cores}, ${rounds} turns\n`);
  console.log('copier                         MiB/s   CPU s/GiB   peak RSS MiB   speed of it   CPU of it');
  for (const name of names) console.log(row(name, turns));
}

async function copyIn(job: CopierJob, isPinned: boolean): Promise<CopierResult> {
  const env = { AWS_ENDPOINT_URL: job.endpoint, ...(job.authority ? { NODE_EXTRA_CA_CERTS: job.authority } : {}) };
  const copier = forkOn(isPinned ? '0' : undefined, './block-copiers.ts', env);
  const result = await ask<CopierResult>(copier, job);
  copier.disconnect();
  await once(copier, 'exit');
  return result;
}

/** With how many times the speed of each, and what part of its CPU time, kubeferry has. */
function row(name: CopierName, turns: ReadonlyMap<CopierName, readonly Turn[]>): string {
  const [own, kubeferry] = [turns.get(name)!, turns.get('kubeferry')!];
  const times = (of: (turn: Turn) => number) => median(own.map((turn, at) => of(turn) / of(kubeferry[at]!)));
  const cells = [
    median(own.map(({ gib, seconds }) => (gib * 1_024) / seconds))
      .toFixed(0)
      .padStart(5),
    median(own.map(({ gib, cpuSeconds }) => cpuSeconds / gib))
      .toFixed(2)
      .padStart(11),
    median(own.map(({ peakRssBytes }) => peakRssBytes / 2 ** 20))
      .toFixed(0)
      .padStart(14),
    times(({ seconds }) => seconds)
      .toFixed(2)
      .padStart(13),
    (1 / times(({ cpuSeconds }) => cpuSeconds)).toFixed(2).padStart(11),
  ];
  return `${COPIERS[name].padEnd(30)} ${cells.join(' ')}`;
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
