import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type Call, RawOutput } from '../../base/service.ts';
import { digestOf } from '../ec2/block-data.ts';
import type { Snapshot } from '../ec2/records.ts';
import { snapshotStatus } from '../ec2/status.ts';
import { validation } from './errors.ts';
import { type EbsContext, ownSnapshot } from './operation.ts';
import { writable } from './put-block.ts';

export const CompleteSnapshot = z.strictObject({ SnapshotId: z.string() });

/** https://docs.aws.amazon.com/ebs/latest/APIReference/API_CompleteSnapshot.html; completes a little later. */
export function completeSnapshot(input: z.output<typeof CompleteSnapshot>, call: Call, context: EbsContext): RawOutput {
  const sealed = ownSnapshot(call, input.SnapshotId, context);
  // AWS does not say what sealing again answers; here it is harmless, and says how far the snapshot is.
  if (sealed.origin === 'blocks' && !sealed.writing) {
    return accepted(snapshotStatus(sealed, call.clock.now().getTime()).state);
  }
  const snapshot = writable(call, input.SnapshotId, context);
  const { changed } = snapshot.writing!;
  const count = Number(call.headers['x-amz-changedblockscount']);
  if (count !== changed.size) {
    throw validation('INVALID_PARAMETER_VALUE', `ChangedBlocksCount is ${count}, but ${changed.size} blocks were put.`);
  }
  checkAggregate(snapshot, changed, call.headers);
  const now = call.clock.now().getTime();
  delete snapshot.writing;
  snapshot.endsAt = now + context.state.durations.seal;
  return accepted('pending');
}

/** LINEAR: SHA-256 over the raw digests in ascending order of the block index. */
function checkAggregate(snapshot: Snapshot, changed: Set<number>, headers: Call['headers']): void {
  const given = headers['x-amz-checksum'];
  const method = headers['x-amz-checksum-aggregation-method'];
  const algorithm = headers['x-amz-checksum-algorithm'];
  if (given === undefined && method === undefined) return;
  if (method !== 'LINEAR' || algorithm !== 'SHA256' || given === undefined) {
    throw validation(
      'INVALID_PARAMETER_VALUE',
      'A checksum needs the algorithm SHA256 and the aggregation method LINEAR.',
    );
  }
  const hash = createHash('sha256');
  for (const index of [...changed].sort((a, b) => a - b)) hash.update(digestOf(snapshot.data.get(index)!));
  if (hash.digest('base64') !== given) {
    throw validation('INVALID_PARAMETER_VALUE', 'The checksum does not match the blocks that were put.');
  }
}

const accepted = (Status: string) =>
  new RawOutput(Buffer.from(JSON.stringify({ Status })), { 'content-type': 'application/json' }, 202);
