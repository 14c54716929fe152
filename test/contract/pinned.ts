import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pinnedIn } from '../python/virtual-environment.ts';

const packages = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  devDependencies: Record<string, string>;
};

/** The version of each witness, as it is pinned. */
export const PINNED: Readonly<Record<string, string>> = {
  ...packages.devDependencies,
  ...pinnedIn(fileURLToPath(new URL('requirements.txt', import.meta.url))),
};
