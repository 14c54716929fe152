import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';

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
  const folder = join(CACHE, await sourceHash());
  if (!existsSync(folder)) {
    const unfinished = `${folder}.unfinished-${process.pid}`;
    await mkdir(unfinished, { recursive: true });
    try {
      process.stderr.write('Building Kopia and restic from source, once: some minutes on two cores.\n');
      const flags = ['-trimpath', '-ldflags', '-s -w'];
      await go(['build', ...flags, '-o', `${unfinished}/`, 'github.com/kopia/kopia'], {});
      await go(['install', ...flags, RESTIC], { GOBIN: unfinished });
      await rename(unfinished, folder);
    } catch (error) {
      await rm(unfinished, { recursive: true, force: true });
      throw error;
    }
  }
  return { kopia: join(folder, 'kopia'), restic: join(folder, 'restic') };
}

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256').update(RESTIC);
  hash.update(await readFile(join(SOURCE, 'go.mod')));
  return hash.digest('hex').slice(0, 16);
}

async function go(args: string[], env: Record<string, string>): Promise<void> {
  const child = spawn('go', args, { cwd: SOURCE, env: { ...process.env, CGO_ENABLED: '0', ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-4000);
    });
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0)
    throw new Error(`go ${args[0]} failed (${code}); it needs the Go module proxy, or a warm module cache.\n${output}`);
}
