import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = [
  'bin',
  'lib',
  'lambdas',
  'core',
  'adapters',
  'statemachines',
  'kubeferry.config.ts',
  'cdk.json',
  'package-lock.json',
];

/**
 * The synthesized cloud assembly, made afresh when anything that goes into it has changed: what runs locally is what
 * would be deployed. Answers its folder.
 */
export function currentAssembly(onSynthesis: () => void): string {
  const folder = `${ROOT}cdk.out`;
  const mark = `${folder}/.kubeferry-sources`;
  const sources = fingerprint();
  if (existsSync(mark) && readFileSync(mark, 'utf8') === sources) return folder;
  onSynthesis();
  rmSync(folder, { recursive: true, force: true });
  execFileSync(process.execPath, ['bin/kubeferry.ts'], {
    cwd: ROOT,
    env: { ...process.env, CDK_OUTDIR: folder },
    stdio: ['ignore', 2, 2],
  });
  writeFileSync(mark, sources);
  return folder;
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) for (const file of filesOf(source)) hash.update(file).update(readFileSync(ROOT + file));
  return hash.digest('hex');
}

function filesOf(path: string): string[] {
  if (!existsSync(ROOT + path)) return [];
  const entries = path.includes('.') ? undefined : readdirSync(ROOT + path, { withFileTypes: true });
  if (!entries) return [path];
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesOf(`${path}/${entry.name}`) : [`${path}/${entry.name}`]));
}
