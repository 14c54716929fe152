import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ebsBlockSink, ebsBlockSource } from '../../../adapters/aws/ebs-blocks.ts';
import { startEbsSnapshot } from '../../../adapters/aws/ebs-snapshot-writer.ts';
import type { MemberSession } from '../../../adapters/aws/member.ts';
import { BLOCK_BYTES } from '../../../core/base/ports/block-store.ts';
import type { Fault } from '../../../emulator/base/records.ts';
import { blockStoreSuite } from '../../suites/block-store.ts';
import { keyArn, startSmallCloud, TARGET } from './small-cloud.ts';

let cloud: Awaited<ReturnType<typeof startSmallCloud>>;
let session: MemberSession;

beforeAll(async () => {
  cloud = await startSmallCloud();
  session = await cloud.session(TARGET);
});
afterAll(() => cloud.stop());

const start = (clientToken: string, parentSnapshotId?: string) =>
  startEbsSnapshot(session, {
    sizeGiB: 1,
    kmsKeyArn: keyArn(TARGET, 1),
    tags: { run: '1' },
    description: 'started',
    clientToken,
    ...(parentSnapshotId ? { parentSnapshotId } : {}),
  });

blockStoreSuite('EBS direct APIs', async () => ({
  start,
  sink: (id) => ebsBlockSink(session, id),
  source: (id, since) => ebsBlockSource(session, id, since),
  settle: () => cloud.clock.sleep(60_000),
}));

describe('an EBS that fails', () => {
  const bytes = Buffer.alloc(BLOCK_BYTES, 'data');
  const digest = createHash('sha256').update(bytes).digest();
  const failPut = (effect: Omit<Extract<Fault['effect'], { kind: 'error' }>, 'kind'>) =>
    cloud.faults.add({ on: 'ebs:PutSnapshotBlock', nth: 1, effect: { kind: 'error', ...effect } });

  it.each([
    ['RequestThrottledException', 400, 'Throttled'],
    ['InternalServerException', 500, 'Unavailable'],
    ['AccessDeniedException', 403, 'AccessDenied'],
    ['ServiceQuotaExceededException', 402, 'QuotaReached'],
    // Seen right after StartSnapshot, before all of EBS knows the snapshot.
    ['ResourceNotFoundException', 404, 'Unavailable'],
    ['ValidationException', 400, 'ValidationException'],
  ])('says %s as %s', async (code, status, name) => {
    const id = await start(`failing-${code}`);
    failPut({ code, message: 'because of a fault', status });
    const put = ebsBlockSink(session, id).put(1, bytes, digest);
    await expect(put).rejects.toMatchObject({ name });
    await expect(put).rejects.toThrow(`Could not write block 1 of snapshot ${id}: ${code}: because of a fault`);
    await ebsBlockSink(session, id).put(1, bytes, digest);
  });

  it('tells a lost connection as Unavailable', async () => {
    const id = await start('lost');
    cloud.faults.add({ on: 'ebs:PutSnapshotBlock', nth: 1, effect: { kind: 'kill-after' } });
    await expect(ebsBlockSink(session, id).put(1, bytes, digest)).rejects.toMatchObject({ name: 'Unavailable' });
  });
});
