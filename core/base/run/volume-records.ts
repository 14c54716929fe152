/** Written by await-snapshot: the data of the snapshot at the source, as EC2 says it. */
export interface SnapshotSize {
  bytes: number;
}

/** What the EBS direct APIs have read and taken: copy-segment counts it in its tally, whatever became of the attempt. */
export interface MovedBlocks {
  read: number;
  written: number;
}
