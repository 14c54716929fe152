import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { badInput } from '../exit-codes.ts';
import type { LocalCluster } from './kubeconfig.ts';

/** What another command has to know of a local cloud that runs: kept where only its owner can read it, as long as it runs. */
export interface RunningCloud {
  pid: number;
  endpoint: string;
  clusters: Record<'source' | 'target', LocalCluster>;
}

const SUFFIX = '.json';
const folder = () => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kubeferry', 'local');

export interface Kept {
  /** Of the AWS CLI: a profile for each person. */
  awsConfig: string;
  forget(): void;
}

/** Keeps it and the profiles; `forget` takes both away. */
export function keepRunning(cloud: RunningCloud, profiles: string): Kept {
  mkdirSync(folder(), { recursive: true, mode: 0o700 });
  const base = join(folder(), new URL(cloud.endpoint).port);
  const files = [`${base}${SUFFIX}`, `${base}.aws`] as const;
  const forget = () => {
    for (const file of files) rmSync(file, { force: true });
  };
  // A file that another one has left keeps its mode when it is written over.
  forget();
  writeFileSync(files[0], JSON.stringify(cloud), { mode: 0o600, flag: 'wx' });
  writeFileSync(files[1], profiles, { mode: 0o600, flag: 'wx' });
  return { awsConfig: files[1], forget };
}

/** The one that runs, or the one at the port. Throws bad input when there is none, or more than one. */
export function findRunning(port: string | undefined): RunningCloud {
  const all = names()
    .filter((name) => port === undefined || name === `${port}${SUFFIX}`)
    .map((name) => JSON.parse(readFileSync(join(folder(), name), 'utf8')) as RunningCloud)
    .filter(({ pid }) => isAlive(pid));
  const [only, ...others] = all;
  if (only && others.length === 0) return only;
  if (!only) throw badInput([`No local cloud runs${port ? ` at port ${port}` : ''}: start one with kubeferry local.`]);
  const ports = all.map(({ endpoint }) => new URL(endpoint).port).join(', ');
  throw badInput([`${all.length} local clouds run: give --port, one of ${ports}.`]);
}

function names(): string[] {
  try {
    return readdirSync(folder()).filter((name) => name.endsWith(SUFFIX));
  } catch {
    return [];
  }
}

/** Signal 0 only looks (kill(2)). */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
