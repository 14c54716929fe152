import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AZURE_WITNESSES } from './witnesses.data.ts';

const FOLDER = fileURLToPath(new URL('../../../.cache/azure-witnesses/', import.meta.url));

/** Where the packages are, installed again when what is there is not what is pinned; their scripts do not run. */
export function installAzureWitnesses(): string {
  const stamp = join(FOLDER, 'installed.json');
  const wanted = JSON.stringify(AZURE_WITNESSES);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return FOLDER;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'package.json'), '{ "name": "azure-witnesses", "private": true }');
  const packages = Object.entries(AZURE_WITNESSES).map(([name, version]) => `${name}@${version}`);
  const options = ['--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts', '--silent'];
  execFileSync('npm', ['install', ...options, ...packages], { cwd: FOLDER, stdio: ['ignore', 'ignore', 'inherit'] });
  writeFileSync(stamp, wanted);
  return FOLDER;
}
