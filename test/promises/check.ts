import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Holder, type Promised, readHolders, readPromises } from './read-promises.ts';

export interface Check {
  promises: (Promised & { tests: Holder[] })[];
  /** What is wrong, a sentence each; empty when every promise has a test. */
  problems: string[];
}

/** Sets each promise of `docs/contract.md` beside the tests that hold it. */
export function checkPromises(): Check {
  const { promises, unmarked } = readPromises(readFileSync('docs/contract.md', 'utf8'));
  const holders = testFiles().flatMap((file) => readHolders(file, readFileSync(file, 'utf8')));
  const known = new Set(promises.map(({ id }) => id));
  const held = promises.map((each) => ({ ...each, tests: holders.filter(({ ids }) => ids.includes(each.id)) }));
  return {
    promises: held,
    problems: [
      ...unmarked.map((sentence) => `docs/contract.md: "${sentence}" has no mark <!-- promise: … -->.`),
      ...promises
        .filter(({ id }, at) => promises.findIndex((each) => each.id === id) !== at)
        .map(({ id }) => `docs/contract.md: two sentences are marked ${id}.`),
      ...held.filter(({ tests }) => tests.length === 0).map(({ id }) => `${id}: no test holds it.`),
      ...holders.flatMap(({ file, line, ids }) =>
        ids.filter((id) => !known.has(id)).map((id) => `${file}:${line}: the contract has no promise ${id}.`),
      ),
    ],
  };
}

const testFiles = () =>
  ['test', 'ui/test']
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)))
    // A part is played by the file whose cloud it shares.
    .filter((name) => /\.(test|part)\.ts$/.test(name));
