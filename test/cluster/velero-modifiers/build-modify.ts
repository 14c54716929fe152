import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const VELERO = 'github.com/vmware-tanzu/velero@v1.18.0';
const SOURCE = join(import.meta.dirname, 'modify.go');
const CACHE = resolve(import.meta.dirname, '../../../.cache/velero');

const run = promisify(execFile);

/**
 * Velero's own resource modifiers and image names, as a program that is built once for each state of its source, through the Go
 * module proxy: some minutes. The package is internal to Velero's module, so that it is built within a copy of that.
 */
export async function modifyProgram(): Promise<string> {
  const hash = createHash('sha256')
    .update(VELERO)
    .update(await readFile(SOURCE));
  const program = join(CACHE, `modify-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(program)) return program;
  await mkdir(CACHE, { recursive: true });
  process.stderr.write('Building the resource modifiers of Velero from source, once.\n');
  const work = await mkdtemp(join(tmpdir(), 'kubeferry-velero-'));
  try {
    const { stdout } = await run('go', ['mod', 'download', '-json', VELERO], { cwd: work });
    const { Dir } = JSON.parse(stdout) as { Dir: string };
    await copyWritable(Dir, join(work, 'velero'));
    const folder = join(work, 'velero/internal/cmd/modify');
    await mkdir(folder, { recursive: true });
    await cp(SOURCE, join(folder, 'main.go'));
    const unfinished = `${program}.${process.pid}`;
    const env = { ...process.env, CGO_ENABLED: '0' };
    await run('go', ['build', '-trimpath', '-buildvcs=false', '-o', unfinished, './internal/cmd/modify'], {
      cwd: join(work, 'velero'),
      env,
    });
    await rename(unfinished, program);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return program;
}

/** Folders of the module cache may not be written into. */
async function copyWritable(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true });
  const all = await readdir(to, { recursive: true, withFileTypes: true });
  await chmod(to, 0o755);
  for (const each of all) await chmod(join(each.parentPath, each.name), each.isDirectory() ? 0o755 : 0o644);
}
