import { removeEntries } from '../edit.ts';
import { LAST_APPLIED } from '../privacy.ts';
import type { Rule } from '../rule.ts';
import { changed } from '../verdicts.ts';

/** Copies of an earlier state of the object, kept by the tools that applied it. */
const COPIES = [
  LAST_APPLIED,
  'kapp.k14s.io/original',
  'kapp.k14s.io/original-diff-md5',
  'objectset.rio.cattle.io/applied',
  'banzaicloud.com/last-applied',
];

export const dropLastApplied: Rule = {
  name: 'drop-last-applied',
  description:
    'The copy of the object as it was once applied holds old values, and of a Secret its data; it is dropped after it was read.',
  appliesTo: ['*'],
  apply(object) {
    return changed(
      object,
      removeEntries(object, ['metadata', 'annotations'], (name) => COPIES.includes(name)),
    );
  },
};
