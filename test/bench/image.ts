/**
 * Writes the files of a restic repository into a snapshot, from opening the repository to the seal, and beside it a snapshot
 * of as many blocks by `copy-blocks`, against the same local EBS. The repository lies in a folder: S3's own time is not in it.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BLOCK_BYTES } from '../../core/base/ports/block-store.ts';
import type { CopierResult } from './block-copiers.ts';
import type { EbsServerAnswer } from './ebs-server.ts';
import type { ImageJob, ImageResult } from './image-copier.ts';
import { writeRepository } from './restic-writer.ts';

const PASSWORD = 'bench';

export async function run(options: string[]): Promise<void> {
  const { values } = parseArgs({
    args: options,
    options: {
      files: { type: 'string', default: '20000' },
      gib: { type: 'string', default: '1' },
      workers: { type: 'string', default: '32' },
    },
  });
  const [files, gib, workers] = [values.files, values.gib, values.workers].map(Number) as [number, number, number];
  if (!(files > 0 && gib > 0 && workers > 0))
    throw new Error(`--files, --gib and --workers take numbers above 0, not ${JSON.stringify(values)}`);
  const folder = mkdtempSync(join(tmpdir(), 'kubeferry-bench-'));
  const server = fork(new URL('./ebs-server.ts', import.meta.url));
  try {
    writeRepository(folder, PASSWORD, { files, bytes: gib * 2 ** 30 });
    console.log(`${files} files of ${gib} GiB in all, ${workers} blocks in flight\n`);
    console.log('what                           MiB/s   CPU s/GiB   peak RSS MiB   seconds');
    const prepared = await ask<EbsServerAnswer>(server, { gib: 1 / 64 });
    const job = {
      ...prepared,
      target: { ...prepared.target, sizeGiB: Math.ceil(gib * 1.2) },
      folder,
      password: PASSWORD,
      workers,
    };
    const image = await inProcess<ImageResult>('./image-copier.ts', job satisfies ImageJob, prepared.endpoint);
    console.log(row('write-image', image.blocks, image));
    console.log(`  of which before the first block: ${image.layoutSeconds.toFixed(1)} s`);
    const asMany = await ask<EbsServerAnswer>(server, { gib: (image.blocks * BLOCK_BYTES) / 2 ** 30 });
    const blocks = await inProcess<CopierResult>(
      './block-copiers.ts',
      { copier: 'kubeferry', workers, ...asMany },
      asMany.endpoint,
    );
    console.log(row('copy-blocks, as many blocks', image.blocks, blocks));
    console.log(
      `\nwrite-image takes ${(image.seconds / blocks.seconds).toFixed(2)} times as long here, where nothing but the CPU is in the way.`,
    );
    const bytes = image.blocks * BLOCK_BYTES;
    const [ofImage, ofBlocks] = [
      inFunction({ ...image, readBytes: image.readBytes, writtenBytes: bytes }),
      inFunction({ ...blocks, readBytes: bytes, writtenBytes: bytes }),
    ];
    console.log(
      `In a function of copy-segment, by its CPU and its network: ${ofImage.toFixed(1)} s and ${ofBlocks.toFixed(1)} s, ${(ofImage / ofBlocks).toFixed(2)} times as long.`,
    );
  } finally {
    server.disconnect();
    await once(server, 'exit');
    rmSync(folder, { recursive: true });
  }
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

async function inProcess<T>(module: string, job: object, endpoint: string): Promise<T> {
  const copier = fork(new URL(module, import.meta.url), { env: { ...process.env, AWS_ENDPOINT_URL: endpoint } });
  const result = await ask<T>(copier, job);
  copier.disconnect();
  await once(copier, 'exit');
  return result;
}

async function ask<T>(child: ChildProcess, message: object): Promise<T> {
  const answer = new Promise<T>((resolve, reject) => {
    child.once('message', (it) => resolve(it as T));
    child.once('exit', (code) => reject(new Error(`${child.spawnfile} ended with code ${code} and without an answer`)));
  });
  child.send(message);
  return answer;
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
