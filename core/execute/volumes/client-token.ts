import { createHash } from 'node:crypto';
import type { StepTag } from '../../base/run/names.ts';

/** The same call of the same run has the same token: at most 64 ASCII characters, as EC2 and EBS ask. */
export function clientToken(cloneId: string, claim: string, step: StepTag): string {
  return createHash('sha256').update(`${cloneId} ${claim} ${step}`).digest('hex');
}
