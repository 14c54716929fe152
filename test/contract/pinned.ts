import { readFileSync } from 'node:fs';

const requirements = readFileSync(new URL('requirements.txt', import.meta.url), 'utf8');
const packages = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  devDependencies: Record<string, string>;
};

/** The version of each witness, as it is pinned. */
export const PINNED: Readonly<Record<string, string>> = {
  ...packages.devDependencies,
  ...Object.fromEntries(
    [...requirements.matchAll(/^([\w-]+)==(.+)$/gm)].map(([, name = '', version = '']) => [name, version]),
  ),
};
