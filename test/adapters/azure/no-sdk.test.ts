import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const OF_AZURE = /@azure\/|azurite/;

it('installs no package of Azure, for anybody', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: object };
  expect(Object.keys(packages).length).toBeGreaterThan(100);
  expect(Object.keys(packages).filter((path) => OF_AZURE.test(path))).toEqual([]);
});

it('imports none in anything that is bundled', () => {
  const sources = ['adapters', 'core', 'lambdas', 'kube', 'time'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
  expect(sources.length).toBeGreaterThan(500);
  const importing = sources.filter((path) => /from '(@azure\/|azurite)/.test(readFileSync(path, 'utf8')));
  expect(importing).toEqual([]);
});
