import { KubeferryError } from '../base/errors.ts';

const MOST_BYTES = 255;
const [NUL, SLASH] = [0x00, 0x2f];

/** Throws DataCorrupt for a name that no directory of Linux can have: such a tree is not what a backup tool has read. */
export function checkName(name: Uint8Array, path: () => string): void {
  const isDots = (name.length === 1 || name.length === 2) && name.every((byte) => byte === 0x2e);
  if (name.length > 0 && name.length <= MOST_BYTES && !isDots && !name.includes(NUL) && !name.includes(SLASH)) return;
  throw new KubeferryError(
    'DataCorrupt',
    `A directory of the backup, "${path()}", has the name ${JSON.stringify(Buffer.from(name).toString('utf8'))}, which no file ` +
      'system of Linux can have. Way out: let the tool of the repository check it, or start from another snapshot.',
  );
}

/** Throws DataCorrupt for a name that a directory would have twice, of which a file system shows one, and checks repair the other. */
export function checkTwice(names: Iterable<Uint8Array>, path: () => string): void {
  const seen = new Set<string>();
  for (const name of names) {
    const letters = Buffer.from(name.buffer, name.byteOffset, name.length).toString('latin1');
    if (seen.has(letters)) throw twice(name, path());
    seen.add(letters);
  }
}

const twice = (name: Uint8Array, path: string) =>
  new KubeferryError(
    'DataCorrupt',
    `A directory of the backup, "${path}", has two entries with the name ${JSON.stringify(Buffer.from(name).toString('utf8'))}: ` +
      'Kopia writes all bytes that are not UTF-8 as the same character. Way out: rename one of them at the source and back it up again, ' +
      'or start from another snapshot.',
  );
