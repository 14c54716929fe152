import type { BlobReader } from '../base/ports/blob-reader.ts';

/** Where a repository lies. */
export interface RepositoryPlace {
  blobs: BlobReader;
  /** Its folder; may be empty. */
  prefix: string;
}
