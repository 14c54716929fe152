/** Written by await-snapshot: the data of the snapshot at the source, as EC2 says it. */
export interface SnapshotSize {
  bytes: number;
}

/** Written by seal-snapshot: what the EBS direct APIs were asked for. */
export interface MovedBlocks {
  read: number;
  written: number;
}
