/** A process that writes the files of a repository into a snapshot, as the functions do it, and answers what that took. */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ebsBlockSink } from '../../adapters/aws/ebs-blocks.ts';
import { startEbsSnapshot } from '../../adapters/aws/ebs-snapshot-writer.ts';
import type { MemberSession } from '../../adapters/aws/member.ts';
import type { BlobReader } from '../../core/base/ports/blob-reader.ts';
import type { Clone } from '../../core/base/run/envelope.ts';
import { sealOf } from '../../core/execute/blocks/checksum.ts';
import { copySegment } from '../../core/execute/blocks/copy-segment.ts';
import { encodeDigestRecord } from '../../core/execute/blocks/digest-record.ts';
import { planSegments } from '../../core/execute/blocks/plan-segments.ts';
import { retryingSink, retryingSource } from '../../core/execute/blocks/with-retry.ts';
import { imageSource } from '../../core/execute/images/image-source.ts';
import { type FilesVolume, layOutImage } from '../../core/execute/images/lay-out-image.ts';
import { openPieces, openRepository } from '../../core/repositories/open-repository.ts';
import { memoryObjectStore } from '../memory/object-store.ts';
import type { CopierResult } from './block-copiers.ts';
import type { EbsServerAnswer } from './ebs-server.ts';

export interface ImageJob extends EbsServerAnswer {
  folder: string;
  password: string;
  workers: number;
}
export interface ImageResult extends CopierResult {
  blocks: number;
  layoutSeconds: number;
  /** Of the repository. */
  readBytes: number;
}

process.on('message', async (job: ImageJob) => {
  const start = performance.now();
  const before = process.cpuUsage();
  const { blocks, laidOut, readBytes } = await copy(job);
  const { user, system } = process.cpuUsage(before);
  const result: ImageResult = {
    seconds: (performance.now() - start) / 1_000,
    layoutSeconds: (laidOut - start) / 1_000,
    cpuSeconds: (user + system) / 1e6,
    peakRssBytes: process.resourceUsage().maxRSS * 1_024,
    blocks,
    readBytes,
  };
  process.send?.(result);
});
// Kept-alive connections would hold the process.
process.on('disconnect', () => process.exit());

async function copy({ folder, password, workers, target }: ImageJob) {
  const read = { bytes: 0 };
  const place = { blobs: folderBlobs(folder, read), prefix: '' };
  const store = memoryObjectStore();
  const clone = { cloneId: 'bench', startedAt: '2026-11-30T08:00:00.000Z' } as Clone;
  const claim = 'shop/files';
  const volume = { claim, sizeGiB: target.sizeGiB, origin: { kind: 'files', snapshotId: 'latest' } } as FilesVolume;
  await layOutImage(await openRepository('restic', place, password), store, clone, volume);
  const laidOut = performance.now();

  const clock = { sleep: (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds)) };
  const policy = { clock, random: Math.random };
  const session = sessionOf(target);
  const request = {
    sizeGiB: target.sizeGiB,
    kmsKeyArn: target.kmsKeyArn,
    tags: {},
    description: 'bench',
    clientToken: randomUUID(),
  };
  const to = retryingSink(ebsBlockSink(session, await startEbsSnapshot(session, request)), policy);
  const repository = async () => ({ blobs: place.blobs, opener: await openPieces('restic', place, password) });
  const from = retryingSource(await imageSource(store, { cloneId: clone.cloneId, claim }, repository), policy);
  const segments = await planSegments(from.list());
  const records: Uint8Array[] = [];
  for (const segment of segments) {
    const { digests } = await copySegment({ source: from, sink: to, segment, workers, zeroBlocks: 'skip' });
    records.push(encodeDigestRecord({ segment: segment.number, digests }));
  }
  const { changedBlocks, checksum } = await sealOf(records, segments.length, createHash('sha256'));
  await to.seal(changedBlocks, checksum);
  return { blocks: changedBlocks, laidOut, readBytes: read.bytes };
}

const sessionOf = (at: ImageJob['target']): MemberSession => ({
  account: at.account,
  region: at.region,
  roleArn: '',
  credentials: async () => at.credentials,
});

function folderBlobs(folder: string, read: { bytes: number }): BlobReader {
  return {
    async get(key, range) {
      if (!range) return readFileSync(join(folder, key));
      const file = await open(join(folder, key));
      try {
        read.bytes += range.length;
        const { buffer } = await file.read(Buffer.allocUnsafeSlow(range.length), 0, range.length, range.offset);
        return buffer;
      } finally {
        await file.close();
      }
    },
    async *list(prefix) {
      const names = await readdir(join(folder, prefix)).catch(() => []);
      for (const name of names) yield { key: `${prefix}${name}`, size: 0 };
    },
  };
}
