/**
 * Clones one volume three times through the local EBS, which is another process on loopback: whole, then after so many
 * blocks of a hundred have changed, then unchanged. Counts what is read and put, and fails where the second clone moves
 * more than its share and a tenth.
 */
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ebsBlockSink, ebsBlockSource } from '../../adapters/aws/ebs-blocks.ts';
import { startEbsSnapshot } from '../../adapters/aws/ebs-snapshot-writer.ts';
import { table } from '../../cli/table.ts';
import { BLOCK_BYTES } from '../../core/base/ports/block-store.ts';
import type { Clone, Parent, Segment, VolumeItem } from '../../core/base/run/envelope.ts';
import { readLines } from '../../core/base/run/records.ts';
import { sealOf } from '../../core/execute/blocks/checksum.ts';
import { copySegment } from '../../core/execute/blocks/copy-segment.ts';
import { countedSink, countedSource } from '../../core/execute/blocks/counted.ts';
import { encodeDigestRecord } from '../../core/execute/blocks/digest-record.ts';
import { retryingSink, retryingSource } from '../../core/execute/blocks/with-retry.ts';
import { planBlockCopy } from '../../core/execute/volumes/plan-block-copy.ts';
import { memoryObjectStore } from '../memory/object-store.ts';
import { ask, sessionOf } from './copier-session.ts';
import type { EbsServerAnswer } from './ebs-server.ts';

interface Cloned extends Parent {
  name: string;
  read: number;
  written: number;
  seconds: number;
}

const WORKERS = 16;
const RETRY = { clock: { sleep: (milliseconds: number) => sleep(milliseconds) }, random: Math.random };

export async function run(options: string[]): Promise<void> {
  const { values } = parseArgs({
    args: options,
    options: {
      gib: { type: 'string', default: '4' },
      percent: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const [gib, percent] = [Number(values.gib), Number(values.percent)];
  if (!(gib > 0 && percent >= 0 && percent <= 100))
    throw new Error(`--gib takes a number above 0 and --percent one to 100, not ${JSON.stringify(values)}`);
  const server = fork(new URL('./ebs-server.ts', import.meta.url));
  try {
    const clones = await cloneThrice(server, gib, percent);
    const [first, second, third] = clones as [Cloned, Cloned, Cloned];
    const most = (percent * 1.1) / 100;
    const isGood =
      second.read <= first.read * most && second.written <= first.written * most && third.read + third.written === 0;
    const result = {
      gib,
      percent,
      clones: clones.map(({ sourceSnapshotId: _, snapshotId: __, ...each }) => each),
      isGood,
    };
    console.log(values.json ? JSON.stringify(result, null, 2) : printed(result.clones, first.read));
    if (!isGood) process.exitCode = 1;
  } finally {
    server.disconnect();
    await once(server, 'exit');
  }
}

async function cloneThrice(server: ReturnType<typeof fork>, gib: number, percent: number): Promise<Cloned[]> {
  const first = await ask<EbsServerAnswer>(server, { gib });
  process.env.AWS_ENDPOINT_URL = first.endpoint;
  const clones = [await clone('first', first)];
  for (const [name, change] of [
    [`second, ${percent} % changed`, percent],
    ['third, unchanged', 0],
  ] as const) {
    const last = clones.at(-1)!;
    const next = await ask<EbsServerAnswer>(server, { after: last.sourceSnapshotId, percent: change });
    clones.push(await clone(name, next, last));
  }
  return clones;
}

/** As plan-segments, copy-segment and seal-snapshot do it, one segment after the other. */
async function clone(name: string, { source, target }: EbsServerAnswer, parent?: Parent): Promise<Cloned> {
  const [began, moved, store] = [performance.now(), { read: 0, written: 0 }, memoryObjectStore()];
  const origin = { kind: 'volume', volumeId: 'vol-1', snapshotId: source.snapshotId } as const;
  const item = { claim: 'bench/data', origin, ...target, ...(parent ? { parent } : {}) } as unknown as VolumeItem;
  const open = (since?: string) =>
    countedSource(retryingSource(ebsBlockSource(sessionOf(source), source.snapshotId, since), RETRY), moved);
  const run = { cloneId: `bench-${name.split(',')[0]}` } as Clone;
  const start = (request: Parameters<typeof startEbsSnapshot>[1]) => startEbsSnapshot(sessionOf(target), request);
  const planned = await planBlockCopy(open, start, store, run, item, () => 900_000);
  const sink = countedSink(retryingSink(ebsBlockSink(sessionOf(target), planned.snapshotId), RETRY), moved);
  const segments = await readLines<Segment>(store, planned.key, 'plan-segments');
  const records: Uint8Array[] = [];
  for (const segment of segments) {
    const zeroBlocks = segment.since === undefined ? 'skip' : 'write';
    const { digests } = await copySegment({ source: open(segment.since), sink, segment, workers: WORKERS, zeroBlocks });
    records.push(encodeDigestRecord({ segment: segment.number, digests }));
  }
  const { changedBlocks, checksum } = await sealOf(records, segments.length, createHash('sha256'));
  await sink.seal(changedBlocks, checksum);
  // Sealed a tenth of a second later: only then it may be a parent.
  await sleep(200);
  const seconds = (performance.now() - began) / 1_000;
  return { name, sourceSnapshotId: source.snapshotId, snapshotId: planned.snapshotId, ...moved, seconds };
}

function printed(clones: readonly Omit<Cloned, keyof Parent>[], whole: number): string {
  const rows = clones.map(({ name, read, written, seconds }) => [
    name,
    String(read),
    String(written),
    ((read * BLOCK_BYTES) / 2 ** 20).toFixed(0),
    `${((100 * read) / whole).toFixed(2)} %`,
    seconds.toFixed(1),
  ]);
  return table(['clone', 'blocks read', 'put', 'MiB', 'of the first', 's'], rows);
}
