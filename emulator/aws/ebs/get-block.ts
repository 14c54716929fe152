import * as z from 'zod';
import { type Call, RawOutput } from '../../base/service.ts';
import { digestOf } from '../ec2/block-data.ts';
import { BLOCK_BYTES } from '../ec2/block-size.ts';
import { validation } from './errors.ts';
import { readable } from './list-blocks.ts';
import { countBlock, type EbsContext, numeric } from './operation.ts';

export const GetSnapshotBlock = z.strictObject({ SnapshotId: z.string(), BlockIndex: numeric, blockToken: z.string() });

/** The stored bytes themselves, with their SHA-256 (https://docs.aws.amazon.com/ebs/latest/APIReference/API_GetSnapshotBlock.html). */
export function getSnapshotBlock(input: z.output<typeof GetSnapshotBlock>, call: Call, context: EbsContext): RawOutput {
  const snapshot = readable(call, input.SnapshotId, context);
  countBlock(call, snapshot.id, context);
  const content = context.tokens.open(input.blockToken, call.clock.now().getTime());
  if (content !== `block ${snapshot.id} ${input.BlockIndex}`) {
    throw validation('INVALID_BLOCK_TOKEN', 'The block token is not valid for this block, or older than 7 days.');
  }
  const block = snapshot.data.get(input.BlockIndex);
  if (!block) throw validation('INVALID_BLOCK', `The snapshot '${snapshot.id}' has no block ${input.BlockIndex}.`);
  return new RawOutput(block, {
    'content-type': 'application/octet-stream',
    'x-amz-Data-Length': String(BLOCK_BYTES),
    'x-amz-Checksum': digestOf(block).toString('base64'),
    'x-amz-Checksum-Algorithm': 'SHA256',
  });
}
