import { gunzipSync } from 'node:zlib';
import { KubeferryError } from '../../base/errors.ts';
import { UP_TO_A_TEXT } from '../../repositories/in-one-go.ts';
import type { BackupPlace } from './list-backups.ts';

/** A gzipped JSON file of a backup; undefined where there is none. Throws DataCorrupt where it is not whole. */
export async function readGzippedJson({ blobs }: BackupPlace, key: string): Promise<unknown> {
  const body = await blobs.get(key);
  if (!body) return undefined;
  try {
    return JSON.parse(gunzipSync(body, UP_TO_A_TEXT).toString('utf8'));
  } catch (cause) {
    throw new KubeferryError(
      'DataCorrupt',
      `File "${key}" of the backup is not whole. Nothing was changed. Take another backup.`,
      { cause },
    );
  }
}
