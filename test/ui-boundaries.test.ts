import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';

/** What the page has of the domain is types, so that no schema is loaded by the browser; and next times, which need none. */
const TYPES = /^core\/(serve|base\/request)\//;
const VALUES = /^time\//;
const LONGEST_FILE = 250;

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => /\.tsx?$/.test(path));
const pages = filesOf('ui/src');

it('lets the page import its own files, types of the API, and no value of the domain', () => {
  const wrong = pages.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/(?:^|\n)(import|export)\s(type\s)?[^'";]*?from\s+'(\.[^']+)'/g)]
      .map(([, , type, name = '']) => ({ type, name: normalize(join(dirname(path), name)) }))
      .filter(({ type, name }) => !name.startsWith('ui/src/') && !VALUES.test(name) && !(type && TYPES.test(name)))
      .map(({ name }) => `${path} imports ${name}`),
  );
  expect(pages.length).toBeGreaterThan(20);
  expect(wrong).toEqual([]);
});

it('keeps every file of the page short enough to read in one go', () => {
  const long = [...pages, ...filesOf('ui/test')].filter(
    (path) => readFileSync(path, 'utf8').split('\n').length - 1 > LONGEST_FILE,
  );
  expect(long).toEqual([]);
});
