import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { KubeferryError } from '../../core/base/errors.ts';

/** An object of Kubernetes has at most a few MiB (etcd's limit is 1.5 MiB): what is longer is none. */
const LONGEST_FILE = 64 * 1024 * 1024;

/**
 * The wanted files of a gzipped tarball, one in memory at a time. Throws DataCorrupt where it is not whole, and for a file
 * that nobody would take for an object.
 */
export async function* untar(
  tarball: AsyncIterable<Uint8Array>,
  isWanted: (path: string) => boolean,
): AsyncGenerator<{ path: string; body: Uint8Array }> {
  const files = extract();
  // What breaks on the way ends the iteration below with its error.
  pipeline(Readable.from(tarball), createGunzip(), files, () => {});
  try {
    for await (const file of files) {
      const { name: path, size = 0, type } = file.header;
      const wanted = type === 'file' && isWanted(path);
      if (wanted && size > LONGEST_FILE)
        throw new Error(`its file "${path}" has ${Math.round(size / 1024 / 1024)} MiB`);
      const parts: Uint8Array[] = [];
      for await (const part of file) if (wanted) parts.push(part as Uint8Array);
      if (wanted) yield { path, body: Buffer.concat(parts) };
    }
  } catch (error) {
    if (error instanceof KubeferryError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new KubeferryError('DataCorrupt', `The tarball of the backup cannot be read: ${why}.`, { cause: error });
  } finally {
    files.destroy();
  }
}
