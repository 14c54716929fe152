import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WORDS } from './words.data.ts';

const FOLDERS = [
  'adapters',
  'bin',
  'changelog',
  'cli',
  'core',
  'docs',
  'emulator',
  'kube',
  'lambdas',
  'lib',
  'local',
  'package',
  'statemachines',
  'test',
  'time',
  'ui/src',
  'ui/test',
];
const FILES = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'kubeferry.config.ts',
  'vitest.config.ts',
];

/** What others have written: models, workloads of fixtures, recordings of services. */
const OF_OTHERS = /\.(?:tsv|json\.gz|png|svg|py)$|^test\/fixtures\/.*input\.yaml$|^emulator\/.*\.data\.ts$/;
const THE_LIST = /^test\/documents\/words/;

const textFiles = (root = '.'): string[] =>
  [
    ...FILES,
    ...FOLDERS.flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(root === '.' ? 0 : root.length + 1)),
    ),
  ].filter((path) => !OF_OTHERS.test(path) && !THE_LIST.test(path));

/** Line breaks inside of a comment, a paragraph or a folded text of YAML are spaces to who reads it; lines keep their number. */
const unfolded = (text: string) => text.replace(/\n[ \t]*(?:\*|\/\/|#)?[ \t]+(?=\S)/g, (gap) => ' '.padEnd(gap.length));

/** Each such word in a text, as `path:line: "word" -> better word`. */
export function wordsIn(path: string, text: string): string[] {
  const flat = unfolded(text);
  return WORDS.flatMap(({ not, but }) =>
    [...flat.matchAll(not)].map((found) => {
      const line = text.slice(0, found.index).split('\n').length;
      return `${path}:${line}: "${found[0].replace(/\s+/g, ' ')}" -> ${but}`;
    }),
  );
}

export const wordsOf = (root = '.'): string[] =>
  textFiles(root).flatMap((path) => [
    ...wordsIn(path, path.replaceAll('-', ' ')).map((found) => `${found} (its name)`),
    ...wordsIn(path, readFileSync(join(root, path), 'utf8')),
  ]);
