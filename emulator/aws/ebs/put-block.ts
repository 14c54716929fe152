import * as z from 'zod';
import { type Call, RawOutput } from '../../base/service.ts';
import { digestOf, once } from '../ec2/block-data.ts';
import { BLOCK_BYTES } from '../ec2/block-size.ts';
import type { Snapshot } from '../ec2/records.ts';
import { snapshotStatus } from '../ec2/status.ts';
import { validation } from './errors.ts';
import { countBlock, type EbsContext, numeric, ownSnapshot } from './operation.ts';

export const PutSnapshotBlock = z.strictObject({ SnapshotId: z.string(), BlockIndex: numeric });

/** https://docs.aws.amazon.com/ebs/latest/APIReference/API_PutSnapshotBlock.html; the same block may be put again. */
export function putSnapshotBlock(input: z.output<typeof PutSnapshotBlock>, call: Call, context: EbsContext): RawOutput {
  const snapshot = writable(call, input.SnapshotId, context);
  countBlock(call, snapshot.id, context);
  const blocks = (snapshot.sizeGiB * 2 ** 30) / BLOCK_BYTES;
  if (input.BlockIndex >= blocks) {
    throw validation('INVALID_BLOCK', `Block ${input.BlockIndex} is beyond the ${blocks} blocks of the snapshot.`);
  }
  const checksum = checked(call);
  snapshot.data.set(input.BlockIndex, once(call.body));
  snapshot.writing?.changed.add(input.BlockIndex);
  return new RawOutput(Buffer.alloc(0), { 'x-amz-Checksum': checksum, 'x-amz-Checksum-Algorithm': 'SHA256' }, 201);
}

/** An own snapshot that StartSnapshot made and that is not sealed; its timeout begins again. */
export function writable(call: Call, snapshotId: string, context: EbsContext): Snapshot {
  const snapshot = ownSnapshot(call, snapshotId, context);
  const now = call.clock.now().getTime();
  const { state } = snapshotStatus(snapshot, now);
  if (!snapshot.writing) {
    throw validation('INVALID_SNAPSHOT_ID', `The snapshot '${snapshotId}' takes no blocks: it is ${state}.`);
  }
  if (state === 'error') {
    const minutes = snapshot.writing.timeout / 60_000;
    throw validation('WRITE_REQUEST_TIMEOUT', `Nothing was written to '${snapshotId}' for ${minutes} minutes.`);
  }
  snapshot.writing.lastWrite = now;
  return snapshot;
}

/** Length, algorithm and digest as the headers say them; hashed once, for every later read. */
function checked({ body, headers }: Call): string {
  const length = Number(headers['x-amz-data-length']);
  if (length !== BLOCK_BYTES || body.length !== BLOCK_BYTES) {
    throw validation(
      'INVALID_PARAMETER_VALUE',
      `A block has ${BLOCK_BYTES} bytes; x-amz-Data-Length says ${length}, the body has ${body.length}.`,
    );
  }
  if (headers['x-amz-checksum-algorithm'] !== 'SHA256') {
    throw validation('INVALID_PARAMETER_VALUE', 'The checksum algorithm must be SHA256.');
  }
  const checksum = digestOf(body).toString('base64');
  if (headers['x-amz-checksum'] !== checksum) {
    throw validation('INVALID_BLOCK', 'The checksum of the block does not match its data.');
  }
  return checksum;
}
