/** "The size of the blocks in the snapshot, in bytes": 512 KiB (https://docs.aws.amazon.com/ebs/latest/APIReference/API_StartSnapshot.html). */
export const BLOCK_BYTES = 512 * 1024;
