import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './checkout.ts';

const DAY_MS = 24 * 3600 * 1000;

/** A digest of what is in these files and folders of the checkout, and in files elsewhere. */
export function digestOfFiles(paths: string[], elsewhere: string[] = []): string {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesOf)) hash.update(file).update(readFileSync(join(ROOT, file)));
  for (const file of elsewhere) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/**
 * A folder of the cache, made by `make` if it does not exist; whole or not at all, also when two processes make it. Its
 * neighbours that nobody has made for a day are removed.
 */
export function madeOnce(folder: string, make: (unfinished: string) => void): string {
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  removeOld(dirname(folder));
  const unfinished = `${folder}.${process.pid}`;
  try {
    make(unfinished);
    if (!existsSync(folder)) renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

function removeOld(cache: string): void {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (Date.now() - statSync(path).mtimeMs > DAY_MS) rmSync(path, { recursive: true, force: true });
  }
}

function filesOf(path: string): string[] {
  if (!existsSync(join(ROOT, path))) return [];
  if (!statSync(join(ROOT, path)).isDirectory()) return [path];
  return readdirSync(join(ROOT, path))
    .toSorted()
    .flatMap((name) => filesOf(`${path}/${name}`));
}
