/**
 * Writes the files of a restic repository into a snapshot, from opening the repository to the seal, and by turns a snapshot of
 * as many blocks by `copy-blocks`, against the same local EBS. The repository lies in a folder: S3's own time is not in it.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BLOCK_BYTES } from '../../core/base/ports/block-store.ts';
import type { CopierResult } from './block-copiers.ts';
import { ask } from './copier-session.ts';
import type { EbsServerAnswer } from './ebs-server.ts';
import type { ImageJob, ImageResult } from './image-copier.ts';
import type { LayoutJob, LayoutResult } from './image-layout.ts';
import { writeRepository } from './restic-writer.ts';

const PASSWORD = 'bench';

export async function run(options: string[]): Promise<void> {
  const { values } = parseArgs({
    args: options,
    options: {
      files: { type: 'string', default: '20000' },
      gib: { type: 'string', default: '1' },
      workers: { type: 'string', default: '32' },
      rounds: { type: 'string', default: '3' },
      'lay-out': { type: 'string', default: '1000000' },
    },
  });
  const given = [values.files, values.gib, values.workers, values.rounds, values['lay-out']].map(Number);
  if (!given.every((each) => each > 0)) throw new Error(`options take numbers above 0, not ${JSON.stringify(values)}`);
  const [files, gib, workers, rounds, layOut] = given as [number, number, number, number, number];
  await sayLayout(layOut);
  const folder = mkdtempSync(join(tmpdir(), 'kubeferry-bench-'));
  const server = fork(new URL('./ebs-server.ts', import.meta.url));
  try {
    writeRepository(folder, PASSWORD, { files, bytes: gib * 2 ** 30 });
    console.log(`${files} files of ${gib} GiB in all, ${workers} blocks in flight, ${rounds} rounds by turns\n`);
    sayCopies(await inTurns(server, folder, { gib, workers, rounds }));
  } finally {
    server.disconnect();
    await once(server, 'exit');
    rmSync(folder, { recursive: true });
  }
}

/** How long it takes to lay so many small files out, before any byte of them is read; and in how much memory. */
async function sayLayout(files: number): Promise<void> {
  const { seconds, peakRssBytes } = await inProcess<LayoutResult>('./image-layout.ts', { files } satisfies LayoutJob);
  console.log(
    `${files} files are laid out in ${seconds.toFixed(1)} s, in a process of ${(peakRssBytes / 2 ** 20).toFixed(0)} MiB.\n`,
  );
}

interface Turns {
  images: ImageResult[];
  copies: CopierResult[];
}

/** Both by turns, and each round begins with the other one, so that what else the machine does takes as much from one as from the other. */
async function inTurns(
  server: ChildProcess,
  folder: string,
  { gib, workers, rounds }: { gib: number; workers: number; rounds: number },
): Promise<Turns> {
  const turns: Turns = { images: [], copies: [] };
  const image = async () => {
    const prepared = await ask<EbsServerAnswer>(server, { gib: 1 / 64 });
    const target = { ...prepared.target, sizeGiB: Math.ceil(gib * 1.2) };
    const job = { ...prepared, target, folder, password: PASSWORD, workers };
    turns.images.push(await inProcess<ImageResult>('./image-copier.ts', job satisfies ImageJob, prepared.endpoint));
  };
  const copy = async () => {
    const blocks = turns.images[0]!.blocks;
    const asMany = await ask<EbsServerAnswer>(server, { gib: (blocks * BLOCK_BYTES) / 2 ** 30 });
    const job = { copier: 'kubeferry', workers, ...asMany };
    turns.copies.push(await inProcess<CopierResult>('./block-copiers.ts', job, asMany.endpoint));
  };
  for (let round = 0; round < rounds; round++)
    for (const turn of round % 2 === 0 ? [image, copy] : [copy, image]) await turn();
  return turns;
}

function sayCopies({ images, copies }: Turns): void {
  const { blocks, layoutSeconds, readBytes } = images[0]!;
  console.log('what                           MiB/s   CPU s/GiB   peak RSS MiB   seconds');
  const [image, copy] = [meanOf(images), meanOf(copies)];
  console.log(row('write-image', blocks, image));
  console.log(`  of which before the first block: ${layoutSeconds.toFixed(1)} s`);
  console.log(row('copy-blocks, as many blocks', blocks, copy));
  const times = (image.seconds / copy.seconds).toFixed(2);
  console.log(`\nwrite-image takes ${times} times as long here, where nothing but the CPU is in the way.`);
  const bytes = blocks * BLOCK_BYTES;
  const ofImage = inFunction({ ...image, readBytes, writtenBytes: bytes });
  const ofBlocks = inFunction({ ...copy, readBytes: bytes, writtenBytes: bytes });
  console.log(
    `In a function of copy-segment, by its CPU and its network: ${ofImage.toFixed(1)} s and ${ofBlocks.toFixed(1)} s, ${(ofImage / ofBlocks).toFixed(2)} times as long.`,
  );
}

/** Of the rounds; of their memory the most. */
function meanOf(rounds: CopierResult[]): CopierResult {
  const mean = (of: (each: CopierResult) => number) => rounds.reduce((sum, each) => sum + of(each), 0) / rounds.length;
  return {
    seconds: mean(({ seconds }) => seconds),
    cpuSeconds: mean(({ cpuSeconds }) => cpuSeconds),
    peakRssBytes: Math.max(...rounds.map(({ peakRssBytes }) => peakRssBytes)),
  };
}

/** Of 2,048 MiB: 1,769 are a vCPU (https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html). */
const FUNCTION_CPUS = 2_048 / 1_769;
/** As measured in the functions of others; each way. */
const FUNCTION_BYTES_A_SECOND = 75 * 2 ** 20;

/** How long it would take there: a model, since here is neither its network nor its share of a CPU. */
const inFunction = (used: { cpuSeconds: number; readBytes: number; writtenBytes: number }): number =>
  Math.max(
    used.cpuSeconds / FUNCTION_CPUS,
    used.readBytes / FUNCTION_BYTES_A_SECOND,
    used.writtenBytes / FUNCTION_BYTES_A_SECOND,
  );

async function inProcess<T>(module: string, job: object, endpoint = ''): Promise<T> {
  const copier = fork(new URL(module, import.meta.url), { env: { ...process.env, AWS_ENDPOINT_URL: endpoint } });
  const result = await ask<T>(copier, job);
  copier.disconnect();
  await once(copier, 'exit');
  return result;
}

function row(name: string, blocks: number, { seconds, cpuSeconds, peakRssBytes }: CopierResult): string {
  const gib = (blocks * BLOCK_BYTES) / 2 ** 30;
  const cells = [(gib * 1_024) / seconds, cpuSeconds / gib, peakRssBytes / 2 ** 20, seconds] as const;
  const [rate, cpu, memory, time] = [
    cells[0].toFixed(0),
    cells[1].toFixed(2),
    cells[2].toFixed(0),
    cells[3].toFixed(1),
  ];
  return `${name.padEnd(30)} ${rate.padStart(5)} ${cpu.padStart(11)} ${memory.padStart(14)} ${time.padStart(9)}`;
}
