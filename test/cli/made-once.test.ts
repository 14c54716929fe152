import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { madeOnce } from '../../cli/made-once.ts';

const cache = mkdtempSync(join(tmpdir(), 'kubeferry-made-'));
afterAll(() => rmSync(cache, { recursive: true }));

function make(text: string) {
  return (folder: string) => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'text'), text);
  };
}
const textIn = (folder: string) => readFileSync(join(folder, 'text'), 'utf8');

it('makes a folder once', () => {
  const folder = join(cache, 'once');
  expect(textIn(madeOnce(folder, make('first')))).toBe('first');
  expect(textIn(madeOnce(folder, make('second')))).toBe('first');
});

it('keeps what another process has made meanwhile, and leaves nothing of its own', () => {
  const folder = join(cache, 'raced');
  madeOnce(folder, (unfinished) => {
    make('late')(unfinished);
    make('early')(folder);
  });
  expect(textIn(folder)).toBe('early');
  expect(readdirSync(cache).filter((name) => name.startsWith('raced'))).toEqual(['raced']);
});

it('leaves nothing of what could not be made', () => {
  const folder = join(cache, 'broken');
  expect(() =>
    madeOnce(folder, (unfinished) => {
      mkdirSync(unfinished);
      throw new Error('not to be made');
    }),
  ).toThrow('not to be made');
  expect(readdirSync(cache).filter((name) => name.startsWith('broken'))).toEqual([]);
});

it('removes the neighbours that were made more than a day ago', () => {
  const [old, young] = ['old', 'young'].map((name) => join(cache, name)) as [string, string];
  mkdirSync(old);
  mkdirSync(young);
  const yesterday = Date.now() / 1000 - 25 * 3600;
  utimesSync(old, yesterday, yesterday);
  madeOnce(join(cache, 'new'), make('new'));
  expect([old, young].map((folder) => existsSync(folder))).toEqual([false, true]);
});
