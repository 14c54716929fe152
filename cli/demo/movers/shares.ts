import { createHash } from 'node:crypto';
import { lutimesSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The claim of the factory's workload that no backup tool knows. */
export const MOVED_CLAIM = 'shop/drawings';

const FOLDERS = 4;
const FILES_OF_FOLDER = 12;
const LONGEST = 40_000;

/** A share of a file server with some drawings in it, as a folder of this machine; the same each time. */
export function shareWithDrawings(): string {
  const root = mkdtempSync(join(tmpdir(), 'kubeferry-drawings-'));
  for (let folder = 0; folder < FOLDERS; folder++) {
    const path = join(root, `line-${folder}`);
    mkdirSync(path, { mode: 0o750 });
    for (let file = 0; file < FILES_OF_FOLDER; file++) {
      const text = textOf(`${folder}/${file}`);
      writeFileSync(join(path, `part-${file}.svg`), text, { mode: file % 2 === 0 ? 0o640 : 0o444 });
    }
    symlinkSync('part-0.svg', join(path, 'newest.svg'));
    lutimesSync(join(path, 'newest.svg'), 1_764_000_000, 1_764_000_000.25);
  }
  return root;
}

/** As long as its digest says, so that some files are empty and some have more than one block. */
function textOf(seed: string): string {
  const digest = createHash('sha256').update(seed).digest();
  const length = (digest.readUInt32LE(0) % 8) * (digest.readUInt16LE(4) % (LONGEST / 8));
  return digest
    .toString('hex')
    .repeat(Math.ceil(length / 64))
    .slice(0, length);
}
