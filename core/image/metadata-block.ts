/** A block that is no file's. */
export interface MetadataBlock {
  block: number;
  bytes: Uint8Array;
}
