import { BLOCK_BYTES } from '../../base/ports/block-store.ts';

/** What a block reads as that nobody has written; nobody may change it. */
export const ZERO_BLOCK: Uint8Array = new Uint8Array(BLOCK_BYTES);

/** Its SHA-256. */
export const ZERO_DIGEST = Buffer.from('B4VNL+8pega6gWheZgwzLeNtXRjVRpJ9MNqtbX/aFUE=', 'base64');
