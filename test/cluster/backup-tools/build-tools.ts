import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { builtOnce, go } from '../go.ts';

const SOURCE = import.meta.dirname;
const CACHE = resolve(SOURCE, '../../../.cache/backup-tools');
const RESTIC = 'github.com/restic/restic/cmd/restic@v0.18.0';

/** As old as that of Debian 12, which writes what many a repository holds. */
const OLD_RESTIC = 'github.com/restic/restic/cmd/restic@v0.14.0';

/** Paths of binaries. */
export interface BackupTools {
  kopia: string;
  restic: string;
  /** Of the distribution's package, where this machine has apt; else of the version of Debian 12, from source. */
  packagedRestic: string;
}

export interface VeleroTools {
  velero: string;
  /** Folder with the plugin that stands for a cloud. */
  plugins: string;
  /** Velero's uploader on its own: see upload/main.go. */
  uploader: string;
}

let building: Promise<BackupTools> | undefined;
let buildingVelero: Promise<VeleroTools> | undefined;

const VELERO_SOURCES = ['go.mod', 'main.go', 'fs.go', 'upload/main.go'];
const FLAGS = ['-trimpath', '-ldflags', '-s -w'];

/**
 * The Kopia that Velero 1.18 has built in, and restic: from source through the Go module proxy, once for each of their versions:
 * some minutes on two cores, then nothing.
 */
export function backupTools(): Promise<BackupTools> {
  building ??= build();
  return building;
}

/** Velero 1.18, and a plugin that stands for a cloud: the same way. */
export function veleroTools(): Promise<VeleroTools> {
  buildingVelero ??= buildVelero();
  return buildingVelero;
}

async function build(): Promise<BackupTools> {
  const folder = await builtOnce(join(CACHE, await sourceHash(['go.mod'], RESTIC)), async (unfinished) => {
    process.stderr.write('Building Kopia and restic from source, once: some minutes on two cores.\n');
    await go(SOURCE, ['build', ...FLAGS, '-o', `${unfinished}/`, 'github.com/kopia/kopia']);
    await go(SOURCE, ['install', ...FLAGS, RESTIC], { GOBIN: unfinished });
  });
  return {
    kopia: join(folder, 'kopia'),
    restic: join(folder, 'restic'),
    packagedRestic: await packagedRestic(),
  };
}

/** Unpacked beside the others, so that nothing is installed and nobody has to be root. */
async function packagedRestic(): Promise<string> {
  const folder = await builtOnce(join(CACHE, 'packaged-restic'), async (unfinished) => {
    try {
      await run('apt-get', ['download', 'restic'], { cwd: unfinished });
      const [archive = ''] = await readdir(unfinished);
      await run('dpkg-deb', ['--extract', archive, '.'], { cwd: unfinished });
    } catch {
      process.stderr.write('No restic by apt: building the one of Debian 12 from source, once.\n');
      await go(SOURCE, ['install', ...FLAGS, OLD_RESTIC], { GOBIN: join(unfinished, 'usr/bin') });
    }
  });
  return join(folder, 'usr/bin/restic');
}

const run = promisify(execFile);

async function buildVelero(): Promise<VeleroTools> {
  const folder = await builtOnce(join(CACHE, await sourceHash(VELERO_SOURCES)), async (unfinished) => {
    process.stderr.write('Building Velero from source, once: some minutes on two cores.\n');
    await go(SOURCE, ['build', ...FLAGS, '-o', `${unfinished}/`, 'github.com/vmware-tanzu/velero/cmd/velero']);
    await go(SOURCE, ['build', ...FLAGS, '-o', join(unfinished, 'plugins/velero-plugin-for-tests'), '.']);
    await go(SOURCE, ['build', ...FLAGS, '-o', join(unfinished, 'upload'), './upload']);
  });
  return { velero: join(folder, 'velero'), plugins: join(folder, 'plugins'), uploader: join(folder, 'upload') };
}

async function sourceHash(files: string[], more = ''): Promise<string> {
  const hash = createHash('sha256').update(more);
  for (const file of files) hash.update(await readFile(join(SOURCE, file)));
  return hash.digest('hex').slice(0, 16);
}
