import { createHash } from 'node:crypto';
import { KubeferryError } from '../../base/errors.ts';
import type { BlobReader } from '../../base/ports/blob-reader.ts';
import { jsonOf, type Key, open } from './sealed.ts';

/**
 * A file of an index, a snapshot or the configuration, as JSON. All but the configuration are named by the SHA-256 of what
 * lies there (https://restic.readthedocs.io/en/stable/100_references.html#repository-layout). Throws NotFound and DataCorrupt.
 */
export async function readSmallFile(blobs: BlobReader, key: Key, path: string): Promise<unknown> {
  const bytes = await blobs.get(path);
  if (!bytes) {
    throw new KubeferryError(
      'NotFound',
      `The restic repository has no file ${path}: it was removed while it was read, or never was one. ` +
        'Way out: start again; "restic check" says whether the repository is complete.',
    );
  }
  const name = path.split('/').at(-1) ?? '';
  const isNamed = path === 'config' || createHash('sha256').update(bytes).digest('hex') === name;
  const plain = isNamed ? open(bytes, key) : undefined;
  const json = plain && jsonIn(plain);
  if (json !== undefined) return json;
  throw new KubeferryError(
    'DataCorrupt',
    `File ${path} of the restic repository is damaged: its bytes do not match ${isNamed ? 'their MAC' : 'its name'}. ` +
      'Way out: "restic repair index" rebuilds an index; another snapshot does not need a damaged one.',
  );
}

function jsonIn(plain: Buffer): unknown {
  try {
    return jsonOf(plain);
  } catch {
    return undefined;
  }
}
