import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { builtOnce, go } from '../go.ts';

const SOURCE = import.meta.dirname;
const CACHE = resolve(SOURCE, '../../../.cache/backup-tools');
const RESTIC = 'github.com/restic/restic/cmd/restic@v0.18.0';

/** Paths of binaries. */
export interface BackupTools {
  kopia: string;
  restic: string;
}

let building: Promise<BackupTools> | undefined;

/**
 * The Kopia that Velero 1.18 has built in, and restic: from source through the Go module proxy, once for each of their versions:
 * some minutes on two cores, then nothing.
 */
export function backupTools(): Promise<BackupTools> {
  building ??= build();
  return building;
}

async function build(): Promise<BackupTools> {
  const folder = await builtOnce(join(CACHE, await sourceHash()), async (unfinished) => {
    process.stderr.write('Building Kopia and restic from source, once: some minutes on two cores.\n');
    const flags = ['-trimpath', '-ldflags', '-s -w'];
    await go(SOURCE, ['build', ...flags, '-o', `${unfinished}/`, 'github.com/kopia/kopia']);
    await go(SOURCE, ['install', ...flags, RESTIC], { GOBIN: unfinished });
  });
  return { kopia: join(folder, 'kopia'), restic: join(folder, 'restic') };
}

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256').update(RESTIC);
  hash.update(await readFile(join(SOURCE, 'go.mod')));
  return hash.digest('hex').slice(0, 16);
}
