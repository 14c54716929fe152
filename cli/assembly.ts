import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './checkout.ts';
import { configFile } from './config-file.ts';
import { CommandEnd, EXIT } from './exit-codes.ts';

const CACHE = join(ROOT, '.cache/assembly');
const EXAMPLE = join(ROOT, 'kubeferry.config.ts');
const SOURCES = [
  'bin',
  'lib',
  'lambdas',
  'core',
  'kube',
  'time',
  'adapters',
  'statemachines',
  'cdk.json',
  'package-lock.json',
];
const DAY_MS = 24 * 3600 * 1000;

/**
 * The synthesized cloud assembly, made afresh when anything that goes into it has changed: what runs locally is what
 * would be deployed, by the configuration in force or by another one. Each state of the sources has a folder of its own, so that a running cloud never loses its files.
 */
export function currentAssembly(onSynthesis: () => void, config = configFile(process.env)): string {
  const folder = join(CACHE, fingerprint(config));
  if (existsSync(folder)) return folder;
  onSynthesis();
  mkdirSync(CACHE, { recursive: true });
  removeOld();
  const unfinished = `${folder}.${process.pid}`;
  synthesize(unfinished, config);
  if (existsSync(folder)) rmSync(unfinished, { recursive: true });
  else renameSync(unfinished, folder);
  return folder;
}

/** The rules of cdk-nag are for whoever deploys and for the tests: they cost more than the synthesis itself. */
function synthesize(folder: string, config: string): void {
  const env = {
    ...process.env,
    CDK_OUTDIR: folder,
    CDK_VALIDATION: 'false',
    KUBEFERRY_CONFIG: config,
  };
  try {
    execFileSync(process.execPath, ['bin/kubeferry.ts'], { cwd: ROOT, env, stdio: ['ignore', 2, 2] });
  } catch {
    rmSync(folder, { recursive: true, force: true });
    throw new CommandEnd(EXIT.failed, 'kubeferry: the app could not be synthesized; the reason stands above.');
  }
}

function removeOld(): void {
  for (const name of readdirSync(CACHE)) {
    const path = join(CACHE, name);
    if (Date.now() - statSync(path).mtimeMs > DAY_MS) rmSync(path, { recursive: true, force: true });
  }
}

function fingerprint(config: string): string {
  const hash = createHash('sha256');
  for (const source of SOURCES)
    for (const file of filesOf(source)) hash.update(file).update(readFileSync(join(ROOT, file)));
  // A configuration may be made of the example.
  for (const file of new Set([config, EXAMPLE])) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

function filesOf(path: string): string[] {
  if (!existsSync(join(ROOT, path))) return [];
  if (!statSync(join(ROOT, path)).isDirectory()) return [path];
  return readdirSync(join(ROOT, path))
    .toSorted()
    .flatMap((name) => filesOf(`${path}/${name}`));
}
