import type { RecordedCall } from '../../emulator/base/records.ts';

/** What a clone has moved, counted at the services themselves. */
export interface Moved {
  blocksRead: number;
  blocksWritten: number;
  snapshotsCopied: number;
}

export function countMoved(calls: readonly RecordedCall[]): Moved {
  const count = (action: string) => calls.filter((call) => call.allowed && call.action === action).length;
  return {
    blocksRead: count('ebs:GetSnapshotBlock'),
    blocksWritten: count('ebs:PutSnapshotBlock'),
    // IAM is asked for the snapshot that is copied, and for the one that is made.
    snapshotsCopied: count('ec2:CopySnapshot') / 2,
  };
}
