/**
 * Copies one snapshot into another account and Region, the EBS service being another process on loopback that checks
 * every signature and checksum. Each copier runs in a process of its own, whose CPU time and memory are reported;
 * the machine's cores are shared with the server.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import type { CopierJob, CopierResult } from './block-copiers.ts';
import { ask } from './copier-session.ts';
import type { EbsServerAnswer } from './ebs-server.ts';

const COPIERS = {
  kubeferry: 'kubeferry',
  sdk: '@aws-sdk/client-ebs as it is',
} as const;
export type CopierName = keyof typeof COPIERS;

export async function run(options: string[]): Promise<void> {
  const { values } = parseArgs({
    args: options,
    options: { gib: { type: 'string', default: '1' }, workers: { type: 'string', default: '16' } },
  });
  const gib = Number(values.gib);
  const workers = Number(values.workers);
  if (!(gib > 0 && workers > 0))
    throw new Error(`--gib and --workers take numbers above 0, not ${JSON.stringify(values)}`);

  const server = fork(new URL('./ebs-server.ts', import.meta.url));
  try {
    console.log(`${gib} GiB, ${workers} blocks in flight\n`);
    console.log('copier                         MiB/s   CPU s/GiB   peak RSS MiB');
    for (const copier of Object.keys(COPIERS) as CopierName[]) {
      const prepared = await ask<EbsServerAnswer>(server, { gib });
      const result = await copyIn({ copier, workers, ...prepared });
      console.log(row(COPIERS[copier], gib, result));
    }
  } finally {
    server.disconnect();
    await once(server, 'exit');
  }
}

async function copyIn(job: CopierJob): Promise<CopierResult> {
  const env = { ...process.env, AWS_ENDPOINT_URL: job.endpoint };
  const copier = fork(new URL('./block-copiers.ts', import.meta.url), { env });
  const result = await ask<CopierResult>(copier, job);
  copier.disconnect();
  await once(copier, 'exit');
  return result;
}

function row(name: string, gib: number, { seconds, cpuSeconds, peakRssBytes }: CopierResult): string {
  const cells = [(gib * 1_024) / seconds, cpuSeconds / gib, peakRssBytes / 2 ** 20];
  const [rate, cpu, memory] = [cells[0]!.toFixed(0), cells[1]!.toFixed(2), cells[2]!.toFixed(0)];
  return `${name.padEnd(30)} ${rate.padStart(5)} ${cpu.padStart(11)} ${memory.padStart(14)}`;
}
