import { createHash } from 'node:crypto';
import type { StepTag } from '../../base/run/names.ts';

/**
 * The same call of the same run has the same token: at most 64 ASCII characters, as EC2 and EBS ask. A call with another
 * parent is another call, which EBS refuses under the same token.
 */
export function clientToken(cloneId: string, claim: string, step: StepTag, parentSnapshotId?: string): string {
  const call = [cloneId, claim, step, ...(parentSnapshotId === undefined ? [] : [parentSnapshotId])].join(' ');
  return createHash('sha256').update(call).digest('hex');
}
