/** A process that copies one snapshot in the way it is told, and answers what that took. */
import { createHash, randomUUID } from 'node:crypto';
import type { EBSClient } from '@aws-sdk/client-ebs';
import { BLOCK_BYTES } from '../../core/base/ports/block-store.ts';
import type { CopierName } from './block-copy.ts';
import { sessionOf } from './copier-session.ts';
import type { EbsServerAnswer } from './ebs-server.ts';

export interface CopierJob extends EbsServerAnswer {
  copier: CopierName;
  workers: number;
}

export interface CopierResult {
  seconds: number;
  /** User and system time of this process. */
  cpuSeconds: number;
  peakRssBytes: number;
}

const copiers: Record<Exclude<CopierName, 'coldsnap'>, (job: CopierJob) => Promise<void>> = {
  kubeferry: copyAsKubeferry,
  sdk: copyBySdk,
};

process.on('message', async (job: CopierJob) => {
  // Loaded before, by both: a function loads its bundle once, and then copies gibibytes.
  await Promise.all([import('@aws-sdk/client-ebs'), import('../../adapters/aws/ebs-blocks.ts')]);
  const start = performance.now();
  const before = process.cpuUsage();
  if (job.copier !== 'coldsnap') await copiers[job.copier](job);
  const { user, system } = process.cpuUsage(before);
  const result: CopierResult = {
    seconds: (performance.now() - start) / 1_000,
    cpuSeconds: (user + system) / 1e6,
    peakRssBytes: process.resourceUsage().maxRSS * 1_024,
  };
  process.send?.(result);
});
// Kept-alive connections would hold the process.
process.on('disconnect', () => process.exit());

/** As the functions of `copy-blocks` do it, one segment after the other. */
async function copyAsKubeferry({ source, target, workers }: CopierJob): Promise<void> {
  const { ebsBlockSink, ebsBlockSource } = await import('../../adapters/aws/ebs-blocks.ts');
  const { startEbsSnapshot } = await import('../../adapters/aws/ebs-snapshot-writer.ts');
  const { sealOf } = await import('../../core/execute/blocks/checksum.ts');
  const { copySegment } = await import('../../core/execute/blocks/copy-segment.ts');
  const { encodeDigestRecord } = await import('../../core/execute/blocks/digest-record.ts');
  const { planSegments } = await import('../../core/execute/blocks/plan-segments.ts');
  const { retryingSink, retryingSource } = await import('../../core/execute/blocks/with-retry.ts');

  const clock = { sleep: (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds)) };
  const policy = { clock, random: Math.random };
  const { sizeGiB, kmsKeyArn } = target;
  const request = { sizeGiB, kmsKeyArn, tags: {}, description: 'started', clientToken: randomUUID() };
  const snapshotId = await startEbsSnapshot(sessionOf(target), request);
  const from = retryingSource(ebsBlockSource(sessionOf(source), source.snapshotId), policy);
  const to = retryingSink(ebsBlockSink(sessionOf(target), snapshotId), policy);

  const segments = await planSegments(from.list());
  const records: Uint8Array[] = [];
  for (const segment of segments) {
    const { digests } = await copySegment({ source: from, sink: to, segment, workers, zeroBlocks: 'skip' });
    records.push(encodeDigestRecord({ segment: segment.number, digests }));
  }
  const { changedBlocks, checksum } = await sealOf(records, segments.length, createHash('sha256'));
  await to.seal(changedBlocks, checksum);
}

/** The obvious program: the same promises (digests compared, sealed by a checksum), nothing tuned. */
async function copyBySdk({ source, target, workers }: CopierJob): Promise<void> {
  const ebs = await import('@aws-sdk/client-ebs');
  const reader = new ebs.EBSClient(source);
  const writer = new ebs.EBSClient(target);
  const { SnapshotId } = await writer.send(
    new ebs.StartSnapshotCommand({ VolumeSize: target.sizeGiB, KmsKeyArn: target.kmsKeyArn }),
  );
  const blocks = await listBySdk(reader, source.snapshotId);
  const digests: Buffer[] = [];
  let next = 0;
  const work = async () => {
    for (let at = next++; at < blocks.length; at = next++) {
      const block = { BlockIndex: blocks[at]!.BlockIndex, BlockToken: blocks[at]!.BlockToken };
      const got = await reader.send(new ebs.GetSnapshotBlockCommand({ SnapshotId: source.snapshotId, ...block }));
      const BlockData = await got.BlockData!.transformToByteArray();
      const digest = createHash('sha256').update(BlockData).digest();
      const Checksum = digest.toString('base64');
      if (Checksum !== got.Checksum || BlockData.length !== BLOCK_BYTES) throw new Error(`block ${at} is damaged`);
      const sums = { Checksum, ChecksumAlgorithm: 'SHA256' as const };
      const data = { BlockIndex: block.BlockIndex, BlockData, DataLength: BLOCK_BYTES };
      await writer.send(new ebs.PutSnapshotBlockCommand({ SnapshotId, ...data, ...sums }));
      digests[at] = digest;
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  await writer.send(
    new ebs.CompleteSnapshotCommand({
      SnapshotId,
      ChangedBlocksCount: digests.length,
      Checksum: createHash('sha256').update(Buffer.concat(digests)).digest('base64'),
      ChecksumAlgorithm: 'SHA256',
      ChecksumAggregationMethod: 'LINEAR',
    }),
  );
}

async function listBySdk(client: EBSClient, SnapshotId: string) {
  const { paginateListSnapshotBlocks } = await import('@aws-sdk/client-ebs');
  const found = [];
  for await (const page of paginateListSnapshotBlocks({ client }, { SnapshotId, MaxResults: 10_000 })) {
    found.push(...(page.Blocks ?? []));
  }
  return found;
}
