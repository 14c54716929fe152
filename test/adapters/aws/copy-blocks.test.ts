import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ebsBlockSink, ebsBlockSource } from '../../../adapters/aws/ebs-blocks.ts';
import { startEbsSnapshot } from '../../../adapters/aws/ebs-snapshot-writer.ts';
import { BLOCK_BYTES } from '../../../core/base/ports/block-store.ts';
import { sealOf } from '../../../core/execute/blocks/checksum.ts';
import { copySegment } from '../../../core/execute/blocks/copy-segment.ts';
import { encodeDigestRecord } from '../../../core/execute/blocks/digest-record.ts';
import { planSegments } from '../../../core/execute/blocks/plan-segments.ts';
import { retryingSink, retryingSource } from '../../../core/execute/blocks/with-retry.ts';
import { leapingClock } from '../../memory/clock.ts';
import { keyArn, SOURCE, startSmallCloud, TARGET } from './small-cloud.ts';

let cloud: Awaited<ReturnType<typeof startSmallCloud>>;
beforeAll(async () => {
  cloud = await startSmallCloud();
});
afterAll(() => cloud.stop());

const ZERO = Buffer.alloc(BLOCK_BYTES);
const contentOf = (index: number) => (index % 7 === 0 ? ZERO : Buffer.alloc(BLOCK_BYTES, `block ${index} `));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

async function sourceSnapshot(indexes: number[]): Promise<string> {
  const session = await cloud.session(SOURCE);
  const request = { sizeGiB: 1, kmsKeyArn: keyArn(SOURCE, 1), tags: {}, description: 'started', clientToken: 'source' };
  const id = await startEbsSnapshot(session, request);
  const sink = ebsBlockSink(session, id);
  for (const index of indexes) await sink.put(index, contentOf(index), sha256(contentOf(index)));
  await sink.seal(indexes.length, sha256(Buffer.concat(indexes.map((index) => sha256(contentOf(index))))));
  await cloud.clock.sleep(60_000);
  return id;
}

it('copies a volume into another account and Region while EBS throttles, fails, and loses answers', async () => {
  const indexes = Array.from({ length: 60 }, (_, at) => at * 3);
  const sourceId = await sourceSnapshot(indexes);
  const error = (code: string, status: number) => ({ kind: 'error' as const, code, message: 'fault', status });
  cloud.faults.add({ on: 'ebs:ListSnapshotBlocks', nth: 1, effect: error('InternalServerException', 500) });
  for (const nth of [2, 5, 6, 7]) {
    cloud.faults.add({ on: 'ebs:GetSnapshotBlock', nth, effect: error('RequestThrottledException', 400) });
    cloud.faults.add({ on: 'ebs:PutSnapshotBlock', nth, effect: { kind: 'kill-after' } });
  }
  cloud.faults.add({ on: 'ebs:CompleteSnapshot', nth: 1, effect: { kind: 'kill-after' } });

  const target = await cloud.session(TARGET);
  const request = { sizeGiB: 1, kmsKeyArn: keyArn(TARGET, 1), tags: {}, description: 'started', clientToken: 'target' };
  const targetId = await startEbsSnapshot(target, request);
  const policy = { clock: leapingClock(), random: () => 0.5 };
  const source = retryingSource(ebsBlockSource(await cloud.session(SOURCE), sourceId), policy);
  const sink = retryingSink(ebsBlockSink(target, targetId), policy);
  const segments = await planSegments(source.list());
  const records = [];
  for (const segment of segments) {
    const { digests } = await copySegment({ source, sink, segment, workers: 8, zeroBlocks: 'skip' });
    records.push(encodeDigestRecord({ segment: segment.number, digests }));
  }
  const { changedBlocks, checksum } = await sealOf(records, segments.length, createHash('sha256'));
  await sink.seal(changedBlocks, checksum);

  const copied = cloud.state.blocksOf(targetId);
  const data = indexes.filter((index) => contentOf(index) !== ZERO);
  expect([...copied.keys()]).toEqual(data);
  for (const index of data) expect(copied.get(index)!.equals(contentOf(index)), `block ${index}`).toBe(true);
});
