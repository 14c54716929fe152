import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CACHE = fileURLToPath(new URL('../../.cache/', import.meta.url));

export interface Wanted {
  /** Folder below `.cache`. */
  name: string;
  /** A requirements.txt with every version pinned. */
  requirements: string;
  /** Who needs it, for the sentence when something is missing: `npm run test:contract`. */
  command: string;
}

/**
 * The `bin` folder of a Python environment with exactly these packages, re-created when what is there is not what the
 * requirements say.
 */
export function virtualEnvironment({ name, requirements, command }: Wanted): string {
  const folder = join(CACHE, name);
  const stamp = join(folder, 'requirements.txt');
  const wanted = readFileSync(requirements, 'utf8');
  const bin = join(folder, 'venv/bin');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return bin;
  const python = find(
    'python3',
    ['-m', 'venv', '--help'],
    'Python 3.10 or newer with venv (apt-get install python3-venv)',
    command,
  );
  mkdirSync(folder, { recursive: true });
  const run = (...args: [string, ...string[]]) =>
    execFileSync(args[0], args.slice(1), { stdio: ['ignore', 'ignore', 'inherit'] });
  run(python, '-m', 'venv', '--clear', join(folder, 'venv'));
  run(join(bin, 'python'), '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements);
  writeFileSync(stamp, wanted);
  return bin;
}

/** The versions that a requirements.txt pins, by package. */
export const pinnedIn = (requirements: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...readFileSync(requirements, 'utf8').matchAll(/^([\w-]+)==(.+)$/gm)].map(([, name = '', version = '']) => [
      name,
      version,
    ]),
  );

/** Throws, saying how it is installed, when a command does not exist. */
export function find(tool: string, args: string[], install: string, command: string): string {
  try {
    execFileSync(tool, args, { stdio: 'ignore' });
    return tool;
  } catch {
    throw new Error(`${command} needs ${install}: "${tool} ${args.join(' ')}" did not work here.`);
  }
}
