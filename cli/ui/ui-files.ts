import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../checkout.ts';
import { CommandEnd, EXIT } from '../exit-codes.ts';

const UI = join(ROOT, 'ui');
const BUILT = join(ROOT, '.cache/ui');
const MARK = join(UI, 'node_modules/.package-lock.json');
/** What goes into the page: its own files, and what of the domain it has values of. */
const SOURCES = ['cli/ui/ui-files.ts', 'ui/index.html', 'ui/vite.config.ts', 'ui/package-lock.json', 'ui/src', 'time'];
const DAY_MS = 24 * 3600 * 1000;

/**
 * The folder of the built page: its packages are installed and it is built when its sources have changed, so that whoever
 * never looks at the page waits for neither.
 */
export function currentUi(tell: (text: string) => void): string {
  const folder = join(BUILT, fingerprint());
  if (existsSync(folder)) return folder;
  installUi(tell);
  tell('Building the page (some seconds, once)');
  mkdirSync(BUILT, { recursive: true });
  removeOld();
  const unfinished = `${folder}.${process.pid}`;
  run(
    process.execPath,
    [join(UI, 'node_modules/vite/bin/vite.js'), 'build', '--outDir', unfinished, '--logLevel', 'warn'],
    'The page could not be built',
  );
  if (existsSync(folder)) rmSync(unfinished, { recursive: true });
  else renameSync(unfinished, folder);
  return folder;
}

/** Installs the packages of the page as setup.mjs does those of the whole: when they are missing or older than the lock. */
export function installUi(tell: (text: string) => void): void {
  const lock = join(UI, 'package-lock.json');
  if (existsSync(MARK) && statSync(MARK).mtimeMs >= statSync(lock).mtimeMs) return;
  tell('Installing the packages of the page (half a minute, once)');
  run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel', 'error'], 'npm ci failed in ui/');
  const now = new Date();
  utimesSync(MARK, now, now);
}

function run(command: string, args: string[], failed: string): void {
  try {
    // React has another, larger form for tests and development.
    const env = { ...process.env, NODE_ENV: 'production' };
    execFileSync(command, args, { cwd: UI, env, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  } catch {
    throw new CommandEnd(EXIT.failed, `kubeferry: ${failed}; the reason stands above.`);
  }
}

function removeOld(): void {
  for (const name of readdirSync(BUILT)) {
    const path = join(BUILT, name);
    if (Date.now() - statSync(path).mtimeMs > DAY_MS) rmSync(path, { recursive: true, force: true });
  }
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES)
    for (const file of filesOf(source)) hash.update(file).update(readFileSync(join(ROOT, file)));
  return hash.digest('hex').slice(0, 16);
}

function filesOf(path: string): string[] {
  if (!statSync(join(ROOT, path)).isDirectory()) return [path];
  return readdirSync(join(ROOT, path))
    .toSorted()
    .flatMap((name) => filesOf(`${path}/${name}`));
}
