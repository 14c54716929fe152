import { expect, it } from 'vitest';
import { lossesOf } from '../../../core/repositories/kopia/losses.ts';

const ALWAYS = [
  'extended attributes',
  'ACLs',
  'hard links',
  'device files and named pipes',
  'the bytes of names that are not UTF-8',
];

it.each([
  [{}, ALWAYS],
  [{ summ: { size: 7, numFailed: 0 } }, ALWAYS],
  [{ summ: { size: 7, numFailed: 1 } }, [...ALWAYS, 'one file or folder that it could not read']],
  [{ summ: { numFailed: 2, numIgnoredErrors: 3 } }, [...ALWAYS, '5 files or folders that it could not read']],
])('of a root %j', (root, losses) => {
  expect(lossesOf(root)).toEqual(losses);
});
